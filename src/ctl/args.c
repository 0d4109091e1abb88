#include "ctl/args.h"

#include <string.h>

#include "base/buf.h"
#include "base/macros.h"
#include "base/text.h"
#include "config/config.h"

#define NAMES_MAX 64 /* of commands or options, to look for the nearest */

const struct option program_options[] = {
	{"config", "FILE", .help = "配置文件 the configuration"},
	{"socket", "PATH",
	 .help = "守护进程的套接字 the daemon's socket, instead of the configured one"},
	{"json", NULL, .help = "输出 JSON print JSON"},
	{"help", NULL, .help = "显示用法 show how it is used"},
	{"version", NULL, .help = "显示版本 show the version"},
	{0},
};

struct parse {
	const struct command *table;
	struct args *args;
	char *const *at;
	char *const *end;
	struct error *err;
};

/* --- options --- */

static const struct option *option_find(const struct option *options, const char *name, size_t len)
{
	for (; options != NULL && options->name != NULL; options++)
		if (strlen(options->name) == len && memcmp(options->name, name, len) == 0)
			return options;
	return NULL;
}

static size_t option_names(const struct option *options, const char **names, size_t count)
{
	for (; options != NULL && options->name != NULL && count + 1 < NAMES_MAX; options++)
		names[count++] = options->name;
	names[count] = NULL;
	return count;
}

static int unknown_option(struct parse *parse, const char *word, const char *name)
{
	const struct command *command = parse->args->command;
	const char *names[NAMES_MAX];
	size_t count = option_names(program_options, names, 0);
	option_names(command != NULL ? command->options : NULL, names, count);
	const char *near = config_nearest(name, names);
	if (near != NULL)
		return error_set(parse->err, E_INVALID, "unknown option %s: did you mean --%s?",
				 word, near);
	if (command == NULL)
		return error_set(parse->err, E_INVALID,
				 "unknown option %s before the command: see 'gongshictl --help'",
				 word);
	return error_set(parse->err, E_INVALID, "%s has no option %s: see 'gongshictl help %s'",
			 command->name, word, command->name);
}

/* `word` begins with two dashes and has more. */
static int parse_option(struct parse *parse, const char *word)
{
	const char *name = word + 2;
	size_t len = strcspn(name, "=");
	const struct command *command = parse->args->command;
	const struct option *option = option_find(program_options, name, len);
	if (option == NULL && command != NULL)
		option = option_find(command->options, name, len);
	if (option == NULL) {
		scoped(buf_finish) struct buf plain = {0};
		buf_add(&plain, name, len);
		return unknown_option(parse, word, buf_text(&plain));
	}

	const char *value = name[len] == '=' ? name + len + 1 : NULL;
	if (option->value == NULL && value != NULL)
		return error_set(parse->err, E_INVALID, "--%s takes no value: write it alone",
				 option->name);
	if (option->value != NULL && value == NULL) {
		if (parse->at == parse->end)
			return error_set(parse->err, E_INVALID, "--%s needs a value: --%s %s",
					 option->name, option->name, option->value);
		value = *parse->at++;
	}
	if (!option->many && args_has(parse->args, option->name))
		return error_set(parse->err, E_INVALID, "--%s is given twice: drop one",
				 option->name);
	struct given *given = VEC_PUSH(&parse->args->given);
	given->option = option;
	given->value = value;
	return 0;
}

/* --- the command --- */

const struct command *command_find(const struct command *table, const char *first,
				   const char *second, bool *two)
{
	size_t len = strlen(first);
	for (const struct command *row = table; row->name != NULL; row++) {
		*two = false;
		if (strcmp(row->name, first) == 0)
			return row;
		*two = second != NULL && strncmp(row->name, first, len) == 0 &&
		       row->name[len] == ' ' && strcmp(row->name + len + 1, second) == 0;
		if (*two)
			return row;
	}
	return NULL;
}

static bool is_group(const struct command *table, const char *word)
{
	size_t len = strlen(word);
	for (; table->name != NULL; table++)
		if (strncmp(table->name, word, len) == 0 && table->name[len] == ' ')
			return true;
	return false;
}

static int unknown_command(struct parse *parse, const char *first, const char *second)
{
	scoped(buf_finish) struct buf words = {0};
	const char *names[NAMES_MAX] = {NULL};
	size_t count = 0;
	for (const struct command *row = parse->table; row->name != NULL && count + 1 < NAMES_MAX;
	     row++)
		names[count++] = row->name;
	buf_text_add(&words, first);
	if (second != NULL)
		buf_print(&words, " %s", second);
	const char *near = config_nearest(buf_text(&words), names);
	if (near != NULL)
		return error_set(parse->err, E_INVALID, "unknown command %s: did you mean %s?",
				 buf_text(&words), near);
	return error_set(parse->err, E_INVALID,
			 "unknown command %s: 'gongshictl --help' lists them", buf_text(&words));
}

/* A word that is no option, before a command is known.  `*group` is the first of two words. */
static int parse_command(struct parse *parse, const char *word, const char **group)
{
	bool two;
	const char *first = *group != NULL ? *group : word;
	parse->args->command = command_find(parse->table, first, *group != NULL ? word : NULL,
					    &two);
	if (parse->args->command != NULL) {
		*group = NULL;
		return 0;
	}
	if (*group != NULL || !is_group(parse->table, word))
		return unknown_command(parse, first, *group != NULL ? word : NULL);
	*group = word;
	return 0;
}

static int check_operands(struct parse *parse)
{
	const struct command *command = parse->args->command;
	size_t count = parse->args->operands.len;
	if (count < (size_t)command->least)
		return error_set(parse->err, E_INVALID, "%s needs %s: see 'gongshictl help %s'",
				 command->name, command->operands, command->name);
	if (command->most >= 0 && count > (size_t)command->most)
		return error_set(
			parse->err, E_INVALID,
			"%s does not know what to do with \"%s\": see 'gongshictl help %s'",
			command->name, parse->args->operands.at[command->most], command->name);
	return 0;
}

static int parse_words(struct parse *parse, const char **group)
{
	bool options_ended = false;
	while (parse->at < parse->end) {
		const char *word = *parse->at++;
		int rc = 0;
		if (!options_ended && strcmp(word, "--") == 0)
			options_ended = true;
		else if (!options_ended && text_starts(word, "--"))
			rc = parse_option(parse, word);
		else if (!options_ended && word[0] == '-' && word[1] != '\0')
			rc = strcmp(word, "-h") == 0 ? parse_option(parse, "--help")
						     : unknown_option(parse, word, word + 1);
		else if (parse->args->command == NULL)
			rc = parse_command(parse, word, group);
		else
			*VEC_PUSH(&parse->args->operands) = word;
		if (rc < 0)
			return rc;
	}
	return 0;
}

int args_parse(const struct command *table, int argc, char *const *argv, struct args *out,
	       struct error *err)
{
	*out = (struct args){0};
	struct parse parse = {table, out, argv + (argc > 0), argv + argc, err};
	const char *group = NULL;
	int rc = parse_words(&parse, &group);
	if (rc < 0 || args_has(out, "help") || args_has(out, "version"))
		return rc;
	if (group != NULL)
		return error_set(err, E_INVALID,
				 "%s needs a second word: 'gongshictl help %s' lists them", group,
				 group);
	if (out->command == NULL)
		return error_set(err, E_INVALID,
				 "no command is given: 'gongshictl --help' lists them");
	return check_operands(&parse);
}

void args_finish(struct args *args)
{
	VEC_FINISH(&args->operands);
	VEC_FINISH(&args->given);
}

/* --- what was given --- */

bool args_has(const struct args *args, const char *option)
{
	VEC_EACH(&args->given, given)
		if (strcmp(given->option->name, option) == 0)
			return true;
	return false;
}

const char *args_value(const struct args *args, const char *option)
{
	const char *value = NULL;
	VEC_EACH(&args->given, given)
		if (strcmp(given->option->name, option) == 0)
			value = given->value;
	return value;
}

const char *args_operand(const struct args *args, size_t index)
{
	return index < args->operands.len ? args->operands.at[index] : NULL;
}
