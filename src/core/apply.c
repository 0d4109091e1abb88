/* The only place where a dossier changes.  A fact that the state machines do not know in the state
 * at hand is a bug of decide.c, or a ledger that is not ours: stopping is safe. */
#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "core/core.h"
#include "core/publish/publish.h"

static const char *keep(struct dossier *d, const char *text)
{
	return pool_text(&d->pool, text);
}

static const char *const *keep_list(struct dossier *d, const char *const *list)
{
	if (list == NULL)
		return NULL;
	size_t count = 0;
	while (list[count] != NULL)
		count++;
	const char **copy = pool_alloc(&d->pool, (count + 1) * sizeof(*copy));
	for (size_t i = 0; i < count; i++)
		copy[i] = keep(d, list[i]);
	return copy;
}

static struct publication *publication_on(struct dossier *d, const char *channel)
{
	VEC_EACH(&d->publications, publication)
		if (text_equal(publication->channel, channel))
			return publication;
	return NULL;
}

/* --- the document ------------------------------------------------------------------------- */

static void apply_document(struct dossier *d, const struct fact *fact)
{
	if (fact->kind == FACT_DOCUMENT_RECEIVED)
		d->received_at = fact->at;
	else
		d->revised_at = fact->at;
	d->id = fact->document;
	d->key = keep(d, fact->key);
	d->doc_number = keep(d, fact->doc_number);
	d->title = keep(d, fact->title);
	d->issuer = keep(d, fact->issuer);
	d->department = keep(d, fact->department);
	d->category = keep(d, fact->category);
	d->exempt_reason = keep(d, fact->exempt_reason);
	d->content = keep(d, fact->content);
	if (disclosure_parse(fact->disclosure, &d->disclosure) < 0)
		d->disclosure = DISCLOSURE_NONE; /* unreadable: closed */
	d->audience = text_equal(fact->audience, "internal") ? AUDIENCE_INTERNAL : AUDIENCE_PUBLIC;
	d->public_interest = fact->public_interest;
	d->issued_on = fact->issued_on;
	d->received_on = fact->received_on;
	d->not_before = fact->not_before;
	d->valid_until = fact->valid_until;
	d->revision = fact->revision;
	/* What was reviewed and what was found speaks of the text before. */
	d->review = (struct review){0};
	size_t kept = 0;
	for (size_t i = 0; i < d->holds.len; i++)
		if (text_equal(d->holds.at[i].code, "person"))
			d->holds.at[kept++] = d->holds.at[i];
	d->holds.len = kept;
}

static void apply_review(struct dossier *d, const struct fact *fact)
{
	d->review.passed = text_equal(fact->result, "passed");
	d->review.reviewer = keep(d, fact->reviewer);
	d->review.signer = keep(d, fact->signer);
	d->review.on = fact->on;
}

/* --- obligations --------------------------------------------------------------------------- */

static struct obligation *obligation_of(struct dossier *d, const char *rule)
{
	struct obligation *newest = NULL;
	VEC_EACH(&d->obligations, obligation)
		if (text_equal(obligation->rule, rule))
			newest = obligation;
	return newest;
}

static void add_publications(struct dossier *d, const struct obligation *obligation)
{
	for (const char *const *c = obligation->channels; c != NULL && *c != NULL; c++)
		if (publication_on(d, *c) == NULL)
			VEC_PUSH(&d->publications)->channel = *c;
}

static void apply_opened(struct dossier *d, const struct fact *fact)
{
	struct obligation *obligation = VEC_PUSH(&d->obligations);
	obligation->rule = keep(d, fact->rule);
	obligation->basis = keep(d, fact->basis);
	obligation->edition = keep(d, fact->edition);
	obligation->channels = keep_list(d, fact->channels);
	obligation->revision = fact->revision;
	obligation->trigger_on = fact->trigger_on;
	obligation->due_on = fact->due_on;
	obligation->due_at = fact->due_at;
	obligation->provisional = fact->provisional;
	add_publications(d, obligation);
}

static void apply_obligation(struct dossier *d, const struct fact *fact)
{
	struct obligation *obligation = obligation_of(d, fact->rule);
	if (obligation == NULL)
		return;
	switch (fact->kind) {
	case FACT_OBLIGATION_REPLANNED:
	case FACT_DECISION_EXTEND:
		obligation->due_on = fact->due_on;
		obligation->due_at = fact->due_at;
		obligation->planned_at = fact->at;
		obligation->provisional = fact->provisional;
		if (fact->kind == FACT_DECISION_EXTEND)
			obligation->extended = true;
		if (fact->edition != NULL)
			obligation->edition = keep(d, fact->edition);
		if (instant_before(fact->at, fact->due_at))
			obligation->missed = false; /* the new date is still ahead */
		if (fact->channels != NULL)
			obligation->channels = keep_list(d, fact->channels);
		add_publications(d, obligation);
		break;
	case FACT_OBLIGATION_MET:
		obligation->state = OBL_MET;
		obligation->met_at = fact->met_at;
		break;
	case FACT_OBLIGATION_MISSED:
		obligation->missed = true;
		break;
	default:
		break;
	}
}

static void apply_exempt(struct dossier *d, const struct fact *fact)
{
	d->exempt_by = keep(d, fact->approved_by);
	d->exempt_basis = keep(d, fact->reason);
	VEC_EACH(&d->obligations, obligation)
		if (obligation->state == OBL_OPEN &&
		    (fact->rule == NULL || text_equal(fact->rule, obligation->rule)))
			obligation->state = OBL_EXEMPT;
}

/* --- publications --------------------------------------------------------------------------- */

static void apply_intended(struct dossier *d, struct publication *p, const struct fact *fact)
{
	p->key = keep(d, fact->publication);
	p->operation = keep(d, fact->operation);
	p->revision = fact->revision;
	p->attempts = fact->attempt;
	p->intended_at = fact->at;
	p->unclear_at = (struct instant){0};
	p->retry_at = (struct instant){0};
	p->restore = false;
	if (text_equal(p->operation, "create")) { /* the page before it was taken down */
		p->remote_id = NULL;
		p->url = NULL;
	}
}

static void apply_accepted(struct dossier *d, struct publication *p, const struct fact *fact)
{
	if (fact->remote_id != NULL)
		p->remote_id = keep(d, fact->remote_id);
	if (fact->url != NULL)
		p->url = keep(d, fact->url);
	p->accepted_at = fact->at;
	p->failures = 0;
	p->permanent = false;
	p->reason = keep(d, fact->reason);
	p->verdict = NULL;
	p->findings = NULL;
	p->repeats = 0;
	p->first_seen_at = (struct instant){0};
	p->retry_at = (struct instant){0};
}

static void apply_failed(struct dossier *d, struct publication *p, const struct fact *fact)
{
	p->failures++;
	p->permanent = fact->permanent;
	p->reason = keep(d, fact->reason);
	p->retry_at = fact->retry_at;
	if (text_equal(fact->code, PUBLISH_NOT_THERE)) {
		p->remote_id = NULL;
		p->url = NULL;
	}
}

/* Look-ups that prove nothing are only counted; the reason stays that of the fact. */
static void apply_unclear(struct dossier *d, struct publication *p,
			  enum publication_state before, const struct fact *fact)
{
	if (!instant_is_set(p->unclear_at))
		p->unclear_at = fact->at;
	p->failures++;
	p->retry_at = fact->retry_at;
	if (before != PUB_UNCLEAR)
		p->reason = keep(d, fact->reason);
}

static void apply_page(struct dossier *d, struct publication *p, const struct fact *fact)
{
	const char *verdict = fact_name(fact->kind) + strlen("page.");
	if (text_equal(p->verdict, verdict)) {
		p->repeats++;
	} else {
		p->repeats = 0;
		p->verdict_at = fact->seen_at;
		p->verdict = keep(d, verdict);
		p->reason = keep(d, fact->reason);
		p->findings = keep_list(d, fact->findings);
	}
	p->last_probe_at = fact->seen_at;
	if (fact->kind == FACT_PAGE_PRESENT && !instant_is_set(p->first_seen_at))
		p->first_seen_at = fact->seen_at;
}

static void apply_attested(struct dossier *d, struct publication *p, const struct fact *fact)
{
	p->revision = d->revision;
	p->first_seen_at = fact->at;
	p->witness = keep(d, fact->witness);
	p->evidence = keep(d, fact->evidence);
	p->url = keep(d, fact->url);
}

static void apply_retry(struct publication *p, enum publication_state before,
			const struct fact *fact)
{
	p->retry_at = (struct instant){0};
	p->failures = 0;
	p->permanent = false;
	if (before != PUB_GONE && before != PUB_ACCEPTED)
		return;
	p->unclear_at = fact->at;
	p->restore = text_equal(p->verdict, "differs");
}

static void apply_publication(struct dossier *d, const struct fact *fact)
{
	struct publication *p = publication_on(d, fact->channel);
	if (p == NULL)
		return;
	enum publication_state before = p->state;
	int to = publish_transition(before, fact->kind);
	assert(to >= 0);
	p->state = (enum publication_state)to;
	switch (fact->kind) {
	case FACT_PUBLICATION_INTENDED:
		apply_intended(d, p, fact);
		break;
	case FACT_PUBLICATION_ACCEPTED:
		apply_accepted(d, p, fact);
		break;
	case FACT_PUBLICATION_FAILED:
		apply_failed(d, p, fact);
		break;
	case FACT_PUBLICATION_UNCLEAR:
		apply_unclear(d, p, before, fact);
		break;
	case FACT_PUBLICATION_ATTESTED:
		apply_attested(d, p, fact);
		break;
	case FACT_PUBLICATION_WITHDRAWN:
		p->reason = keep(d, fact->reason);
		break;
	case FACT_DECISION_RETRY:
		apply_retry(p, before, fact);
		break;
	default:
		apply_page(d, p, fact);
		break;
	}
}

/* --- alerts --------------------------------------------------------------------------------- */

static struct alert *alert_by_id(struct dossier *d, uint64_t id)
{
	VEC_EACH(&d->alerts, alert)
		if (alert->id == id)
			return alert;
	return NULL;
}

static void apply_owed(struct dossier *d, const struct fact *fact)
{
	struct obligation *obligation = obligation_of(d, fact->rule);
	struct alert *alert = VEC_PUSH(&d->alerts);
	alert->id = fact->seq;
	alert->obligation = obligation == NULL ? 0 : (int)(obligation - d->obligations.at);
	alert->rung = fact->rung;
	alert->person = keep(d, fact->person);
	alert->notifier = keep(d, fact->notifier);
	alert->due_on = fact->due_on;
	alert->owed_at = fact->owed_at;
	alert->order = fact->order;
	alert->reason = keep(d, fact->reason);
	if (fact->person == NULL)
		alert->state = ALERT_FAILED; /* nobody can be told: recorded, not waited for */
}

static void apply_alert(struct dossier *d, const struct fact *fact)
{
	struct alert *alert = alert_by_id(d, fact->alert);
	if (alert == NULL)
		return;
	if (fact->notifier != NULL)
		alert->notifier = keep(d, fact->notifier);
	switch (fact->kind) {
	case FACT_ALERT_DELIVERED:
		alert->state = ALERT_DELIVERED;
		alert->delivered_at = fact->at;
		break;
	case FACT_ALERT_FAILED:
		alert->reason = keep(d, fact->reason);
		alert->retry_at = fact->retry_at;
		if (fact->permanent)
			alert->refusals++;
		else
			alert->failures++;
		if (!instant_is_set(fact->retry_at))
			alert->state = ALERT_FAILED;
		break;
	case FACT_ALERT_READ:
		if (alert->state != ALERT_ACKNOWLEDGED)
			alert->state = ALERT_READ;
		break;
	default:
		alert->state = ALERT_ACKNOWLEDGED;
		break;
	}
}

/* --- decisions ------------------------------------------------------------------------------ */

static void apply_hold(struct dossier *d, const struct fact *fact)
{
	struct hold *hold = VEC_PUSH(&d->holds);
	hold->code = keep(d, fact->hold);
	hold->sentence = keep(d, fact->reason);
	hold->by = keep(d, fact->by != NULL ? fact->by : fact->actor);
	hold->since = fact->at;
}

static void apply_release(struct dossier *d, const struct fact *fact)
{
	size_t kept = 0;
	for (size_t i = 0; i < d->holds.len; i++)
		if (!text_equal(d->holds.at[i].code, fact->hold))
			d->holds.at[kept++] = d->holds.at[i];
	d->holds.len = kept;
}

void dossier_apply(struct dossier *d, const struct fact *fact)
{
	bool is_note = d->revision > 0 && fact->seq == d->last_seq;
	if (!is_note)
		d->changed_at = fact->at;
	if (fact->seq > d->last_seq)
		d->last_seq = fact->seq;
	switch (fact->kind) {
	case FACT_DOCUMENT_RECEIVED:
	case FACT_DOCUMENT_REVISED:
		apply_document(d, fact);
		break;
	case FACT_REVIEW_RECORDED:
		apply_review(d, fact);
		break;
	case FACT_OBLIGATION_OPENED:
		apply_opened(d, fact);
		break;
	case FACT_OBLIGATION_REPLANNED:
	case FACT_OBLIGATION_MET:
	case FACT_OBLIGATION_MISSED:
	case FACT_DECISION_EXTEND:
		apply_obligation(d, fact);
		break;
	case FACT_DECISION_EXEMPT:
		apply_exempt(d, fact);
		break;
	case FACT_DECISION_HOLD:
		apply_hold(d, fact);
		break;
	case FACT_DECISION_RELEASE:
		apply_release(d, fact);
		break;
	case FACT_DECISION_WITHDRAW:
		d->withdrawn = true;
		break;
	case FACT_PUBLICATION_INTENDED:
	case FACT_PUBLICATION_ACCEPTED:
	case FACT_PUBLICATION_UNCLEAR:
	case FACT_PUBLICATION_FAILED:
	case FACT_PUBLICATION_ATTESTED:
	case FACT_PUBLICATION_WITHDRAWN:
	case FACT_PAGE_PRESENT:
	case FACT_PAGE_ABSENT:
	case FACT_PAGE_DIFFERS:
	case FACT_PAGE_UNKNOWN:
	case FACT_DECISION_RETRY:
		apply_publication(d, fact);
		break;
	case FACT_ALERT_OWED:
		apply_owed(d, fact);
		break;
	case FACT_ALERT_DELIVERED:
	case FACT_ALERT_FAILED:
	case FACT_ALERT_READ:
	case FACT_ALERT_ACKNOWLEDGED:
		apply_alert(d, fact);
		break;
	default: /* recorded for people, changes nothing here */
		break;
	}
}

void dossier_finish(struct dossier *d)
{
	VEC_FINISH(&d->obligations);
	VEC_FINISH(&d->publications);
	VEC_FINISH(&d->alerts);
	VEC_FINISH(&d->holds);
	pool_finish(&d->pool);
}
