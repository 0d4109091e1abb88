/* gongshictl run inside a test: a folder with a configuration, what it printed, and a stand-in for
 * the daemon on a unix socket that answers by a table. */
#ifndef TESTS_UNIT_CTL_RIG_H
#define TESTS_UNIT_CTL_RIG_H

#include <pthread.h>
#include <stdbool.h>

#include "../config/conf_folder.h"
#include "base/buf.h"
#include "ctl/ctl.h"

struct stand_in_answer {
	const char *start; /* of "METHOD TARGET"; the first row that fits answers */
	int status;
	const char *body;
};

struct rig {
	struct conf_folder folder;
	char conf[128], socket[128];
	char *out, *err; /* of the last run */
	/* the stand-in */
	const struct stand_in_answer *answers; /* ended by a row without start */
	int listener;
	pthread_t thread;
	struct buf asked; /* every request, whole, one behind the other */
};

int rig_setup(void **state);
int rig_teardown(void **state);

/* Run with these words, NULL-ended; `input` goes to standard input. */
enum ctl_end rig_run(struct rig *rig, const char *input, ...) __attribute__((sentinel));
/* The same with --config in front. */
#define rig_ctl(rig, ...) rig_run(rig, "", "--config", (rig)->conf, __VA_ARGS__, NULL)

void rig_stand_in(struct rig *rig, const struct stand_in_answer *answers);
void rig_stand_down(struct rig *rig);

/* Write a file into the folder; its path, valid until the next call. */
const char *rig_file(struct rig *rig, const char *name, const char *text);

#endif
