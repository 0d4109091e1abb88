#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "net/client_inside.h"

#define PINNED_S 60L /* how long curl keeps a pin; we send a fresh one with every call */

/* --- what curl tells while a transfer runs ---------------------------------------------- */

static bool is_repeatable(const struct call *call)
{
	return strcmp(call->request.method, "GET") == 0 ||
	       strcmp(call->request.method, "HEAD") == 0;
}

#ifdef CURL_PREREQFUNC_OK
/* Called when there is a connection and before the first byte of the request is written: until
 * then nothing was sent, for certain.  The second time means that the peer closed a pooled
 * connection without an answer and curl wants to send again; whether the peer acted on the first
 * copy nobody knows, so only what may be repeated is. */
static int on_ready(void *ctx, char *peer UNUSED, char *self UNUSED, int peer_port UNUSED,
		    int self_port UNUSED)
{
	struct call *call = ctx;
	if (++call->tries > 1 && !is_repeatable(call))
		return CURL_PREREQFUNC_ABORT;
	return CURL_PREREQFUNC_OK;
}
#endif

static size_t on_header(char *line, size_t each, size_t count, void *ctx)
{
	struct call *call = ctx;
	size_t len = each * count;
	if (len >= 5 && memcmp(line, "HTTP/", 5) == 0) {
		const char *space = memchr(line, ' ', len);
		call->status = space == NULL ? 0 : atoi(space + 1);
		call->has_head = false;
		buf_clear(&call->headers);
		return len;
	}
	if (call->headers.len + len > LIMIT_ANSWER_HEADER_BYTES) {
		call->is_truncated = true;
		return 0;
	}
	if (len > 2) {
		buf_add(&call->headers, line, len);
		return len;
	}
	call->has_head = true;
	return len;
}

static size_t on_body(char *bytes, size_t each, size_t count, void *ctx)
{
	struct call *call = ctx;
	size_t len = each * count;
	if (len > call->request.max_answer_bytes - call->body.len) {
		call->is_truncated = true;
		return 0;
	}
	buf_add(&call->body, bytes, len);
	return len;
}

static size_t on_read(char *to, size_t each, size_t count, void *ctx)
{
	struct call *call = ctx;
	size_t len = fread(to, each, count, call->upload);
	return len == 0 && ferror(call->upload) ? CURL_READFUNC_ABORT : len * each;
}

/* --- handles ---------------------------------------------------------------------------- */

static void set_fixed(CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, "gongshid");
	curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, PINNED_S);
	curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, (long)(IDLE_MS / 1000));
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_read);
#ifdef CURL_PREREQFUNC_OK
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_ready);
#endif
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static CURL *take_easy(struct client *client)
{
	if (client->spare_count > 0)
		return client->spare[--client->spare_count];
	CURL *easy = curl_easy_init();
	if (easy != NULL)
		set_fixed(easy);
	return easy;
}

static void give_back_easy(struct call *call)
{
	struct client *client = call->client;
	CURL *easy = call->easy;
	call->easy = NULL;
	if (call->is_mail || client->is_closing ||
	    client->spare_count >= ARRAY_LEN(client->spare)) {
		curl_easy_cleanup(easy);
		return;
	}
	/* What only some calls set must not leak into the next one. */
	if (call->request.ca_file != NULL) {
		curl_easy_reset(easy);
		set_fixed(easy);
	}
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, NULL);
	client->spare[client->spare_count++] = easy;
}

void call_release(struct call *call)
{
	call_leave(call);
	if (call->easy != NULL)
		give_back_easy(call);
	curl_slist_free_all(call->header_list);
	curl_slist_free_all(call->recipients);
	curl_slist_free_all(call->pin);
	call->header_list = call->recipients = call->pin = NULL;
	if (call->upload != NULL)
		fclose(call->upload);
	call->upload = NULL;
}

/* --- a request -------------------------------------------------------------------------- */

/* To another origin goes only what says what we can read, never who we are. */
static bool may_go_along(const char *name)
{
	return strncasecmp(name, "Accept", 6) == 0 || strcasecmp(name, "User-Agent") == 0;
}

static void set_headers(struct call *call)
{
	const struct client_request *request = &call->request;
	struct curl_slist *list = curl_slist_append(NULL, "Expect:");
	bool has_type = false;
	scoped(buf_finish) struct buf line = {0};
	for (size_t i = 0; i < request->header_count; i++) {
		const struct client_header *header = &request->headers[i];
		if (!call->is_origin && !may_go_along(header->name))
			continue;
		has_type = has_type || strcasecmp(header->name, "Content-Type") == 0;
		bool is_empty = header->value == NULL || header->value[0] == '\0';
		buf_clear(&line);
		buf_print(&line, is_empty ? "%s;%s" : "%s: %s", header->name,
			  is_empty ? "" : header->value);
		list = curl_slist_append(list, buf_text(&line));
	}
	if (!has_type) /* or curl calls every body a form */
		list = curl_slist_append(list, "Content-Type:");
	call->header_list = list;
	curl_easy_setopt(call->easy, CURLOPT_HTTPHEADER, list);
}

static bool set_upload(struct call *call)
{
	const char *path = call->request.body_path;
	call->upload = fopen(path, "re");
	struct stat st;
	if (call->upload == NULL || fstat(fileno(call->upload), &st) < 0) {
		call_end(call, CLIENT_NOT_SENT, "open %s: %s", path, strerror(errno));
		return false;
	}
	curl_easy_setopt(call->easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(call->easy, CURLOPT_READDATA, call);
	curl_easy_setopt(call->easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)st.st_size);
	return true;
}

static bool set_method(struct call *call)
{
	const struct client_request *request = &call->request;
	const char *method = request->method;
	CURL *easy = call->easy;
	bool has_body = request->body != NULL || request->body_path != NULL;
	bool wants_body = strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 ||
			  strcmp(method, "PATCH") == 0;
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 0L);
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
	if (strcmp(method, "HEAD") == 0) {
		curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
		return true;
	}
	if (!has_body && !wants_body) {
		curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
		return true;
	}
	if (request->body_path != NULL)
		return set_upload(call);
	curl_easy_setopt(easy, CURLOPT_POST, 1L);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body != NULL ? request->body : "");
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_bytes);
	return true;
}

static bool request_prepare(struct call *call)
{
	const struct client_request *request = &call->request;
	CURL *easy = call->easy;
	if (!set_method(call))
		return false;
	set_headers(call);
	curl_easy_setopt(easy, CURLOPT_USERNAME, call->is_origin ? request->user : NULL);
	curl_easy_setopt(easy, CURLOPT_PASSWORD, call->is_origin ? request->password : NULL);
	if (request->ca_file != NULL)
		curl_easy_setopt(easy, CURLOPT_CAINFO, request->ca_file);
#ifndef CURL_PREREQFUNC_OK
	/* Without a way to forbid the silent second try of on_ready, pay for a connection. */
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, is_repeatable(call) ? 0L : 1L);
#endif
	return true;
}

void call_set_target(struct call *call, const char *pin)
{
	CURL *easy = call->easy;
	uint64_t now_us = clock_monotonic_us();
	uint64_t left_ms = call->deadline_us > now_us ? (call->deadline_us - now_us) / 1000 : 0;
	if (!call->host->is_literal)
		call->pin = curl_slist_append(NULL, pin);
	curl_easy_setopt(easy, CURLOPT_RESOLVE, call->pin);
	curl_easy_setopt(easy, CURLOPT_CURLU, call->url);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)left_ms + 1);
	call->tries = 0;
	call->is_address_refused = false;
	call->reason[0] = '\0';
}

static void set_callbacks(struct call *call)
{
	CURL *easy = call->easy;
	curl_easy_setopt(easy, CURLOPT_PRIVATE, call);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, call->reason);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, call);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
#ifdef CURL_PREREQFUNC_OK
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, call);
#endif
	client_socket_options(easy, call);
}

void call_start(struct call *call)
{
	struct client *client = call->client;
	const char *pin = call->may_be_private ? call->host->pin_any : call->host->pin_public;
	if (pin == NULL) {
		call_end(call, CLIENT_REFUSED, "%s: %s", call->host->key,
			 call->host->pin_any == NULL ? "has no address that can be reached"
						     : "has a private address, which is not "
						       "allowed for this request");
		return;
	}
	if (call->is_mail) {
		mail_start(call, pin);
		return;
	}
	call->easy = client_multi_open(client) ? take_easy(client) : NULL;
	if (call->easy == NULL) {
		call_end(call, CLIENT_NOT_SENT, "%s: libcurl has no handle", call->host->key);
		return;
	}
	call_set_target(call, pin);
	set_callbacks(call);
	if (!request_prepare(call))
		return;
	call_join(call, &client->on_curl);
	curl_multi_add_handle(client->multi, call->easy);
}

/* --- the end ---------------------------------------------------------------------------- */

static bool was_sent(const struct call *call)
{
#ifdef CURL_PREREQFUNC_OK
	return call->tries > 0;
#else
	curl_off_t ready_us = 0;
	curl_easy_getinfo(call->easy, CURLINFO_PRETRANSFER_TIME_T, &ready_us);
	return ready_us > 0;
#endif
}

static void request_failed(struct call *call, CURLcode rc, bool is_sent)
{
	const char *key = call->host->key;
	const char *reason = call->reason[0] != '\0' ? call->reason : curl_easy_strerror(rc);
	if (call->is_truncated)
		call_end(call, CLIENT_REFUSED, "%s: the answer is larger than %zu bytes", key,
			 call->request.max_answer_bytes);
	else if (call->is_address_refused && !is_sent)
		call_end(call, CLIENT_REFUSED, "%s: has a private address, which is not allowed",
			 key);
	else if (!is_sent)
		call_end(call, CLIENT_NOT_SENT, "%s: %s", key, reason);
	else if (rc == CURLE_OK)
		call_end(call, CLIENT_UNCLEAR, "%s: the answer is not whole", key);
	else if (rc == CURLE_ABORTED_BY_CALLBACK)
		call_end(call, CLIENT_UNCLEAR, "%s: the connection was closed without an answer",
			 key);
	else
		call_end(call, CLIENT_UNCLEAR, "%s: %s", key, reason);
}

static void request_over(struct call *call, CURLcode rc, bool is_sent)
{
	/* curl is content with a stream that ends within the headers, or after "100 Continue". */
	if (rc != CURLE_OK || !call->has_head || call->status < 200) {
		request_failed(call, rc, is_sent);
		return;
	}
	switch (call_redirect(call)) {
	case REDIRECT_NONE:
		call_end(call, CLIENT_ANSWERED, "%s", "");
		break;
	case REDIRECT_FOLLOW:
		buf_clear(&call->headers);
		buf_clear(&call->body);
		call->status = 0;
		call->has_head = false;
		call->certificate[0] = '\0';
		call_enqueue(call);
		break;
	case REDIRECT_REFUSED:
		break;
	}
}

void call_over(struct call *call, CURLcode rc)
{
	struct host *host = call->host;
	host->running++; /* ours: a redirect may clear hosts that are not in use */
	call->client->last_used_us = clock_monotonic_us();
	bool is_sent = was_sent(call);
	call_release(call);
	request_over(call, rc, is_sent);
	host->running--;
	host_freed(host);
}
