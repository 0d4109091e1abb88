/* One configuration file from opening to closing, and the report of its faults. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "config/node.h"

#define LIMIT_FAULTS_TOLD 200

static void add_sentence(struct config_report *report, const char *where, const char *fmt,
			 va_list args)
{
	if (report->count++ >= LIMIT_FAULTS_TOLD)
		return;
	char text[1024];
	int len = vsnprintf(text, sizeof(text), fmt, args);
	size_t kept = len < 0 ? 0 : (size_t)len;
	if (kept >= sizeof(text))
		kept = text_cut(text, sizeof(text) - 1, sizeof(text) - 1);
	buf_text_add(&report->lines, where);
	buf_add(&report->lines, text, kept);
	buf_char(&report->lines, '\n');
}

void config_fault_at(struct config_report *report, const char *file, int line, const char *fmt, ...)
{
	scoped(buf_finish) struct buf where = {0};
	if (line > 0)
		buf_print(&where, "%s:%d: ", file, line);
	else
		buf_print(&where, "%s: ", file);
	va_list args;
	va_start(args, fmt);
	add_sentence(report, buf_text(&where), fmt, args);
	va_end(args);
}

void config_fault(struct config_report *report, const struct config_node *node, const char *fmt,
		  ...)
{
	scoped(buf_finish) struct buf where = {0};
	if (node != NULL) {
		struct origin_part origin = node_origin(node);
		buf_print(&where, "%s:%d: ", origin.file, origin.line);
	}
	va_list args;
	va_start(args, fmt);
	add_sentence(report, buf_text(&where), fmt, args);
	va_end(args);
}

struct origin_part node_origin(const struct config_node *node)
{
	const config_setting_t *setting = node_setting(node);
	int line = (int)setting->line;
	return origin_of(&node_config(node)->origin, line > 0 ? line : 1);
}

/* libconfig's own words say little; ours say what to do. */
static const char *parse_sentence(const char *text)
{
	static const struct {
		const char *theirs, *ours;
	} sentences[] = {
		{"syntax error",
		 "语法错误：看看这一行和上一行是否少了分号、逗号、引号或括号 syntax "
		 "error: look for a missing ; , \" or bracket here or a line above"},
		{"duplicate setting name",
		 "这个设置写了两次，请删去一个 duplicate setting: it stands "
		 "here for the second time, remove one"},
		{"mismatched element type in array",
		 "方括号里的各项要同一种类 all items in [ ] must be of one kind"},
		{"memory exhausted", "括号嵌套太深 brackets are nested too deep"},
	};
	for (size_t i = 0; i < ARRAY_LEN(sentences); i++)
		if (strcmp(text, sentences[i].theirs) == 0)
			return sentences[i].ours;
	return text;
}

const char *file_absolute(struct pool *pool, const char *path)
{
	if (path[0] == '/')
		return pool_text(pool, path);
	char *cwd = getcwd(NULL, 0);
	const char *absolute = pool_print(pool, "%s/%s", cwd != NULL ? cwd : "", path);
	free(cwd);
	return absolute;
}

int config_open(const char *path, struct config **out, struct config_report *report)
{
	struct config *config = mem_alloc(sizeof(*config));
	config_init(&config->lib);
	config->path = file_absolute(&config->pool, path);
	if (origin_read(&config->origin, path, report) < 0) {
		config_close(config);
		return -E_INVALID;
	}
	if (config_read_string(&config->lib, buf_text(&config->origin.text)) != CONFIG_TRUE) {
		struct origin_part at = origin_of(&config->origin, config_error_line(&config->lib));
		config_fault_at(report, at.file, at.line, "%s",
				parse_sentence(config_error_text(&config->lib)));
		config_close(config);
		return -E_INVALID;
	}
	*out = config;
	return 0;
}

void config_close(struct config *config)
{
	if (config == NULL)
		return;
	config_destroy(&config->lib);
	origin_finish(&config->origin);
	pool_finish(&config->pool);
	mem_free(config);
}

const struct config_node *config_root(const struct config *config)
{
	return setting_node(config_root_setting(&config->lib));
}

struct pool *config_pool(struct config *config)
{
	return &config->pool;
}

const char *config_path(const struct config *config)
{
	return config->path;
}

struct digest config_digest(const struct config *config)
{
	return sha256_of(buf_text(&config->origin.text), config->origin.text.len);
}
