/* calendar check, calendar load: the yearly notices on holidays. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/text.h"
#include "ctl/ask.h"
#include "ctl/commands.h"
#include "ctl/findings.h"
#include "ctl/safe.h"
#include "ctl/whole.h"

#define LIMIT_NOTICE_BYTES (1u << 20)

/* --- check --- */

static void print_findings(const struct session *session, const struct findings *findings)
{
	VEC_EACH(&findings->found, finding) {
		scoped(buf_finish) struct buf line = {0};
		buf_print(&line, "%s: %s: %s", finding->file,
			  finding->warning ? "warning" : "fault", finding->sentence);
		safe_print(session->out, buf_text(&line));
		fputc('\n', session->out);
	}
}

static json_t *findings_json(const struct findings *findings)
{
	json_t *list = json_array();
	VEC_EACH(&findings->found, finding) {
		json_t *one = json_object();
		json_put_text(one, "file", finding->file);
		json_put_text(one, "kind", finding->warning ? "warning" : "fault");
		json_put_text(one, "sentence", finding->sentence);
		json_array_append_new(list, one);
	}
	return list;
}

enum ctl_end run_calendar_check(struct session *session, const struct args *args UNUSED)
{
	const struct places *places = session_places(session);
	if (places == NULL)
		return CTL_USAGE;
	scoped(findings_finish) struct findings findings = {0};
	findings_gather(places, &findings);
	if (session->json) {
		scoped(json_drop) json_t *list = findings_json(&findings);
		print_json(session, list);
	} else {
		print_findings(session, &findings);
	}
	return findings_faults(&findings) > 0 ? CTL_NO : CTL_DONE;
}

/* --- load: judged --- */

/* The file as it will be read: last, over the folders and what was loaded before. */
static void gather_with(const struct places *places, const char *stage, struct findings *out)
{
	struct vec_of(const char *) folders = {0};
	scoped(buf_finish) struct buf loaded = {0};
	buf_print(&loaded, "%s/holidays", places->state);
	for (const char *const *folder = places->holidays; *folder != NULL; folder++)
		*VEC_PUSH(&folders) = *folder;
	if (access(buf_text(&loaded), F_OK) == 0)
		*VEC_PUSH(&folders) = buf_text(&loaded);
	VEC_PUSH(&folders);
	const struct places staged = {
		.config = places->config,
		.state = stage,
		.holidays = folders.at,
	};
	findings_gather(&staged, out);
	VEC_FINISH(&folders);
}

/* Only what concerns the new file: faults elsewhere are for `calendar check`. */
static enum ctl_end judge(const struct session *session, const char *path, const char *staged,
			  const struct findings *findings)
{
	enum ctl_end end = CTL_DONE;
	VEC_EACH(&findings->found, finding) {
		if (!text_equal(finding->file, staged))
			continue;
		complain(session, CTL_DONE, "%s: %s: %s", path,
			 finding->warning ? "warning" : "fault", finding->sentence);
		if (!finding->warning)
			end = CTL_NO;
	}
	return end;
}

/* A folder for one file, made like the state directory so that the calendar can be asked. */
struct stage {
	char path[64], folder[80];
	char file[80 + 256];
};

static int stage_open(struct stage *stage, const char *name, const struct buf *bytes,
		      struct error *err)
{
	snprintf(stage->path, sizeof(stage->path), "/tmp/gongshictl-XXXXXX");
	if (mkdtemp(stage->path) == NULL) {
		stage->path[0] = '\0';
		return error_sys(err, "make a folder in /tmp");
	}
	snprintf(stage->folder, sizeof(stage->folder), "%s/holidays", stage->path);
	snprintf(stage->file, sizeof(stage->file), "%s/%s", stage->folder, name);
	if (mkdir(stage->folder, 0700) < 0)
		return error_sys(err, "make %s", stage->folder);
	return whole_write(stage->folder, name, bytes, NULL, err);
}

static void stage_close(struct stage *stage)
{
	if (stage->path[0] == '\0')
		return;
	unlink(stage->file);
	rmdir(stage->folder);
	rmdir(stage->path);
}

static enum ctl_end check_notice(const struct session *session, const struct places *places,
				 const char *path, const char *name, const struct buf *bytes)
{
	struct error err = {0};
	scoped(stage_close) struct stage stage = {0};
	scoped(findings_finish) struct findings findings = {0};
	if (stage_open(&stage, name, bytes, &err) < 0)
		return complain(session, CTL_NO, "%s", err.text);
	gather_with(places, stage.path, &findings);
	enum ctl_end end = judge(session, path, stage.file, &findings);
	if (end != CTL_DONE)
		complain(session, end, "%s was not loaded: correct it and load it again", path);
	return end;
}

/* --- load: put in force --- */

static int install(const struct places *places, const char *name, const struct buf *bytes,
		   struct error *err)
{
	struct stat state;
	scoped(buf_finish) struct buf folder = {0};
	buf_print(&folder, "%s/holidays", places->state);
	if (stat(places->state, &state) < 0)
		return error_sys(err, "%s", places->state);
	/* Loaded by root, it must still be the daemon's to read and to replace. */
	const struct stat *owner = geteuid() == 0 ? &state : NULL;
	if (mkdir(buf_text(&folder), 0755) == 0) {
		if (owner != NULL && chown(buf_text(&folder), owner->st_uid, owner->st_gid) < 0)
			return error_sys(err, "hand over %s", buf_text(&folder));
	} else if (errno != EEXIST) {
		return error_sys(err, "make %s", buf_text(&folder));
	}
	return whole_write(buf_text(&folder), name, bytes, owner, err);
}

static void print_changes(const struct session *session, const json_t *changes)
{
	for (size_t i = 0; i < json_array_size(changes); i++) {
		const json_t *one = json_array_get(changes, i);
		const char *rule = json_member_text(one, "rule");
		const char *was = json_member_text(one, "was");
		const char *is = json_member_text(one, "is");
		const char *because = json_member_text(one, "because");
		scoped(buf_finish) struct buf line = {0};
		buf_print(&line, "%lld %s: %s -> %s: %s", json_member_int(one, "document", 0),
			  rule != NULL ? rule : "", was != NULL ? was : "", is != NULL ? is : "",
			  because != NULL ? because : "");
		safe_print(session->out, buf_text(&line));
		fputc('\n', session->out);
	}
}

/* The file is in force for every new start from now on; a running daemon must be told. */
static enum ctl_end tell_daemon(struct session *session, const char *name)
{
	struct error err = {0};
	scoped(buf_finish) struct buf bytes = {0};
	scoped(json_drop) json_t *answer = NULL;
	int result = ask_quietly(session, "POST", "/v1/calendar/reload", NULL, &bytes, &err);
	if (result == -E_NET)
		return complain(session, CTL_DONE,
				"%s is loaded; no daemon runs, it will be read at the next start",
				name);
	if (result == 404 || result == 405)
		return complain(session, CTL_DONE,
				"%s is loaded; have the daemon read it with 'systemctl reload "
				"gongshid' (SIGHUP)",
				name);
	enum ctl_end end = ask_judge(session, result, &bytes, &err);
	if (end != CTL_DONE)
		return end;
	if (bytes.len > 0)
		end = ask_read(session, "/v1/calendar/reload", &bytes, &answer);
	if (session->json && answer != NULL)
		print_json(session, answer);
	else if (answer != NULL)
		print_changes(session, json_object_get(answer, "changes"));
	return end;
}

enum ctl_end run_calendar_load(struct session *session, const struct args *args)
{
	const char *path = args_operand(args, 0);
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	struct error err = {0};
	scoped(buf_finish) struct buf bytes = {0};
	const struct places *places = session_places(session);
	if (places == NULL)
		return CTL_USAGE;
	if (!text_ends(name, ".json") || name[0] == '.' || strlen(name) > 200)
		return complain(session, CTL_USAGE,
				"a holiday file is named like 2027.json, and not .json alone: "
				"rename %s",
				path);
	if (whole_read(path, session->streams->in, LIMIT_NOTICE_BYTES, &bytes, &err) < 0)
		return complain(session, CTL_USAGE, "%s", err.text);
	enum ctl_end end = check_notice(session, places, path, name, &bytes);
	if (end != CTL_DONE)
		return end;
	if (install(places, name, &bytes, &err) < 0)
		return complain(session, CTL_NO, "%s: run this as root or as the daemon's user",
				err.text);
	return tell_daemon(session, name);
}
