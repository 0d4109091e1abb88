/* What follows from an event: the product's table of contents.  Each stage decides in its own
 * room; this file only says which stages an event concerns, and in what order. */
#include <string.h>

#include "base/text.h"
#include "core/alert/escalate.h"
#include "core/core.h"
#include "core/decision/decision.h"
#include "core/obligation/open.h"
#include "core/publish/result.h"

static void describe(struct fact *fact, const struct document *document,
		     const struct event_document *event, struct outcome *out)
{
	char hex[DIGEST_TEXT];
	fact->key = outcome_text(out, document->key);
	fact->doc_number = outcome_text(out, document->number.original);
	fact->title = outcome_text(out, document->title);
	fact->issuer = outcome_text(out, document->issuer);
	fact->department = outcome_text(out, document->department);
	fact->category = outcome_text(out, document->category);
	fact->disclosure = disclosure_name(document->disclosure);
	fact->audience = audience_name(document->audience);
	fact->exempt_reason = outcome_text(out, document->exempt_reason);
	fact->issued_on = document->issued_on;
	fact->received_on = document->received_on;
	fact->not_before = document->not_before;
	fact->valid_until = document->valid_until;
	fact->public_interest = document->public_interest;
	fact->content = outcome_text(out, digest_print(document->content, hex));
	fact->source = outcome_text(out, event->source);
	fact->textless = event->textless;
}

static bool has_review(const struct document *document)
{
	return document->review.passed && !text_empty(document->review.signer);
}

static void record_review(const struct event *event, const struct document *document,
			  int revision, struct outcome *out)
{
	struct fact *fact = outcome_add(out, FACT_REVIEW_RECORDED, event);
	fact->revision = revision;
	fact->result = "passed";
	fact->reviewer = outcome_text(out, document->review.reviewer);
	fact->signer = outcome_text(out, document->review.signer);
	fact->on = document->review.on;
}

static void record_holds(const struct event *event, struct outcome *out)
{
	for (int i = 0; i < event->document.hold_count; i++) {
		struct fact *fact = outcome_add(out, FACT_DECISION_HOLD, event);
		fact->hold = outcome_text(out, event->document.holds[i].code);
		fact->reason = outcome_text(out, event->document.holds[i].sentence);
		fact->by = "gongshi";
	}
}

/* Handing in: a new dossier, the same again, or a revision (new text, old record kept). */
static void decide_document(const struct dossier *dossier, const struct law *law,
			    const struct event *event, struct outcome *out)
{
	const struct document *document = event->document.document;
	char hex[DIGEST_TEXT];
	bool is_new = dossier->revision == 0;
	if (!is_new && text_equal(dossier->content, digest_print(document->content, hex))) {
		out->received = RECEIVED_SAME;
		if (!dossier->review.passed && has_review(document))
			/* only the review is new */
			record_review(event, document, dossier->revision, out);
		return;
	}
	out->received = is_new ? RECEIVED_CREATED : RECEIVED_REVISED;
	struct fact *fact = outcome_add(
		out, is_new ? FACT_DOCUMENT_RECEIVED : FACT_DOCUMENT_REVISED, event);
	describe(fact, document, &event->document, out);
	int revision = fact->revision = is_new ? 1 : dossier->revision + 1;
	if (has_review(document))
		record_review(event, document, revision, out);
	record_holds(event, out);
	obligations_open(dossier, law, event, document, revision, out);
}

static bool gate_is_open(const struct dossier *dossier, const struct law *law, struct instant now)
{
	struct dossier_hold holds[DOSSIER_HOLDS];
	return dossier_holds(dossier, law, now, holds) == 0;
}

/* What time alone has brought: missed duties, rungs, duties fulfilled by earlier facts. */
static void decide_time(const struct dossier *dossier, const struct law *law,
			const struct event *event, struct outcome *out)
{
	obligations_pass(dossier, event, out); /* before: what is met late was missed first */
	obligations_settle(dossier, event, out);
	alerts_climb(dossier, law, event, out);
}

int dossier_decide(const struct dossier *dossier, const struct law *law, const struct event *event,
		   struct outcome *out)
{
	switch (event->kind) {
	case EVENT_WAKE:
		decide_time(dossier, law, event, out);
		return 0;
	case EVENT_DOCUMENT:
		decide_document(dossier, law, event, out);
		return 0;
	case EVENT_SLOT:
		publish_intend(dossier, law, event, gate_is_open(dossier, law, event->at), out);
		return 0;
	case EVENT_PUBLISHED:
		publish_ended(dossier, law, event, out);
		return 0;
	case EVENT_PROBED:
		publish_probed(dossier, event, out);
		alerts_gone(dossier, law, event, out);
		return 0;
	case EVENT_TOLD:
		alerts_told(dossier, law, event, out);
		return 0;
	case EVENT_DECISION:
		return decision_decide(dossier, law, event, out);
	case EVENT_LAW:
		obligations_replan(dossier, law, event, out);
		return 0;
	}
	return -E_INVALID;
}
