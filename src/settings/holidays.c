/* The calendar from files: every *.json of each folder in the order of names, folders in the order
 * of the configuration, and last what `gongshictl calendar load` has put into the state. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/text.h"
#include "core/calendar/calendar.h"
#include "settings/settings.h"

#define LIMIT_HOLIDAY_FILE_BYTES (1u << 20)

static void file_close(FILE **file)
{
	if (*file != NULL)
		fclose(*file);
}

static int read_whole(const char *path, struct buf *out, struct error *err)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return error_sys(err, "读不到 cannot read");
	if (!S_ISREG(st.st_mode))
		return error_set(err, E_INVALID, "不是普通文件 not a regular file");
	scoped(file_close) FILE *file = fopen(path, "re");
	if (file == NULL)
		return error_sys(err, "打不开 cannot open");
	char chunk[4096];
	size_t got;
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0) {
		buf_add(out, chunk, got);
		if (out->len > LIMIT_HOLIDAY_FILE_BYTES)
			return error_set(err, E_LIMIT, "文件太大 file too large");
	}
	return ferror(file) ? error_sys(err, "读不到 cannot read") : 0;
}

static void add_file(struct calendar *calendar, const char *path, struct config_report *report)
{
	struct error err = {0};
	scoped(buf_finish) struct buf bytes = {0};
	if (read_whole(path, &bytes, &err) < 0 ||
	    calendar_add_notice(calendar, buf_text(&bytes), bytes.len, path, &err) < 0)
		config_fault_at(report, path, 0, "节假日文件不能用 unusable holiday file: %s",
				err.text);
}

static int is_notice(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && text_ends(entry->d_name, ".json");
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name); /* bytes: no locale moves a file */
}

/* Returns the number of files, or -1 with errno when the folder cannot be listed. */
static int add_folder(struct calendar *calendar, const char *folder, struct config_report *report)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_notice, by_name);
	for (int i = 0; i < count; i++) {
		scoped(buf_finish) struct buf path = {0};
		buf_print(&path, "%s/%s", folder, entries[i]->d_name);
		add_file(calendar, buf_text(&path), report);
		free(entries[i]);
	}
	free(entries);
	return count;
}

static const struct config_node *holidays_node(const struct settings *settings)
{
	const struct config_node *paths = config_member(config_root(settings->config), "paths");
	const struct config_node *node = config_member(paths, "holidays");
	return node != NULL ? node : paths;
}

struct calendar *settings_calendar(const struct settings *settings, struct config_report *report)
{
	struct calendar *calendar = calendar_new();
	for (const char *const *folder = settings->holidays; *folder != NULL; folder++)
		if (add_folder(calendar, *folder, report) < 0)
			config_fault(report, holidays_node(settings),
				     "读不到节假日目录 %s cannot read the holiday folder %s: %s",
				     *folder, *folder, strerror(errno));

	scoped(buf_finish) struct buf loaded = {0};
	buf_print(&loaded, "%s/holidays", settings->state);
	if (add_folder(calendar, buf_text(&loaded), report) < 0 && errno != ENOENT)
		config_fault_at(report, buf_text(&loaded), 0,
				"读不到节假日目录 cannot read the holiday folder: %s",
				strerror(errno));
	calendar_seal(calendar);
	return calendar;
}
