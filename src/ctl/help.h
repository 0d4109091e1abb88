/* Usage, printed from the command table. */
#ifndef CTL_HELP_H
#define CTL_HELP_H

#include <stdio.h>

#include "ctl/args.h"

void help_overview(const struct command *table, FILE *out);
void help_command(const struct command *command, FILE *out);
/* Every command whose name begins with this word; returns their number. */
int help_group(const struct command *table, const char *word, FILE *out);

#endif
