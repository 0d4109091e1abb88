/* status, list: what there is. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "core/model/date_text.h"
#include "core/obligation/obligation.h"
#include "ctl/ask.h"
#include "ctl/commands.h"
#include "ctl/safe.h"
#include "ctl/table.h"

#define LIST_USUAL 100   /* rows without --limit */
#define LIST_PAGE 500    /* rows asked for at once */
#define LIST_MOST 100000 /* a sensible end for --limit */

/* --- status --- */

static const struct column health_columns[] = {
	{NULL, "name", NULL},       {NULL, "type", NULL},
	{NULL, "health", "state"},  {NULL, "last_success_at", NULL},
	{NULL, "last_error", NULL}, {0},
};

static void print_phases(const struct session *session, const json_t *phases)
{
	scoped(table_finish) struct table table = {.columns = 3};
	for (int phase = PHASE_OPEN; phase <= PHASE_EXEMPT; phase++) {
		char text[24];
		const char *name = obligation_phase_name((enum obligation_phase)phase);
		snprintf(text, sizeof(text), "%8lld", json_member_int(phases, name, 0));
		table_cell(&table, text);
		table_cell(&table, obligation_phase_label((enum obligation_phase)phase));
		table_cell(&table, name);
	}
	table_print(&table, "  ", session->out);
}

static void print_counts(const struct session *session, const json_t *status)
{
	static const struct {
		const char *member, *label;
		bool always;
	} counts[] = {
		{"documents", "案卷 dossiers", true},
		{"held", "暂缓 held", false},
		{"awaiting_review", "待保密审查 awaiting review", false},
		{"withdrawn", "已撤回 withdrawn", false},
		{"overdue_without_attempt", "逾期未试发 overdue without attempt", false},
		{"dossiers_without_wakeup", "无后续动作 dossiers without wake-up", false},
		{"entries", "台账条目 ledger entries", true},
	};
	scoped(table_finish) struct table table = {.columns = 2};
	for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
		char text[24];
		long long count = json_member_int(status, counts[i].member, 0);
		if (count == 0 && !counts[i].always)
			continue;
		snprintf(text, sizeof(text), "%8lld", count);
		table_cell(&table, text);
		table_cell(&table, counts[i].label);
	}
	table_print(&table, "  ", session->out);
}

static void print_section(const struct session *session, const json_t *status, const char *member,
			  const char *heading)
{
	const json_t *list = json_object_get(status, member);
	if (json_array_size(list) == 0)
		return;
	fprintf(session->out, "%s\n", heading);
	table_objects(list, health_columns, "  ", session->out);
}

enum ctl_end run_status(struct session *session, const struct args *args UNUSED)
{
	scoped(json_drop) json_t *status = NULL;
	enum ctl_end end = ask(session, "GET", "/v1/status", NULL, &status);
	if (end != CTL_DONE)
		return end;
	if (session->json) {
		print_json(session, status);
		return CTL_DONE;
	}
	print_counts(session, status);
	fputs("公开义务 phases\n", session->out);
	print_phases(session, json_object_get(status, "phases"));
	print_section(session, status, "channels", "公开渠道 channels");
	print_section(session, status, "notifiers", "通知方式 notifiers");
	scoped(buf_finish) struct buf wake = {0};
	table_value(json_object_get(status, "next_wake_at"), &wake);
	fprintf(session->out, "下次动作 next wake-up  %s\n",
		wake.len > 0 ? buf_text(&wake) : "无 none");
	return CTL_DONE;
}

/* --- list --- */

static const struct column list_columns[] = {
	{"编号", "id", NULL},
	{"文号", "doc_number", "number"},
	{"到期", "due_on", "due_at"},
	{"阶段", "phase_label", "phase"},
	{"状态", "state_label", "state"},
	{"处室", "department_name", "department"},
	{"标题", "title", NULL},
	{0},
};

/* The obligation that a line of the list tells of: the earliest that is still owed, else the last
 * that was. */
static const json_t *foremost(const json_t *obligations)
{
	const json_t *best = NULL;
	bool best_owed = false;
	for (size_t i = 0; i < json_array_size(obligations); i++) {
		const json_t *one = json_array_get(obligations, i);
		const char *phase = json_member_text(one, "phase");
		const char *due = json_member_text(one, "due_on");
		const char *best_due = best != NULL ? json_member_text(best, "due_on") : NULL;
		bool owed = phase != NULL && strncmp(phase, "met", 3) != 0 &&
			    strcmp(phase, "exempt") != 0;
		bool earlier = due != NULL && best_due != NULL && strcmp(due, best_due) < 0;
		if (best == NULL || (owed && !best_owed) || (owed == best_owed && earlier)) {
			best = one;
			best_owed = owed;
		}
	}
	return best;
}

/* For the table only: a row carries the due date and the phase of its foremost obligation. */
static json_t *with_foremost(const json_t *document)
{
	static const char *const members[] = {"due_on", "due_at", "phase", "phase_label"};
	json_t *row = json_copy((json_t *)document);
	const json_t *one = foremost(json_object_get(document, "obligations"));
	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		if (one != NULL && json_object_get(row, members[i]) == NULL)
			json_object_set(row, members[i], json_object_get(one, members[i]));
	return row;
}

static void print_documents(const struct session *session, const json_t *documents)
{
	scoped(json_drop) json_t *rows = json_array();
	for (size_t i = 0; i < json_array_size(documents); i++)
		json_array_append_new(rows, with_foremost(json_array_get(documents, i)));
	table_objects(rows, list_columns, "", session->out);
}

static bool is_phase(const char *text)
{
	for (int phase = PHASE_OPEN; phase <= PHASE_EXEMPT; phase++)
		if (strcmp(obligation_phase_name((enum obligation_phase)phase), text) == 0)
			return true;
	return false;
}

struct listing {
	const char *phase, *department, *search, *cursor;
	char due_before[CIVIL_DATE_TEXT];
	long limit;
};

static enum ctl_end read_listing(const struct session *session, const struct args *args,
				 struct listing *out)
{
	*out = (struct listing){
		.phase = args_value(args, "phase"),
		.department = args_value(args, "department"),
		.search = args_value(args, "search"),
		.cursor = args_value(args, "cursor"),
		.limit = LIST_USUAL,
	};
	if (out->phase != NULL && !is_phase(out->phase))
		return complain(session, CTL_USAGE,
				"there is no phase \"%s\": one of open, due-soon, overdue, met, "
				"met-late, exempt",
				out->phase);
	const char *before = args_value(args, "due-before");
	struct civil_date date;
	if (before != NULL && date_text_read(before, &date) < 0)
		return complain(session, CTL_USAGE,
				"\"%s\" is not a date: write --due-before "
				"2009-03-12",
				before);
	if (before != NULL)
		civil_date_print(date, out->due_before);
	const char *limit = args_value(args, "limit");
	char *end = NULL;
	if (limit != NULL)
		out->limit = strtol(limit, &end, 10);
	if (limit != NULL && (*end != '\0' || out->limit < 1 || out->limit > LIST_MOST))
		return complain(session, CTL_USAGE, "--limit takes a number from 1 to %d",
				LIST_MOST);
	return CTL_DONE;
}

static enum ctl_end ask_page(struct session *session, const struct listing *listing, long rows,
			     json_t **page)
{
	char limit[24];
	scoped(buf_finish) struct buf target = {0};
	snprintf(limit, sizeof(limit), "%ld", rows < LIST_PAGE ? rows : LIST_PAGE);
	buf_text_add(&target, "/v1/documents");
	query_add(&target, "phase", listing->phase);
	query_add(&target, "department", listing->department);
	query_add(&target, "due_before",
		  listing->due_before[0] != '\0' ? listing->due_before : NULL);
	query_add(&target, "search", listing->search);
	query_add(&target, "limit", limit);
	query_add(&target, "cursor", listing->cursor);
	return ask(session, "GET", buf_text(&target), NULL, page);
}

/* All pages up to the limit; *next is the cursor behind them, or null. */
static enum ctl_end ask_documents(struct session *session, struct listing *listing,
				  json_t *documents, json_t **next)
{
	for (;;) {
		scoped(json_drop) json_t *page = NULL;
		long missing = listing->limit - (long)json_array_size(documents);
		enum ctl_end end = ask_page(session, listing, missing, &page);
		if (end != CTL_DONE)
			return end;
		const json_t *rows = json_object_get(page, "documents");
		if (!json_is_array(rows))
			return complain(session, CTL_FAILED,
					"the daemon's list has no documents: are gongshid and "
					"gongshictl of the same version?");
		json_array_extend(documents, (json_t *)rows);
		json_decref(*next);
		*next = json_incref(json_object_get(page, "next"));
		if (!json_is_string(*next) || json_array_size(rows) == 0 ||
		    (long)json_array_size(documents) >= listing->limit)
			return CTL_DONE;
		listing->cursor = json_string_value(*next);
	}
}

enum ctl_end run_list(struct session *session, const struct args *args)
{
	struct listing listing;
	enum ctl_end end = read_listing(session, args, &listing);
	if (end != CTL_DONE)
		return end;
	scoped(json_drop) json_t *documents = json_array();
	scoped(json_drop) json_t *next = NULL;
	end = ask_documents(session, &listing, documents, &next);
	if (end != CTL_DONE)
		return end;

	size_t count = json_array_size(documents);
	if (session->json) {
		scoped(json_drop) json_t *answer = json_pack("{s:O}", "documents", documents);
		json_object_set(answer, "next", next != NULL ? next : json_null());
		print_json(session, answer);
	} else if (count > 0) {
		print_documents(session, documents);
	}
	if (count == 0)
		return complain(session, CTL_NO, "no dossier fits: ask with fewer conditions");
	if (!session->json && json_is_string(next))
		complain(session, CTL_DONE, "there are more: add --limit, or --cursor %s",
			 json_string_value(next));
	return CTL_DONE;
}
