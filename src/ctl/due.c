/* due: the last day of a term for any number of trigger dates, offline. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "core/model/date_text.h"
#include "core/rule/rule.h"
#include "core/view/view.h"
#include "ctl/commands.h"
#include "ctl/explain.h"
#include "ctl/lines.h"

#define FLUSH_BYTES 65536

struct due_run {
	struct session *session;
	const struct law *law;
	const struct rule *rule;
	bool explain;
	struct buf out;
	size_t printed; /* dates so far */
};

static void flush(struct due_run *run)
{
	fwrite(buf_text(&run->out), 1, run->out.len, run->session->out);
	fflush(run->session->out);
	buf_clear(&run->out);
}

/* Exactly ten bytes; a million dates a second leave no time for printf. */
static void add_date(struct buf *out, struct civil_date date)
{
	char text[CIVIL_DATE_TEXT] = "0000-00-00";
	int year = date.year;
	for (int i = 3; i >= 0; i--, year /= 10)
		text[i] = (char)('0' + year % 10);
	text[5] = (char)('0' + date.month / 10);
	text[6] = (char)('0' + date.month % 10);
	text[8] = (char)('0' + date.day / 10);
	text[9] = (char)('0' + date.day % 10);
	buf_add(out, text, CIVIL_DATE_TEXT - 1);
}

static void add_line(struct due_run *run, const struct due *due)
{
	add_date(&run->out, due->trigger_on);
	buf_char(&run->out, '\t');
	add_date(&run->out, due->due_on);
	if (due->provisional)
		buf_add(&run->out, "\tprovisional\n", 13);
	else
		buf_add(&run->out, "\t-\n", 3);
}

static void add_object(struct due_run *run, const struct due *due)
{
	buf_text_add(&run->out, "{\"trigger\":\"");
	add_date(&run->out, due->trigger_on);
	buf_text_add(&run->out, "\",\"due\":\"");
	add_date(&run->out, due->due_on);
	buf_text_add(&run->out,
		     due->provisional ? "\",\"provisional\":true}" : "\",\"provisional\":false}");
}

static void explain(struct due_run *run, struct civil_date trigger_on)
{
	scoped(json_drop) json_t *explained = view_explain_due(run->rule, run->law, trigger_on);
	if (run->session->json) {
		json_put_date(explained, "trigger", trigger_on); /* as without --explain */
		json_object_set(explained, "due", json_object_get(explained, "due_on"));
		json_line(explained, &run->out);
		return;
	}
	flush(run);
	explain_print(explained, run->session->out);
}

static void put_date(struct due_run *run, struct civil_date trigger_on)
{
	if (run->session->json)
		buf_text_add(&run->out, run->printed > 0 ? ",\n" : "\n");
	run->printed++;
	struct due due = rule_due(run->rule, run->law, trigger_on, (struct instant){0});
	if (!run->session->json)
		add_line(run, &due);
	else if (!run->explain)
		add_object(run, &due);
	if (run->explain)
		explain(run, trigger_on);
	if (run->out.len > FLUSH_BYTES)
		flush(run);
}

/* The ISO form is nearly all there is; the reader of other forms takes ten times as long. */
static int read_date(const char *text, struct civil_date *out)
{
	return civil_date_parse(text, out) == 0 ? 0 : date_text_read(text, out);
}

static enum ctl_end bad_date(struct due_run *run, const char *where, size_t number,
			     const char *text)
{
	if (run->session->json)
		buf_text_add(&run->out, "\n]\n");
	flush(run);
	size_t len = strlen(text);
	text = text_trim(text, &len);
	return complain(run->session, CTL_USAGE,
			"%s %zu: \"%.*s\" is not a date: write 2009-03-05, 2009年3月5日 or "
			"二〇〇九年三月五日",
			where, number, (int)text_cut(text, len, 60), text);
}

static enum ctl_end read_lines(struct due_run *run)
{
	scoped(lines_finish) struct lines lines;
	lines_open(&lines, run->session->streams->in);
	struct error err = {0};
	char *line;
	size_t len;
	bool whole;
	for (size_t number = 1;; number++) {
		if (!lines_ready(&lines))
			flush(run); /* whoever types sees each answer at once */
		int rc = lines_next(&lines, &line, &len, &whole, &err);
		struct civil_date date;
		if (rc < 0)
			return complain(run->session, CTL_USAGE, "line %zu: %s", number, err.text);
		if (rc == 0)
			return CTL_DONE;
		if (strlen(line) == len && read_date(line, &date) == 0)
			put_date(run, date);
		else if (strlen(line) != len || !text_empty(line))
			return bad_date(run, "line", number, line);
	}
}

static enum ctl_end read_operands(struct due_run *run, const struct args *args)
{
	for (size_t i = 0; i < args->operands.len; i++) {
		struct civil_date date;
		if (read_date(args->operands.at[i], &date) < 0)
			return bad_date(run, "date", i + 1, args->operands.at[i]);
		put_date(run, date);
	}
	return CTL_DONE;
}

static enum ctl_end no_rule(const struct session *session, const struct law *law, const char *id)
{
	scoped(buf_finish) struct buf known = {0};
	for (int i = 0; i < law->rule_count; i++)
		buf_print(&known, "%s%s", i > 0 ? ", " : "", law->rules[i].id);
	if (law->rule_count == 0)
		buf_text_add(&known, "none");
	if (id == NULL)
		return complain(session, CTL_USAGE,
				"due needs --rule RULE; the configuration has: %s",
				buf_text(&known));
	return complain(session, CTL_USAGE, "there is no rule \"%s\"; the configuration has: %s",
			id, buf_text(&known));
}

enum ctl_end run_due(struct session *session, const struct args *args)
{
	const char *id = args_value(args, "rule");
	struct settings *settings = session_settings(session);
	if (settings == NULL)
		return CTL_USAGE;
	const struct rule *rule = id != NULL ? law_rule(settings->law, id) : NULL;
	if (rule == NULL)
		return no_rule(session, settings->law, id);
	if (rule->kind == RULE_PERIODIC || (rule->kind == RULE_STANDING && rule->term.count == 0))
		return complain(session, CTL_USAGE,
				"rule %s has no term that runs from a date: see 'gongshictl rules'",
				id);

	struct due_run run = {.session = session,
			      .law = settings->law,
			      .rule = rule,
			      .explain = args_has(args, "explain")};
	if (session->json)
		buf_char(&run.out, '[');
	enum ctl_end end = args->operands.len > 0 ? read_operands(&run, args) : read_lines(&run);
	if (session->json && end == CTL_DONE)
		buf_text_add(&run.out, run.printed > 0 ? "\n]\n" : "]\n");
	flush(&run);
	buf_finish(&run.out);
	return end;
}
