/* What goes wrong in the daemon's own house: crashes, long stops, a full disk, a clock that is set,
 * another law in force.  And how bad this run's world is. */
#include <stdlib.h>

#include "base/mem.h"
#include "invariant.h"
#include "sim.h"

#define CHANNEL_SLOTS 4

static int sim_disk(void *ctx)
{
	struct sim *sim = ctx;
	bool fails = sim->disk_full || chance_permille(&sim->chance, sim->disk_permille);
	return !fails ? 0 : chance_permille(&sim->chance, 500) ? -E_FULL : -E_IO;
}

static void take_task(void *ctx, struct task *task)
{
	struct sim *sim = ctx;
	*VEC_PUSH(&sim->fresh) = task;
}

static void say(void *ctx, int priority, const char *sentence)
{
	struct sim *sim = ctx;
	sim_say(sim, "log %d: %s", priority, sentence);
	sim_fail(sim, "the engine complains: %s", sentence);
}

static void look_after_start(struct sim *sim, void *what)
{
	if (sim->engine != NULL && sim->starts == *(const uint64_t *)what)
		invariant_resumed(sim);
}

void trouble_start(struct sim *sim, void *what)
{
	static const struct engine_channel channels[] = {{"website", CHANNEL_SLOTS}};
	(void)what;
	const struct engine_options options = {
		.store = sim->store,
		.law = sim->law,
		.link = "http://127.0.0.1:8710/",
		.channels = channels,
		.channel_count = ARRAY_LEN(channels),
		.seed = sim->seed,
		.key = sim->key,
		.task = take_task,
		.log = say,
		.ctx = sim,
	};
	struct error err;
	if (engine_open(&sim->engine, &options, sim_clock(sim), &err) < 0) {
		sim_fail(sim, "engine_open: %s", err.text);
		return;
	}
	store_memory_fault(sim->store, sim_disk, sim);
	sim->engine_next = sim_clock(sim);
	uint64_t *starts = pool_alloc(&sim->pool, sizeof(*starts));
	*starts = ++sim->starts;
	if (!sim->quiet)
		agenda_add(&sim->agenda, sim_after(sim, 6 * INSTANT_MINUTE), look_after_start,
			   starts);
	sim_say(sim, "daemon: started");
}

static void plan_start(struct sim *sim)
{
	struct chance *chance = &sim->chance;
	int64_t pause = chance_permille(chance, 100)
				? chance_spread(chance, INSTANT_HOUR, 15 * INSTANT_DAY)
				: chance_spread(chance, 100000, INSTANT_HOUR);
	struct instant latest = instant_max(sim->calm, sim->now);
	agenda_add(&sim->agenda, instant_min(sim_after(sim, pause), latest), trouble_start, NULL);
}

/* The process dies: nothing that was not committed remains. */
void trouble_end(struct sim *sim, void *what)
{
	(void)what;
	sim->dies_in_run = false;
	if (sim->engine == NULL)
		return;
	sim->crashes++;
	VEC_EACH(&sim->errands, place) {
		struct errand *errand = *place;
		if (errand->task == NULL)
			continue;
		if (errand->task->kind == ACTION_PUBLISH)
			website_client_died(sim, errand);
		else if (errand->task->kind == ACTION_TELL)
			letters_client_died(sim, errand);
		task_free(errand->task);
		errand->task = NULL; /* freed when its moment comes */
	}
	while (sim->jobs != NULL) {
		struct job *job = sim->jobs;
		sim->jobs = job->next;
		if (job->done != NULL) /* whoever waits finds the connection gone, and asks again */
			job->done(job->ctx, &(struct job_result){.rc = -E_IO, .sentence = "gone"});
		job_free(job);
	}
	sim->last_job = &sim->jobs;
	engine_close(sim->engine);
	sim->engine = NULL;
	sim_outage(sim, true);
	sim_say(sim, "daemon: gone");
	if (!sim->quiet)
		plan_start(sim);
}

static void die_in_run(struct sim *sim, void *what)
{
	(void)what;
	sim->dies_in_run = sim->engine != NULL;
}

static void fill_disk(struct sim *sim, void *what)
{
	(void)what;
	sim->disk_full = !sim->disk_full && !sim_is_calm(sim);
	sim_say(sim, "disk: %s", sim->disk_full ? "full" : "has room again");
	if (sim->disk_full)
		agenda_add(&sim->agenda,
			   sim_after(sim,
				     chance_spread(&sim->chance, INSTANT_SECOND, 6 * INSTANT_HOUR)),
			   fill_disk, NULL);
}

static void set_clock(struct sim *sim, void *what)
{
	(void)what;
	int64_t size = chance_spread(&sim->chance, 1000, 10 * INSTANT_MINUTE);
	int64_t skew = chance_permille(&sim->chance, 500) ? size : -size;
	sim_say(sim, "clock: set from %+lld to %+lld us", (long long)sim->skew_us, (long long)skew);
	sim->skew_us = skew;
	sim->steps++;
	sim->largest_skew_us = llabs(skew) > sim->largest_skew_us ? llabs(skew)
								  : sim->largest_skew_us;
}

void trouble_at_the_worst_moment(struct sim *sim, int64_t from_us)
{
	int64_t wait = from_us + chance_below(&sim->chance, SIM_SETTLE_S * INSTANT_SECOND);
	if (sim->quiet)
		return;
	if (chance_permille(&sim->chance, 300))
		agenda_add(&sim->agenda, sim_after(sim, wait), set_clock, NULL);
	else if (chance_permille(&sim->chance, 100))
		agenda_add(&sim->agenda, sim_after(sim, wait), trouble_end, NULL);
}

static void damage(struct sim *sim, void *what)
{
	(void)what;
	website_damage(sim);
}

static void sign(struct sim *sim, void *what)
{
	(void)what;
	struct error err;
	if (sim->engine != NULL) {
		int rc = engine_checkpoint(sim->engine, sim_clock(sim), &err);
		if (rc < 0 && rc != -E_FULL && rc != -E_IO)
			sim_fail(sim, "engine_checkpoint: %s", err.text);
	}
	agenda_add(&sim->agenda, sim_after(sim, 60 * INSTANT_DAY), sign, NULL);
}

/* The notice for the next year is loaded. */
static void change_law(struct sim *sim, void *what)
{
	static const struct engine_channel channels[] = {{"website", CHANNEL_SLOTS}};
	(void)what;
	sim->law = sim->laws->after[sim->law_variant];
	if (sim->engine != NULL) {
		engine_set_law(sim->engine, sim->law, channels, ARRAY_LEN(channels));
		sim->engine_next = sim_clock(sim);
	}
	sim_say(sim, "law: the notice for 2020 is in force");
}

static void calm_down(struct sim *sim, void *what)
{
	(void)what;
	sim_say(sim, "the world is calm");
	sim->website.faults = (struct website_faults){0};
	sim->letters.faults = (struct letters_faults){0};
	sim->disk_full = false;
	sim->disk_permille = 0;
	website_repair(sim);
}

/* So many times in the whole run, spread over the time before the calm. */
static void plan(struct sim *sim, int64_t most, happening *happen)
{
	int64_t times = chance_below(&sim->chance, most + 1);
	for (int64_t i = 0; i < times; i++)
		agenda_add(&sim->agenda,
			   sim_after(sim, chance_below(&sim->chance, sim->calm.us - sim->start.us)),
			   happen, NULL);
}

void trouble_plan(struct sim *sim)
{
	/* A quarter of the worlds is well, a quarter is terrible. */
	static const int levels[] = {0, 1, 1, 4};
	int level = levels[chance_below(&sim->chance, 4)];
	sim->website.faults = (struct website_faults){
		.lost = 20 * level,
		.late = 20 * level,
		.cut = 20 * level,
		.error = 20 * level,
		.later = 40 * level,
		.never = 5 * level,
		.slow = 40 * level,
		.queued = 50 * level,
		.unknown = 40 * level,
	};
	sim->letters.faults = (struct letters_faults){
		.lost = 20 * level, .later = 40 * level, .refused = 40 * level, .slow = 50 * level};
	sim->disk_permille = 2 * level;
	plan(sim, 6 * level, trouble_end);
	plan(sim, 6 * level, die_in_run);
	plan(sim, 2 * level, fill_disk);
	plan(sim, 4 * level, set_clock);
	plan(sim, 3 * level, damage);
	agenda_add(&sim->agenda, sim->start, trouble_start, NULL);
	agenda_add(&sim->agenda,
		   sim_after(sim, chance_spread(&sim->chance, INSTANT_HOUR, 60 * INSTANT_DAY)),
		   sign, NULL);
	agenda_add(&sim->agenda,
		   instant_of((struct civil_date){2019, 11, 25}, 10 * 3600, SIM_OFFSET_S),
		   change_law, NULL);
	agenda_add(&sim->agenda, sim->calm, calm_down, NULL);
}
