/* How we show a CMS who we are.
 *
 * basic       Authorization: Basic, `user` and the secret
 * bearer      Authorization: Bearer SECRET
 * header:NAME NAME: SECRET
 * hmac        X-Gongshi-User (when there is a user), X-Gongshi-Time: seconds since 1970, and
 *             X-Gongshi-Signature: lower-case hex of HMAC-SHA-256 with the secret over
 *             TIME LF METHOD LF PATH-AND-QUERY LF hex SHA-256 of the body, all as sent
 * oauth2      client credentials (RFC 6749, 4.4): `user` is the client id, the secret its secret,
 *             sent by Basic to `token_url`; the token is kept until half a minute before its end
 *
 * The secret comes from password_file, token_file or secret_file, whichever name reads best. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/encode.h"
#include "base/json.h"
#include "base/macros.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "base/text.h"
#include "channel/http.h"
#include "channel/web_address.h"

#define TOKEN_MARGIN_S 30
#define DEFAULT_TOKEN_S 300
#define LIMIT_TOKEN_S 86400
#define LIMIT_TOKEN_ANSWER_BYTES (64u << 10)

enum auth_kind { AUTH_NONE, AUTH_BASIC, AUTH_BEARER, AUTH_HEADER, AUTH_HMAC, AUTH_OAUTH2 };

struct waiting {
	struct http_operation *operation;
	void (*ready)(struct http_operation *, const char *failure);
};

/* A token on its way; lives until the client has answered, also when the channel goes first. */
struct token_fetch {
	struct http_auth *auth; /* NULL: the channel is gone */
	struct buf body;
	struct vec_of(struct waiting) waiting;
};

struct http_auth {
	const struct http *http;
	enum auth_kind kind;
	const char *header; /* AUTH_HEADER */
	const char *secret;
	char *token; /* AUTH_OAUTH2; NULL: none */
	uint64_t token_until_ms;
	struct token_fetch *fetch;
};

/* --- configuration ------------------------------------------------------------------------ */

static bool kind_of(const char *text, enum auth_kind *kind, const char **header)
{
	static const struct {
		const char *name;
		enum auth_kind kind;
	} kinds[] = {
		{"basic", AUTH_BASIC},
		{"bearer", AUTH_BEARER},
		{"hmac", AUTH_HMAC},
		{"oauth2", AUTH_OAUTH2},
	};
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (text_equal(kinds[i].name, text)) {
			*kind = kinds[i].kind;
			return true;
		}
	*header = text + strlen("header:");
	*kind = AUTH_HEADER;
	return text_starts(text, "header:") && **header != '\0' &&
	       strpbrk(*header, " :\t\r\n\"") == NULL;
}

static const char *secret_of(const struct http *http, const struct config_node *group,
			     struct config_report *report)
{
	const char *given[] = {http->password, http->token, http->secret};
	const char *secret = NULL;
	for (size_t i = 0; i < ARRAY_LEN(given); i++) {
		if (given[i] != NULL && secret != NULL)
			config_fault(report, group,
				     "只能有一个密钥文件 only one of password_file, token_file and "
				     "secret_file may be given");
		if (given[i] != NULL)
			secret = given[i];
	}
	return secret;
}

void http_auth_configure(struct http *http, const struct config_node *group,
			 struct config_report *report)
{
	struct http_auth *auth = mem_alloc(sizeof(*auth));
	http->auth = auth;
	auth->http = http;
	auth->secret = secret_of(http, group, report);
	const char *text = http->auth_text;
	if (text == NULL)
		text = http->user != NULL ? "basic" : auth->secret != NULL ? "bearer" : NULL;
	if (text == NULL)
		return;
	if (!kind_of(text, &auth->kind, &auth->header)) {
		config_fault(
			report, config_member(group, "auth"),
			"auth \"%s\" 无效 auth \"%s\" must be basic, bearer, header:NAME, hmac "
			"or oauth2",
			text, text);
		return;
	}
	bool needs_user = auth->kind == AUTH_BASIC || auth->kind == AUTH_OAUTH2;
	/* A secret file that could not be read has been told already. */
	bool named = config_member(group, "password_file") != NULL ||
		     config_member(group, "token_file") != NULL ||
		     config_member(group, "secret_file") != NULL;
	if (!named)
		config_fault(report, group,
			     "auth \"%s\" 缺少密钥文件 auth \"%s\" needs password_file, token_file "
			     "or secret_file",
			     text, text);
	if (needs_user && http->user == NULL)
		config_fault(report, group, "auth \"%s\" 缺少 user auth \"%s\" needs user", text,
			     text);
	if (auth->kind == AUTH_OAUTH2 && http->token_url == NULL)
		config_fault(report, group,
			     "oauth2 缺少 token_url auth \"oauth2\" needs token_url");
}

void http_auth_free(struct http_auth *auth)
{
	if (auth == NULL)
		return;
	if (auth->fetch != NULL)
		auth->fetch->auth = NULL;
	mem_free(auth->token);
	mem_free(auth);
}

/* --- the token of oauth2 ------------------------------------------------------------------- */

static void fetch_free(struct token_fetch *fetch)
{
	buf_finish(&fetch->body);
	VEC_FINISH(&fetch->waiting);
	mem_free(fetch);
}

/* Keeps the token of a good answer; false leaves none. */
static bool take_token(struct http_auth *auth, const struct client_answer *answer)
{
	scoped(json_drop) json_t *body = NULL;
	if (answer->end != CLIENT_ANSWERED || answer->status != 200 ||
	    json_read(answer->body, answer->body_bytes, &body, NULL) < 0)
		return false;
	const char *token = json_member_text(body, "access_token");
	if (text_empty(token) || strpbrk(token, "\r\n") != NULL)
		return false;
	long long seconds = json_member_int(body, "expires_in", DEFAULT_TOKEN_S);
	seconds = seconds < 0 ? 0 : seconds > LIMIT_TOKEN_S ? LIMIT_TOKEN_S : seconds;
	uint64_t kept_s = seconds > TOKEN_MARGIN_S ? (uint64_t)seconds - TOKEN_MARGIN_S : 0;
	mem_free(auth->token);
	auth->token = mem_copy_text(token);
	auth->token_until_ms = clock_monotonic_ms() + kept_s * 1000;
	return true;
}

static void on_token(void *ctx, const struct client_answer *answer)
{
	struct token_fetch *fetch = ctx;
	char failure[160] = "";
	if (fetch->auth != NULL) {
		fetch->auth->fetch = NULL;
		if (!take_token(fetch->auth, answer))
			snprintf(failure, sizeof(failure), "没有取得访问令牌（%d）：%.80s",
				 answer->status, answer->error);
	}
	VEC_EACH(&fetch->waiting, w) {
		if (w->operation->base.channel == NULL)
			operation_free(&w->operation->base);
		else
			w->ready(w->operation, failure[0] != '\0' ? failure : NULL);
	}
	fetch_free(fetch);
}

static void fetch_token(struct http_auth *auth)
{
	const struct http *http = auth->http;
	struct token_fetch *fetch = mem_alloc(sizeof(*fetch));
	fetch->auth = auth;
	auth->fetch = fetch;
	buf_text_add(&fetch->body, "grant_type=client_credentials");
	if (http->scope != NULL) {
		buf_text_add(&fetch->body, "&scope=");
		encode_percent(&fetch->body, http->scope, strlen(http->scope));
	}
	static const struct client_header headers[] = {
		{"Content-Type", "application/x-www-form-urlencoded"},
		{"Accept", "application/json"},
	};
	struct client_request request = {
		.method = "POST",
		.url = http->token_url,
		.headers = headers,
		.header_count = ARRAY_LEN(headers),
		.body = fetch->body.data,
		.body_bytes = fetch->body.len,
		.user = http->user,
		.password = auth->secret,
		.ca_file = http->base.ca_file,
		.timeout_ms = (uint32_t)(http->timeout_us / 1000),
		.max_answer_bytes = LIMIT_TOKEN_ANSWER_BYTES,
		.allow_private = true, /* the configuration names it */
	};
	client_send(http->base.world.client, &request, on_token, fetch);
}

void http_auth_prepare(struct http_operation *operation,
		       void (*ready)(struct http_operation *, const char *failure))
{
	struct http_auth *auth = http_of(operation)->auth;
	bool fresh = auth->token != NULL && clock_monotonic_ms() < auth->token_until_ms;
	if (auth->kind != AUTH_OAUTH2 || fresh) {
		ready(operation, NULL);
		return;
	}
	if (auth->fetch == NULL)
		fetch_token(auth);
	*VEC_PUSH(&auth->fetch->waiting) = (struct waiting){operation, ready};
}

bool http_auth_renew(struct http_operation *operation)
{
	struct http_auth *auth = http_of(operation)->auth;
	if (auth->kind != AUTH_OAUTH2 || operation->renewed)
		return false;
	operation->renewed = true;
	auth->token_until_ms = 0;
	return true;
}

/* --- one request ---------------------------------------------------------------------------- */

static void add(struct http_headers *headers, const char *name, const char *value)
{
	*VEC_PUSH(headers) = (struct client_header){name, value};
}

static void sign(const struct http *http, const char *method, const char *path,
		 const char *body_sha256, struct http_headers *headers, struct pool *pool)
{
	const char *secret = http->auth->secret;
	const char *time = pool_print(pool, "%lld", (long long)(clock_now().us / INSTANT_SECOND));
	const char *signed_text = pool_print(pool, "%s\n%s\n%s\n%s", time, method, path,
					     body_sha256);
	struct digest mac = hmac_sha256(secret, strlen(secret), signed_text, strlen(signed_text));
	char hex[DIGEST_TEXT];
	if (http->user != NULL)
		add(headers, "X-Gongshi-User", http->user);
	add(headers, "X-Gongshi-Time", time);
	add(headers, "X-Gongshi-Signature", pool_text(pool, digest_print(mac, hex)));
}

void http_auth_apply(const struct http *http, struct client_request *request, const char *path,
		     const char *body_sha256, struct http_headers *headers, struct pool *pool)
{
	const struct http_auth *auth = http->auth;
	switch (auth->kind) {
	case AUTH_NONE:
		break;
	case AUTH_BASIC:
		request->user = http->user;
		request->password = auth->secret;
		break;
	case AUTH_BEARER:
		add(headers, "Authorization", pool_print(pool, "Bearer %s", auth->secret));
		break;
	case AUTH_HEADER:
		add(headers, auth->header, auth->secret);
		break;
	case AUTH_HMAC:
		sign(http, request->method, path, body_sha256, headers, pool);
		break;
	case AUTH_OAUTH2:
		add(headers, "Authorization", pool_print(pool, "Bearer %s", auth->token));
		break;
	}
}
