/* Inside the web room: one request on its way through, and the means to answer it. */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include <jansson.h>

#include "base/buf.h"
#include "base/pool.h"
#include "core/model/dossier.h"
#include "web/auth.h"
#include "web/problem.h"
#include "web/route.h"
#include "web/web.h"

struct web {
	struct pool pool; /* owns the texts of options */
	struct web_options options;
	struct store *store; /* read-only */
	const struct law *law;
	struct tokens *tokens; /* NULL: no tokens file */
	/* Strangers must not fill the disk: their refusals are recorded, but so many a minute. */
	uint64_t minute;
	unsigned recorded, unrecorded;
};

#define REQUEST_PARTS 3
struct request {
	struct web *web;
	struct exchange *exchange;
	struct pool pool; /* as long as the handler runs */
	const struct route *route;
	const char *part[REQUEST_PARTS]; /* what the {places} of the pattern stand for, NULL-filled */
	struct identity who;
	bool by_unix;
	struct instant now;
};

/* --- answering (answer.c) ----------------------------------------------------------------------- */

void answer_json(struct request *request, int status, json_t *value); /* takes the reference */
void answer_bytes(struct request *request, int status, const char *type, const char *headers,
		  const struct buf *body);
/* A problem; zh and en are whole sentences. */
void answer_problem(struct request *request, int status, const char *code, const char *zh,
		    const char *en);
/* For a failed store: 404 when it says so, else 500 with its sentence in the log. */
void answer_failure(struct request *request, int rc, const struct error *err);

/* Hand the job in; the exchange is answered by `done` after the commit, on the engine's thread.
 * When the queue is full the job is freed, 503 is answered and false returned. */
struct pending {
	struct exchange *exchange;
	int status;	 /* of a record's answer */
	struct buf body; /* likewise, a printed problem */
};
bool answer_by_job(struct request *request, struct job *job,
		   void (*done)(void *ctx, const struct job_result *result));
/* Write the refusal into the ledger, then answer with the problem.  `must`: no answer but 503 when
 * it cannot be written. */
void answer_recorded(struct request *request, const struct fact *fact,
		     const struct problem *problem, bool must);
/* How a job ended that was refused or could not be written down.  Any thread. */
void answer_job_failure(struct exchange *exchange, const struct job_result *result);

/* --- reading dossiers (reading.c) --------------------------------------------------------------- */

/* The document that {id} names: an integer or a 文号; within what the person may see, else
 * -E_NOT_FOUND. */
MUST_CHECK int request_find(struct request *request, const char *id, int64_t *out,
			    struct error *err);
/* The same, and 0 when there is none: then it has answered. */
int64_t request_document(struct request *request, const char *id);
/* Rebuild a dossier; dossier_finish it.  `timeline` NULL, or a list that gets one entry a fact. */
MUST_CHECK int read_dossier(struct web *web, int64_t id, struct dossier *out, json_t *timeline,
			    struct error *err);
/* May he see this department's documents? */
bool request_sees(const struct request *request, const char *department);

/* Rows of a list, at most `limit`, those of departments he may not see left out.  *next gets the
 * cursor of the following page, empty when there is none. */
struct store_filter;
struct listed_rows {
	struct vec_of(int64_t) ids;
	struct buf next;
	bool only_owing; /* pass over rows without an open obligation */
};
MUST_CHECK int read_rows(struct request *request, struct store_filter *filter,
			 struct listed_rows *out, struct error *err);
MUST_CHECK int read_cursor(const char *cursor, struct store_filter *filter);

/* --- what a request asks ------------------------------------------------------------------------- */

const char *request_query(const struct request *request, const char *key); /* NULL when empty */
/* A number in the query; the fallback when absent; false (and 400 answered) when it is none. */
bool request_number(struct request *request, const char *key, int64_t min, int64_t max,
		    int64_t fallback, int64_t *out);
/* A department in the query, by id, name or alias: *out NULL when not asked.  False: answered. */
bool request_department(struct request *request, const char **out);

#endif
