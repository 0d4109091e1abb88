#include "core/model/event.h"

#include "base/mem.h"

const char *publish_operation_name(enum publish_operation operation)
{
	static const char *const names[] = {
		[PUBLISH_CREATE] = "create",
		[PUBLISH_FIND] = "find",
		[PUBLISH_UPDATE] = "update",
		[PUBLISH_WITHDRAW] = "withdraw",
	};
	return names[operation];
}

void outcome_finish(struct outcome *outcome)
{
	pool_finish(&outcome->pool);
	VEC_FINISH(&outcome->facts);
	VEC_FINISH(&outcome->notes);
	outcome->received = RECEIVED_NONE;
	outcome->sentence = NULL;
}

static struct fact *fact_start(struct fact *fact, enum fact_kind kind, const struct event *event)
{
	fact->kind = kind;
	fact->at = event->at;
	fact->actor = event->actor;
	return fact;
}

struct fact *outcome_add(struct outcome *outcome, enum fact_kind kind, const struct event *event)
{
	return fact_start(VEC_PUSH(&outcome->facts), kind, event);
}

struct fact *outcome_note(struct outcome *outcome, enum fact_kind kind, const struct event *event)
{
	return fact_start(VEC_PUSH(&outcome->notes), kind, event);
}

const char *outcome_text(struct outcome *outcome, const char *text)
{
	return pool_text(&outcome->pool, text);
}
