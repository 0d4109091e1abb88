/* A fact: true from now on.  Facts are the ledger's entries and the only thing a dossier is made of.
 *
 * The struct is wide and flat: each kind uses the members that its row in fact.c names, and these
 * are the members of `data` in the ledger line (contract, section 7).  Texts belong to the pool of
 * whoever made the fact. */
#ifndef CORE_MODEL_FACT_H
#define CORE_MODEL_FACT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/instant.h"

/* One row a kind: FACT(constant, name in the ledger).  fact.c names the fields of each. */
#define FACT_KINDS(FACT)                                                \
	FACT(DOCUMENT_RECEIVED, "document.received")                    \
	FACT(DOCUMENT_REFUSED, "document.refused")                      \
	FACT(DOCUMENT_REVISED, "document.revised")                      \
	FACT(REVIEW_RECORDED, "review.recorded")                        \
	FACT(OBLIGATION_OPENED, "obligation.opened")                    \
	FACT(OBLIGATION_REPLANNED, "obligation.replanned")              \
	FACT(OBLIGATION_MET, "obligation.met")                          \
	FACT(OBLIGATION_MISSED, "obligation.missed")                    \
	FACT(DECISION_HOLD, "decision.hold")                            \
	FACT(DECISION_RELEASE, "decision.release")                      \
	FACT(DECISION_EXEMPT, "decision.exempt")                        \
	FACT(DECISION_EXTEND, "decision.extend")                        \
	FACT(DECISION_PAUSE, "decision.pause")                          \
	FACT(DECISION_RESUME, "decision.resume")                        \
	FACT(DECISION_WITHDRAW, "decision.withdraw")                    \
	FACT(DECISION_RETRY, "decision.retry")                          \
	FACT(DECISION_ANSWER, "decision.answer")                        \
	FACT(DECISION_REFUSED, "decision.refused")                      \
	FACT(PUBLICATION_INTENDED, "publication.intended")              \
	FACT(PUBLICATION_ACCEPTED, "publication.accepted")              \
	FACT(PUBLICATION_UNCLEAR, "publication.unclear")                \
	FACT(PUBLICATION_FAILED, "publication.failed")                  \
	FACT(PUBLICATION_ATTESTED, "publication.attested")              \
	FACT(PUBLICATION_WITHDRAWN, "publication.withdrawn")            \
	FACT(PAGE_PRESENT, "page.present")                              \
	FACT(PAGE_ABSENT, "page.absent")                                \
	FACT(PAGE_DIFFERS, "page.differs")                              \
	FACT(PAGE_UNKNOWN, "page.unknown")                              \
	FACT(NOTICE_STARTED, "notice.started")                          \
	FACT(NOTICE_INTERRUPTED, "notice.interrupted")                  \
	FACT(NOTICE_EXTENDED, "notice.extended")                        \
	FACT(NOTICE_COMPLETED, "notice.completed")                      \
	FACT(ALERT_OWED, "alert.owed")                                  \
	FACT(ALERT_DELIVERED, "alert.delivered")                        \
	FACT(ALERT_FAILED, "alert.failed")                              \
	FACT(ALERT_READ, "alert.read")                                  \
	FACT(ALERT_ACKNOWLEDGED, "alert.acknowledged")                  \
	FACT(CALENDAR_LOADED, "calendar.loaded")                        \
	FACT(CONFIG_LOADED, "config.loaded")                            \
	FACT(CONFIG_REFUSED, "config.refused")                          \
	FACT(ACCESS_REFUSED, "access.refused")                          \
	FACT(REHEARSAL_STARTED, "rehearsal.started")                    \
	FACT(REGISTER_GAP, "register.gap")                              \
	FACT(REGISTER_DUPLICATE, "register.duplicate")                  \
	FACT(REGISTER_BURST, "register.burst")                          \
	FACT(DAEMON_STARTED, "daemon.started")                          \
	FACT(DAEMON_STOPPED, "daemon.stopped")                          \
	FACT(CLOCK_JUMPED, "clock.jumped")                              \
	FACT(CHECKPOINT_SIGNED, "checkpoint.signed")

enum fact_kind {
	FACT_NONE,
#define FACT(constant, name) FACT_##constant,
	FACT_KINDS(FACT)
#undef FACT
	FACT_KIND_COUNT
};

struct fact {
	enum fact_kind kind;
	uint64_t seq;	   /* set when it is written */
	struct instant at; /* likewise: `time` of the line, never going back */
	int64_t document;  /* 0: concerns no dossier (null in the line) */
	const char *actor; /* person id, "gongshi" for ourselves, "source:NAME" */

	/* the document */
	const char *key, *doc_number, *title, *issuer, *department, *category;
	const char *disclosure, *audience, *exempt_reason;
	struct civil_date issued_on, received_on, not_before, valid_until;
	bool public_interest;
	int revision;
	const char *content;	/* digest of the revision, hex */
	const char *source;	/* "spool", "http", "ctl": how it came */
	bool textless;		/* neither body nor attachment: 流于形式 */
	/* the review (保密审查) */
	const char *result, *reviewer, *signer;
	struct civil_date on;
	/* an obligation */
	const char *rule, *basis, *edition;
	struct civil_date trigger_on, due_on, was; /* was: due_on before a replan */
	struct instant due_at;
	bool provisional;
	const char *const *channels; /* NULL-ended */
	struct instant met_at;
	/* a publication */
	const char *channel, *publication; /* the idempotency key: "key" in data */
	const char *operation;		   /* "create", "find", "update", "withdraw" */
	const char *remote_id, *url;
	int attempt;
	struct instant retry_at;
	bool permanent;			   /* trying again the same way is useless */
	const char *evidence, *witness;
	/* a page */
	const char *verdict, *reason;
	const char *const *findings; /* NULL-ended */
	const char *page_sha256;
	struct instant seen_at;
	int repeats;		     /* probes with the verdict before this one */
	/* an alert */
	uint64_t alert; /* seq of its alert.owed */
	int rung;
	const char *person, *notifier, *message;
	struct instant owed_at;
	bool order;
	/* a decision */
	const char *by, *approved_by, *hold, *decision;
	struct civil_date to, review_on;
	/* the daemon */
	const char *name, *code, *field, *sentence, *sentence_en, *version, *root, *note;
	int64_t size;
	double speed;
};

/* How a field stands in `data`. */
enum fact_field_kind {
	FACT_TEXT, FACT_INT, FACT_INT64, FACT_BOOL, FACT_DATE, FACT_INSTANT, FACT_TEXTS, FACT_REAL,
};
struct fact_field {
	const char *name; /* in data */
	enum fact_field_kind kind;
	size_t offset; /* in struct fact */
};

const char *fact_name(enum fact_kind kind);
enum fact_kind fact_kind_named(const char *name); /* FACT_NONE */
/* The fields of a kind, as they follow each other in data; NULL-ended. */
const struct fact_field *const *fact_fields(enum fact_kind kind);

#endif
