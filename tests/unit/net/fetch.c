#include "fetch.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

int fetch_setup(void **state)
{
	struct fetch *fetch = mem_alloc(sizeof(*fetch));
	struct error err = {0};
	if (loop_open(&fetch->loop, &err) < 0 || client_open(&fetch->client, fetch->loop, &err) < 0)
		return -1;
	*state = fetch;
	return 0;
}

int fetch_teardown(void **state)
{
	struct fetch *fetch = *state;
	client_close(fetch->client);
	loop_close(fetch->loop);
	buf_finish(&fetch->headers);
	buf_finish(&fetch->body);
	buf_finish(&fetch->url);
	buf_finish(&fetch->error);
	mem_free(fetch);
	return 0;
}

static void keep(struct buf *to, const char *text)
{
	buf_clear(to);
	buf_text_add(to, text);
}

void fetch_done(void *ctx, const struct client_answer *answer)
{
	struct fetch *fetch = ctx;
	fetch->end = answer->end;
	fetch->status = answer->status;
	fetch->truncated = answer->truncated;
	fetch->redirects = answer->redirects;
	fetch->elapsed_us = answer->elapsed_us;
	keep(&fetch->headers, answer->headers);
	keep(&fetch->body, answer->body);
	keep(&fetch->url, answer->url);
	keep(&fetch->error, answer->error);
	memcpy(fetch->certificate, answer->certificate_sha256, sizeof(fetch->certificate));
	fetch->ends[answer->end]++;
	if (--fetch->waiting == 0)
		loop_stop(fetch->loop);
}

void fetch_begin(struct fetch *fetch, const struct client_request *request)
{
	fetch->waiting++;
	client_send(fetch->client, request, fetch_done, fetch);
}

void fetch_wait(struct fetch *fetch)
{
	if (fetch->waiting > 0)
		loop_run(fetch->loop);
	assert(fetch->waiting == 0);
}

const char *fetch_url(char out[128], uint16_t port, const char *path)
{
	snprintf(out, 128, "http://127.0.0.1:%u%s", (unsigned)port, path);
	return out;
}

void fetch_get(struct fetch *fetch, uint16_t port, const char *path)
{
	char url[128];
	struct client_request request = {
		.method = "GET",
		.url = fetch_url(url, port, path),
		.timeout_ms = 2000,
		.max_redirects = 3,
		.allow_private = true,
	};
	fetch_begin(fetch, &request);
	fetch_wait(fetch);
}
