/* A dossier (案卷): one issued document and everything that is owed, was tried, shown, said and
 * decided about it.  Rebuilt by applying its own facts; knows nothing of the others.
 *
 * Only apply.c writes these structs.  Texts live in the dossier's pool. */
#ifndef CORE_MODEL_DOSSIER_H
#define CORE_MODEL_DOSSIER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/instant.h"
#include "base/pool.h"
#include "base/vec.h"
#include "core/model/document.h"

enum obligation_state {
	OBL_OPEN,     /* owed */
	OBL_MET,      /* every channel of the rule is proven or attested */
	OBL_EXEMPT,   /* 不予公开: decided by people */
};

struct obligation {
	const char *rule, *basis, *edition;
	const char *const *channels; /* NULL-ended */
	int revision;		     /* of the document that it is about */
	struct civil_date trigger_on, due_on;
	struct instant due_at;
	struct instant planned_at; /* when the due date was last changed; unset: never */
	bool provisional; /* 暂定 */
	enum obligation_state state;
	bool missed; /* its passing was recorded */
	bool extended;
	struct instant met_at; /* the last channel's first sight; set when OBL_MET */
};

enum publication_state {
	PUB_PENDING,   /* nothing sent, or certainly nothing made */
	PUB_SENT,      /* intended on disk, no result yet */
	PUB_UNCLEAR,   /* may have been made: to be looked up by key */
	PUB_ACCEPTED,  /* the channel says it is done */
	PUB_PROVEN,    /* read on the public page */
	PUB_ATTESTED,  /* seen by people, with evidence */
	PUB_GONE,      /* was proven, is not there any more or differs */
	PUB_WITHDRAWN, /* taken down by decision */
	PUB_STATES
};
const char *publication_state_name(enum publication_state state);

struct publication {
	const char *channel;
	const char *key;	/* idempotency key of the last intention, NULL before */
	const char *operation;	/* last intended: "create", "update", "withdraw" */
	enum publication_state state;
	int revision;		/* of the last intention, 0 before */
	const char *remote_id, *url;
	int attempts;		/* intentions so far */
	int failures;		/* since the last success: for the back-off */
	struct instant intended_at;
	struct instant unclear_at; /* since when we do not know; the server may work on until settle */
	struct instant retry_at; /* not before this; unset: at once */
	struct instant accepted_at;
	bool permanent;		/* the last failure would repeat */
	bool restore;		/* a person asks that what differs be written anew */
	const char *reason;	/* of the last failure or verdict */
	const char *verdict;	/* "present"...; NULL before the first probe */
	const char *const *findings; /* NULL-ended or NULL */
	int repeats;		/* probes with this verdict, the first not counted */
	struct instant verdict_at; /* since when it holds */
	struct instant first_seen_at; /* of this revision on the public page */
	struct instant last_probe_at;
	const char *witness, *evidence; /* attested */
};

enum alert_state { ALERT_OWED, ALERT_DELIVERED, ALERT_FAILED, ALERT_READ, ALERT_ACKNOWLEDGED };
const char *alert_state_name(enum alert_state state);

struct alert {
	uint64_t id; /* seq of its alert.owed */
	int obligation; /* index */
	int rung;	/* from 1 */
	const char *person;
	const char *notifier; /* by which it went out, or is tried next; NULL */
	struct civil_date due_on; /* of the duty when the alert became owed */
	struct instant owed_at; /* the rung's own instant */
	enum alert_state state;
	int refusals;	/* notifiers of the person's list that said no */
	int failures;	/* tries that may be repeated */
	struct instant retry_at;
	struct instant delivered_at;
	bool order;	/* 督办单 */
	const char *reason;
};

struct hold {
	const char *code, *sentence;
	const char *by;
	struct instant since;
};

struct dossier {
	struct pool pool;
	int64_t id; /* 0: no fact yet */
	uint64_t last_seq;
	struct instant changed_at;

	/* the newest revision, as received */
	const char *key, *doc_number, *title, *issuer, *department, *category, *exempt_reason;
	const char *content; /* digest, hex */
	enum disclosure disclosure;
	enum audience audience;
	bool public_interest;
	struct civil_date issued_on, received_on, not_before, valid_until;
	int revision; /* from 1 */
	struct instant received_at; /* of the first revision */
	struct instant revised_at;

	struct review review; /* of the newest revision; reviewer NULL without one */
	bool withdrawn;	      /* by decision */
	const char *exempt_by, *exempt_basis; /* NULL: not exempted by decision */

	struct vec_of(struct obligation) obligations;
	struct vec_of(struct publication) publications; /* one a channel */
	struct vec_of(struct alert) alerts;
	struct vec_of(struct hold) holds; /* recorded ones; the derived ones see gate in core.h */
};

#endif
