#include "core/model/fact.h"

#include <string.h>

#include "base/macros.h"

/* Every member of struct fact that a ledger line may carry: FIELD(member, name in data).  How it
 * stands there follows from the member's type. */
/* clang-format off */
#define FIELDS(FIELD)                                                                          \
	FIELD(key, "key")                       FIELD(doc_number, "doc_number")                \
	FIELD(title, "title")                   FIELD(issuer, "issuer")                        \
	FIELD(department, "department")         FIELD(category, "category")                    \
	FIELD(disclosure, "disclosure")         FIELD(audience, "audience")                    \
	FIELD(exempt_reason, "exempt_reason")   FIELD(issued_on, "issued_on")                  \
	FIELD(received_on, "received_on")       FIELD(not_before, "not_before")                \
	FIELD(valid_until, "valid_until")       FIELD(public_interest, "public_interest")      \
	FIELD(revision, "revision")             FIELD(content, "content")                      \
	FIELD(source, "source")                 FIELD(textless, "textless")                    \
	FIELD(result, "result")                 FIELD(reviewer, "reviewer")                    \
	FIELD(signer, "signer")                 FIELD(on, "on")                                \
	FIELD(rule, "rule")                     FIELD(basis, "basis")                          \
	FIELD(edition, "edition")               FIELD(trigger_on, "trigger_on")                \
	FIELD(due_on, "due_on")                 FIELD(was, "was")                              \
	FIELD(due_at, "due_at")                 FIELD(provisional, "provisional")              \
	FIELD(channels, "channels")             FIELD(met_at, "met_at")                        \
	FIELD(channel, "channel")               FIELD(publication, "key")                      \
	FIELD(operation, "operation")           FIELD(remote_id, "remote_id")                  \
	FIELD(url, "url")                       FIELD(attempt, "attempt")                      \
	FIELD(retry_at, "retry_at")             FIELD(permanent, "permanent")                  \
	FIELD(evidence, "evidence")             FIELD(witness, "witness")                      \
	FIELD(verdict, "verdict")               FIELD(reason, "reason")                        \
	FIELD(findings, "findings")             FIELD(page_sha256, "page_sha256")              \
	FIELD(seen_at, "seen_at")               FIELD(repeats, "repeats")                      \
	FIELD(alert, "alert")                   FIELD(rung, "rung")                            \
	FIELD(person, "person")                 FIELD(notifier, "notifier")                    \
	FIELD(message, "message")               FIELD(owed_at, "owed_at")                      \
	FIELD(order, "order")                   FIELD(by, "by")                                \
	FIELD(approved_by, "approved_by")       FIELD(hold, "hold")                            \
	FIELD(decision, "decision")             FIELD(to, "to")                                \
	FIELD(review_on, "review_on")           FIELD(name, "name")                            \
	FIELD(code, "code")                     FIELD(field, "field")                          \
	FIELD(sentence, "sentence")             FIELD(sentence_en, "sentence_en")              \
	FIELD(version, "version")               FIELD(root, "root")                            \
	FIELD(note, "note")                     FIELD(size, "size")                            \
	FIELD(speed, "speed")

#define KIND_OF(member) _Generic(((const struct fact *)0)->member, \
	const char *: FACT_TEXT,                                   \
	int: FACT_INT,                                             \
	int64_t: FACT_INT64,                                       \
	uint64_t: FACT_INT64,                                      \
	bool: FACT_BOOL,                                           \
	struct civil_date: FACT_DATE,                              \
	struct instant: FACT_INSTANT,                              \
	const char *const *: FACT_TEXTS,                           \
	double: FACT_REAL)

enum {
#define FIELD(member, text) FIELD_##member,
	FIELDS(FIELD)
#undef FIELD
};

static const struct fact_field fields[] = {
#define FIELD(member, text) [FIELD_##member] = {text, KIND_OF(member), offsetof(struct fact, member)},
	FIELDS(FIELD)
#undef FIELD
};

#define F(member) &fields[FIELD_##member]
#define ROW(...) ((const struct fact_field *const[]){__VA_ARGS__, NULL})

/* What several kinds carry alike. */
#define DOCUMENT                                                                               \
	F(key), F(doc_number), F(title), F(issuer), F(department), F(category), F(disclosure), \
	F(public_interest), F(audience), F(issued_on), F(received_on), F(not_before),          \
	F(valid_until), F(exempt_reason), F(revision), F(content), F(source), F(name),         \
	F(textless)
#define OBLIGATION                                                                             \
	F(rule), F(basis), F(trigger_on), F(due_on), F(due_at), F(provisional), F(edition),    \
	F(channels)
#define DECISION                                                                               \
	F(decision), F(by), F(approved_by), F(signer), F(reason), F(hold), F(rule),            \
	F(channel), F(on), F(was), F(to), F(due_on), F(due_at), F(review_on), F(edition)
#define PUBLICATION                                                                            \
	F(channel), F(publication), F(revision), F(attempt), F(operation), F(remote_id),       \
	F(url), F(content), F(reason), F(retry_at)
#define PAGE                                                                                   \
	F(channel), F(publication), F(revision), F(url), F(verdict), F(reason), F(findings),   \
	F(page_sha256), F(seen_at), F(repeats), F(evidence)
#define NOTICE                                                                                 \
	F(rule), F(channel), F(on), F(trigger_on), F(was), F(due_on), F(due_at), F(seen_at),   \
	F(provisional), F(edition), F(reason)
#define ALERT                                                                                  \
	F(rule), F(rung), F(person), F(notifier), F(channel), F(code), F(owed_at), F(order),   \
	F(reason), F(message)
#define ALERT_SENT F(alert), ALERT, F(attempt), F(retry_at), F(permanent), F(by)
#define REGISTER                                                                               \
	F(key), F(doc_number), F(title), F(issuer), F(department), F(issued_on), F(code),      \
	F(reason), F(sentence), F(sentence_en), F(size)
#define REFUSED                                                                                \
	F(name), F(code), F(field), F(sentence), F(sentence_en), F(reason), F(by), F(source)

static const struct fact_field *const *const rows[FACT_KIND_COUNT] = {
	[FACT_NONE]                  = ROW(NULL),
	[FACT_DOCUMENT_RECEIVED]     = ROW(DOCUMENT, F(by)),
	[FACT_DOCUMENT_REFUSED]      = ROW(REFUSED, F(key), F(doc_number), F(title), F(issuer)),
	[FACT_DOCUMENT_REVISED]      = ROW(DOCUMENT, F(by), F(reason)),
	[FACT_REVIEW_RECORDED]       = ROW(F(result), F(reviewer), F(signer), F(on), F(by),
					   F(reason), F(revision), F(content)),
	[FACT_OBLIGATION_OPENED]     = ROW(OBLIGATION, F(revision)),
	[FACT_OBLIGATION_REPLANNED]  = ROW(OBLIGATION, F(was), F(reason)),
	[FACT_OBLIGATION_MET]        = ROW(F(rule), F(met_at), F(due_on), F(due_at), F(reason)),
	[FACT_OBLIGATION_MISSED]     = ROW(F(rule), F(due_on), F(due_at), F(channels), F(reason)),
	[FACT_DECISION_HOLD]         = ROW(DECISION, F(sentence), F(sentence_en)),
	[FACT_DECISION_RELEASE]      = ROW(DECISION),
	[FACT_DECISION_EXEMPT]       = ROW(DECISION, F(exempt_reason)),
	[FACT_DECISION_EXTEND]       = ROW(DECISION),
	[FACT_DECISION_PAUSE]        = ROW(DECISION),
	[FACT_DECISION_RESUME]       = ROW(DECISION),
	[FACT_DECISION_WITHDRAW]     = ROW(DECISION),
	[FACT_DECISION_RETRY]        = ROW(DECISION),
	[FACT_DECISION_ANSWER]       = ROW(DECISION, F(met_at), F(url)),
	[FACT_DECISION_REFUSED]      = ROW(DECISION, F(name), F(code), F(field), F(sentence),
					   F(sentence_en), F(reviewer), F(witness), F(evidence)),
	[FACT_PUBLICATION_INTENDED]  = ROW(PUBLICATION),
	[FACT_PUBLICATION_ACCEPTED]  = ROW(PUBLICATION, F(seen_at)),
	[FACT_PUBLICATION_UNCLEAR]   = ROW(PUBLICATION),
	[FACT_PUBLICATION_FAILED]    = ROW(PUBLICATION, F(permanent), F(code)),
	[FACT_PUBLICATION_ATTESTED]  = ROW(PUBLICATION, F(by), F(witness), F(evidence), F(on),
					   F(seen_at)),
	[FACT_PUBLICATION_WITHDRAWN] = ROW(PUBLICATION, F(by), F(seen_at)),
	[FACT_PAGE_PRESENT]          = ROW(PAGE),
	[FACT_PAGE_ABSENT]           = ROW(PAGE),
	[FACT_PAGE_DIFFERS]          = ROW(PAGE),
	[FACT_PAGE_UNKNOWN]          = ROW(PAGE),
	[FACT_NOTICE_STARTED]        = ROW(NOTICE),
	[FACT_NOTICE_INTERRUPTED]    = ROW(NOTICE),
	[FACT_NOTICE_EXTENDED]       = ROW(NOTICE),
	[FACT_NOTICE_COMPLETED]      = ROW(NOTICE),
	[FACT_ALERT_OWED]            = ROW(ALERT, F(due_on), F(due_at)),
	[FACT_ALERT_DELIVERED]       = ROW(ALERT_SENT),
	[FACT_ALERT_FAILED]          = ROW(ALERT_SENT),
	[FACT_ALERT_READ]            = ROW(ALERT_SENT),
	[FACT_ALERT_ACKNOWLEDGED]    = ROW(ALERT_SENT),
	[FACT_CALENDAR_LOADED]       = ROW(F(edition), F(name), F(content), F(by), F(source),
					   F(sentence)),
	[FACT_CONFIG_LOADED]         = ROW(F(edition), F(name), F(sentence), F(by)),
	[FACT_CONFIG_REFUSED]        = ROW(REFUSED, F(edition)),
	[FACT_ACCESS_REFUSED]        = ROW(REFUSED),
	[FACT_REHEARSAL_STARTED]     = ROW(F(speed), F(on), F(version), F(edition), F(reason)),
	[FACT_REGISTER_GAP]          = ROW(REGISTER),
	[FACT_REGISTER_DUPLICATE]    = ROW(REGISTER),
	[FACT_REGISTER_BURST]        = ROW(REGISTER),
	[FACT_DAEMON_STARTED]        = ROW(F(version), F(edition), F(name), F(reason)),
	[FACT_DAEMON_STOPPED]        = ROW(F(version), F(edition), F(name), F(reason)),
	[FACT_CLOCK_JUMPED]          = ROW(F(size), F(reason)),
	[FACT_CHECKPOINT_SIGNED]     = ROW(F(size), F(root), F(note)),
};
/* clang-format on */

static const char *const names[FACT_KIND_COUNT] = {[FACT_NONE] = "",
#define FACT(constant, name) [FACT_##constant] = (name),
						   FACT_KINDS(FACT)
#undef FACT
};

const char *fact_name(enum fact_kind kind)
{
	return kind < FACT_KIND_COUNT ? names[kind] : "";
}

enum fact_kind fact_kind_named(const char *name)
{
	for (enum fact_kind kind = FACT_NONE + 1; kind < FACT_KIND_COUNT; kind++)
		if (strcmp(names[kind], name) == 0)
			return kind;
	return FACT_NONE;
}

const struct fact_field *const *fact_fields(enum fact_kind kind)
{
	return rows[kind < FACT_KIND_COUNT ? kind : FACT_NONE];
}
