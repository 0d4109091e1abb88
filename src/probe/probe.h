/* Looks at a published page as a citizen would: fetches it and its attachments, reads them, and has
 * core/verify compare.  Loop thread; reading and comparing run on the pool. */
#ifndef PROBE_PROBE_H
#define PROBE_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/model/document.h"
#include "core/verify/verify.h"
#include "net/client.h"
#include "net/loop.h"

struct probe;

struct probe_request {
	const char *url;          /* as the channel named it */
	const char *host;         /* of the channel; NULL: that of url */
	const char *const *hosts; /* NULL-ended */
	bool allow_private;
	const char *ca_file;
	const struct document *document; /* what must be there; borrowed until done */
	struct instant first_seen_at, published_at;
	int offset_s;
	uint32_t timeout_ms;
};

struct probe_result {
	struct verify_result result;
	struct instant at;    /* clock_now when the answer had arrived */
	char page_sha256[65]; /* of the bytes; "" when none */
	char certificate_sha256[65];
	int status;
	const char *page; /* bytes as fetched, for the proof; valid inside done */
	size_t page_bytes;
};

typedef void probe_done(void *ctx, const struct probe_result *result);

MUST_CHECK int probe_open(struct probe **out, struct loop *loop, struct client *client,
			  struct error *err);
/* `done` is called exactly once, from the loop; never before probe_page has returned.  The document
 * is borrowed until then, all else is copied. */
void probe_page(struct probe *probe, const struct probe_request *request, probe_done *done,
		void *ctx);
/* Probes that wait for an answer end now, those being compared as soon as the pool lets go of
 * them: unknown, canceled.  Close the client, before or after; NULL is fine. */
void probe_close(struct probe *probe);

#endif
