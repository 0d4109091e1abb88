/* Each alert arrives at most once, unless an answer was lost on the way; none is said to have
 * arrived that did not; none that still matters is left lying. */
#include "duties.h"
#include "invariant.h"
#include "sim.h"

#define LEFT_LYING_US (12 * INSTANT_DAY) /* longer than any run of days off */

enum sent { SENT_NOT, SENT_DELIVERED, SENT_FAILED, SENT_ANSWERED };

struct message {
	const struct fact *owed;
	enum sent state;
	size_t duty; /* index + 1; 0: none */
};

struct messages {
	struct vec_of(struct message) by_seq; /* sparse: owed NULL where there is none */
};

static struct message *message_at(struct messages *messages, uint64_t seq)
{
	while (messages->by_seq.len <= seq)
		VEC_PUSH(&messages->by_seq);
	return &messages->by_seq.at[seq];
}

static void follow(struct sim *sim, struct messages *messages, const struct fact *fact)
{
	struct message *message = message_at(messages, fact->alert);
	switch (fact->kind) {
	case FACT_ALERT_DELIVERED:
		if (letters_reached(&sim->letters, fact->alert)->times == 0)
			sim_fail(sim, "entry %llu: alert %llu did not arrive",
				 (unsigned long long)fact->seq, (unsigned long long)fact->alert);
		if (message->state != SENT_NOT)
			sim_fail(sim, "entry %llu: alert %llu was settled before",
				 (unsigned long long)fact->seq, (unsigned long long)fact->alert);
		message->state = SENT_DELIVERED;
		break;
	case FACT_ALERT_FAILED:
		if (!instant_is_set(fact->retry_at))
			message->state = SENT_FAILED;
		break;
	case FACT_ALERT_READ:
	case FACT_ALERT_ACKNOWLEDGED:
		message->state = SENT_ANSWERED;
		break;
	default:
		break;
	}
}

static void check(struct sim *sim, const struct message *message, const struct duties *duties)
{
	const struct fact *owed = message->owed;
	const struct reached *reached = letters_reached(&sim->letters, owed->seq);
	if (reached->times > 1 + reached->doubts)
		sim_fail(sim, "alert %llu arrived %d times, with %d answers lost",
			 (unsigned long long)owed->seq, reached->times, reached->doubts);
	const struct duty *duty = message->duty > 0 ? &duties->list.at[message->duty - 1] : NULL;
	bool matters = owed->person != NULL && (owed->rung == 0 || (duty != NULL && duty->open));
	if (matters && message->state == SENT_NOT &&
	    instant_before(instant_add_us(owed->at, LEFT_LYING_US), sim_clock(sim)))
		sim_fail(sim, "alert %llu to %s was never settled", (unsigned long long)owed->seq,
			 owed->person);
}

void invariant_told(struct sim *sim, const struct history *history)
{
	struct duties duties = {0};
	struct messages messages = {0};
	VEC_EACH(&history->facts, fact) {
		const struct duty *duty = duties_follow(&duties, &sim->office, fact);
		if (fact->kind == FACT_ALERT_OWED) {
			struct message *message = message_at(&messages, fact->seq);
			message->owed = fact;
			message->duty = duty != NULL ? (size_t)(duty - duties.list.at) + 1 : 0;
		} else {
			follow(sim, &messages, fact);
		}
	}
	VEC_EACH(&messages.by_seq, message)
		if (message->owed != NULL)
			check(sim, message, &duties);
	VEC_FINISH(&messages.by_seq);
	duties_finish(&duties);
}
