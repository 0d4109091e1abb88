/* A client on a loop, and one request at a time through it, for the tests of net/. */
#ifndef TEST_NET_FETCH_H
#define TEST_NET_FETCH_H

#include "base/buf.h"
#include "net/client.h"

struct fetch {
	struct loop *loop;
	struct client *client;
	int waiting; /* requests on their way */
	/* Of the last answer: */
	enum client_end end;
	int status;
	bool truncated;
	int redirects;
	int64_t elapsed_us;
	struct buf headers, body, url, error;
	char certificate[65];
	int ends[8]; /* how often each end came */
};

int fetch_setup(void **state); /* *state is a struct fetch */
int fetch_teardown(void **state);
void fetch_begin(struct fetch *fetch, const struct client_request *request);
void fetch_wait(struct fetch *fetch); /* for all of them */
/* GET http://127.0.0.1:port/path with everything allowed that a test usually needs. */
void fetch_get(struct fetch *fetch, uint16_t port, const char *path);
void fetch_done(void *ctx, const struct client_answer *answer); /* ctx: struct fetch */
const char *fetch_url(char out[128], uint16_t port, const char *path);

#endif
