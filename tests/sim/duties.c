#include "duties.h"

#include "base/text.h"

/* The newest of a rule; older ones are closed. */
static struct duty *duty_of(struct duties *duties, const struct fact *fact)
{
	struct duty *newest = NULL;
	VEC_EACH(&duties->list, duty)
		if (duty->document == fact->document && text_equal(duty->rule, fact->rule))
			newest = duty;
	return newest;
}

static struct duty *open_duty(struct duties *duties, const struct office *office,
			      const struct fact *fact)
{
	struct duty *duty = VEC_PUSH(&duties->list);
	duty->document = fact->document;
	duty->paper = office_paper(office, fact->document);
	duty->rule = fact->rule;
	duty->revision = fact->revision;
	duty->due_on = fact->due_on;
	duty->due_at = fact->due_at;
	duty->changed_at = fact->at;
	duty->open = true;
	return duty;
}

static struct duty *move_duty(struct duty *duty, const struct fact *fact)
{
	duty->due_on = fact->due_on;
	duty->due_at = fact->due_at;
	duty->changed_at = fact->at;
	if (instant_before(fact->at, fact->due_at))
		duty->missed = false;
	return duty;
}

static struct duty *close_duty(struct duty *duty, const struct fact *fact)
{
	if (duty->open)
		duty->closed_at = fact->at;
	duty->open = false;
	return duty;
}

struct duty *duties_follow(struct duties *duties, const struct office *office,
			   const struct fact *fact)
{
	struct duty *duty = fact->rule != NULL ? duty_of(duties, fact) : NULL;
	switch (fact->kind) {
	case FACT_OBLIGATION_OPENED:
		return open_duty(duties, office, fact);
	case FACT_OBLIGATION_REPLANNED:
	case FACT_DECISION_EXTEND:
		return move_duty(duty, fact);
	case FACT_OBLIGATION_MET:
		return close_duty(duty, fact);
	case FACT_DECISION_EXEMPT:
	case FACT_DECISION_WITHDRAW:
		VEC_EACH(&duties->list, one)
			if (one->document == fact->document && one->open)
				close_duty(one, fact);
		return NULL;
	case FACT_DOCUMENT_REVISED:
		VEC_EACH(&duties->list, one)
			if (one->document == fact->document)
				one->revision = fact->revision;
		return NULL;
	default:
		return duty;
	}
}

void duties_finish(struct duties *duties)
{
	VEC_EACH(&duties->list, duty)
		VEC_FINISH(&duty->told);
	VEC_FINISH(&duties->list);
}
