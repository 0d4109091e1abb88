/* gongshictl: one command of an operator, from its arguments to its exit code.
 *
 * Most commands speak the web API over the daemon's unix socket; those about dates, rules and the
 * ledger work from files alone.  What is asked for goes to `out`; everything else is one line on
 * `err` that begins with the program's name and ends with the remedy. */
#ifndef CTL_CTL_H
#define CTL_CTL_H

#include <stdio.h>

/* Exit codes (contract, section 2). */
enum ctl_end {
	CTL_DONE = 0,
	CTL_NO = 1,        /* the answer is no: nothing found, refused, verification failed */
	CTL_USAGE = 2,     /* usage or configuration */
	CTL_UNREACHED = 3, /* the daemon cannot be reached */
	CTL_FAILED = 4,    /* the daemon failed */
};

struct ctl_streams {
	int in; /* file descriptor */
	FILE *out, *err;
};

enum ctl_end ctl_run(const struct ctl_streams *streams, int argc, char *const *argv);

#endif
