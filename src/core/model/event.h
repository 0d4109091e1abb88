/* An event: something happened, and when.  Borrowed by dossier_decide, kept by nobody. */
#ifndef CORE_MODEL_EVENT_H
#define CORE_MODEL_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/instant.h"
#include "base/vec.h"
#include "core/model/document.h"
#include "core/model/fact.h"

enum event_kind {
	EVENT_WAKE,	 /* the wake-up time came, or a restart resumes */
	EVENT_DOCUMENT,	 /* a document was handed in */
	EVENT_SLOT,	 /* a channel has room: intend the operation now */
	EVENT_PUBLISHED, /* a channel operation ended */
	EVENT_PROBED,	 /* a page was read */
	EVENT_TOLD,	 /* a message ended */
	EVENT_DECISION,	 /* a person decided */
	EVENT_LAW,	 /* other rules or another calendar are in force */
};

enum publish_operation { PUBLISH_CREATE, PUBLISH_FIND, PUBLISH_UPDATE, PUBLISH_WITHDRAW };
const char *publish_operation_name(enum publish_operation operation);

enum publish_end { PUBLISH_ACCEPTED, PUBLISH_FOUND, PUBLISH_NOT_FOUND, PUBLISH_FAILED,
		   PUBLISH_UNCLEAR };

struct event_published {
	const char *channel;
	enum publish_operation operation;
	enum publish_end end;
	const char *remote_id, *url, *reason; /* NULL where there is none */
	bool permanent, changed_key;
	long retry_after_s; /* real seconds, -1 */
	struct instant started_at; /* when the operation was handed out */
};

struct event_probed {
	const char *channel, *url;
	const char *verdict, *reason;
	const char *const *findings; /* NULL-ended */
	const char *page_sha256;
	struct instant seen_at;
	struct instant accepted_at; /* of the publication when the probe was asked for: a page
				     * read for an earlier state says nothing about this one */
};

enum told_end { TOLD_DELIVERED, TOLD_REFUSED, TOLD_LATER };
struct event_told {
	uint64_t alert;
	const char *notifier, *reason;
	enum told_end end;
	long retry_after_s;
};

/* "review", "hold", "release", "exempt", "extend", "pause", "resume", "withdraw", "attest",
 * "answer", "retry", "ack", "read". */
struct event_decision {
	const char *decision;
	const char *by, *signed_by, *approved_by, *witness, *reason;
	const char *hold, *rule, *channel, *evidence;
	struct civil_date to, review_on;
	uint64_t alert;
};

/* What a scan of the texts found (core/gate): a hold to record with the document. */
struct event_hold {
	const char *code, *sentence;
};

struct event_document {
	const struct document *document;
	const char *source;
	bool textless;
	const struct event_hold *holds;
	int hold_count;
};

struct event {
	enum event_kind kind;
	struct instant at;
	const char *actor; /* person id, or "gongshi" */
	union {
		struct event_document document;
		const char *slot; /* channel */
		struct event_published published;
		struct event_probed probed;
		struct event_told told;
		struct event_decision decision;
	};
};

/* What the core asks of the shell. */
enum action_kind { ACTION_PUBLISH, ACTION_PROBE, ACTION_TELL };
struct action {
	enum action_kind kind;
	const char *channel;		  /* PUBLISH, PROBE */
	enum publish_operation operation; /* PUBLISH; all but FIND ask for EVENT_SLOT first */
	uint64_t alert;			  /* TELL */
};

/* How a hand-in ended. */
enum received { RECEIVED_NONE, RECEIVED_CREATED, RECEIVED_SAME, RECEIVED_REVISED };

struct outcome {
	struct pool pool;			/* owns the texts of the facts */
	struct vec_of(struct fact) facts;	/* to be written, in this order */
	struct vec_of(struct fact) notes;	/* counted only: applied, never written */
	enum received received;
	const char *sentence; /* why the event was refused, for the person who asked; NULL */
};
void outcome_finish(struct outcome *outcome);
/* A new fact of this kind, with the event's moment and actor. */
struct fact *outcome_add(struct outcome *outcome, enum fact_kind kind, const struct event *event);
/* The same as a note: counted, not written. */
struct fact *outcome_note(struct outcome *outcome, enum fact_kind kind, const struct event *event);
/* "" and NULL-safe copy into the outcome's pool. */
const char *outcome_text(struct outcome *outcome, const char *text);

#endif
