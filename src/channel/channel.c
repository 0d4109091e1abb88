#include "channel/channel.h"

#include <assert.h>
#include <string.h>

#include "base/macros.h"
#include "base/mem.h"
#include "base/text.h"
#include "channel/backend.h"
#include "channel/web_address.h"

#define LIMIT_FIELDS 48

/* One line a backend. */
static const struct channel_ops *const registry[] = {
	&channel_http,
	&channel_site,
	&channel_board,
	&channel_manual,
};

/* Known to the contract, not to this version. */
static const char *const not_built_in[] = {"mail", "drop", "exec"};

#define COMMON(member) CONFIG_FIELD(channel, member)
/* clang-format off */
static const struct config_field common_fields[] = {
	{.name = "name", .kind = CONFIG_TEXT, .offset = COMMON(name), .required = true,
	 .help = "[a-z][a-z0-9-]*"},
	{.name = "type", .kind = CONFIG_TEXT, .offset = COMMON(type), .required = true},
	{.name = "parallel", .kind = CONFIG_INT, .offset = COMMON(parallel), .min = 1, .max = 64,
	 .def = 8, .help = "requests at a time"},
	{.name = "internal", .kind = CONFIG_BOOL, .offset = COMMON(internal),
	 .help = "may carry documents of audience internal"},
	{.name = "settle", .kind = CONFIG_DURATION, .offset = COMMON(settle_us), .min = 0,
	 .max = 86400, .def = -1, .help = "how long the server may work on what we gave up"},
	{.name = "watch", .kind = CONFIG_DURATION, .offset = COMMON(watch_us), .min = 1,
	 .max = 366 * 86400, .help = "how often a proven page is looked at"},
	{.name = "hosts", .kind = CONFIG_TEXTS, .offset = COMMON(hosts),
	 .help = "other hosts that may serve its pages"},
	{.name = "allow_private", .kind = CONFIG_BOOL, .offset = COMMON(allow_private),
	 .help = "its pages may be at private addresses"},
	{.name = "ca_file", .kind = CONFIG_PATH, .offset = COMMON(ca_file),
	 .help = "certificates to trust in place of the system's"},
	{0},
};
/* clang-format on */

const char *channel_operation_name(enum channel_operation operation)
{
	static const char *const names[] = {
		[CHANNEL_CREATE] = "create",
		[CHANNEL_FIND] = "find",
		[CHANNEL_UPDATE] = "update",
		[CHANNEL_WITHDRAW] = "withdraw",
	};
	assert((size_t)operation < ARRAY_LEN(names));
	return names[operation];
}

/* --- configuration ----------------------------------------------------------------------- */

static const struct channel_ops *find_type(const struct config_node *group,
					   struct config_report *report)
{
	const char *type;
	if (!config_get_text(config_member(group, "type"), &type)) {
		config_fault(report, group, "缺少设置 \"type\" missing setting \"type\"");
		return NULL;
	}
	for (size_t i = 0; i < ARRAY_LEN(registry); i++)
		if (text_equal(registry[i]->name, type))
			return registry[i];
	const struct config_node *node = config_member(group, "type");
	for (size_t i = 0; i < ARRAY_LEN(not_built_in); i++)
		if (text_equal(not_built_in[i], type)) {
			config_fault(
				report, node,
				"本版本没有 \"%s\" 渠道 type \"%s\" is not built in this version",
				type, type);
			return NULL;
		}
	config_fault(report, node,
		     "没有 \"%s\" 这种渠道 unknown type \"%s\" (http, site, board, manual)", type,
		     type);
	return NULL;
}

/* One table, so that the nearest name of a misspelt setting is found among all of them. */
static void read_settings(struct channel *channel, const struct config_node *group,
			  struct config_report *report)
{
	struct config_field all[LIMIT_FIELDS] = {0};
	size_t count = 0;
	const struct config_field *tables[] = {common_fields, channel->ops->fields};
	for (size_t i = 0; i < ARRAY_LEN(tables); i++)
		for (const struct config_field *f = tables[i]; f->name != NULL; f++) {
			assert(count + 1 < LIMIT_FIELDS);
			all[count++] = *f;
		}
	config_fields(group, all, channel, report);
}

static bool name_is_good(const char *name)
{
	if (name[0] < 'a' || name[0] > 'z' || strlen(name) > 60)
		return false;
	return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static void complete_settings(struct channel *channel, const struct config_node *group,
			      struct config_report *report)
{
	static const char *const none[] = {NULL};
	if (channel->hosts == NULL)
		channel->hosts = none;
	if (channel->name != NULL && !name_is_good(channel->name))
		config_fault(report, config_member(group, "name"),
			     "渠道名 \"%s\" 不合规 channel name \"%s\" must be [a-z][a-z0-9-]*, "
			     "at most 60 characters",
			     channel->name, channel->name);
	if (channel->url == NULL)
		return;
	channel->host = web_address_host(&channel->pool, channel->url);
	if (channel->host == NULL)
		config_fault(report, config_member(group, "url"),
			     "网址应以 http:// 或 https:// 开头 the url must begin with http:// or "
			     "https://");
	/* An address that the configuration names is allowed (contract, section 6). */
	else if (config_member(group, "allow_private") == NULL)
		channel->allow_private = web_address_is_private(channel->host);
}

struct channel *channel_configure(const struct config_node *group, struct config_report *report)
{
	const struct channel_ops *ops = find_type(group, report);
	if (ops == NULL)
		return NULL;

	int before = report->count;
	struct channel *channel = mem_alloc(ops->channel_bytes);
	channel->ops = ops;
	read_settings(channel, group, report);
	complete_settings(channel, group, report);
	if (ops->check != NULL)
		ops->check(channel, group, report);
	if (report->count > before) {
		channel_free(channel);
		return NULL;
	}
	return channel;
}

int channel_start(struct channel *channel, const struct channel_world *world, struct error *err)
{
	channel->world = *world;
	if (channel->ops->start == NULL)
		return 0;
	int rc = channel->ops->start(channel, err);
	return rc < 0 ? error_wrap(err, rc, "channel %s", channel->name) : 0;
}

/* --- operations -------------------------------------------------------------------------- */

static void begin(void *ctx)
{
	struct operation *operation = ctx;
	if (operation->channel == NULL)
		operation_free(operation);
	else
		operation->ops->run(operation->channel, operation);
}

void channel_run(struct channel *channel, const struct channel_request *request, channel_done *done,
		 void *ctx)
{
	struct operation *operation = mem_alloc(channel->ops->operation_bytes);
	operation->channel = channel;
	operation->ops = channel->ops;
	operation->done = done;
	operation->ctx = ctx;

	struct channel_request *copy = &operation->request;
	struct pool *pool = &operation->pool;
	*copy = *request;
	copy->key = pool_text(pool, request->key);
	copy->remote_id = pool_text(pool, request->remote_id);
	copy->url = pool_text(pool, request->url);
	copy->department_name = pool_text(pool, request->department_name);
	copy->category_name = pool_text(pool, request->category_name);
	copy->bureau = pool_text(pool, request->bureau);

	operation->next = channel->pending;
	if (channel->pending != NULL)
		channel->pending->before = operation;
	channel->pending = operation;
	loop_post(channel->world.loop, begin, operation);
}

void operation_end(struct operation *operation, const struct channel_result *result)
{
	struct channel *channel = operation->channel;
	assert(channel != NULL && "an operation ends once");
	if (operation->before != NULL)
		operation->before->next = operation->next;
	else
		channel->pending = operation->next;
	if (operation->next != NULL)
		operation->next->before = operation->before;
	operation->channel = NULL;
	operation->request.document = NULL; /* it was borrowed until here */
	operation->done(operation->ctx, result);
}

void operation_free(struct operation *operation)
{
	if (operation->ops->drop != NULL)
		operation->ops->drop(operation);
	pool_finish(&operation->pool);
	mem_free(operation);
}

void operation_finish(struct operation *operation, const struct channel_result *result)
{
	operation_end(operation, result);
	operation_free(operation);
}

void operation_refuse(struct operation *operation, const char *reason)
{
	struct channel_result result = {
		.end = CHANNEL_FAILED,
		.permanent = true,
		.retry_after_s = -1,
		.reason = reason,
	};
	operation_finish(operation, &result);
}

void channel_free(struct channel *channel)
{
	if (channel == NULL)
		return;
	if (channel->ops->stop != NULL)
		channel->ops->stop(channel);
	const struct channel_result unclear = {
		.end = CHANNEL_UNCLEAR,
		.retry_after_s = -1,
		.reason = "程序正在停止，结果未知",
	};
	/* Freed later, by whoever still holds it: the loop's post or the client's answer. */
	while (channel->pending != NULL)
		operation_end(channel->pending, &unclear);
	if (channel->ops->finish != NULL)
		channel->ops->finish(channel);
	pool_finish(&channel->pool);
	mem_free(channel);
}

/* --- what others ask --------------------------------------------------------------------- */

const char *channel_name(const struct channel *channel)
{
	return channel->name;
}

const char *channel_type(const struct channel *channel)
{
	return channel->ops->name;
}

bool channel_can_find(const struct channel *channel)
{
	return channel->can_find;
}

bool channel_attested(const struct channel *channel)
{
	return channel->ops->attested;
}

int64_t channel_settle_us(const struct channel *channel)
{
	return channel->settle_us > 0 ? channel->settle_us : 0;
}

unsigned channel_parallel(const struct channel *channel)
{
	return (unsigned)channel->parallel;
}

const char *channel_host(const struct channel *channel)
{
	return channel->host;
}

const char *const *channel_hosts(const struct channel *channel)
{
	return channel->hosts;
}

bool channel_allows_private(const struct channel *channel)
{
	return channel->allow_private;
}

const char *channel_ca_file(const struct channel *channel)
{
	return channel->ca_file;
}

bool channel_serves(const struct channel *channel, const char **directory, const char **url)
{
	if (channel->directory == NULL)
		return false;
	*directory = channel->directory;
	*url = channel->url;
	return true;
}
