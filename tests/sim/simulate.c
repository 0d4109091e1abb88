/* Years in seconds: many worlds, each from its seed, each checked against the invariants.
 *
 *   simulate                        all seeds, as TAP (SIM_QUICK=1: fewer)
 *   simulate --seeds FROM-TO        these only
 *   simulate --seed N [--verbose]   one world, told line by line
 *   --days N                        how long a world lasts, two years by default */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "sim.h"

#define SEEDS 1000
#define QUICK_SEEDS 100
#define SEEDS_A_TEST 100
#define YEARS_2 731
#define WORKERS_MOST 64

static int print_line(void *ctx, uint64_t seq, const char *line, size_t len)
{
	(void)ctx;
	(void)seq;
	printf("# %.*s\n", (int)len, line);
	return 0;
}

static void print_ledger(struct sim *sim)
{
	struct error err;
	if (store_lines(sim->store, 0, UINT64_MAX, print_line, NULL, &err) < 0)
		printf("# %s\n", err.text);
}

static bool run_seed(const struct sim_laws *laws, uint64_t seed, int days, bool verbose)
{
	struct sim sim;
	const struct sim_options options = {.seed = seed, .days = days, .verbose = verbose};
	sim_open(&sim, laws, &options);
	sim_run(&sim);
	bool good = sim.failure[0] == '\0';
	if (verbose)
		print_ledger(&sim);
	if (verbose)
		printf("# %zu papers, %llu entries, %llu runs (%llu failed), %llu crashes, %llu clock "
		       "steps, %llu created, %llu updated, %llu looked up, %llu unclear, %llu probes, "
		       "%llu letters, %llu decisions, %llu refused\n",
		       sim.office.papers.len, (unsigned long long)sim.entries,
		       (unsigned long long)sim.runs, (unsigned long long)sim.failed_runs,
		       (unsigned long long)sim.crashes, (unsigned long long)sim.steps,
		       (unsigned long long)sim.website.creates,
		       (unsigned long long)sim.website.updates,
		       (unsigned long long)sim.website.finds,
		       (unsigned long long)sim.website.unclear,
		       (unsigned long long)sim.website.probes, (unsigned long long)sim.letters.sent,
		       (unsigned long long)sim.office.decisions,
		       (unsigned long long)sim.office.refusals);
	if (!good)
		printf("# seed %llu: %s\n# again: tests/sim/simulate --seed %llu --verbose\n",
		       (unsigned long long)seed, sim.failure, (unsigned long long)seed);
	fflush(stdout);
	sim_close(&sim);
	return good;
}

/* One process a processor; each takes every nth seed and says by its status whether all held. */
static bool run_seeds(const struct sim_laws *laws, uint64_t from, uint64_t to, int days)
{
	long workers = sysconf(_SC_NPROCESSORS_ONLN);
	workers = workers < 1 ? 1 : workers > WORKERS_MOST ? WORKERS_MOST : workers;
	fflush(stdout);
	for (long i = 0; i < workers; i++) {
		pid_t pid = fork();
		if (pid != 0)
			continue;
		bool good = true;
		for (uint64_t seed = from + (uint64_t)i; seed <= to && good;
		     seed += (uint64_t)workers)
			good = run_seed(laws, seed, days, false);
		_exit(good ? 0 : 1);
	}
	bool good = true;
	for (long i = 0; i < workers; i++) {
		int status = 1;
		if (wait(&status) < 0)
			return false;
		good = good && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	}
	return good;
}

static bool run_all(const struct sim_laws *laws, int days)
{
	struct timespec before, after;
	uint64_t seeds = getenv("SIM_QUICK") != NULL ? QUICK_SEEDS : SEEDS;
	bool good = true;
	clock_gettime(CLOCK_MONOTONIC, &before);
	printf("1..%llu\n", (unsigned long long)(seeds / SEEDS_A_TEST));
	for (uint64_t from = 1; from <= seeds; from += SEEDS_A_TEST) {
		bool held = run_seeds(laws, from, from + SEEDS_A_TEST - 1, days);
		good = good && held;
		printf("%sok %llu - every invariant holds in worlds %llu to %llu\n",
		       held ? "" : "not ", (unsigned long long)(from / SEEDS_A_TEST + 1),
		       (unsigned long long)from, (unsigned long long)(from + SEEDS_A_TEST - 1));
	}
	clock_gettime(CLOCK_MONOTONIC, &after);
	double seconds = (double)(after.tv_sec - before.tv_sec) +
			 (double)(after.tv_nsec - before.tv_nsec) / 1e9;
	printf("# %llu worlds of %d days in %.1f s: %.0f a second\n", (unsigned long long)seeds,
	       days, seconds, (double)seeds / seconds);
	return good;
}

static int usage(void)
{
	fputs("usage: simulate [--seed N [--verbose] | --seeds FROM-TO] [--days N]\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	uint64_t from = 0, to = 0;
	bool verbose = false;
	int days = YEARS_2;
	for (int i = 1; i < argc; i++) {
		char *end = NULL;
		const char *value = i + 1 < argc ? argv[i + 1] : "";
		if (strcmp(argv[i], "--verbose") == 0) {
			verbose = true;
			continue;
		}
		if (strcmp(argv[i], "--seed") == 0)
			from = to = strtoull(value, &end, 10);
		else if (strcmp(argv[i], "--seeds") == 0) {
			from = strtoull(value, &end, 10);
			to = *end == '-' ? strtoull(end + 1, &end, 10) : from;
		} else if (strcmp(argv[i], "--days") == 0)
			days = (int)strtol(value, &end, 10);
		if (end == NULL || end == value || *end != '\0' || days < 100)
			return usage();
		i++;
	}
	struct sim_laws laws;
	sim_laws_make(&laws);
	bool good = from == 0    ? run_all(&laws, days)
		    : from == to ? run_seed(&laws, from, days, verbose)
				 : run_seeds(&laws, from, to, days);
	sim_laws_free(&laws);
	return good ? 0 : 1;
}
