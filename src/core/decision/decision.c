#include "core/decision/decision.h"

#include "base/error.h"
#include "base/text.h"
#include "core/publish/publish.h"
#include "core/rule/rule.h"

struct case_at_hand {
	const struct dossier *dossier;
	const struct law *law;
	const struct event *event;
	const struct event_decision *decision;
	struct outcome *out;
};

typedef int decide_fn(const struct case_at_hand *at);

/* --- helpers -------------------------------------------------------------------------------- */

/* The same person may be written by id or by name. */
static const char *identity(const struct law *law, const char *text)
{
	for (int i = 0; i < law->person_count; i++)
		if (text_equal(law->people[i].id, text) || text_equal(law->people[i].name, text))
			return law->people[i].id;
	return text;
}

static int refuse(const struct case_at_hand *at, enum error_code code, const char *sentence)
{
	struct fact *fact = outcome_add(at->out, FACT_DECISION_REFUSED, at->event);
	fact->decision = outcome_text(at->out, at->decision->decision);
	fact->by = outcome_text(at->out, at->decision->by);
	fact->approved_by = outcome_text(at->out, at->decision->approved_by);
	fact->rule = outcome_text(at->out, at->decision->rule);
	fact->hold = outcome_text(at->out, at->decision->hold);
	fact->reason = outcome_text(at->out, sentence);
	at->out->sentence = fact->reason;
	return -(int)code;
}

static struct fact *record(const struct case_at_hand *at, enum fact_kind kind)
{
	const struct event_decision *decision = at->decision;
	struct fact *fact = outcome_add(at->out, kind, at->event);
	fact->by = outcome_text(at->out, identity(at->law, decision->by));
	fact->approved_by = outcome_text(at->out, identity(at->law, decision->approved_by));
	fact->reason = outcome_text(at->out, decision->reason);
	fact->review_on = decision->review_on;
	return fact;
}

/* Where the configuration names people, a decision that opens a gate takes one of them. */
static bool is_unknown(const struct law *law, const char *text)
{
	return law->person_count > 0 && !text_empty(text) &&
	       law_person(law, identity(law, text)) == NULL;
}

static const struct obligation *open_obligation(const struct dossier *dossier, const char *rule)
{
	const struct obligation *found = NULL;
	VEC_EACH(&dossier->obligations, obligation)
		if (obligation->state == OBL_OPEN &&
		    (rule == NULL || text_equal(obligation->rule, rule)))
			found = obligation;
	return found;
}

/* --- one function a decision ------------------------------------------------------------------ */

static int decide_review(const struct case_at_hand *at)
{
	if (text_empty(at->decision->signed_by))
		return refuse(at, E_INVALID,
			      "保密审查须写明签发人：请加 --signed-by；a review needs a named signer: "
			      "add --signed-by");
	struct fact *fact = record(at, FACT_REVIEW_RECORDED);
	fact->revision = at->dossier->revision;
	fact->result = "passed";
	fact->reviewer = fact->by;
	fact->signer = outcome_text(at->out, identity(at->law, at->decision->signed_by));
	fact->on = civil_date_at(at->event->at, at->law->offset_s);
	return 0;
}

static int decide_hold(const struct case_at_hand *at)
{
	struct fact *fact = record(at, FACT_DECISION_HOLD);
	fact->hold = "person";
	return 0;
}

static bool is_recorded_hold(const struct dossier *dossier, const char *code)
{
	VEC_EACH(&dossier->holds, hold)
		if (text_equal(hold->code, code))
			return true;
	return false;
}

static int decide_release(const struct case_at_hand *at)
{
	const char *code = at->decision->hold != NULL ? at->decision->hold : "person";
	if (text_equal(code, "review-missing") || text_equal(code, "disclosure") ||
	    text_equal(code, "not-before"))
		return refuse(at, E_DENIED,
			      "此项暂缓不能解除：请补保密审查（review），或交修订稿更正公开属性或时间；"
			      "this hold follows from the document: record a review or hand in a revision");
	if (!is_recorded_hold(at->dossier, code))
		return refuse(at, E_NOT_FOUND,
			      "此案卷没有这一暂缓；the dossier has no such hold: see 'gongshictl show'");
	struct fact *fact = record(at, FACT_DECISION_RELEASE);
	fact->hold = outcome_text(at->out, code);
	return 0;
}

static int decide_exempt(const struct case_at_hand *at)
{
	if (open_obligation(at->dossier, at->decision->rule) == NULL)
		return refuse(at, E_NOT_FOUND,
			      "没有可免除的公开义务；there is no open obligation to exempt");
	struct fact *fact = record(at, FACT_DECISION_EXEMPT);
	fact->rule = outcome_text(at->out, at->decision->rule);
	return 0;
}

static int decide_extend(const struct case_at_hand *at)
{
	const struct obligation *obligation =
		open_obligation(at->dossier, at->decision->rule);
	if (at->decision->rule == NULL || obligation == NULL)
		return refuse(at, E_NOT_FOUND,
			      "没有此规则下的未完成义务；there is no open obligation under this rule");
	if (!civil_date_is_set(at->decision->to) ||
	    civil_date_compare(at->decision->to, obligation->due_on) <= 0)
		return refuse(at, E_INVALID,
			      "延期须给出晚于原期限的日期：--to YYYY-MM-DD；an extension needs --to, a "
			      "date after the present due date");
	struct fact *fact = record(at, FACT_DECISION_EXTEND);
	fact->rule = outcome_text(at->out, obligation->rule);
	fact->was = obligation->due_on;
	fact->due_on = at->decision->to;
	fact->due_at = instant_of(at->decision->to, at->law->close_of_business_s,
				  at->law->offset_s);
	return 0;
}

static int decide_withdraw(const struct case_at_hand *at)
{
	if (at->dossier->withdrawn)
		return refuse(at, E_EXISTS, "已经撤回；it is withdrawn already");
	record(at, FACT_DECISION_WITHDRAW);
	return 0;
}

static int decide_attest(const struct case_at_hand *at)
{
	const struct event_decision *decision = at->decision;
	const struct channel_terms *terms = law_channel(at->law, decision->channel);
	if (terms == NULL || !terms->attested)
		return refuse(at, E_INVALID,
			      "只有公开栏、窗口等人工渠道可以见证；only channels like a notice board are "
			      "attested by people");
	if (text_empty(decision->witness) ||
	    text_equal(identity(at->law, decision->witness), identity(at->law, decision->by)))
		return refuse(at, E_DENIED,
			      "见证须有两个不同的人：--by 与 --witness；an attestation needs two different "
			      "people: --by and --witness");
	if (text_empty(decision->evidence))
		return refuse(at, E_INVALID,
			      "见证须附证据文件：--evidence FILE；an attestation needs --evidence FILE");
	VEC_EACH(&at->dossier->publications, publication) {
		if (!text_equal(publication->channel, decision->channel))
			continue;
		if (publish_transition(publication->state, FACT_PUBLICATION_ATTESTED) < 0)
			break;
		struct fact *fact = record(at, FACT_PUBLICATION_ATTESTED);
		fact->channel = outcome_text(at->out, publication->channel);
		fact->revision = at->dossier->revision;
		fact->witness = outcome_text(at->out, identity(at->law, decision->witness));
		fact->evidence = outcome_text(at->out, decision->evidence);
		return 0;
	}
	return refuse(at, E_NOT_FOUND,
		      "此案卷不须在该渠道公开；the dossier owes nothing on this channel");
}

static int decide_retry(const struct case_at_hand *at)
{
	int count = 0;
	VEC_EACH(&at->dossier->publications, publication) {
		const char *channel = at->decision->channel;
		if (channel != NULL && !text_equal(channel, publication->channel))
			continue;
		const struct channel_terms *terms = law_channel(at->law, publication->channel);
		if (terms == NULL || terms->attested)
			continue;
		/* Without a look-up, the person who asks has looked: nothing is there. */
		bool blind = !terms->can_find && (publication->state == PUB_UNCLEAR ||
						  publication->state == PUB_SENT);
		struct fact *fact = record(at, blind ? FACT_PUBLICATION_FAILED
						     : FACT_DECISION_RETRY);
		fact->channel = outcome_text(at->out, publication->channel);
		if (blind) {
			fact->publication = outcome_text(at->out, publication->key);
			fact->operation = "find";
			fact->retry_at = at->event->at;
			if (!text_equal(publication->operation, "update"))
				fact->code = PUBLISH_NOT_THERE;
		}
		count++;
	}
	if (count == 0)
		return refuse(at, E_NOT_FOUND,
			      "没有可重试的渠道；there is no channel to try again on");
	return 0;
}

static int decide_ack(const struct case_at_hand *at)
{
	bool read = text_equal(at->decision->decision, "read");
	VEC_EACH(&at->dossier->alerts, alert) {
		if (alert->id != at->decision->alert)
			continue;
		if (alert->state == ALERT_ACKNOWLEDGED)
			return 0; /* said twice is said once */
		struct fact *fact = record(at, read ? FACT_ALERT_READ : FACT_ALERT_ACKNOWLEDGED);
		fact->alert = alert->id;
		fact->rung = alert->rung;
		fact->person = outcome_text(at->out, alert->person);
		return 0;
	}
	return refuse(at, E_NOT_FOUND, "没有这一提醒；there is no such alert");
}

static int decide_not_here(const struct case_at_hand *at)
{
	return refuse(at, E_NOT_FOUND,
		      "此案卷没有可答复、可中止的期限；the dossier has no term that can be paused or "
		      "answered");
}

/* --- the table ---------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	decide_fn *decide;
	bool reason;  /* a reason must be given */
	bool two;     /* requester and approver must be there and differ: it loosens a duty */
	bool by;      /* who asks must be named */
	bool known;   /* everybody named must be one of the configuration's people */
} decisions[] = {
	/* name      function          reason  two    by    known */
	{"review",   decide_review,    false,  false, true, true},
	{"hold",     decide_hold,      true,   false, false, false},
	{"release",  decide_release,   true,   true,  true, true},
	{"exempt",   decide_exempt,    true,   true,  true, true},
	{"extend",   decide_extend,    true,   true,  true, true},
	{"pause",    decide_not_here,  true,   true,  true, true},
	{"resume",   decide_not_here,  true,   false, true, true},
	{"withdraw", decide_withdraw,  true,   true,  true, true},
	{"attest",   decide_attest,    false,  false, true, true},
	{"answer",   decide_not_here,  false,  false, true, false},
	{"retry",    decide_retry,     false,  false, false, false},
	{"ack",	     decide_ack,       false,  false, true, false},
	{"read",     decide_ack,       false,  false, false, false},
};

bool decision_is_known(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(decisions); i++)
		if (text_equal(decisions[i].name, name))
			return true;
	return false;
}

int decision_decide(const struct dossier *dossier, const struct law *law,
		    const struct event *event, struct outcome *out)
{
	const struct event_decision *decision = &event->decision;
	struct case_at_hand at = {dossier, law, event, decision, out};
	for (size_t i = 0; i < ARRAY_LEN(decisions); i++) {
		if (!text_equal(decisions[i].name, decision->decision))
			continue;
		if (decisions[i].by && text_empty(decision->by))
			return refuse(&at, E_INVALID,
				      "须写明经办人：--by；say who asks: --by");
		if (decisions[i].reason && text_empty(decision->reason))
			return refuse(&at, E_INVALID, "须写明理由：--reason；a reason is needed: --reason");
		if (decisions[i].known &&
		    (is_unknown(law, decision->by) || is_unknown(law, decision->approved_by) ||
		     is_unknown(law, decision->signed_by) || is_unknown(law, decision->witness)))
			return refuse(&at, E_DENIED,
				      "经办、批准、签发、见证的人须是配置中的人员；who asks, approves, signs or "
				      "witnesses must be one of the configuration's people");
		if (decisions[i].two && text_empty(decision->approved_by))
			return refuse(&at, E_DENIED,
				      "须由另一人批准：--approved-by；another person must approve: "
				      "--approved-by");
		if (decisions[i].two && text_equal(identity(law, decision->by),
						   identity(law, decision->approved_by)))
			return refuse(&at, E_DENIED,
				      "经办人与批准人不能是同一人；requester and approver must be "
				      "different people");
		return decisions[i].decide(&at);
	}
	return refuse(&at, E_INVALID, "没有这种决定；there is no such decision");
}
