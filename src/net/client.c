#include "net/client.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "base/mem.h"
#include "net/client_inside.h"

#define DEFAULT_TIMEOUT_MS 30000

/* --- ends ------------------------------------------------------------------------------- */

void call_free(struct call *call)
{
	call_release(call);
	curl_url_cleanup(call->url);
	buf_finish(&call->error);
	buf_finish(&call->headers);
	buf_finish(&call->body);
	pool_finish(&call->pool);
	mem_free(call);
}

void call_end(struct call *call, enum client_end end, const char *fmt, ...)
{
	struct client *client = call->client;
	char text[512];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	call->end = end;
	buf_text_add(&call->error, text);
	call->next = NULL;
	*client->ended_tail = call;
	client->ended_tail = &call->next;
	if (!client->is_draining)
		client_kick(client);
}

static void tell(struct call *call)
{
	char *url = NULL;
	if (call->url != NULL && !call->is_away)
		curl_url_get(call->url, CURLUPART_URL, &url, 0);
	struct client_answer answer = {
		.end = call->end,
		.status = call->status,
		.headers = buf_text(&call->headers),
		.body = buf_text(&call->body),
		.body_bytes = call->body.len,
		.truncated = call->is_truncated,
		.url = url == NULL ? "" : url,
		.redirects = call->redirects,
		.elapsed_us = (int64_t)(clock_monotonic_us() - call->started_us),
		.error = buf_text(&call->error),
	};
	memcpy(answer.certificate_sha256, call->certificate, sizeof(call->certificate));
	call->client->calls--;
	call->done(call->ctx, &answer);
	curl_free(url);
	if (!call->is_away) /* else its thread still looks at it: see client_mail.c */
		call_free(call);
}

static void on_sweep(uv_timer_t *timer);

void client_finish_ended(struct client *client)
{
	/* Those that end while we tell come with the next kick: a caller that sends a refused
	 * request again and again must not stop the loop. */
	struct call *ended = client->ended;
	client->ended = NULL;
	client->ended_tail = &client->ended;
	while (ended != NULL) {
		struct call *call = ended;
		ended = call->next;
		tell(call);
	}
	if (client->calls == 0 && !client->is_closing &&
	    !uv_is_active((uv_handle_t *)&client->sweep))
		uv_timer_start(&client->sweep, on_sweep, IDLE_MS, 0);
}

/* --- waiting ---------------------------------------------------------------------------- */

/* End the waiting calls of a host that are past their deadline; returns the earliest of the
 * others. */
static uint64_t expire(struct host *host, uint64_t now_us, uint64_t earliest_us)
{
	struct call **link = &host->first;
	host->last = NULL;
	while (*link != NULL) {
		struct call *call = *link;
		if (call->deadline_us > now_us) {
			if (call->deadline_us < earliest_us)
				earliest_us = call->deadline_us;
			host->last = call;
			link = &call->next;
			continue;
		}
		*link = call->next;
		call_end(call, CLIENT_NOT_SENT,
			 host->is_looked_up ? "%s: no answer to the name look-up in time"
					    : "%s: all connections were busy until the time-out",
			 host->key);
	}
	return earliest_us;
}

static void on_patience(uv_timer_t *timer);

static void arm_patience(struct client *client, uint64_t deadline_us)
{
	uint64_t now_us = clock_monotonic_us();
	client->patience_us = deadline_us;
	uv_update_time(loop_uv(client->loop));
	uv_timer_start(&client->patience, on_patience,
		       deadline_us > now_us ? (deadline_us - now_us) / 1000 + 1 : 1, 0);
}

static void on_patience(uv_timer_t *timer)
{
	struct client *client = timer->data;
	uint64_t now_us = clock_monotonic_us();
	uint64_t earliest_us = UINT64_MAX;
	for (struct host *host = client->hosts; host != NULL; host = host->next)
		earliest_us = expire(host, now_us, earliest_us);
	client->patience_us = UINT64_MAX;
	if (earliest_us != UINT64_MAX)
		arm_patience(client, earliest_us);
}

void host_pump(struct host *host)
{
	struct client *client = host->client;
	while (host->first != NULL && host->running < host->limit) {
		if (client->running >= LIMIT_IN_FLIGHT ||
		    (host->first->is_mail && client->mails >= LIMIT_MAIL_IN_FLIGHT)) {
			client->is_full = true;
			break;
		}
		if (!host_is_fresh(host))
			host_look_up(host);
		if (!host_is_fresh(host) || host->first == NULL)
			break;
		struct call *call = host->first;
		host->first = call->next;
		call->next = NULL;
		call_start(call);
	}
	if (host->first != NULL && host->first->deadline_us < client->patience_us)
		arm_patience(client, host->first->deadline_us);
}

void host_freed(struct host *host)
{
	struct client *client = host->client;
	host_pump(host);
	if (!client->is_full)
		return;
	client->is_full = false;
	for (struct host *other = client->hosts; other != NULL; other = other->next)
		host_pump(other);
}

void call_join(struct call *call, struct call **list)
{
	call->next_running = *list;
	call->running_link = list;
	if (*list != NULL)
		(*list)->running_link = &call->next_running;
	*list = call;
	call->client->running++;
	call->host->running++;
}

void call_leave(struct call *call)
{
	if (call->running_link == NULL)
		return;
	*call->running_link = call->next_running;
	if (call->next_running != NULL)
		call->next_running->running_link = call->running_link;
	call->running_link = NULL;
	call->client->running--;
	call->host->running--;
}

void call_enqueue(struct call *call)
{
	struct host *host = call->host;
	struct client *client = call->client;
	call->next = NULL;
	if (host->first == NULL)
		host->first = call;
	else
		host->last->next = call;
	host->last = call;
	host_pump(host);
	/* The pump looks at the first in the queue; a later one may be in more of a hurry. */
	if (host->first != NULL && call->deadline_us < client->patience_us)
		arm_patience(client, call->deadline_us);
}

/* --- life ------------------------------------------------------------------------------- */

struct call *call_new(struct client *client, client_done *done, void *ctx, uint32_t timeout_ms)
{
	struct call *call = mem_alloc(sizeof(*call));
	call->client = client;
	call->done = done;
	call->ctx = ctx;
	call->started_us = clock_monotonic_us();
	call->deadline_us = call->started_us +
			    UINT64_C(1000) * (timeout_ms > 0 ? timeout_ms : DEFAULT_TIMEOUT_MS);
	client->calls++;
	client->last_used_us = call->started_us;
	return call;
}

size_t client_in_flight(const struct client *client)
{
	return client->calls;
}

static void free_spares(struct client *client)
{
	while (client->spare_count > 0)
		curl_easy_cleanup(client->spare[--client->spare_count]);
}

/* Nothing was asked for a while: give up connections, handles and names, so that an idle daemon
 * neither holds memory nor is woken by peers that close. */
static void on_sweep(uv_timer_t *timer)
{
	struct client *client = timer->data;
	if (client->calls > 0)
		return; /* armed again at their end */
	uint64_t idle_ms = (clock_monotonic_us() - client->last_used_us) / 1000;
	if (idle_ms < IDLE_MS) {
		uv_timer_start(timer, on_sweep, IDLE_MS - idle_ms, 0);
		return;
	}
	client_multi_close(client);
	free_spares(client);
	hosts_forget_idle(client);
}

void client_hold(struct client *client)
{
	client->holders++;
}

void client_let_go(struct client *client)
{
	if (--client->holders > 0)
		return;
	mem_free(client->sockets);
	mem_free(client);
	curl_global_cleanup();
}

void client_dropped(uv_handle_t *handle)
{
	client_let_go(handle->data);
}

int client_open(struct client **out, struct loop *loop, struct error *err)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		return error_set(err, E_IO, "start libcurl: it refused");
	struct client *client = mem_alloc(sizeof(*client));
	client->loop = loop;
	client->ended_tail = &client->ended;
	client->patience_us = UINT64_MAX;
	uv_loop_t *uv = loop_uv(loop);
	uv_timer_init(uv, &client->curl_timer);
	uv_timer_init(uv, &client->patience);
	uv_timer_init(uv, &client->sweep);
	uv_idle_init(uv, &client->kick);
	client->curl_timer.data = client;
	client->patience.data = client;
	client->sweep.data = client;
	client->kick.data = client;
	client->holders = 4;
	*out = client;
	return 0;
}

static void cancel_hosts(struct client *client)
{
	while (client->hosts != NULL) {
		struct host *host = client->hosts;
		client->hosts = host->next;
		while (host->first != NULL) {
			struct call *call = host->first;
			host->first = call->next;
			call_end(call, CLIENT_CANCELED, "shutting down");
		}
		if (host->is_looked_up)
			uv_cancel((uv_req_t *)&host->lookup); /* freed by its callback */
		else
			host_free(host);
	}
}

void client_close(struct client *client)
{
	if (client == NULL)
		return;
	assert(!client->is_closing);
	client->is_closing = true;
	while (client->on_curl != NULL) {
		struct call *call = client->on_curl;
		curl_multi_remove_handle(client->multi, call->easy);
		call_release(call);
		call_end(call, CLIENT_CANCELED, "shutting down");
	}
	while (client->on_pool != NULL) {
		struct call *call = client->on_pool;
		uv_cancel((uv_req_t *)&call->job); /* if it has begun, it sees is_closing */
		call_leave(call);
		call_end(call, CLIENT_CANCELED, "shutting down");
	}
	cancel_hosts(client);
	client_multi_close(client);
	free_spares(client);
	uv_close((uv_handle_t *)&client->curl_timer, client_dropped);
	uv_close((uv_handle_t *)&client->patience, client_dropped);
	uv_close((uv_handle_t *)&client->sweep, client_dropped);
	uv_close((uv_handle_t *)&client->kick, client_dropped);
	/* A caller that sends again from its `done` is canceled at once, and stops at that. */
	while (client->ended != NULL)
		client_finish_ended(client);
}
