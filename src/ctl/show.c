/* show, explain, schedule: one dossier. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "ctl/ask.h"
#include "ctl/commands.h"
#include "ctl/explain.h"
#include "ctl/safe.h"
#include "ctl/table.h"
#include "ctl/width.h"

#define LABEL_COLUMNS 30

static const struct {
	const char *label, *member, *instead;
} head[] = {
	{"发文字号 doc_number", "doc_number", NULL},
	{"标题 title", "title", NULL},
	{"发文机关 issuer", "issuer", NULL},
	{"承办处室 department", "department_name", "department"},
	{"类别 category", "category_name", "category"},
	{"公开属性 disclosure", "disclosure_label", "disclosure"},
	{"涉及公众利益 public_interest", "public_interest", NULL},
	{"公开范围 audience", "audience", NULL},
	{"成文日期 issued_on", "issued_on", NULL},
	{"收到日期 received_on", "received_on", NULL},
	{"公开不早于 not_before", "not_before", NULL},
	{"收到时刻 received_at", "received_at", NULL},
	{"版次 revision", "revision", NULL},
	{"状态 state", "state_label", "state"},
	{"说明 why", "why", NULL},
	{"下次动作 next_wake_at", "next_wake_at", NULL},
};

static const struct column obligation_columns[] = {
	{"规则", "rule", NULL},       {"阶段", "phase_label", "phase"},
	{"起算", "trigger_on", NULL}, {"到期", "due_on", NULL},
	{"公开于", "met_at", NULL},   {"", "days_left", NULL},
	{"依据", "basis", NULL},      {0},
};
static const struct column publication_columns[] = {
	{"渠道", "channel", NULL},
	{"状态", "state_label", "state"},
	{"核验", "verdict_label", "verdict"},
	{"首次见到", "first_seen_at", NULL},
	{"次数", "attempts", NULL},
	{"发现", "findings", NULL},
	{"地址", "url", NULL},
	{"原因", "why", "reason"},
	{0},
};
static const struct column alert_columns[] = {
	{"编号", "id", NULL},
	{"级", "rung", NULL},
	{"人员", "person_name", "person"},
	{"应发", "owed_at", NULL},
	{"方式", "notifier", NULL},
	{"状态", "state_label", "state"},
	{0},
};
static const struct column hold_columns[] = {
	{NULL, "code", NULL},
	{NULL, "sentence", NULL},
	{0},
};

static const struct {
	const char *member, *heading;
	const struct column *columns;
} sections[] = {
	{"holds", "暂缓 holds", hold_columns},
	{"obligations", "公开义务 obligations", obligation_columns},
	{"publications", "公开 publications", publication_columns},
	{"alerts", "催办 alerts", alert_columns},
};

static void print_line(const struct session *session, const char *label, const json_t *value)
{
	scoped(buf_finish) struct buf text = {0};
	table_value(value, &text);
	if (text.len == 0)
		return;
	fprintf(session->out, "%s%*s", label, (int)(LABEL_COLUMNS - width_text(label)), "");
	safe_print(session->out, buf_text(&text));
	fputc('\n', session->out);
}

static void print_dossier(const struct session *session, const json_t *document)
{
	print_line(session, "案卷 id", json_object_get(document, "id"));
	for (size_t i = 0; i < ARRAY_LEN(head); i++) {
		const json_t *value = json_object_get(document, head[i].member);
		if ((value == NULL || json_is_null(value)) && head[i].instead != NULL)
			value = json_object_get(document, head[i].instead);
		print_line(session, head[i].label, value);
	}
	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		const json_t *list = json_object_get(document, sections[i].member);
		if (json_array_size(list) == 0)
			continue;
		fprintf(session->out, "\n%s\n", sections[i].heading);
		table_objects(list, sections[i].columns, "  ", session->out);
	}
}

static enum ctl_end ask_part(struct session *session, const struct args *args, const char *part,
			     json_t **answer)
{
	char number[24];
	const char *id = args_operand(args, 0);
	scoped(buf_finish) struct buf target = {0};
	if (part != NULL) {
		long long found;
		enum ctl_end end = document_id(session, id, &found);
		if (end != CTL_DONE)
			return end;
		snprintf(number, sizeof(number), "%lld", found);
		id = number;
	}
	document_target(&target, id, part);
	return ask(session, "GET", buf_text(&target), NULL, answer);
}

enum ctl_end run_show(struct session *session, const struct args *args)
{
	scoped(json_drop) json_t *document = NULL;
	enum ctl_end end = ask_part(session, args, NULL, &document);
	if (end == CTL_DONE && session->json)
		print_json(session, document);
	else if (end == CTL_DONE)
		print_dossier(session, document);
	return end;
}

enum ctl_end run_explain(struct session *session, const struct args *args)
{
	scoped(json_drop) json_t *list = NULL;
	enum ctl_end end = ask_part(session, args, "explain", &list);
	if (end != CTL_DONE)
		return end;
	if (session->json) {
		print_json(session, list);
		return CTL_DONE;
	}
	for (size_t i = 0; i < json_array_size(list); i++)
		explain_print(json_array_get(list, i), session->out);
	if (json_array_size(list) == 0)
		fputs("没有公开义务 it owes nothing under any rule\n", session->out);
	return CTL_DONE;
}

enum ctl_end run_schedule(struct session *session, const struct args *args)
{
	static const struct column columns[] = {
		{NULL, "at", NULL},
		{NULL, "what", NULL},
		{NULL, "rule", "channel"},
		{NULL, "text", "tell"},
		{0},
	};
	scoped(json_drop) json_t *list = NULL;
	enum ctl_end end = ask_part(session, args, "schedule", &list);
	if (end != CTL_DONE)
		return end;
	if (session->json)
		print_json(session, list);
	else if (json_array_size(list) > 0)
		table_objects(list, columns, "", session->out);
	else
		fputs("没有待办 nothing will happen by itself\n", session->out);
	return CTL_DONE;
}

enum ctl_end run_prove(struct session *session, const struct args *args)
{
	scoped(json_drop) json_t *proof = NULL;
	scoped(buf_finish) struct buf checkpoint = {0};
	struct error none = {0};
	/* Asking for a checkpoint has one signed that covers what was just written. */
	(void)!ask_quietly(session, "GET", "/v1/ledger/checkpoint", NULL, &checkpoint, &none);
	enum ctl_end end = ask_part(session, args, "proof", &proof);
	if (end == CTL_DONE)
		print_json(session, proof); /* a file for check-proof, whatever was asked for */
	return end;
}
