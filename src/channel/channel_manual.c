/* Channels that people serve: the notice board, the window, a meeting, a newspaper.  What was shown
 * there is attested with two names and the digest of a photograph or scan; there is nothing for us
 * to send and no page to read. */
#include "base/macros.h"
#include "channel/backend.h"

struct manual {
	struct channel base;
	const char *place;
};

/* clang-format off */
static const struct config_field fields[] = {
	{.name = "place", .kind = CONFIG_TEXT, .offset = CONFIG_FIELD(manual, place),
	 .help = "where it is, for people"},
	{0},
};
/* clang-format on */

/* The core never asks an attested channel; should it, nothing may look done. */
static void run(struct channel *channel UNUSED, struct operation *operation)
{
	operation_refuse(operation, "由人工公开并见证");
}

const struct channel_ops channel_board = {
	.name = "board",
	.fields = fields,
	.channel_bytes = sizeof(struct manual),
	.operation_bytes = sizeof(struct operation),
	.attested = true,
	.run = run,
};

const struct channel_ops channel_manual = {
	.name = "manual",
	.fields = fields,
	.channel_bytes = sizeof(struct manual),
	.operation_bytes = sizeof(struct operation),
	.attested = true,
	.run = run,
};
