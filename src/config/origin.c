#include "config/origin.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "config/scan.h"

static void file_close(FILE **file)
{
	if (*file != NULL)
		fclose(*file);
}

int origin_slurp(const char *path, size_t limit, struct buf *out, struct error *err)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return error_sys(err, "读不到 cannot read %s", path);
	if (!S_ISREG(st.st_mode)) /* a pipe would keep us waiting */
		return error_set(err, E_INVALID, "不是普通文件 not a regular file: %s", path);
	scoped(file_close) FILE *file = fopen(path, "re");
	if (file == NULL)
		return error_sys(err, "打不开 cannot open %s", path);

	char chunk[4096];
	size_t got;
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0) {
		if (out->len + got > limit)
			return error_set(err, E_LIMIT, "文件超过 %zu 字节 over %zu bytes: %s",
					 limit, limit, path);
		buf_add(out, chunk, got);
	}
	if (ferror(file))
		return error_sys(err, "读不到 cannot read %s", path);
	return 0;
}

char *origin_beside(struct pool *pool, const char *file, const char *name)
{
	const char *slash = strrchr(file, '/');
	if (name[0] == '/' || slash == NULL)
		return pool_text(pool, name);
	return pool_print(pool, "%.*s%s", (int)(slash + 1 - file), file, name);
}

static void add_part(struct origin *origin, const char *file, int line)
{
	struct origin_part *part = VEC_PUSH(&origin->parts);
	*part = (struct origin_part){.from = origin->lines + 1, .file = file, .line = line};
}

static void add_text(struct origin *origin, const char *text, size_t len)
{
	buf_add(&origin->text, text, len);
	for (size_t i = 0; i < len; i++)
		origin->lines += text[i] == '\n';
}

static int read_file(struct origin *origin, const char *path, int depth, const char *asked_by,
		     int asked_line, struct config_report *report);

/* The word after @include.  Returns the end of what was consumed, NULL on a fault. */
static const char *read_include(struct origin *origin, struct scanner *scanner, const char *path,
				int depth, struct config_report *report)
{
	struct scan_word name = scan_next(scanner);
	if (name.kind != SCAN_STRING || name.len < 3) {
		config_fault_at(report, path, name.line,
				"@include 后面要写加引号的文件名 "
				"@include needs a file name in quotes");
		return NULL;
	}
	char *quoted = pool_text_len(&origin->pool, name.at + 1, name.len - 2);
	char *target = origin_beside(&origin->pool, path, quoted);
	if (read_file(origin, target, depth + 1, path, name.line, report) < 0)
		return NULL;
	return scanner->at;
}

static int add_file(struct origin *origin, const char *path, const struct buf *text, int depth,
		    struct config_report *report)
{
	struct scanner scanner = {
		.at = buf_text(text), .end = buf_text(text) + text->len, .line = 1};
	const char *done = scanner.at;
	add_part(origin, path, 1);
	for (;;) {
		struct scan_word word = scan_next(&scanner);
		if (word.kind == SCAN_END)
			break;
		if (word.kind != SCAN_INCLUDE)
			continue;
		add_text(origin, done, (size_t)(word.at - done));
		add_text(origin, "\n", 1);
		done = read_include(origin, &scanner, path, depth, report);
		if (done == NULL)
			return -E_INVALID;
		add_part(origin, path, scanner.line);
	}
	add_text(origin, done, (size_t)(scanner.end - done));
	add_text(origin, "\n", 1);
	return 0;
}

static int read_file(struct origin *origin, const char *path, int depth, const char *asked_by,
		     int asked_line, struct config_report *report)
{
	scoped(buf_finish) struct buf text = {0};
	struct error err = {0};
	if (depth > LIMIT_CONFIG_DEPTH || ++origin->files > LIMIT_CONFIG_FILES) {
		config_fault_at(report, asked_by, asked_line,
				"@include 嵌套太深（文件是否包含了自己？） "
				"@include goes too deep (does a file include itself?)");
		return -E_LIMIT;
	}
	if (origin_slurp(path, LIMIT_CONFIG_BYTES - origin->text.len, &text, &err) < 0) {
		config_fault_at(report, asked_by, asked_line, "%s", err.text);
		return -E_INVALID;
	}
	if (!scan_check(path, buf_text(&text), text.len, report))
		return -E_INVALID;
	return add_file(origin, path, &text, depth, report);
}

int origin_read(struct origin *origin, const char *path, struct config_report *report)
{
	const char *name = pool_text(&origin->pool, path);
	int rc = read_file(origin, name, 0, name, 0, report);
	return rc < 0 ? -E_INVALID : 0;
}

struct origin_part origin_of(const struct origin *origin, int line)
{
	struct origin_part found = {.file = "", .line = line};
	for (size_t i = 0; i < origin->parts.len && origin->parts.at[i].from <= line; i++) {
		found = origin->parts.at[i];
		found.line += line - found.from;
	}
	return found;
}

void origin_finish(struct origin *origin)
{
	VEC_FINISH(&origin->parts);
	buf_finish(&origin->text);
	pool_finish(&origin->pool);
}
