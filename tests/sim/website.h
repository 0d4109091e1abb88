/* The website: keeps articles, and is as unreliable as its faults say.
 *
 * A request is a deed of the server, done at a moment of its own: before the answer, without an
 * answer, or after the client has given up (then within the settling time). */
#ifndef TESTS_SIM_WEBSITE_H
#define TESTS_SIM_WEBSITE_H

#include "base/instant.h"
#include "base/sha256.h"
#include "base/vec.h"
#include "core/model/event.h"

struct sim;
struct errand;

struct article {
	int64_t id; /* remote_id, from 1 */
	char key[64];
	int64_t document;
	int revision;
	struct digest content;
	bool live;                 /* the CMS knows it */
	bool changed;              /* somebody has been at the text */
	bool hidden;               /* not shown for a while */
	bool damaged;              /* it was ever changed, hidden or removed by others */
	struct instant visible_at; /* true time: caches and queues of the site */
};

/* When a text could first be read on the site, in true time. */
struct showing {
	int64_t document;
	int revision;
	struct instant since;
	bool damaged;
};

/* In thousandths, of requests. */
struct website_faults {
	int lost;  /* done, but no answer */
	int late;  /* done after the client gave up */
	int cut;   /* broken off on the way: not done */
	int error; /* 500: done or not */
	int later; /* 503, 429, refused: certainly not done */
	int never; /* 400: certainly not done, and the same again is useless */
	int slow;
	int queued;  /* done, shown much later */
	int unknown; /* probes: a challenge page, a time-out */
};

struct website {
	struct vec_of(struct article) articles;
	struct vec_of(struct showing) showings;
	struct website_faults faults;
	uint64_t creates, updates, withdrawals, finds, probes, unclear;
};

void website_publish(struct sim *sim, struct errand *errand);
void website_probe(struct sim *sim, struct errand *errand);
/* The client has died: what was on its way to the server may never arrive. */
void website_client_died(struct sim *sim, struct errand *errand);
/* Somebody changes, hides or removes an article; mostly it is put right after a while. */
void website_damage(struct sim *sim);
void website_repair(struct sim *sim); /* all that can be repaired */

/* How a citizen sees it: the article of the document that is live, or NULL. */
const struct article *website_article(const struct website *website, int64_t document);
bool website_shows(const struct sim *sim, int64_t document, int revision);
const struct showing *website_showing(const struct website *website, int64_t document,
				      int revision);
void website_finish(struct website *website);

#endif
