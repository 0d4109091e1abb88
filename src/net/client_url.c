#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "net/client_inside.h"

#ifdef CURLU_ALLOW_SPACE
#define URL_FLAGS (CURLU_DISALLOW_USER | CURLU_URLENCODE | CURLU_ALLOW_SPACE)
#else
#define URL_FLAGS (CURLU_DISALLOW_USER | CURLU_URLENCODE)
#endif
#define LIMIT_HOST_NAME_BYTES 255

static void free_text(char **text)
{
	curl_free(*text);
}

static char *part(struct call *call, CURLUPart which, unsigned flags)
{
	char *text = NULL;
	curl_url_get(call->url, which, &text, flags);
	return text;
}

/* A name in Chinese becomes the form that name servers know; then what we look up and pin is what
 * curl will ask for. */
static void make_ascii(struct call *call)
{
#ifdef CURLU_PUNYCODE
	scoped(free_text) char *ascii = part(call, CURLUPART_HOST, CURLU_PUNYCODE);
	if (ascii != NULL)
		curl_url_set(call->url, CURLUPART_HOST, ascii, 0);
#else
	(void)call;
#endif
}

static bool is_scheme_allowed(const struct call *call, const char *scheme)
{
	if (call->is_mail)
		return strcmp(scheme, "smtp") == 0 || strcmp(scheme, "smtps") == 0;
	return strcmp(scheme, "http") == 0 || strcmp(scheme, "https") == 0;
}

/* Fill in host from the parsed URL.  NULL when it may not be used. */
static struct host *find_host(struct call *call)
{
	make_ascii(call);
	scoped(free_text) char *scheme = part(call, CURLUPART_SCHEME, 0);
	scoped(free_text) char *name = part(call, CURLUPART_HOST, 0);
	scoped(free_text) char *port = part(call, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	if (scheme == NULL || name == NULL || port == NULL || !is_scheme_allowed(call, scheme) ||
	    *name == '\0' || strlen(name) > LIMIT_HOST_NAME_BYTES)
		return NULL;
	return host_find(call->client, scheme, name, atoi(port));
}

bool call_set_url(struct call *call, const char *url)
{
	call->url = curl_url();
	CURLUcode rc = curl_url_set(call->url, CURLUPART_URL, url, URL_FLAGS);
	call->host = rc == CURLUE_OK ? find_host(call) : NULL;
	if (call->host == NULL) {
		call_end(call, CLIENT_REFUSED, "%.300s: not an address that can be used%s", url,
			 rc == CURLUE_USER_NOT_ALLOWED
				 ? ": put user and password in their own settings"
				 : "");
		return false;
	}
	call->origin = pool_text(&call->pool, call->host->key);
	call->host_name = pool_text(&call->pool, call->host->name);
	call->is_origin = true;
	return true;
}

/* --- redirects -------------------------------------------------------------------------- */

/* A redirect may change the port only to one where web servers are at home: else a page could
 * make us knock at any door of its machine. */
static bool is_port_usual(const struct host *to, const struct host *from)
{
	return to->port == from->port || to->port == 80 || to->port == 443;
}

static bool is_listed(const struct call *call, const struct host *to, const struct host *from)
{
	char with_port[LIMIT_HOST_NAME_BYTES + 8];
	snprintf(with_port, sizeof(with_port), "%s:%d", to->name, to->port);
	for (const char *const *name = call->request.hosts; name != NULL && *name != NULL; name++) {
		if (strcasecmp(*name, with_port) == 0)
			return true;
		if (strcasecmp(*name, to->name) == 0 && is_port_usual(to, from))
			return true;
	}
	return false;
}

static bool is_redirect_status(int status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static enum redirect refuse(struct call *call, const char *location, const char *why)
{
	call_end(call, CLIENT_REFUSED, "%s: redirect to %.200s refused: %s", call->host->key,
		 location, why);
	return REDIRECT_REFUSED;
}

enum redirect call_redirect(struct call *call)
{
	const struct client_answer seen = {.headers = buf_text(&call->headers)};
	scoped(buf_finish) struct buf location = {0};
	if (call->is_mail || !is_redirect_status(call->status) ||
	    call->request.max_redirects == 0 || strcmp(call->request.method, "GET") != 0 ||
	    !client_answer_header(&seen, "Location", &location))
		return REDIRECT_NONE;
	if (call->redirects >= call->request.max_redirects)
		return refuse(call, buf_text(&location), "too many of them");

	/* Relative to where we are; on failure the old URL stays. */
	if (curl_url_set(call->url, CURLUPART_URL, buf_text(&location), URL_FLAGS) != CURLUE_OK)
		return refuse(call, buf_text(&location), "not an http or https address");
	struct host *to = find_host(call);
	if (to == NULL)
		return refuse(call, buf_text(&location), "not an http or https address");
	bool is_same_name = strcasecmp(to->name, call->host_name) == 0;
	if (!(is_same_name && is_port_usual(to, call->host)) && !is_listed(call, to, call->host))
		return refuse(call, buf_text(&location), "not a host or port that was allowed");

	call->redirects++;
	call->host = to;
	call->is_origin = strcmp(to->key, call->origin) == 0;
	call->may_be_private = call->request.allow_private && is_same_name;
	return REDIRECT_FOLLOW;
}
