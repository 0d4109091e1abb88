/* Commands that the manual names and this version does not have yet: said plainly, done never. */
#include "ctl/commands.h"

enum ctl_end run_report(struct session *session, const struct args *args UNUSED)
{
	return complain(
		session, CTL_NO,
		"report is not in this version yet: use 'gongshictl --json list' meanwhile");
}

enum ctl_end run_absent(struct session *session, const struct args *args)
{
	return complain(session, CTL_USAGE,
			"%s is not in this version yet: see 'gongshictl --help'",
			args->command->name);
}
