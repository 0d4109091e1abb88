/* What a month's lists are made of: one line a change, the last line about a page counts.
 *
 * A line is the only thing that a publication adds; lists are made from the lines.  A line cut by a
 * crash is passed over: the page behind it is found by its key and noted again. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/text.h"
#include "channel/site.h"

#define LIMIT_ENTRIES_BYTES (512u << 20)

static void fd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static void entries_path(const char *month, struct buf *out)
{
	buf_clear(out);
	buf_print(out, SITE_HIDDEN "/%s.jsonl", month);
}

/* A crash may have left half a line; ours must not be glued to it. */
static bool ends_within_line(int fd)
{
	char last;
	off_t size = lseek(fd, 0, SEEK_END);
	return size > 0 && pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

int site_entries_append(const struct site *site, const char *month, const struct buf *lines,
			struct error *err)
{
	scoped(buf_finish) struct buf path = {0};
	scoped(buf_finish) struct buf full = {0};
	entries_path(month, &path);
	bool fresh = !site_has(site, buf_text(&path));
	scoped(fd_close) int fd = open(site_path(site, buf_text(&path), &full),
				       O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd < 0)
		return error_sys(err, "open %s", buf_text(&full));

	/* One write, so that lines are whole or, at worst, the last one is cut. */
	scoped(buf_finish) struct buf text = {0};
	if (ends_within_line(fd))
		buf_char(&text, '\n');
	buf_add(&text, buf_text(lines), lines->len);
	ssize_t wrote = write(fd, buf_text(&text), text.len);
	if (wrote < 0)
		return error_sys(err, "append to %s", buf_text(&full));
	if ((size_t)wrote < text.len)
		return error_set(err, E_FULL, "append to %s: only %zd of %zu bytes written",
				 buf_text(&full), wrote, text.len);
	if (fdatasync(fd) < 0)
		return error_sys(err, "flush %s", buf_text(&full));
	return fresh ? site_sync_folder(site, SITE_HIDDEN, err) : 0;
}

static void take_line(const char *line, size_t len, json_t *entries)
{
	scoped(json_drop) json_t *entry = NULL;
	if (json_read(line, len, &entry, NULL) < 0)
		return;
	const char *path = json_member_text(entry, "path");
	if (path == NULL)
		return;
	if (json_member_bool(entry, "gone", false))
		json_object_del(entries, path);
	else
		json_object_set(entries, path, entry);
}

int site_entries_read(const struct site *site, const char *month, json_t **out, struct error *err)
{
	scoped(buf_finish) struct buf path = {0};
	scoped(buf_finish) struct buf bytes = {0};
	entries_path(month, &path);
	int rc = site_read(site, buf_text(&path), LIMIT_ENTRIES_BYTES, &bytes, err);
	if (rc < 0 && rc != -E_NOT_FOUND)
		return rc;

	json_t *entries = json_object();
	for (const char *line = buf_text(&bytes); *line != '\0';) {
		size_t len = strcspn(line, "\n");
		if (len > 0)
			take_line(line, len, entries);
		line += len + (line[len] == '\n');
	}
	*out = entries;
	return 0;
}
