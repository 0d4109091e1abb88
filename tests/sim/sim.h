/* A run of the simulator: the real engine, core and memory store in a made-up world.
 *
 * Everything follows from the seed.  There are two clocks: true time, in which the world lives and
 * which only runs forward, and the daemon's, which is sometimes set. */
#ifndef TESTS_SIM_SIM_H
#define TESTS_SIM_SIM_H

#include <stdbool.h>
#include <stdint.h>

#include "agenda.h"
#include "chance.h"
#include "engine/engine.h"
#include "letters.h"
#include "office.h"
#include "sim_law.h"
#include "website.h"

/* A task that the engine handed out, on its way. */
struct errand {
	struct sim *sim;
	struct task *task; /* NULL: the process that asked has died */
	struct deed *deed; /* on its way to the server */
	struct event_published end;
	struct event_probed seen;
	char url[64], remote_id[24];
	bool lost; /* the answer does not come through, whatever it is */
};

/* When the daemon could not work: stopped, or the disk failed.  By its own clock. */
struct outage {
	struct instant from, to; /* NEVER: it lasts */
};

struct sim_options {
	uint64_t seed;
	int days;
	bool verbose;
};

struct sim {
	struct sim_options options;
	struct chance chance;
	struct agenda agenda;
	struct pool pool;                /* of the world: nothing is freed before the end */
	struct instant start, calm, end; /* true time; no faults and no decisions from `calm` on */
	struct instant now;              /* true time */
	int64_t skew_us;                 /* the daemon's clock less true time */

	const struct sim_laws *laws;
	int law_variant;
	const struct law *law;
	struct store *store;
	struct engine *engine;      /* NULL: stopped */
	struct instant engine_next; /* by the daemon's clock */
	struct job *jobs, **last_job;
	struct vec_of(struct errand *) errands;
	struct vec_of(struct task *) fresh;
	struct ed25519_seed seed;
	struct ledger_key key;

	bool quiet; /* a story */
	bool disk_full;
	bool dies_in_run;  /* after the commit, before a task has left */
	int disk_permille; /* chance of a single failing commit */
	int64_t noticed_skew_us, largest_skew_us;
	struct vec_of(struct outage) outages;
	int runs_at_once; /* without time going on: a busy loop */
	struct instant last_run;

	struct website website;
	struct letters letters;
	struct office office;

	uint64_t runs, failed_runs, crashes, starts, steps, entries;
	char failure[768]; /* the first broken invariant; "" */
};

void sim_open(struct sim *sim, const struct sim_laws *laws, const struct sim_options *options);
/* For a story: nothing is planned, nothing goes wrong by itself, and it has no end. */
void sim_open_quiet(struct sim *sim, const struct law *law, struct instant start);
void sim_run(struct sim *sim);                             /* to the end, or to the first failure */
void sim_run_until(struct sim *sim, struct instant until); /* true time */
void sim_close(struct sim *sim);

struct instant sim_clock(const struct sim *sim); /* of the daemon */
struct instant sim_true(const struct sim *sim, struct instant clock);
void sim_submit(struct sim *sim, struct job *job);
void sim_say(const struct sim *sim, const char *fmt, ...) PRINTF_LIKE(2, 3); /* when verbose */
void sim_fail(struct sim *sim, const char *fmt, ...) PRINTF_LIKE(2, 3); /* the first one counts */
bool sim_is_calm(const struct sim *sim);
struct instant sim_after(const struct sim *sim, int64_t us);
/* How long something takes: drawn from least to most, but always a second in a story. */
int64_t sim_takes(struct sim *sim, int64_t least_us, int64_t most_us);

void sim_outage(struct sim *sim, bool begins);
bool sim_was_out(const struct sim *sim, struct instant from, struct instant to); /* at any time */

/* trouble.c: what goes wrong in the daemon's own house */
void trouble_plan(struct sim *sim);
void trouble_start(struct sim *sim, void *what); /* the daemon */
void trouble_end(struct sim *sim, void *what);
/* While a server works on what was given up at `from_us` from now: the clock is set, or all dies. */
void trouble_at_the_worst_moment(struct sim *sim, int64_t from_us);

/* An errand has ended: its job goes to the engine. */
void errand_end(struct sim *sim, struct errand *errand, struct job *job);

#endif
