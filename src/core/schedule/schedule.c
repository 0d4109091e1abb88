#include "core/schedule/schedule.h"

#include "core/alert/alert.h"
#include "core/obligation/obligation.h"
#include "core/publish/publish.h"

/* A handed-out action is asked for again after this long, in case its result was lost. */
#define FLIGHT_GUARD_US INSTANT_HOUR

/* Moments at which facts are owed by time alone; they may have passed already. */
static struct instant obligation_wake(const struct dossier *dossier, const struct law *law,
				      int index)
{
	const struct obligation *obligation = &dossier->obligations.at[index];
	if (!obligation_is_owed(dossier, obligation))
		return INSTANT_NEVER;
	struct instant met_at;
	if (obligation_is_fulfilled(dossier, obligation, &met_at))
		return met_at; /* to be written down now */
	struct instant at = obligation->missed ? INSTANT_NEVER : obligation->due_at;
	return instant_min(at, alert_climb_at(dossier, law, index));
}

/* The moment the gate opens by itself. */
static struct instant not_before_wake(const struct dossier *dossier, const struct law *law,
				      struct instant now)
{
	if (!civil_date_is_set(dossier->not_before))
		return INSTANT_NEVER;
	struct instant at = instant_of(dossier->not_before, 0, law->offset_s);
	return instant_before(now, at) ? at : INSTANT_NEVER;
}

/* Later moments count as they are; what is owed now is in flight and only guarded. */
static struct instant later(struct instant at, struct instant now)
{
	return instant_before(now, at) ? at : instant_add_us(now, FLIGHT_GUARD_US);
}

struct instant schedule_next_wake(const struct dossier *dossier, const struct law *law, bool open,
				  struct instant now)
{
	struct instant wake = not_before_wake(dossier, law, now);
	for (size_t i = 0; i < dossier->obligations.len; i++)
		wake = instant_min(wake, obligation_wake(dossier, law, (int)i));
	VEC_EACH(&dossier->publications, publication) {
		struct publish_step step = publish_next(dossier, publication, law, open, now);
		if (step.need != NEED_NOTHING)
			wake = instant_min(wake, later(step.at, now));
	}
	VEC_EACH(&dossier->alerts, alert) {
		struct instant at = alert_send_at(dossier, alert, law, now);
		if (instant_before(at, INSTANT_NEVER))
			wake = instant_min(wake, later(at, now));
	}
	return wake;
}

int schedule_owed(const struct dossier *dossier, const struct law *law, bool open,
		  struct instant now, struct action *actions, int room)
{
	int count = 0;
	VEC_EACH(&dossier->publications, publication) {
		struct publish_step step = publish_next(dossier, publication, law, open, now);
		if (step.need == NEED_NOTHING || instant_before(now, step.at) || count == room)
			continue;
		actions[count++] = (struct action){
			.kind = step.need == NEED_PROBE ? ACTION_PROBE : ACTION_PUBLISH,
			.channel = publication->channel,
			.operation = step.operation,
		};
	}
	VEC_EACH(&dossier->alerts, alert) {
		struct instant at = alert_send_at(dossier, alert, law, now);
		if (instant_before(now, at) || count == room)
			continue;
		actions[count++] = (struct action){.kind = ACTION_TELL, .alert = alert->id};
	}
	return count;
}
