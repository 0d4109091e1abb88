#include "notifier/notifier.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/mem.h"
#include "base/text.h"
#include "notifier/backend.h"

#define LIMIT_FIELDS 24

/* One line a backend. */
static const struct notifier_ops *const registry[] = {
	&notifier_smtp,   &notifier_maildir, &notifier_wecom,   &notifier_dingtalk,
	&notifier_feishu, &notifier_webhook, &notifier_journal,
};

/* Known to the contract, not to this version. */
static const char *const not_built_in[] = {"exec"};

#define COMMON(member) CONFIG_FIELD(notifier, member)
static const struct config_field common_fields[] = {
	{.name = "name",
	 .kind = CONFIG_TEXT,
	 .offset = COMMON(name),
	 .required = true,
	 .help = "[a-z][a-z0-9-]*"},
	{.name = "type", .kind = CONFIG_TEXT, .offset = COMMON(type), .required = true},
	{.name = "budget",
	 .kind = CONFIG_INT,
	 .offset = COMMON(budget),
	 .min = 0,
	 .max = 6000,
	 .def = -1,
	 .help = "messages a minute, 0 without limit"},
	{0},
};

/* --- configuration ----------------------------------------------------------------------- */

static const struct notifier_ops *find_type(const struct config_node *group,
					    struct config_report *report)
{
	const char *type;
	const struct config_node *node = config_member(group, "type");
	if (!config_get_text(node, &type)) {
		config_fault(report, group, "缺少设置 \"type\" missing setting \"type\"");
		return NULL;
	}
	for (size_t i = 0; i < ARRAY_LEN(registry); i++)
		if (text_equal(registry[i]->name, type))
			return registry[i];
	for (size_t i = 0; i < ARRAY_LEN(not_built_in); i++)
		if (text_equal(not_built_in[i], type)) {
			config_fault(
				report, node,
				"本版本没有 \"%s\" 通知方式 type \"%s\" is not in this version yet",
				type, type);
			return NULL;
		}
	config_fault(
		report, node,
		"没有 \"%s\" 这种通知方式 unknown type \"%s\" (smtp, maildir, wecom, dingtalk, "
		"feishu, webhook, journal)",
		type, type);
	return NULL;
}

/* One table, so that the nearest name of a misspelt setting is found among all of them. */
static void read_settings(struct notifier *notifier, const struct config_node *group,
			  struct config_report *report)
{
	struct config_field all[LIMIT_FIELDS] = {0};
	size_t count = 0;
	const struct config_field *tables[] = {common_fields, notifier->ops->fields};
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		for (const struct config_field *f = tables[i]; f->name != NULL; f++) {
			assert(count + 1 < LIMIT_FIELDS);
			all[count++] = *f;
		}
	config_fields(group, all, notifier, report);
	if (notifier->budget < 0)
		notifier->budget = notifier->ops->budget;
}

static bool name_is_good(const char *name)
{
	if (name[0] < 'a' || name[0] > 'z' || strlen(name) > 60)
		return false;
	return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

struct notifier *notifier_configure(const struct config_node *group, struct config_report *report)
{
	const struct notifier_ops *ops = find_type(group, report);
	if (ops == NULL)
		return NULL;

	int before = report->count;
	struct notifier *notifier = mem_alloc(ops->notifier_bytes);
	notifier->ops = ops;
	read_settings(notifier, group, report);
	if (notifier->name != NULL && !name_is_good(notifier->name))
		config_fault(
			report, config_member(group, "name"),
			"通知方式名 \"%s\" 不合规 notifier name \"%s\" must be [a-z][a-z0-9-]*, "
			"at most 60 characters",
			notifier->name, notifier->name);
	if (ops->check != NULL)
		ops->check(notifier, group, report);
	if (report->count > before) {
		notifier_free(notifier);
		return NULL;
	}
	return notifier;
}

int notifier_start(struct notifier *notifier, const struct notifier_world *world, struct error *err)
{
	notifier->world = *world;
	notifier->world.bureau = pool_text(&notifier->pool, world->bureau);
	if (notifier->ops->start == NULL)
		return 0;
	int rc = notifier->ops->start(notifier, err);
	return rc < 0 ? error_wrap(err, rc, "notifier %s", notifier->name) : 0;
}

/* --- messages ---------------------------------------------------------------------------- */

static void copy_message(struct delivery *delivery, const struct message *message)
{
	struct message *copy = &delivery->message;
	struct pool *pool = &delivery->pool;
	*copy = *message;
	copy->id = pool_text(pool, message->id != NULL ? message->id : "");
	copy->person = pool_text(pool, message->person != NULL ? message->person : "");
	copy->name = pool_text(pool, message->name != NULL ? message->name : copy->person);
	copy->mail = pool_text(pool, message->mail);
	copy->mobile = pool_text(pool, message->mobile);
	copy->subject = pool_text(pool, message->subject != NULL ? message->subject : "");
	copy->text = pool_text(pool, message->text != NULL ? message->text : "");
	/* Whoever handed it in may go on changing it. */
	copy->data = json_deep_copy(message->data);
}

static void begin(void *ctx)
{
	struct delivery *delivery = ctx;
	if (delivery->notifier == NULL)
		delivery_free(delivery);
	else
		delivery->notifier->ops->send(delivery->notifier, delivery);
}

void notifier_send(struct notifier *notifier, const struct message *message, notifier_done *done,
		   void *ctx)
{
	struct delivery *delivery = mem_alloc(sizeof(*delivery));
	delivery->notifier = notifier;
	delivery->done = done;
	delivery->ctx = ctx;
	copy_message(delivery, message);

	delivery->next = notifier->pending;
	if (notifier->pending != NULL)
		notifier->pending->before = delivery;
	notifier->pending = delivery;
	loop_post(notifier->world.loop, begin, delivery);
}

void delivery_end(struct delivery *delivery, const struct notifier_result *result)
{
	struct notifier *notifier = delivery->notifier;
	assert(notifier != NULL && "a delivery ends once");
	if (delivery->before != NULL)
		delivery->before->next = delivery->next;
	else
		notifier->pending = delivery->next;
	if (delivery->next != NULL)
		delivery->next->before = delivery->before;
	delivery->notifier = NULL;
	delivery->done(delivery->ctx, result);
}

void delivery_free(struct delivery *delivery)
{
	json_decref((json_t *)delivery->message.data);
	buf_finish(&delivery->body);
	pool_finish(&delivery->pool);
	mem_free(delivery);
}

void delivery_finish(struct delivery *delivery, enum notifier_end end, long retry_after_s,
		     const char *reason)
{
	const struct notifier_result result = {
		.end = end,
		.retry_after_s = retry_after_s,
		.reason = reason,
	};
	delivery_end(delivery, &result);
	delivery_free(delivery);
}

void notifier_free(struct notifier *notifier)
{
	if (notifier == NULL)
		return;
	const struct notifier_result later = {
		.end = NOTIFIER_LATER,
		.retry_after_s = -1,
		.reason = "程序正在停止，稍后再发",
	};
	/* Freed later, by whoever still holds it: the loop's post, its pool or the client. */
	while (notifier->pending != NULL)
		delivery_end(notifier->pending, &later);
	pool_finish(&notifier->pool);
	mem_free(notifier);
}

/* --- what others ask --------------------------------------------------------------------- */

const char *notifier_name(const struct notifier *notifier)
{
	return notifier->name;
}

const char *notifier_type(const struct notifier *notifier)
{
	return notifier->ops->name;
}

bool notifier_needs_mail(const struct notifier *notifier)
{
	return notifier->ops->needs_mail;
}

unsigned notifier_budget(const struct notifier *notifier)
{
	return (unsigned)notifier->budget;
}
