#include "ctl/session.h"

#include <stdarg.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "ctl/safe.h"

void session_open(struct session *session, const struct ctl_streams *streams,
		  const struct args *args)
{
	const char *config = args_value(args, "config");
	*session = (struct session){
		.streams = streams,
		.out = streams->out,
		.config = config != NULL ? config : settings_default_path(),
		.socket = args_value(args, "socket"),
		.json = args_has(args, "json"),
	};
}

void session_finish(struct session *session)
{
	places_free(session->places);
	settings_free(session->settings);
	*session = (struct session){0};
}

/* --- saying --- */

enum ctl_end complain(const struct session *session, enum ctl_end end, const char *fmt, ...)
{
	scoped(mem_free_at) char *room = mem_alloc(8192);
	va_list args;
	va_start(args, fmt);
	vsnprintf(room, 8192, fmt, args);
	va_end(args);
	size_t len = strlen(room);
	const char *text = text_trim(room, &len);
	room[text - room + (ptrdiff_t)len] = '\0';

	fflush(session->out); /* in the order in which things were said */
	fputs("gongshictl: ", session->streams->err);
	safe_print(session->streams->err, text);
	fputc('\n', session->streams->err);
	return end;
}

void print_json(const struct session *session, const json_t *value)
{
	scoped(buf_finish) struct buf text = {0};
	json_pretty(value, &text);
	fwrite(text.data, 1, text.len, session->out);
}

/* --- the configuration --- */

static void report_finish(struct config_report *report)
{
	buf_finish(&report->lines);
}

static void complain_lines(const struct session *session, struct config_report *report)
{
	char *rest = report->lines.data;
	for (char *line; rest != NULL && *rest != '\0';) {
		line = strsep(&rest, "\n");
		if (*line != '\0')
			complain(session, CTL_USAGE, "%s", line);
	}
}

const struct places *session_places_quietly(struct session *session, struct error *err)
{
	scoped(report_finish) struct config_report report = {0};
	if (session->places == NULL &&
	    places_load(session->config, &session->places, &report) < 0) {
		const char *lines = buf_text(&report.lines);
		error_set(err, E_INVALID, "%.*s", (int)strcspn(lines, "\n"), lines);
	}
	return session->places;
}

const struct places *session_places(struct session *session)
{
	struct error err = {0};
	const struct places *places = session_places_quietly(session, &err);
	if (places == NULL)
		complain(session, CTL_USAGE,
			 "%s: name another configuration with --config, or check this one with "
			 "'gongshid --check'",
			 err.text);
	return places;
}

struct settings *session_settings(struct session *session)
{
	scoped(report_finish) struct config_report report = {0};
	if (session->settings == NULL &&
	    settings_load(session->config, NULL, &session->settings, &report) < 0)
		complain_lines(session, &report);
	return session->settings;
}

const char *session_socket(struct session *session, struct error *err)
{
	if (session->socket != NULL)
		return session->socket;
	const struct places *places = session_places_quietly(session, err);
	if (places == NULL)
		error_set(err, E_INVALID,
			  "%s: name the configuration with --config or the socket with --socket",
			  err->text);
	return places != NULL ? places->socket : NULL;
}
