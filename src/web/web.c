#include "web/web.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "net/loop.h"
#include "web/handlers.h"
#include "web/request.h"

#define LIMIT_STRANGERS_A_MINUTE 20 /* refusals of theirs that go into the ledger */
#define LIMIT_TOLD_PATH_BYTES 300

/* --- life ------------------------------------------------------------------------------------------- */

static const struct web_site *copy_sites(struct pool *pool, const struct web_site *sites,
					 size_t count)
{
	struct web_site *copy = pool_alloc(pool, (count + 1) * sizeof(*copy));
	for (size_t i = 0; i < count; i++) {
		copy[i].directory = pool_text(pool, sites[i].directory);
		copy[i].prefix = pool_text(pool, sites[i].prefix);
	}
	return copy;
}

static void copy_options(struct web *web, const struct web_options *options)
{
	struct web_options *copy = &web->options;
	*copy = *options;
	copy->store_type = pool_text(&web->pool, options->store_type);
	copy->store_path = pool_text(&web->pool, options->store_path);
	copy->spool = pool_text(&web->pool, options->spool);
	copy->upload = pool_text(&web->pool, options->upload);
	copy->tokens_file = pool_text(&web->pool, options->tokens_file);
	copy->ledger_key = pool_text(&web->pool, options->ledger_key);
	copy->sites = copy_sites(&web->pool, options->sites, options->site_count);
}

int web_open(struct web **out, const struct web_options *options, struct error *err)
{
	struct web *web = mem_alloc(sizeof(*web));
	copy_options(web, options);
	web->law = options->law;
	int rc = web_load_tokens(web, err);
	if (rc == 0)
		rc = store_open(web->options.store_type, web->options.store_path, true, &web->store,
				err);
	if (rc < 0) {
		web_close(web);
		return rc;
	}
	*out = web;
	return 0;
}

void web_set_law(struct web *web, const struct law *law)
{
	web->law = law;
}

int web_load_tokens(struct web *web, struct error *err)
{
	struct tokens *tokens = NULL;
	if (web->options.tokens_file == NULL)
		return 0;
	int rc = tokens_read(web->options.tokens_file, &tokens, err);
	if (rc < 0)
		return rc;
	tokens_free(web->tokens);
	web->tokens = tokens;
	return 0;
}

void web_close(struct web *web)
{
	if (web == NULL)
		return;
	if (web->store != NULL)
		store_close(web->store);
	tokens_free(web->tokens);
	pool_finish(&web->pool);
	mem_free(web);
}

/* --- who asks ---------------------------------------------------------------------------------------- */

static struct identity identify(const struct request *request)
{
	const struct web *web = request->web;
	if (request->by_unix)
		return (struct identity){.role = ROLE_OPERATOR};
	if (web->tokens == NULL)
		return (struct identity){.role = ROLE_VISITOR};
	return tokens_identify(web->tokens, exchange_header(request->exchange, "Authorization"));
}

static bool only_reads(const struct request *request)
{
	return request->route->method[0] == 'G';
}

/* A page of somebody else can make a browser send what it remembers: that may read, never write. */
static bool is_allowed(const struct request *request)
{
	return (request->route->roles & request->who.role) != 0 &&
	       (only_reads(request) || !request->who.interactive);
}

/* --- refusing ----------------------------------------------------------------------------------------- */

static const struct problem no_such_route = {
	.status = 404,
	.code = "no-route",
	.zh = "没有这个地址，可用的地址见 /openapi.json。",
	.en = "There is no such address; /openapi.json names those that there are.",
};

static const struct problem no_token = {
	.status = 401,
	.code = "token",
	.zh = "需要有效的令牌：请求头写 Authorization: Bearer 令牌；浏览器中以令牌作为密码。",
	.en = "A valid token is needed: send Authorization: Bearer TOKEN; in a browser the token is "
	      "the password.",
	.headers = "WWW-Authenticate: Basic realm=\"gongshi\", charset=\"UTF-8\"\n",
};

static const struct problem no_tokens_file = {
	.status = 403,
	.code = "role",
	.zh = "没有配置令牌文件（listen.tokens_file），这里只能看网页；请改用 gongshictl。",
	.en = "Without listen.tokens_file only pages can be read here: configure it, or use "
	      "gongshictl.",
};

static const struct problem no_bearer = {
	.status = 403,
	.code = "interactive",
	.zh = "改变事项的请求须用 Authorization: Bearer 令牌，不接受浏览器登录。",
	.en = "What changes anything needs Authorization: Bearer TOKEN, not a browser's login.",
};

static const struct problem no_role = {
	.status = 403,
	.code = "role",
	.zh = "这个令牌的角色无权这样做。",
	.en = "The role of this token may not do this.",
};

static const struct problem *why_refused(const struct request *request)
{
	if (request->who.role == ROLE_NOBODY)
		return &no_token;
	if (request->who.role == ROLE_VISITOR)
		return &no_tokens_file;
	return (request->route->roles & request->who.role) != 0 ? &no_bearer : &no_role;
}

/* Room in this minute for one more refusal of a stranger?  *missed gets how many were left out
 * since the last that was recorded.  Real minutes: a rehearsal's are too short. */
static bool may_record(struct web *web, unsigned *missed)
{
	uint64_t minute = clock_monotonic_ms() / 60000;
	*missed = 0;
	if (minute != web->minute) {
		web->minute = minute;
		web->recorded = 0;
	}
	if (web->recorded >= LIMIT_STRANGERS_A_MINUTE) {
		web->unrecorded++;
		return false;
	}
	web->recorded++;
	*missed = web->unrecorded;
	web->unrecorded = 0;
	return true;
}

static const char *what_was_asked(struct request *request)
{
	const char *path = exchange_path(request->exchange);
	return pool_print(&request->pool, "%s %.*s", exchange_method(request->exchange),
			  (int)text_cut(path, strlen(path), LIMIT_TOLD_PATH_BYTES), path);
}

static void refuse(struct request *request)
{
	const struct problem *problem = why_refused(request);
	const char *person = request->who.person;
	unsigned missed = 0;
	if (only_reads(request) || (person == NULL && !may_record(request->web, &missed))) {
		problem_answer(request->exchange, problem);
		return;
	}
	const struct fact fact = {
		.kind = FACT_ACCESS_REFUSED,
		.at = request->now,
		.actor = person != NULL ? person : role_name(request->who.role),
		.by = person,
		.name = what_was_asked(request),
		.source = "http",
		.code = problem->code,
		.sentence = problem->zh,
		.sentence_en = problem->en,
		.reason = missed == 0 ? NULL
				      : pool_print(&request->pool,
						   "此前另有 %u 次同类拒绝因过于频繁未逐一记录",
						   missed),
	};
	answer_recorded(request, &fact, problem, false);
}

static void refuse_method(struct request *request, const char *allowed)
{
	const struct problem problem = {
		.status = 405,
		.code = "method",
		.zh = pool_print(&request->pool, "这个地址只接受 %s。", allowed),
		.en = pool_print(&request->pool, "This address takes %s.", allowed),
		.headers = pool_print(&request->pool, "Allow: %s\n", allowed),
	};
	problem_answer(request->exchange, &problem);
}

/* --- a request ----------------------------------------------------------------------------------------- */

static void answer(struct request *request)
{
	const char *allowed = NULL;
	request->route = route_find(exchange_method(request->exchange),
				    exchange_path(request->exchange), &request->pool, request->part,
				    &allowed);
	request->who = identify(request);
	if (request->route == NULL && allowed != NULL)
		refuse_method(request, allowed);
	else if (request->route == NULL)
		problem_answer(request->exchange, &no_such_route);
	else if (!is_allowed(request))
		refuse(request);
	else
		request->route->handle(request);
}

void web_handle(void *ctx, struct exchange *exchange, int tag)
{
	struct web *web = ctx;
	if (tag >= WEB_SITE) {
		assert((size_t)(tag - WEB_SITE) < web->options.site_count);
		site_handle(&web->options.sites[tag - WEB_SITE], exchange);
		return;
	}
	struct request request = {
		.web = web,
		.exchange = exchange,
		.by_unix = tag == WEB_UNIX,
		.now = clock_now(),
	};
	answer(&request);
	pool_finish(&request.pool);
}
