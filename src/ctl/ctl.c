#include "ctl/ctl.h"

#include <string.h>

#include "ctl/args.h"
#include "ctl/commands.h"
#include "ctl/help.h"
#include "ctl/session.h"

#ifndef PACKAGE_VERSION
#define PACKAGE_VERSION "unknown" /* compiled by hand */
#endif

/* `help` is about the table, so it cannot be a row of it: but it reads like one. */
static const struct command help_row = {
	.name = "help",
	.operands = "[COMMAND]",
	.most = 2,
	.help = "",
};

static enum ctl_end help(const struct session *session, const struct args *args)
{
	bool two;
	const char *first = args_operand(args, 0);
	const char *second = args_operand(args, 1);
	if (first == NULL) {
		help_overview(commands, session->out);
		return CTL_DONE;
	}
	const struct command *command = command_find(commands, first, second, &two);
	if (command != NULL)
		help_command(command, session->out);
	else if (second != NULL || help_group(commands, first, session->out) == 0)
		return complain(session, CTL_USAGE,
				"there is no command %s%s%s: 'gongshictl --help' lists them", first,
				second != NULL ? " " : "", second != NULL ? second : "");
	return CTL_DONE;
}

/* The first word that is no option, and what stands behind it. */
/* `help` is the first word that is no option; --config and --socket take the word behind them. */
static bool asks_for_help(int argc, char *const *argv)
{
	int at = 1;
	for (; at < argc && strncmp(argv[at], "--", 2) == 0; at++)
		if (strcmp(argv[at], "--config") == 0 || strcmp(argv[at], "--socket") == 0)
			at++;
	return at < argc && strcmp(argv[at], help_row.name) == 0;
}

static enum ctl_end run(struct session *session, const struct args *args)
{
	if (args_has(args, "version")) {
		fputs("gongshictl " PACKAGE_VERSION "\n", session->out);
		return CTL_DONE;
	}
	if (args_has(args, "help") && args->command != NULL) {
		help_command(args->command, session->out);
		return CTL_DONE;
	}
	if (args_has(args, "help")) {
		help_overview(commands, session->out);
		return CTL_DONE;
	}
	return args->command->run(session, args);
}

enum ctl_end ctl_run(const struct ctl_streams *streams, int argc, char *const *argv)
{
	const struct command helper[] = {help_row, {0}};
	struct args args;
	struct session session;
	struct error err = {0};
	const struct command *table = asks_for_help(argc, argv) ? helper : commands;
	int rc = args_parse(table, argc, argv, &args, &err);
	session_open(&session, streams, &args);
	enum ctl_end end;
	if (rc < 0)
		end = complain(&session, CTL_USAGE, "%s", err.text);
	else if (table == helper)
		end = help(&session, &args);
	else
		end = run(&session, &args);
	session_finish(&session);
	args_finish(&args);
	return end;
}
