/* The words behind `gongshictl`: options of the program, a command, its options and operands.
 *
 * Options may stand before or behind the operands, as `--by P` or `--by=P`; `--` ends them.  All
 * texts are borrowed from argv and from the command table. */
#ifndef CTL_ARGS_H
#define CTL_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/vec.h"
#include "ctl/ctl.h"

struct session;
struct args;

struct option {
	const char *name;  /* "signed-by" */
	const char *value; /* what it takes, as shown in the help; NULL: a flag */
	const char *help;
	bool many; /* may be given more than once */
};

/* One row of the command table. */
struct command {
	const char *name;     /* "show", or two words: "ledger export" */
	const char *operands; /* as shown: "ID RULE", "[DATE...]" */
	int least, most;      /* how many of them; most -1: any number */
	bool needs_daemon;
	const struct option *options; /* ended by a row without name; NULL: none */
	const char *help;             /* one line */
	enum ctl_end (*run)(struct session *session, const struct args *args);
};

struct given {
	const struct option *option;
	const char *value; /* NULL for a flag */
};

struct args {
	const struct command *command; /* NULL: none was named */
	struct vec_of(const char *) operands;
	struct vec_of(struct given) given;
};

/* Options of the program itself, valid with every command. */
extern const struct option program_options[];

/* -E_INVALID with a sentence that ends in the remedy.  Without a command only --help and --version
 * are complete; then `command` stays NULL.  args_finish also after a failure. */
MUST_CHECK int args_parse(const struct command *table, int argc, char *const *argv,
			  struct args *out, struct error *err);
void args_finish(struct args *args);

bool args_has(const struct args *args, const char *option);
const char *args_value(const struct args *args, const char *option); /* the last one; NULL */
const char *args_operand(const struct args *args, size_t index);     /* NULL */

/* The row of a name of one or two words (`second` may be NULL); *two: both were used. */
const struct command *command_find(const struct command *table, const char *first,
				   const char *second, bool *two);

#endif
