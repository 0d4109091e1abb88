#include "daemon/refusals.h"

#include <string.h>

#include "base/mem.h"
#include "core/alert/alert.h"

#define GATHER_MS 3000
#define LINES_A_LETTER 100

struct refusals {
	struct world *world;
	struct timer *timer;
	const struct law *law;
	struct buf lines;
	int count;
};

static struct task *letter(const struct refusals *refusals, const struct person *person,
			   const struct notifier_terms *notifier)
{
	char hex[DIGEST_TEXT];
	scoped(buf_finish) struct buf text = {0};
	struct task *task = mem_alloc(sizeof(*task));
	digest_print(sha256_of(refusals->lines.data, refusals->lines.len), hex);
	buf_print(&text,
		  "%s：\n\n收文目录中有%d件未被接受，原件和原因（reason.json）在 rejected 目录中，"
		  "更正后请重新放入 incoming。\n\n%s\n%s　政务公开\n",
		  person->name, refusals->count, buf_text(&refusals->lines), refusals->law->bureau);
	task->kind = ACTION_TELL;
	task->person = pool_text(&task->pool, person->id);
	task->notifier = pool_text(&task->pool, notifier->name);
	task->message_id = pool_print(&task->pool, "gongshi-refused-%lld-%.16s",
				      (long long)(clock_now().us / 1000), hex);
	task->subject = pool_print(&task->pool, "【退件】%d件公文未被接受", refusals->count);
	task->text = pool_text(&task->pool, buf_text(&text));
	task->started_at = clock_now();
	task->data = json_object();
	return task;
}

static void tell(void *ctx)
{
	struct refusals *refusals = ctx;
	if (refusals->count == 0)
		return;
	struct civil_date today = civil_date_at(clock_now(), refusals->law->offset_s);
	const struct person *person = law_post_holder(refusals->law, NULL, "office", today);
	const struct notifier_terms *notifier =
		person == NULL ? NULL : alert_notifier(refusals->law, NULL, person, 0);
	if (notifier == NULL)
		log_line(LOG_WARNING_,
			 "%d refused documents cannot be told to anybody: name the post "
			 "\"office\" in the configuration",
			 refusals->count);
	else
		world_task(refusals->world, letter(refusals, person, notifier));
	buf_clear(&refusals->lines);
	refusals->count = 0;
}

struct refusals *refusals_new(struct loop *loop, struct world *world)
{
	struct refusals *refusals = mem_alloc(sizeof(*refusals));
	refusals->world = world;
	refusals->timer = timer_open(loop, tell, refusals);
	return refusals;
}

void refusals_add(struct refusals *refusals, const struct law *law, const char *name,
		  const char *sentence)
{
	refusals->law = law;
	if (refusals->count < LINES_A_LETTER)
		buf_print(&refusals->lines, "%s\n  %s\n", name, sentence);
	if (refusals->count++ == 0)
		timer_arm(refusals->timer, GATHER_MS);
}

void refusals_free(struct refusals *refusals)
{
	if (refusals == NULL)
		return;
	tell(refusals);
	timer_close(refusals->timer);
	buf_finish(&refusals->lines);
	mem_free(refusals);
}
