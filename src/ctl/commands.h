/* The command table and what its rows call. */
#ifndef CTL_COMMANDS_H
#define CTL_COMMANDS_H

#include "base/macros.h"
#include "ctl/args.h"
#include "ctl/session.h"

extern const struct command commands[]; /* ended by a row without name */

typedef enum ctl_end command_run(struct session *session, const struct args *args);

command_run run_status, run_list;                                     /* list.c */
command_run run_submit, run_revise;                                   /* submit.c */
command_run run_show, run_explain, run_schedule, run_prove;           /* show.c */
command_run run_decision, run_ack;                                    /* decide.c */
command_run run_due;                                                  /* due.c */
command_run run_rules;                                                /* rules.c */
command_run run_calendar_check, run_calendar_load;                    /* calendar.c */
command_run run_ledger_export, run_ledger_key, run_ledger_checkpoint; /* ledger.c */
command_run run_ledger_verify;                                        /* verify.c */
command_run run_check_proof;                                          /* proof.c */
command_run run_report, run_absent;                                   /* absent.c */

#endif
