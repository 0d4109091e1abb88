/* Questions to the daemon, and what its answers mean for the exit code. */
#ifndef CTL_ASK_H
#define CTL_ASK_H

#include <jansson.h>
#include <stdint.h>

#include "base/buf.h"
#include "ctl/session.h"

/* One request without a word to the operator: the HTTP status, -E_NET when the daemon cannot be
 * reached, -E_INVALID when the configuration does not say where it is.  `body` may be NULL. */
MUST_CHECK int ask_quietly(struct session *session, const char *method, const char *target,
			   const json_t *body, struct buf *answer, struct error *err);

/* What to end with after such a result; complains unless the status is one of success. */
enum ctl_end ask_judge(const struct session *session, int result, const struct buf *answer,
		       const struct error *err);

/* One request whose answer is JSON.  *answer is the caller's when CTL_DONE comes back, else it has
 * been complained. */
enum ctl_end ask(struct session *session, const char *method, const char *target,
		 const json_t *body, json_t **answer);
/* JSON out of a successful answer. */
enum ctl_end ask_read(const struct session *session, const char *target, const struct buf *bytes,
		      json_t **answer);

/* "/v1/documents/ID/part": `id` is the integer or the 文号; `part` may be NULL. */
void document_target(struct buf *out, const char *id, const char *part);
/* The integer of a dossier named by either.  Complains. */
enum ctl_end document_id(struct session *session, const char *id, long long *out);

/* "?a=b&c=d" piece by piece; a NULL value adds nothing. */
void query_add(struct buf *target, const char *key, const char *value);

#endif
