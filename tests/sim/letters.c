#include "letters.h"

#include "base/text.h"
#include "core/calendar/calendar.h"
#include "sim.h"

static const struct reached nobody;

const struct reached *letters_reached(const struct letters *letters, uint64_t alert)
{
	return alert < letters->reached.len ? &letters->reached.at[alert] : &nobody;
}

static struct reached *reached(struct letters *letters, uint64_t alert)
{
	while (letters->reached.len <= alert)
		VEC_PUSH(&letters->reached);
	return &letters->reached.at[alert];
}

/* Quiet hours hold, but for the urgent ladder, whose letters concern no other. */
static void check_hour(struct sim *sim, const struct task *task)
{
	struct instant now = sim_clock(sim);
	struct civil_date day = civil_date_at(now, SIM_OFFSET_S);
	int32_t second = instant_second_of_day(now, SIM_OFFSET_S);
	bool office = calendar_is_working(sim->law->calendar, day) && second >= 8 * 3600 + 1800 &&
		      second < 17 * 3600 + 1800;
	size_t i;
	json_t *item;
	json_array_foreach(json_object_get(task->data, "items"), i,
			   item) if (!office &&
				     !text_equal(json_string_value(json_object_get(item, "rule")),
						 "appointment"))
		sim_fail(sim, "a letter to %s leaves outside office hours", task->person);
}

static void arrive(struct sim *sim, const struct task *task)
{
	sim->letters.arrived++;
	for (size_t i = 0; i < task->item_count; i++)
		reached(&sim->letters, task->items[i].alert)->times++;
}

static void doubt(struct sim *sim, const struct task *task)
{
	for (size_t i = 0; i < task->item_count; i++)
		reached(&sim->letters, task->items[i].alert)->doubts++;
}

static void told(struct sim *sim, void *what)
{
	struct errand *errand = what;
	struct task *task = errand->task;
	struct job *job = NULL;
	if (task != NULL) {
		const struct letters_faults *faults = &sim->letters.faults;
		int drawn = (int)chance_below(&sim->chance, 1000);
		struct event_told end = {
			.end = TOLD_DELIVERED, .reason = "as said", .retry_after_s = -1};
		if ((drawn -= faults->lost) < 0) {
			end.end = TOLD_LATER;
			doubt(sim, task);
			if (chance_permille(&sim->chance, 500))
				arrive(sim, task);
		} else if ((drawn -= faults->later) < 0) {
			end.end = TOLD_LATER;
			if (!sim->quiet && chance_permille(&sim->chance, 300))
				end.retry_after_s = (long)chance_spread(&sim->chance, 1, 7200);
		} else if ((drawn -= faults->refused) < 0) {
			end.end = TOLD_REFUSED;
			for (size_t i = 0; i < task->item_count; i++)
				reached(&sim->letters, task->items[i].alert)->refusals++;
		} else {
			arrive(sim, task);
		}
		sim_say(sim, "letter by %s to %s about %zu: %d", task->notifier, task->person,
			task->item_count, end.end);
		job = job_told(task, &end, sim_clock(sim));
	}
	errand_end(sim, errand, job);
}

void letters_tell(struct sim *sim, struct errand *errand)
{
	struct chance *chance = &sim->chance;
	sim->letters.sent++;
	check_hour(sim, errand->task);
	bool slow = chance_permille(chance, sim->letters.faults.slow);
	int64_t took = slow ? chance_spread(chance, 10 * INSTANT_SECOND, 5 * INSTANT_MINUTE)
			    : sim_takes(sim, 20000, 5 * INSTANT_SECOND);
	agenda_add(&sim->agenda, sim_after(sim, took), told, errand);
}

void letters_client_died(struct sim *sim, struct errand *errand)
{
	doubt(sim, errand->task);
	if (chance_permille(&sim->chance, 500))
		arrive(sim, errand->task);
}

void letters_finish(struct letters *letters)
{
	VEC_FINISH(&letters->reached);
}
