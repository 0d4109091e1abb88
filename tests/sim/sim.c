#include "sim.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../lib/law_sample.h"
#include "base/text.h"
#include "invariant.h"

#define CHECK_EVERY_US (30 * INSTANT_DAY)
#define CALM_DAYS 60
#define NOTICED_US (INSTANT_SECOND / 2) /* of a step forward, against the steady clock */
#define RUNS_AT_ONCE 400                /* of the engine without time going on */

/* --- small words ------------------------------------------------------------------------------------ */

struct instant sim_clock(const struct sim *sim)
{
	return instant_add_us(sim->now, sim->skew_us);
}

struct instant sim_true(const struct sim *sim, struct instant clock)
{
	return instant_compare(clock, INSTANT_NEVER) == 0 ? clock
							  : instant_add_us(clock, -sim->skew_us);
}

struct instant sim_after(const struct sim *sim, int64_t us)
{
	return instant_add_us(sim->now, us);
}

bool sim_is_calm(const struct sim *sim)
{
	return !instant_before(sim->now, sim->calm);
}

int64_t sim_takes(struct sim *sim, int64_t least_us, int64_t most_us)
{
	return sim->quiet ? INSTANT_SECOND : chance_spread(&sim->chance, least_us, most_us);
}

void sim_say(const struct sim *sim, const char *fmt, ...)
{
	char at[INSTANT_TEXT];
	if (!sim->options.verbose)
		return;
	va_list args;
	va_start(args, fmt);
	printf("# %s ", instant_print(sim_clock(sim), SIM_OFFSET_S, true, at));
	vprintf(fmt, args);
	putchar('\n');
	va_end(args);
}

void sim_fail(struct sim *sim, const char *fmt, ...)
{
	char at[INSTANT_TEXT];
	if (sim->failure[0] != '\0')
		return;
	va_list args;
	va_start(args, fmt);
	int len = snprintf(sim->failure, sizeof(sim->failure), "%s ",
			   instant_print(sim_clock(sim), SIM_OFFSET_S, true, at));
	vsnprintf(sim->failure + len, sizeof(sim->failure) - (size_t)len, fmt, args);
	va_end(args);
	sim_say(sim, "BROKEN: %s", sim->failure);
}

void sim_outage(struct sim *sim, bool begins)
{
	size_t len = sim->outages.len;
	bool out = len > 0 && instant_compare(sim->outages.at[len - 1].to, INSTANT_NEVER) == 0;
	if (begins && !out)
		*VEC_PUSH(&sim->outages) = (struct outage){sim_clock(sim), INSTANT_NEVER};
	if (!begins && out)
		sim->outages.at[len - 1].to = sim_clock(sim);
}

bool sim_was_out(const struct sim *sim, struct instant from, struct instant to)
{
	VEC_EACH(&sim->outages, outage)
		if (!instant_before(to, outage->from) && !instant_before(outage->to, from))
			return true;
	return false;
}

void sim_submit(struct sim *sim, struct job *job)
{
	*sim->last_job = job;
	sim->last_job = &job->next;
}

/* --- errands ----------------------------------------------------------------------------------------- */

static void start_errand(struct sim *sim, struct task *task)
{
	struct errand *errand = mem_alloc(sizeof(*errand));
	*errand = (struct errand){.sim = sim, .task = task};
	*VEC_PUSH(&sim->errands) = errand;
	switch (task->kind) {
	case ACTION_PUBLISH:
		sim_say(sim, "task: %s %s", publish_operation_name(task->operation), task->key);
		invariant_closed(sim, task);
		office_paper(&sim->office, task->document_id)->operations += task->operation !=
									     PUBLISH_FIND;
		website_publish(sim, errand);
		break;
	case ACTION_PROBE:
		website_probe(sim, errand);
		break;
	case ACTION_TELL:
		letters_tell(sim, errand);
		break;
	}
}

void errand_end(struct sim *sim, struct errand *errand, struct job *job)
{
	if (job != NULL)
		sim_submit(sim, job);
	task_free(errand->task);
	for (size_t i = 0; i < sim->errands.len; i++)
		if (sim->errands.at[i] == errand)
			sim->errands.at[i] = sim->errands.at[--sim->errands.len];
	mem_free(errand);
}

/* --- life ---------------------------------------------------------------------------------------------- */

static void check(struct sim *sim, void *what)
{
	(void)what;
	int64_t documents = (int64_t)sim->office.papers.len;
	if (sim->engine != NULL) {
		invariant_wakeup(sim);
		invariant_replay(sim, chance_between(&sim->chance, 1, documents));
	}
	agenda_add(&sim->agenda, sim_after(sim, CHECK_EVERY_US), check, NULL);
}

static void open_store(struct sim *sim)
{
	struct error err;
	memset(sim->seed.byte, 7, sizeof(sim->seed.byte));
	snprintf(sim->key.name, sizeof(sim->key.name), "example.gov.cn/gongshi");
	sim->key.key = ed25519_public_of(&sim->seed);
	if (store_open("memory", "", false, &sim->store, &err) < 0)
		sim_fail(sim, "%s", err.text);
}

void sim_open(struct sim *sim, const struct sim_laws *laws, const struct sim_options *options)
{
	*sim = (struct sim){.options = *options, .laws = laws};
	sim->last_job = &sim->jobs;
	sim->chance.state = options->seed * UINT64_C(0x2545F4914F6CDD1D) + 1;
	sim->start = instant_of(date_sample("2018-07-02"), 7 * 3600, SIM_OFFSET_S);
	sim->now = sim->start;
	sim->end = instant_add_us(sim->start, options->days * INSTANT_DAY);
	sim->calm = instant_add_us(sim->end, -CALM_DAYS * INSTANT_DAY);
	sim->law_variant = (int)chance_below(&sim->chance, SIM_LAWS);
	sim->law = laws->before[sim->law_variant];
	open_store(sim);
	office_plan(sim);
	trouble_plan(sim);
	agenda_add(&sim->agenda, sim_after(sim, CHECK_EVERY_US), check, NULL);
}

void sim_open_quiet(struct sim *sim, const struct law *law, struct instant start)
{
	*sim = (struct sim){.law = law, .start = start, .now = start, .quiet = true};
	sim->last_job = &sim->jobs;
	sim->end = sim->calm = INSTANT_NEVER;
	open_store(sim);
}

void sim_close(struct sim *sim)
{
	while (sim->jobs != NULL) {
		struct job *job = sim->jobs;
		sim->jobs = job->next;
		job_free(job);
	}
	engine_close(sim->engine);
	store_close(sim->store);
	VEC_EACH(&sim->fresh, task)
		task_free(*task);
	VEC_EACH(&sim->errands, errand) {
		task_free((*errand)->task);
		mem_free(*errand);
	}
	VEC_FINISH(&sim->fresh);
	VEC_FINISH(&sim->errands);
	VEC_FINISH(&sim->outages);
	website_finish(&sim->website);
	letters_finish(&sim->letters);
	office_finish(&sim->office);
	agenda_finish(&sim->agenda);
	pool_finish(&sim->pool);
}

/* --- the loop ------------------------------------------------------------------------------------------ */

static void guard_against_busy_loop(struct sim *sim)
{
	sim->runs_at_once = instant_compare(sim->last_run, sim->now) == 0 ? sim->runs_at_once + 1
									  : 0;
	sim->last_run = sim->now;
	if (sim->runs_at_once > RUNS_AT_ONCE)
		sim_fail(sim, "the engine turns without end");
}

static void run_engine(struct sim *sim)
{
	struct error err = {0};
	struct instant next = INSTANT_NEVER;
	struct job *jobs = sim->jobs;
	sim->jobs = NULL;
	sim->last_job = &sim->jobs;
	guard_against_busy_loop(sim);
	if (sim->skew_us > sim->noticed_skew_us + NOTICED_US)
		engine_clock_set(sim->engine, sim_clock(sim));
	sim->noticed_skew_us = sim->skew_us;
	int rc = engine_run(sim->engine, jobs, sim_clock(sim), &next, &err);
	sim->runs++;
	if (rc < 0) {
		sim->failed_runs++;
		sim_say(sim, "engine: %s", err.text);
		if (rc != -E_FULL && rc != -E_IO)
			sim_fail(sim, "engine_run: %s", err.text);
		next = instant_add_us(
			sim_clock(sim),
			chance_spread(&sim->chance, 5 * INSTANT_SECOND, 10 * INSTANT_MINUTE));
	}
	sim_outage(sim, rc < 0);
	sim->engine_next = next;
	for (size_t i = 0; i < sim->fresh.len; i++) {
		if (sim->dies_in_run)
			task_free(sim->fresh.at[i]);
		else
			start_errand(sim, sim->fresh.at[i]);
	}
	sim->fresh.len = 0;
	if (sim->dies_in_run)
		trouble_end(sim, NULL);
}

/* What the whole ledger must say in the end. */
static void check_history(struct sim *sim)
{
	static void (*const invariants[])(struct sim *, const struct history *) = {
		invariant_forgotten, invariant_rungs,  invariant_told,
		invariant_phase,     invariant_ledger, invariant_intent,
	};
	struct history history = {0};
	struct error err;
	if (engine_checkpoint(sim->engine, sim_clock(sim), &err) < 0)
		sim_fail(sim, "the last checkpoint: %s", err.text);
	invariant_wakeup(sim);
	for (int64_t id = 1; id <= (int64_t)sim->office.papers.len; id++)
		invariant_replay(sim, id);
	history_read(&history, sim);
	for (size_t i = 0; i < ARRAY_LEN(invariants); i++)
		invariants[i](sim, &history);
	sim->entries = history.facts.len;
	history_finish(&history);
}

static struct instant next_moment(const struct sim *sim)
{
	struct instant next = agenda_next(&sim->agenda);
	if (sim->engine == NULL)
		return next;
	if (sim->jobs != NULL)
		return sim->now;
	return instant_min(next, sim_true(sim, sim->engine_next));
}

void sim_run_until(struct sim *sim, struct instant until)
{
	while (sim->failure[0] == '\0') {
		struct thing thing;
		struct instant next = next_moment(sim);
		sim->now = instant_max(sim->now, instant_min(next, until));
		if (!instant_before(next, until))
			return;
		while (agenda_take(&sim->agenda, sim->now, &thing))
			thing.happen(sim, thing.what);
		bool due = !instant_before(sim_clock(sim), sim->engine_next);
		if (sim->engine != NULL && (sim->jobs != NULL || due))
			run_engine(sim);
	}
}

void sim_run(struct sim *sim)
{
	sim_run_until(sim, sim->end);
	if (sim->failure[0] == '\0')
		check_history(sim);
}
