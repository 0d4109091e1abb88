/* gongshid: the command line (contract, section 2). */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/part.h"
#include <config.h>

static void usage(FILE *to)
{
	fputs("usage: gongshid [--config FILE] [--check] [--clock START[,SPEED]] [--version] [--help]\n"
	      "\n"
	      "  --config FILE   configuration; default ",
	      to);
	fputs(settings_default_path(), to);
	fputs("\n"
	      "  --check         read the configuration, say all that is wrong, start nothing\n"
	      "  --clock START[,SPEED]\n"
	      "                  rehearse: time starts at START (2009-01-01T08:00) and runs SPEED\n"
	      "                  times as fast; needs a state directory of its own\n"
	      "\n"
	      "Runs in the foreground; SIGTERM ends it, SIGHUP loads the configuration anew.\n"
	      "See gongshid(8) and gongshi.conf(5).\n",
	      to);
}

static int check(const char *path)
{
	struct settings *settings = NULL;
	if (daemon_read_settings(path, &settings) < 0)
		return 2;
	daemon_warn(settings->law);
	printf("%s: ok\n", path);
	settings_free(settings);
	return 0;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{"config", required_argument, NULL, 'c'}, {"check", no_argument, NULL, 'k'},
		{"clock", required_argument, NULL, 't'},  {"version", no_argument, NULL, 'V'},
		{"help", no_argument, NULL, 'h'},         {0},
	};
	umask(0027); /* what we write is ours and our group's */
	struct daemon_arguments arguments = {.config = settings_default_path()};
	bool only_check = false;
	int option;
	while ((option = getopt_long(argc, argv, "c:Vh", options, NULL)) != -1) {
		switch (option) {
		case 'c':
			arguments.config = optarg;
			break;
		case 'k':
			only_check = true;
			break;
		case 't':
			arguments.clock = optarg;
			break;
		case 'V':
			printf("gongshid %s\n", PACKAGE_VERSION);
			return 0;
		case 'h':
			usage(stdout);
			return 0;
		default:
			usage(stderr);
			return 2;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "gongshid: unexpected argument '%s'; see gongshid --help\n",
			argv[optind]);
		return 2;
	}
	return only_check ? check(arguments.config) : daemon_run(&arguments);
}
