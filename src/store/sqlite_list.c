/* Rows: the wake-up index, lists and counts. */
#include <string.h>

#include "base/text.h"
#include "store/sqlite.h"
#include "store/words.h"

static size_t ids_of(sqlite3_stmt *statement, int64_t *ids, size_t room)
{
	size_t count = 0;
	while (count < room && sqlite3_step(statement) == SQLITE_ROW)
		ids[count++] = sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return count;
}

static size_t ids_after(struct store *store, enum sqlite_statement which, int64_t after,
			int64_t *ids, size_t room)
{
	sqlite3_stmt *statement = sqlite_prepared(sqlite_of(store), which, NULL);
	if (statement == NULL)
		return 0;
	sqlite3_bind_int64(statement, 1, after);
	sqlite3_bind_int64(statement, 2, (sqlite3_int64)room);
	return ids_of(statement, ids, room);
}

size_t sqlite_due(struct store *store, struct instant until, int64_t *ids, size_t room)
{
	return ids_after(store, SQL_DUE, until.us, ids, room);
}

size_t sqlite_owed(struct store *store, int64_t after_id, int64_t *ids, size_t room)
{
	return ids_after(store, SQL_OWED, after_id, ids, room);
}

size_t sqlite_open_ids(struct store *store, int64_t after_id, int64_t *ids, size_t room)
{
	return ids_after(store, SQL_OPEN_IDS, after_id, ids, room);
}

struct instant sqlite_next_wake(struct store *store)
{
	struct instant next = INSTANT_NEVER;
	sqlite3_stmt *statement = sqlite_prepared(sqlite_of(store), SQL_NEXT_WAKE, NULL);
	if (statement == NULL)
		return next;
	if (sqlite3_step(statement) == SQLITE_ROW)
		next.us = sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return next;
}

static const char *text_at(sqlite3_stmt *statement, int column)
{
	return (const char *)sqlite3_column_text(statement, column);
}

/* In the order of ROW_COLUMNS. */
static void read_row(sqlite3_stmt *st, struct store_row *row)
{
	*row = (struct store_row){
		.id = sqlite3_column_int64(st, 0),
		.key = text_at(st, 1),
		.number = text_at(st, 2),
		.title = text_at(st, 3),
		.issuer = text_at(st, 4),
		.department = text_at(st, 5),
		.category = text_at(st, 6),
		.content = text_at(st, 7),
		.revision = sqlite3_column_int(st, 8),
		.received_at = {sqlite3_column_int64(st, 10)},
		.due_at = {sqlite3_column_int64(st, 11)},
		.soon_at = {sqlite3_column_int64(st, 12)},
		.met = sqlite3_column_int(st, 13),
		.met_late = sqlite3_column_int(st, 14),
		.exempt = sqlite3_column_int(st, 15),
		.open = sqlite3_column_int(st, 16),
		.state = text_at(st, 17),
		.wake_at = {sqlite3_column_int64(st, 18)},
		.changed_at = {sqlite3_column_int64(st, 19)},
		.unattempted = sqlite3_column_int(st, 20) != 0,
		.owed = sqlite3_column_int(st, 21) != 0,
		.notes = text_at(st, 22),
	};
	int issued = sqlite3_column_int(st, 9);
	if (issued != INT32_MIN)
		row->issued_on = civil_date_from_number(issued);
}

int sqlite_get_row(struct store *store, int64_t document, store_row_seen *seen, void *ctx,
		   struct error *err)
{
	struct sqlite *sqlite = sqlite_of(store);
	sqlite3_stmt *statement = sqlite_prepared(sqlite, SQL_GET_ROW, err);
	if (statement == NULL)
		return -E_IO;
	sqlite3_bind_int64(statement, 1, document);
	int step = sqlite3_step(statement), rc;
	struct store_row row;
	if (step == SQLITE_ROW) {
		read_row(statement, &row);
		rc = seen(ctx, &row);
	} else {
		rc = step == SQLITE_DONE ? error_set(err, E_NOT_FOUND, "there is no dossier %lld",
						     (long long)document)
					 : sqlite_error(sqlite, "read a dossier", err);
	}
	sqlite3_reset(statement);
	return rc;
}

/* --- lists -------------------------------------------------------------------------------------------- */

/* Phases as contract section 1 has them; ?1 is the moment that is asked about. */
static const struct {
	const char *name, *condition;
} phases[] = {
	{"overdue", "open>0 AND due_at<=?1"},
	{"due-soon", "open>0 AND due_at>?1 AND soon_at<=?1"},
	{"open", "open>0 AND due_at>?1 AND soon_at>?1"},
	{"met-late", "open=0 AND met_late>0"},
	{"met", "open=0 AND met_late=0 AND met>0"},
	{"exempt", "open=0 AND met_late=0 AND met=0 AND exempt>0"},
};

static const char *phase_condition(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(phases); i++)
		if (text_equal(phases[i].name, name))
			return phases[i].condition;
	return "0";
}

#define FIRST_WORD 7 /* its place among the parameters */

static void compose(struct buf *sql, const struct store_filter *filter, const struct words *words)
{
	buf_text_add(sql, "SELECT id,key,number,title,issuer,department,category,content,revision,"
			  "issued_on,received_at,due_at,soon_at,met,met_late,exempt,open,state,"
			  "wake_at,changed_at,unattempted,owed,notes FROM dossier WHERE ?1=?1");
	if (filter->phase != NULL)
		buf_print(sql, " AND %s", phase_condition(filter->phase));
	if (filter->state != NULL)
		buf_text_add(sql, " AND state=?2");
	if (filter->department != NULL)
		buf_text_add(sql, " AND department=?3");
	if (civil_date_is_set(filter->due_before))
		buf_text_add(sql, " AND open>0 AND due_at<=?4");
	/* instr and not LIKE or a word index: one Chinese character must be found as well. */
	for (int i = 0; i < words->count; i++)
		buf_print(sql, " AND instr(number||' '||title||' '||issuer,?%d)>0", FIRST_WORD + i);
	if (filter->by_due)
		buf_text_add(sql, " AND (due_at,id)>(?5,?6) ORDER BY due_at,id");
	else
		buf_text_add(sql, filter->after_id > 0 ? " AND id<?6 ORDER BY id DESC"
						       : " ORDER BY id DESC");
	buf_print(sql, " LIMIT %d", filter->limit > 0 ? filter->limit : 100);
}

static void bind(sqlite3_stmt *statement, const struct store_filter *filter,
		 const struct words *words)
{
	/* A place that the text does not use answers SQLITE_RANGE, which is as good. */
	sqlite3_bind_int64(statement, 1, filter->now.us);
	sqlite3_bind_text(statement, 2, filter->state, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 3, filter->department, -1, SQLITE_STATIC);
	if (civil_date_is_set(filter->due_before))
		sqlite3_bind_int64(statement, 4,
				   instant_of(filter->due_before, 0, filter->offset_s).us);
	sqlite3_bind_int64(statement, 5, filter->after_due_us);
	sqlite3_bind_int64(statement, 6, filter->after_id);
	for (int i = 0; i < words->count; i++)
		sqlite3_bind_text(statement, FIRST_WORD + i, words->word[i], -1, SQLITE_STATIC);
}

int sqlite_list(struct store *store, const struct store_filter *filter, store_row_seen *seen,
		void *ctx, struct error *err)
{
	struct sqlite *sqlite = sqlite_of(store);
	scoped(buf_finish) struct buf sql = {0};
	struct words words = {0};
	words_split(&words, filter->search);
	compose(&sql, filter, &words);
	sqlite3_stmt *statement = NULL;
	int rc = 0, step = SQLITE_DONE;
	if (sqlite3_prepare_v2(sqlite->db, buf_text(&sql), -1, &statement, NULL) != SQLITE_OK) {
		rc = sqlite_error(sqlite, "list dossiers", err);
	} else {
		bind(statement, filter, &words);
		struct store_row row;
		while (rc == 0 && (step = sqlite3_step(statement)) == SQLITE_ROW) {
			read_row(statement, &row);
			rc = seen(ctx, &row);
		}
		if (rc == 0 && step != SQLITE_DONE)
			rc = sqlite_error(sqlite, "list dossiers", err);
	}
	sqlite3_finalize(statement);
	words_finish(&words);
	return rc;
}

int sqlite_count(struct store *store, struct instant now, struct store_counts *out,
		 struct error *err)
{
	struct sqlite *sqlite = sqlite_of(store);
	/* Each part has an index that holds all it asks for. */
	static const char text[] =
		"SELECT o.n+e.n,o.open,o.soon,o.overdue,e.met,e.late,e.exempt,s.held,s.review,"
		"s.withdrawn,o.unattempted,o.asleep FROM "
		"(SELECT count(*) n,sum(due_at>?1 AND soon_at>?1) open,"
		" sum(due_at>?1 AND soon_at<=?1) soon,sum(due_at<=?1) overdue,"
		" sum(due_at<=?1 AND unattempted=1) unattempted,"
		" sum(wake_at=9223372036854775807) asleep FROM dossier WHERE open>0) o,"
		"(SELECT count(*) n,sum(met_late=0 AND met>0) met,sum(met_late>0) late,"
		" sum(met_late=0 AND met=0 AND exempt>0) exempt FROM dossier WHERE open=0) e,"
		"(SELECT sum(state='held') held,sum(state='awaiting-review') review,"
		" sum(state='withdrawn') withdrawn FROM dossier"
		" WHERE state<>'open' AND state<>'closed') s";
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(sqlite->db, text, -1, &statement, NULL) != SQLITE_OK)
		return sqlite_error(sqlite, "count dossiers", err);
	sqlite3_bind_int64(statement, 1, now.us);
	int rc = 0;
	if (sqlite3_step(statement) != SQLITE_ROW) {
		rc = sqlite_error(sqlite, "count dossiers", err);
	} else {
		int64_t *const places[] = {&out->documents, &out->open,	   &out->due_soon,
					   &out->overdue,   &out->met,	   &out->met_late,
					   &out->exempt,    &out->held,	   &out->awaiting_review,
					   &out->withdrawn, &out->overdue_unattempted,
					   &out->without_wake};
		for (int i = 0; i < (int)ARRAY_LEN(places); i++)
			*places[i] = sqlite3_column_int64(statement, i);
	}
	sqlite3_finalize(statement);
	return rc;
}
