#include "ctl/help.h"

#include <string.h>

#include "base/buf.h"
#include "ctl/table.h"

static void add_command(struct table *table, const struct command *command)
{
	scoped(buf_finish) struct buf text = {0};
	buf_print(&text, "%s %s", command->name, command->operands);
	table_cell(table, buf_text(&text));
	table_cell(table, command->help);
}

static void print_options(const struct option *options, FILE *out)
{
	scoped(table_finish) struct table table = {.columns = 2};
	for (; options != NULL && options->name != NULL; options++) {
		scoped(buf_finish) struct buf text = {0};
		buf_print(&text, "--%s%s%s", options->name, options->value != NULL ? " " : "",
			  options->value != NULL ? options->value : "");
		table_cell(&table, buf_text(&text));
		table_cell(&table, options->help);
	}
	table_print(&table, "  ", out);
}

void help_overview(const struct command *commands, FILE *out)
{
	scoped(table_finish) struct table table = {.columns = 2};
	fputs("gongshictl [--config FILE] [--socket PATH] [--json] COMMAND ...\n\n", out);
	for (const struct command *row = commands; row->name != NULL; row++)
		add_command(&table, row);
	table_print(&table, "  ", out);
	fputs("  help COMMAND\n\n", out);
	print_options(program_options, out);
	fputs("\n退出码 exit codes: 0 done, 1 the answer is no, 2 usage or configuration, 3 the daemon\n"
	      "cannot be reached, 4 the daemon failed.  详见 man gongshictl.\n",
	      out);
}

void help_command(const struct command *command, FILE *out)
{
	fprintf(out, "gongshictl %s%s%s%s\n\n  %s\n", command->name,
		command->operands[0] != '\0' ? " " : "", command->operands,
		command->options != NULL ? " [OPTION...]" : "", command->help);
	if (command->options != NULL)
		fputc('\n', out);
	print_options(command->options, out);
	fputs(command->needs_daemon ? "\n  需要守护进程 needs the daemon\n"
				    : "\n  不需要守护进程 works without the daemon\n",
	      out);
}

int help_group(const struct command *commands, const char *word, FILE *out)
{
	scoped(table_finish) struct table table = {.columns = 2};
	size_t len = strlen(word);
	int count = 0;
	for (const struct command *row = commands; row->name != NULL; row++) {
		if (strncmp(row->name, word, len) != 0 || row->name[len] != ' ')
			continue;
		add_command(&table, row);
		count++;
	}
	table_print(&table, "  ", out);
	return count;
}
