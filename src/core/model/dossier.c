#include "core/model/dossier.h"

#include "base/macros.h"

const char *publication_state_name(enum publication_state state)
{
	static const char *const names[PUB_STATES] = {
		[PUB_PENDING] = "pending",   [PUB_SENT] = "sent",     [PUB_UNCLEAR] = "unclear",
		[PUB_ACCEPTED] = "accepted", [PUB_PROVEN] = "proven", [PUB_ATTESTED] = "attested",
		[PUB_GONE] = "gone",	     [PUB_WITHDRAWN] = "withdrawn",
	};
	return names[state];
}

const char *alert_state_name(enum alert_state state)
{
	static const char *const names[] = {
		[ALERT_OWED] = "owed", [ALERT_DELIVERED] = "delivered",
		[ALERT_FAILED] = "failed", [ALERT_READ] = "read",
		[ALERT_ACKNOWLEDGED] = "acknowledged",
	};
	return names[state];
}
