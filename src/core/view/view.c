/* The dossier as JSON. */
#include "core/view/view.h"

#include "base/json.h"
#include "base/text.h"
#include "core/alert/alert.h"
#include "core/core.h"
#include "core/obligation/obligation.h"
#include "core/view/put.h"
#include "core/view/why.h"
#include "core/view/words.h"

static json_t *view_obligation(const struct dossier *dossier, const struct obligation *obligation,
			       const struct law *law, struct instant now)
{
	scoped(buf_finish) struct buf left = {0};
	enum obligation_phase phase = obligation_phase(
		dossier, obligation, alert_first_rung(law, obligation), now);
	bool owed = obligation_is_owed(dossier, obligation);
	if (owed || obligation->state == OBL_MET)
		view_days_left(obligation, law, now, &left);
	else
		buf_text_add(&left, dossier->withdrawn ? "已撤回" : "不予公开");

	json_t *json = json_object();
	put_text(json, "rule", obligation->rule);
	put_text(json, "basis", obligation->basis);
	put_date(json, "trigger_on", obligation->trigger_on);
	put_date(json, "due_on", obligation->due_on);
	put_instant(json, "due_at", obligation->due_at, law->offset_s);
	put_bool(json, "provisional", obligation->provisional);
	put_text(json, "phase", obligation_phase_name(phase));
	put_text(json, "phase_label", obligation_phase_label(phase));
	put_instant(json, "met_at", obligation->met_at, law->offset_s);
	put_text(json, "edition", obligation->edition);
	put_texts(json, "channels", obligation->channels);
	put_int(json, "revision", obligation->revision);
	put_bool(json, "extended", obligation->extended);
	put_bool(json, "missed", obligation->missed);
	put_text(json, "days_left", buf_text(&left));
	return json;
}

static json_t *view_publication(const struct publication *p, const struct law *law)
{
	scoped(buf_finish) struct buf why = {0};
	why_publication(p, law, &why);
	json_t *json = json_object();
	put_text(json, "channel", p->channel);
	put_text(json, "channel_label", word_channel(p->channel));
	put_text(json, "state", publication_state_name(p->state));
	put_text(json, "state_label", word_publication(p->state));
	put_text(json, "key", p->key);
	put_int(json, "revision", p->revision);
	put_text(json, "operation", p->operation);
	put_text(json, "remote_id", p->remote_id);
	put_text(json, "url", p->url);
	put_text(json, "verdict", p->verdict);
	put_text(json, "verdict_label", word_verdict(p->verdict));
	put_text(json, "reason", p->reason);
	put_texts(json, "findings", p->findings);
	put_int(json, "attempts", p->attempts);
	put_int(json, "failures", p->failures);
	put_bool(json, "permanent", p->permanent);
	put_instant(json, "retry_at", p->retry_at, law->offset_s);
	put_instant(json, "accepted_at", p->accepted_at, law->offset_s);
	put_instant(json, "first_seen_at", p->first_seen_at, law->offset_s);
	put_instant(json, "verdict_at", p->verdict_at, law->offset_s);
	put_instant(json, "last_probe_at", p->last_probe_at, law->offset_s);
	put_text(json, "witness", p->witness);
	put_text(json, "evidence", p->evidence);
	put_text(json, "why", buf_text(&why));
	return json;
}

static json_t *view_alert(const struct dossier *dossier, const struct alert *alert,
			  const struct law *law)
{
	const struct obligation *obligation =
		(size_t)alert->obligation < dossier->obligations.len
			? &dossier->obligations.at[alert->obligation]
			: NULL;
	json_t *json = json_object();
	put_int(json, "id", (json_int_t)alert->id);
	put_int(json, "obligation", alert->obligation);
	put_text(json, "rule", obligation != NULL ? obligation->rule : NULL);
	put_int(json, "rung", alert->rung);
	put_text(json, "person", alert->person);
	put_text(json, "person_name", word_person(law, alert->person));
	put_instant(json, "owed_at", alert->owed_at, law->offset_s);
	put_text(json, "notifier", alert->notifier);
	put_text(json, "notifier_label", word_notifier(law, alert->notifier));
	put_text(json, "state", alert_state_name(alert->state));
	put_text(json, "state_label", word_alert(alert->state));
	put_instant(json, "delivered_at", alert->delivered_at, law->offset_s);
	put_instant(json, "retry_at", alert->retry_at, law->offset_s);
	put_bool(json, "order", alert->order);
	put_text(json, "reason", alert->reason);
	return json;
}

static json_t *view_holds(const struct dossier *dossier, const struct law *law, struct instant now)
{
	struct dossier_hold holds[DOSSIER_HOLDS];
	int count = dossier_holds(dossier, law, now, holds);
	json_t *list = json_array();
	for (int i = 0; i < count; i++) {
		json_t *json = json_object();
		put_text(json, "code", holds[i].code);
		put_text(json, "label", word_hold(holds[i].code));
		put_text(json, "sentence", holds[i].sentence);
		put_text(json, "by", NULL);
		put_text(json, "by_name", NULL);
		put_instant(json, "since", (struct instant){0}, 0);
		VEC_EACH(&dossier->holds, hold) {
			if (!text_equal(hold->code, holds[i].code))
				continue;
			put_text(json, "by", hold->by);
			put_text(json, "by_name", word_person(law, hold->by));
			put_instant(json, "since", hold->since, law->offset_s);
		}
		json_array_append_new(list, json);
	}
	return list;
}

static json_t *view_review(const struct dossier *dossier, const struct law *law)
{
	const struct review *review = &dossier->review;
	if (review->reviewer == NULL && review->signer == NULL)
		return json_null();
	json_t *json = json_object();
	put_text(json, "result", review->passed ? "passed" : "failed");
	put_text(json, "reviewer", review->reviewer);
	put_text(json, "reviewer_name", word_person(law, review->reviewer));
	put_text(json, "signer", review->signer);
	put_text(json, "signer_name", word_person(law, review->signer));
	put_date(json, "on", review->on);
	return json;
}

static void put_document(json_t *json, const struct dossier *d, const struct law *law)
{
	put_int(json, "id", d->id);
	put_text(json, "doc_number", d->doc_number);
	put_text(json, "title", d->title);
	put_text(json, "issuer", d->issuer);
	put_text(json, "department", d->department);
	put_text(json, "department_name", word_department(law, d->department));
	put_text(json, "category", d->category);
	put_text(json, "category_name", word_category(law, d->category));
	put_text(json, "disclosure", disclosure_name(d->disclosure));
	put_text(json, "disclosure_label", disclosure_label(d->disclosure));
	put_text(json, "exempt_reason", d->exempt_reason);
	put_bool(json, "public_interest", d->public_interest);
	put_text(json, "audience", audience_name(d->audience));
	put_date(json, "issued_on", d->issued_on);
	put_date(json, "received_on", d->received_on);
	put_date(json, "not_before", d->not_before);
	put_date(json, "valid_until", d->valid_until);
	put_instant(json, "received_at", d->received_at, law->offset_s);
	put_instant(json, "revised_at", d->revised_at, law->offset_s);
	put_instant(json, "changed_at", d->changed_at, law->offset_s);
	put_int(json, "revision", d->revision);
	put_text(json, "content", d->content);
}

json_t *view_dossier(const struct dossier *dossier, const struct law *law, struct instant now)
{
	const char *state = dossier_state(dossier, law, now);
	scoped(buf_finish) struct buf why = {0};
	why_dossier(dossier, law, now, &why);

	json_t *json = json_object();
	json_t *obligations = json_array();
	json_t *publications = json_array();
	json_t *alerts = json_array();
	put_document(json, dossier, law);
	put_text(json, "state", state);
	put_text(json, "state_label", word_state(state));
	put_text(json, "why", buf_text(&why));
	put_value(json, "review", view_review(dossier, law));
	VEC_EACH(&dossier->obligations, obligation)
		json_array_append_new(obligations, view_obligation(dossier, obligation, law, now));
	put_value(json, "obligations", obligations);
	VEC_EACH(&dossier->publications, publication)
		json_array_append_new(publications, view_publication(publication, law));
	put_value(json, "publications", publications);
	VEC_EACH(&dossier->alerts, alert)
		json_array_append_new(alerts, view_alert(dossier, alert, law));
	put_value(json, "alerts", alerts);
	put_value(json, "holds", view_holds(dossier, law, now));
	put_instant(json, "next_wake_at", dossier_next_wake(dossier, law, now), law->offset_s);
	return json;
}
