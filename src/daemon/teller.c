#include "daemon/teller.h"

#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/vec.h"
#include "notifier/notifier.h"

#define MINUTE_MS 60000

struct desk { /* one notifier */
	struct notifier *notifier;
	struct vec_of(struct task *) queue;
	unsigned busy;
	unsigned spent;    /* messages in the minute that began at since_ms */
	uint64_t since_ms; /* monotonic: the peer's minute is real */
	bool retired, failing;
	char last_error[256];
	struct instant last_success;
};

struct teller {
	struct loop *loop;
	struct client *client;
	struct engine_thread *thread;
	struct timer *timer;
	const struct law *law;
	struct vec_of(struct desk *) desks;
	size_t in_flight;
	bool draining;
	void (*changed)(void *ctx);
	void *changed_ctx;
	bool working; /* in work_off: a notifier may end at once, inside it */
};

static void desk_free(struct desk *desk)
{
	for (size_t i = 0; i < desk->queue.len; i++)
		task_free(desk->queue.at[i]);
	VEC_FINISH(&desk->queue);
	notifier_free(desk->notifier);
	mem_free(desk);
}

static void sweep(struct teller *teller)
{
	size_t kept = 0;
	for (size_t i = 0; i < teller->desks.len; i++) {
		struct desk *desk = teller->desks.at[i];
		if (desk->retired && desk->busy == 0)
			desk_free(desk);
		else
			teller->desks.at[kept++] = desk;
	}
	teller->desks.len = kept;
}

static struct desk *desk_named(const struct teller *teller, const char *name)
{
	VEC_EACH(&teller->desks, desk)
		if (!(*desk)->retired && text_equal(notifier_name((*desk)->notifier), name))
			return *desk;
	return NULL;
}

struct sending {
	struct teller *teller;
	struct desk *desk;
	struct task *task;
};

static void ended(struct teller *teller, struct task *task, enum told_end end, long retry_after_s,
		  const char *reason)
{
	const struct event_told told = {
		.reason = reason, .end = end, .retry_after_s = retry_after_s};
	engine_thread_post(teller->thread, job_told(task, &told, clock_now()), true);
	task_free(task);
}

static void work_off(struct teller *teller);

/* A message about no alert (refused documents) is owed nowhere else: it is tried again here. */
static bool keeps(struct desk *desk, struct task *task, const struct notifier_result *result)
{
	if (task->item_count > 0 || result->end == NOTIFIER_DELIVERED)
		return false;
	if (result->end == NOTIFIER_REFUSED || desk->queue.len > 1000) {
		log_line(LOG_ERR_, "%s: %s: %s", task->person, task->subject, result->reason);
		return false;
	}
	*VEC_PUSH(&desk->queue) = task;
	return true;
}

static void sent(void *ctx, const struct notifier_result *result)
{
	struct sending *sending = ctx;
	struct teller *teller = sending->teller;
	struct desk *desk = sending->desk;
	desk->failing = result->end != NOTIFIER_DELIVERED;
	if (desk->failing) {
		size_t len = text_cut(result->reason, strlen(result->reason),
				      sizeof(desk->last_error) - 1);
		memcpy(desk->last_error, result->reason, len);
		desk->last_error[len] = '\0';
	} else {
		desk->last_success = clock_now();
	}
	bool kept = keeps(desk, sending->task, result);
	if (kept)
		timer_arm(teller->timer, MINUTE_MS);
	else
		ended(teller, sending->task,
		      result->end == NOTIFIER_DELIVERED ? TOLD_DELIVERED
		      : result->end == NOTIFIER_REFUSED ? TOLD_REFUSED
							: TOLD_LATER,
		      result->retry_after_s, result->reason);
	desk->busy--;
	teller->in_flight--;
	mem_free(sending);
	if (teller->changed != NULL && !teller->draining)
		teller->changed(teller->changed_ctx);
	if (!teller->draining && !teller->working && !kept) {
		sweep(teller);
		work_off(teller);
	}
}

static void send_one(struct teller *teller, struct desk *desk, struct task *task)
{
	const struct person *person = law_person(teller->law, task->person);
	if (person == NULL) {
		ended(teller, task, TOLD_REFUSED, -1, "配置中已没有此人");
		return;
	}
	struct sending *sending = mem_alloc(sizeof(*sending));
	*sending = (struct sending){teller, desk, task};
	const struct message message = {
		.id = task->message_id,
		.person = person->id,
		.name = person->name,
		.mail = person->mail,
		.mobile = person->mobile,
		.subject = task->subject,
		.text = task->text,
		.data = task->data,
		.at = clock_now(),
		.offset_s = teller->law->offset_s,
		.urgent = task->urgent,
	};
	desk->busy++;
	desk->spent++;
	teller->in_flight++;
	notifier_send(desk->notifier, &message, sent, sending);
}

static bool within_budget(struct desk *desk)
{
	unsigned budget = notifier_budget(desk->notifier);
	uint64_t now_ms = clock_monotonic_ms();
	if (now_ms - desk->since_ms >= MINUTE_MS) {
		desk->since_ms = now_ms;
		desk->spent = 0;
	}
	return budget == 0 || desk->spent < budget;
}

#define PARALLEL 8

static void work_off(struct teller *teller)
{
	bool waiting = false;
	if (teller->working)
		return;
	teller->working = true;
	for (size_t i = 0; i < teller->desks.len; i++) {
		struct desk *desk = teller->desks.at[i];
		size_t taken = 0;
		while (taken < desk->queue.len && desk->busy < PARALLEL && within_budget(desk))
			send_one(teller, desk, desk->queue.at[taken++]);
		desk->queue.len -= taken;
		memmove(desk->queue.at, desk->queue.at + taken,
			desk->queue.len * sizeof(*desk->queue.at));
		waiting = waiting || (desk->queue.len > 0 && desk->busy < PARALLEL);
	}
	teller->working = false;
	if (waiting)
		timer_arm(teller->timer, 1000);
}

static void budget_renewed(void *ctx)
{
	work_off(ctx);
}

void teller_tell(struct teller *teller, struct task *task)
{
	struct desk *desk = desk_named(teller, task->notifier);
	if (desk == NULL) {
		ended(teller, task, TOLD_REFUSED, -1, "配置中已没有此通知方式");
		return;
	}
	*VEC_PUSH(&desk->queue) = task;
	work_off(teller);
}

struct teller *teller_new(struct loop *loop, struct client *client)
{
	struct teller *teller = mem_alloc(sizeof(*teller));
	teller->loop = loop;
	teller->client = client;
	teller->timer = timer_open(loop, budget_renewed, teller);
	return teller;
}

int teller_configure(struct teller *teller, struct settings *settings, struct law *law,
		     struct error *err)
{
	size_t before = teller->desks.len;
	struct config_report report = {0};
	const struct notifier_world world = {
		.loop = teller->loop,
		.client = teller->client,
		.bureau = law->bureau,
		.log = log_sentence,
	};
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < config_length(settings->notifiers); i++) {
		struct notifier *notifier = notifier_configure(config_item(settings->notifiers, i),
							       &report);
		if (notifier == NULL) {
			rc = error_set(err, E_INVALID, "%s", buf_text(&report.lines));
			break;
		}
		struct desk *desk = mem_alloc(sizeof(*desk));
		desk->notifier = notifier;
		*VEC_PUSH(&teller->desks) = desk;
		rc = notifier_start(notifier, &world, err);
		if (rc < 0)
			rc = error_wrap(err, rc, "notifier %s", notifier_name(notifier));
	}
	buf_finish(&report.lines);
	for (size_t i = 0; i < teller->desks.len; i++)
		if (rc == 0 ? i < before : i >= before)
			teller->desks.at[i]->retired = true;
	sweep(teller);
	if (rc == 0)
		teller->law = law;
	return rc;
}

void teller_on_change(struct teller *teller, void (*changed)(void *ctx), void *ctx)
{
	teller->changed = changed;
	teller->changed_ctx = ctx;
}

void teller_set_engine(struct teller *teller, struct engine_thread *thread)
{
	teller->thread = thread;
}

json_t *teller_health(const struct teller *teller, int offset_s)
{
	json_t *list = json_array();
	VEC_EACH(&teller->desks, place) {
		const struct desk *desk = *place;
		if (desk->retired)
			continue;
		json_t *one = json_object();
		json_put_text(one, "name", notifier_name(desk->notifier));
		json_put_text(one, "type", notifier_type(desk->notifier));
		json_put_text(one, "health", desk->failing ? "failing" : "ok");
		json_object_set_new(one, "waiting", json_integer((json_int_t)desk->queue.len));
		if (desk->failing)
			json_put_text(one, "last_error", desk->last_error);
		json_put_instant(one, "last_success_at", desk->last_success, offset_s);
		json_array_append_new(list, one);
	}
	return list;
}

void teller_drain(struct teller *teller)
{
	teller->draining = true;
	timer_stop(teller->timer);
}

size_t teller_in_flight(const struct teller *teller)
{
	return teller->in_flight;
}

void teller_free(struct teller *teller)
{
	if (teller == NULL)
		return;
	teller->draining = true;
	for (size_t i = 0; i < teller->desks.len; i++)
		desk_free(teller->desks.at[i]);
	VEC_FINISH(&teller->desks);
	timer_close(teller->timer);
	mem_free(teller);
}
