/* rules: what is in force, by the configuration on disk. */
#include <jansson.h>

#include "base/json.h"
#include "core/view/view.h"
#include "ctl/commands.h"
#include "ctl/table.h"

static const struct column rule_columns[] = {
	{"规则", "id", NULL},
	{"种类", "kind", NULL},
	{"期限", "term_label", "term"},
	{"顺延", "roll", NULL},
	{"起算", "trigger", NULL},
	{"自", "from", NULL},
	{"至", "until", NULL},
	{"渠道", "channels", NULL},
	{"催办", "ladder", NULL},
	{"依据", "basis", NULL},
	{0},
};

enum ctl_end run_rules(struct session *session, const struct args *args UNUSED)
{
	struct settings *settings = session_settings(session);
	if (settings == NULL)
		return CTL_USAGE;
	scoped(json_drop) json_t *rules = view_rules(settings->law);
	if (session->json) {
		print_json(session, rules);
		return CTL_DONE;
	}
	if (json_array_size(rules) == 0)
		return complain(session, CTL_NO, "%s has no rules: add a `rules` list",
				session->config);
	table_objects(rules, rule_columns, "", session->out);
	return CTL_DONE;
}
