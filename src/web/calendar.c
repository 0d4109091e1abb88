/* GET /v1/departments/{id}/deadlines.ics: what a department still owes, as days in the calendar of
 * whoever subscribes to it. */
#include <string.h>

#include "base/sha256.h"
#include "base/text.h"
#include "core/core.h"
#include "core/view/view.h"
#include "web/handlers.h"
#include "web/ical.h"
#include "web/request.h"

#define DOSSIERS 500
#define LAST_DATE ((struct civil_date){9999, 12, 31})

struct deadlines {
	struct request *request;
	const struct department *department;
	char place[17]; /* behind the @ of a UID: tells this bureau from others */
	struct buf out;
};

static void write_head(struct deadlines *deadlines)
{
	const struct law *law = deadlines->request->web->law;
	struct buf *out = &deadlines->out;
	char hex[DIGEST_TEXT];
	digest_print(sha256_of(law->bureau, strlen(law->bureau)), hex);
	memcpy(deadlines->place, hex, sizeof(deadlines->place) - 1);
	ical_line(out, "BEGIN", "VCALENDAR");
	ical_line(out, "VERSION", "2.0");
	ical_line(out, "PRODID", "-//gongshi//deadlines//ZH");
	ical_line(out, "CALSCALE", "GREGORIAN");
	ical_text(out, "X-WR-CALNAME",
		  pool_print(&deadlines->request->pool, "%s：公开到期日",
			     deadlines->department->name));
	ical_line(out, "REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
}

static const char *describe(struct deadlines *deadlines, const struct dossier *dossier,
			    const struct obligation *obligation)
{
	scoped(buf_finish) struct buf text = {0};
	const struct request *request = deadlines->request;
	if (!text_empty(dossier->doc_number))
		buf_print(&text, "%s\n", dossier->doc_number);
	view_days_left(obligation, request->web->law, request->now, &text);
	buf_print(&text, "\n规则：%s", obligation->rule);
	if (!text_empty(obligation->basis))
		buf_print(&text, "\n依据：%s", obligation->basis);
	if (obligation->provisional)
		buf_text_add(&text, "\n暂定：所涉年份的节假日安排尚未载入。");
	return pool_text(&deadlines->request->pool, buf_text(&text));
}

static void write_event(struct deadlines *deadlines, const struct dossier *dossier,
			const struct obligation *obligation)
{
	struct pool *pool = &deadlines->request->pool;
	struct buf *out = &deadlines->out;
	ical_line(out, "BEGIN", "VEVENT");
	ical_text(out, "UID",
		  pool_print(pool, "%lld-%s-%d@%s", (long long)dossier->id, obligation->rule,
			     obligation->revision, deadlines->place));
	ical_instant(out, "DTSTAMP", dossier->changed_at);
	ical_date(out, "DTSTART", obligation->due_on);
	ical_date(out, "DTEND", civil_date_add(obligation->due_on, 1));
	ical_text(out, "SUMMARY",
		  pool_print(pool, "公开到期%s：%s", obligation->provisional ? "（暂定）" : "",
			     dossier->title));
	ical_text(out, "DESCRIPTION", describe(deadlines, dossier, obligation));
	ical_line(out, "TRANSP", "TRANSPARENT");
	ical_line(out, "END", "VEVENT");
}

static int write_dossier(struct deadlines *deadlines, int64_t id, struct error *err)
{
	struct dossier dossier;
	int rc = read_dossier(deadlines->request->web, id, &dossier, NULL, err);
	if (rc < 0)
		return rc;
	VEC_EACH(&dossier.obligations, obligation)
		if (obligation->state == OBL_OPEN && civil_date_is_set(obligation->due_on))
			write_event(deadlines, &dossier, obligation);
	dossier_finish(&dossier);
	return 0;
}

static int write_all(struct deadlines *deadlines, struct error *err)
{
	struct listed_rows rows = {.only_owing = true};
	struct store_filter filter = {
		.department = deadlines->department->id,
		.due_before = LAST_DATE, /* leaves out what owes nothing */
		.by_due = true,
		.limit = DOSSIERS,
	};
	int rc = read_rows(deadlines->request, &filter, &rows, err);
	write_head(deadlines);
	for (size_t i = 0; rc == 0 && i < rows.ids.len; i++)
		rc = write_dossier(deadlines, rows.ids.at[i], err);
	ical_line(&deadlines->out, "END", "VCALENDAR");
	VEC_FINISH(&rows.ids);
	buf_finish(&rows.next);
	return rc;
}

void get_deadlines(struct request *request)
{
	struct error err = {0};
	struct deadlines deadlines = {
		.request = request,
		.department = law_department_named(request->web->law, request->part[0]),
	};
	/* One that he may not see is not there for him. */
	if (deadlines.department == NULL || !request_sees(request, deadlines.department->id)) {
		answer_problem(request, 404, "department", "没有这个处室，或无权查看。",
			       "There is no such department, or it is not yours to see.");
		return;
	}
	int rc = write_all(&deadlines, &err);
	if (rc == 0)
		answer_bytes(request, 200, "text/calendar; charset=utf-8", NULL, &deadlines.out);
	else
		answer_failure(request, rc == -E_NOT_FOUND ? -E_CORRUPT : rc, &err);
	buf_finish(&deadlines.out);
}
