/* One message per person and window, not per document (300 overdue dossiers after a week off are
 * one letter).  A letter collects alerts until the sweep that began it is over and the person's last
 * letter is a window ago; it is written when it leaves, of what is still to be told then. */
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "core/alert/alert.h"
#include "core/view/view.h"
#include "engine/engine_inside.h"

#define LETTER_WINDOW_US (5 * INSTANT_MINUTE)
#define LETTER_ITEMS 2000 /* more begins the next letter */
#define LETTER_AGAIN_US INSTANT_MINUTE /* when the store could not be read */

struct letter {
	struct letter *next;
	char *person, *notifier;
	struct vec_of(struct told_item) items;
	json_t *list;
	int overdue, soon, orders;
	struct instant send_at;
};

struct last_letter { /* kept for every person once written to: a handful */
	struct last_letter *next;
	char *person;
	struct instant at;
};

static void letter_free(struct letter *letter)
{
	json_decref(letter->list);
	VEC_FINISH(&letter->items);
	mem_free(letter->person);
	mem_free(letter->notifier);
	mem_free(letter);
}

static struct last_letter *last_to(struct engine *engine, const char *person)
{
	for (struct last_letter *last = engine->last_letters; last != NULL; last = last->next)
		if (text_equal(last->person, person))
			return last;
	return NULL;
}

static struct letter *letter_to(struct engine *engine, const char *person, const char *notifier,
				struct instant now)
{
	for (struct letter *letter = engine->letters; letter != NULL; letter = letter->next)
		if (letter->items.len < LETTER_ITEMS && text_equal(letter->person, person) &&
		    text_equal(letter->notifier, notifier))
			return letter;
	struct letter *letter = mem_alloc(sizeof(*letter));
	letter->person = mem_copy_text(person);
	letter->notifier = mem_copy_text(notifier);
	letter->list = json_array();
	letter->send_at = now;
	struct last_letter *last = last_to(engine, person);
	if (last != NULL)
		letter->send_at = instant_max(now, instant_add_us(last->at, LETTER_WINDOW_US));
	letter->next = engine->letters;
	engine->letters = letter;
	return letter;
}

static const char *what_to_do(const struct dossier *d, const struct law *law, struct instant now,
			      const struct alert *alert)
{
	struct dossier_hold holds[DOSSIER_HOLDS];
	if (alert->rung == 0)
		return "网页已不在或与原件不符，请核查网站";
	if (dossier_holds(d, law, now, holds) > 0)
		return holds[0].sentence;
	VEC_EACH(&d->publications, publication)
		if (publication->reason != NULL && publication->state != PUB_PROVEN &&
		    publication->state != PUB_ATTESTED)
			return publication->reason;
	return "请确认已在网站公开";
}

static json_t *item_of(struct engine *engine, const struct dossier *d, const struct alert *alert,
		       struct instant now)
{
	const struct obligation *obligation = &d->obligations.at[alert->obligation];
	const struct department *department = law_department(engine->law, d->department);
	scoped(buf_finish) struct buf left = {0};
	view_days_left(obligation, engine->law, now, &left);
	json_t *item = json_object();
	json_object_set_new(item, "document", json_integer(d->id));
	json_object_set_new(item, "alert", json_integer((json_int_t)alert->id));
	json_object_set_new(item, "rung", json_integer(alert->rung));
	json_object_set_new(item, "order", json_boolean(alert->order));
	json_put_text(item, "doc_number", d->doc_number != NULL ? d->doc_number : "");
	json_put_text(item, "title", d->title);
	json_put_text(item, "department_name",
		      department != NULL ? department->name : d->department);
	json_put_date(item, "due_on", obligation->due_on);
	json_object_set_new(item, "provisional", json_boolean(obligation->provisional));
	json_put_text(item, "days_left", buf_text(&left));
	json_put_text(item, "rule", obligation->rule);
	json_put_text(item, "basis", obligation->basis != NULL ? obligation->basis : "");
	json_put_text(item, "todo", what_to_do(d, engine->law, now, alert));
	json_put_text(item, "phase_label",
		      instant_before(now, obligation->due_at) ? "临期" : "逾期");
	return item;
}

/* Several rungs of one duty are one line, that of the highest; the alerts of a dossier come one
 * behind the other. */
static void list_item(struct letter *letter, json_t *item, bool soon)
{
	size_t count = json_array_size(letter->list);
	long long document = json_member_int(item, "document", 0);
	letter->orders += json_member_bool(item, "order", false);
	for (size_t i = count; i-- > 0;) {
		json_t *other = json_array_get(letter->list, i);
		if (json_member_int(other, "document", 0) != document)
			break;
		if (!text_equal(json_member_text(other, "rule"), json_member_text(item, "rule")))
			continue;
		if (json_member_int(other, "rung", 0) < json_member_int(item, "rung", 0))
			json_array_set(letter->list, i, item);
		json_decref(item);
		return;
	}
	json_array_append_new(letter->list, item);
	*(soon ? &letter->soon : &letter->overdue) += 1;
}

static const struct alert *alert_by_id(const struct dossier *d, uint64_t id)
{
	VEC_EACH(&d->alerts, alert)
		if (alert->id == id)
			return alert;
	return NULL;
}

void digest_add(struct engine *engine, struct cached *entry, const struct action *action,
		struct instant now)
{
	const struct dossier *d = &entry->dossier;
	const struct law *law = engine->law;
	const struct alert *alert = alert_by_id(d, action->alert);
	const struct person *person = alert == NULL ? NULL : law_person(law, alert->person);
	const struct obligation *obligation =
		alert == NULL ? NULL : &d->obligations.at[alert->obligation];
	const struct notifier_terms *notifier = NULL;
	if (person != NULL)
		notifier = alert_way(law, alert_ladder(law, obligation), alert->rung, person,
				     alert->refusals);
	if (notifier == NULL) {
		flight_remove(engine->flight, d->id, flight_alert(action->alert));
		return;
	}
	struct letter *letter = letter_to(engine, person->id, notifier->name, now);
	*VEC_PUSH(&letter->items) = (struct told_item){d->id, alert->id};
}

/* The duty may have been met while the letter waited, the alert been acknowledged, the office have
 * closed: then it is not told now. */
static bool is_still_owed(const struct engine *engine, const struct dossier *d,
			  const struct alert *alert, struct instant now)
{
	return alert != NULL &&
	       !instant_before(now, alert_send_at(d, alert, engine->law, now));
}

static void letter_clear(struct letter *letter)
{
	json_array_clear(letter->list);
	letter->overdue = letter->soon = letter->orders = 0;
}

/* Lists what is still owed; -E_IO... when the store cannot be read: nothing has changed then. */
static int letter_list(struct engine *engine, struct letter *letter, struct instant now,
		       bool *owed, struct error *err)
{
	for (size_t i = 0; i < letter->items.len; i++) {
		struct cached *entry;
		int rc = turn_load(engine, letter->items.at[i].document, &entry, err);
		if (rc < 0) {
			letter_clear(letter);
			return rc;
		}
		const struct dossier *d = &entry->dossier;
		const struct alert *alert = alert_by_id(d, letter->items.at[i].alert);
		owed[i] = is_still_owed(engine, d, alert, now);
		if (owed[i])
			list_item(letter, item_of(engine, d, alert, now),
				  instant_before(now, d->obligations.at[alert->obligation].due_at));
	}
	return 0;
}

static int letter_write(struct engine *engine, struct letter *letter, struct instant now,
			struct error *err)
{
	scoped(mem_free_at) bool *owed = mem_alloc_array(letter->items.len, sizeof(*owed));
	int rc = letter_list(engine, letter, now, owed, err);
	if (rc < 0)
		return rc;
	size_t kept = 0;
	for (size_t i = 0; i < letter->items.len; i++) {
		const struct told_item item = letter->items.at[i];
		if (owed[i])
			letter->items.at[kept++] = item;
		else
			flight_remove(engine->flight, item.document, flight_alert(item.alert));
	}
	letter->items.len = kept;
	return 0;
}

/* The same alerts make the same id, so that a copy sent twice can be told. */
static const char *message_id(struct pool *pool, const struct letter *letter)
{
	scoped(buf_finish) struct buf ids = {0};
	buf_text_add(&ids, letter->person);
	for (size_t i = 0; i < letter->items.len; i++)
		buf_print(&ids, " %llu", (unsigned long long)letter->items.at[i].alert);
	char hex[DIGEST_TEXT];
	digest_print(sha256_of(ids.data, ids.len), hex);
	return pool_print(pool, "gongshi-%llu-%.16s",
			  (unsigned long long)letter->items.at[0].alert, hex);
}

static void plain_text(struct task *task, const struct engine *engine, const struct letter *letter)
{
	scoped(buf_finish) struct buf text = {0};
	size_t index;
	json_t *item;
	json_array_foreach(letter->list, index, item)
		buf_print(&text, "%s %s %s %s\n", json_member_text(item, "doc_number"),
			  json_member_text(item, "title"), json_member_text(item, "due_on"),
			  json_member_text(item, "days_left"));
	task->subject = pool_print(&task->pool, "%s：%zu 件公开事项", engine->law->bureau,
				   letter->items.len);
	task->text = pool_text(&task->pool, buf_text(&text));
}

static void write_text(struct task *task, const struct engine *engine, const struct letter *letter)
{
	scoped(buf_finish) struct buf subject = {0}, text = {0};
	struct error err = {0};
	const struct render_set *templates = engine->options.templates;
	if (templates != NULL &&
	    render_fill(templates, "subject", task->data, false, &subject, &err) == 0 &&
	    render_fill(templates, "digest", task->data, false, &text, &err) == 0) {
		size_t len = subject.len;
		const char *line = text_trim(buf_text(&subject), &len);
		task->subject = pool_text_len(&task->pool, line, len);
		task->text = pool_text(&task->pool, buf_text(&text));
		return;
	}
	if (templates != NULL) /* a broken template must not silence the message */
		engine_log(engine, 3, "message template: %s", err.text);
	plain_text(task, engine, letter);
}

static json_t *letter_data(const struct engine *engine, const struct letter *letter)
{
	const struct person *person = law_person(engine->law, letter->person);
	json_t *data = json_object();
	json_put_text(data, "bureau", engine->law->bureau);
	json_object_set_new(data, "person",
			    json_pack("{s:s, s:s}", "id", letter->person, "name",
				      person != NULL ? person->name : letter->person));
	json_object_set_new(data, "count", json_integer((json_int_t)json_array_size(letter->list)));
	json_object_set_new(data, "overdue_count", json_integer(letter->overdue));
	json_object_set_new(data, "soon_count", json_integer(letter->soon));
	json_object_set_new(data, "has_overdue", json_boolean(letter->overdue > 0));
	json_object_set_new(data, "has_soon", json_boolean(letter->soon > 0));
	json_object_set_new(data, "has_order", json_boolean(letter->orders > 0));
	json_put_text(data, "link", engine->options.link != NULL ? engine->options.link : "");
	json_object_set(data, "items", letter->list);
	return data;
}

static struct task *letter_task(const struct engine *engine, struct letter *letter,
				struct instant now)
{
	struct task *task = mem_alloc(sizeof(*task));
	task->kind = ACTION_TELL;
	task->person = pool_text(&task->pool, letter->person);
	task->notifier = pool_text(&task->pool, letter->notifier);
	task->message_id = message_id(&task->pool, letter);
	task->started_at = now;
	task->urgent = letter->overdue > 0;
	task->data = letter_data(engine, letter);
	write_text(task, engine, letter);
	task->items = letter->items.at;
	task->item_count = letter->items.len;
	letter->items.at = NULL;
	letter->items.len = letter->items.room = 0;
	return task;
}

static void note_last(struct engine *engine, const char *person, struct instant now)
{
	struct last_letter *last = last_to(engine, person);
	if (last == NULL) {
		last = mem_alloc(sizeof(*last));
		last->person = mem_copy_text(person);
		last->next = engine->last_letters;
		engine->last_letters = last;
	}
	last->at = now;
}

void digest_flush(struct engine *engine, struct instant now)
{
	struct letter **place = &engine->letters;
	while (*place != NULL) {
		struct letter *letter = *place;
		if (instant_before(now, letter->send_at)) {
			place = &letter->next;
			continue;
		}
		struct error err;
		if (letter_write(engine, letter, now, &err) < 0) {
			engine_log(engine, 3, "write to %s: %s", letter->person, err.text);
			letter->send_at = instant_add_us(now, LETTER_AGAIN_US);
			continue;
		}
		*place = letter->next;
		if (letter->items.len > 0) {
			note_last(engine, letter->person, now);
			*VEC_PUSH(&engine->ready) = letter_task(engine, letter, now);
		}
		letter_free(letter);
	}
	dispatch_hand_out(engine);
}

struct instant digest_next(const struct engine *engine)
{
	struct instant next = INSTANT_NEVER;
	for (const struct letter *letter = engine->letters; letter != NULL; letter = letter->next)
		next = instant_min(next, letter->send_at);
	return next;
}

void digest_forget(struct engine *engine)
{
	while (engine->letters != NULL) {
		struct letter *letter = engine->letters;
		engine->letters = letter->next;
		letter_free(letter);
	}
	while (engine->last_letters != NULL) {
		struct last_letter *last = engine->last_letters;
		engine->last_letters = last->next;
		mem_free(last->person);
		mem_free(last);
	}
}
