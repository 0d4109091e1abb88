/* A dossier under test: events go in as the engine hands them in, facts come out as a story.
 *
 * Every fact is written as a ledger line and kept, so that at the end the lines can be replayed:
 * dossier_sample_finish fails the test when the replayed dossier differs from the live one. */
#ifndef TESTS_UNIT_CORE_DOSSIER_SAMPLE_H
#define TESTS_UNIT_CORE_DOSSIER_SAMPLE_H

#include "base/buf.h"
#include "core/core.h"

struct dossier_sample {
	struct law *law; /* borrowed */
	struct dossier dossier;
	struct instant now;  /* of the last event */
	struct outcome last; /* of the last event itself */
	struct buf lines;    /* ledger lines with line feeds */
	struct buf story;    /* names of the facts since it was last told */
	uint64_t seq;
};

/* "2009-03-02 09:30" or "2009-03-02 09:30:15" in the bureau's time (+08:00). */
struct instant moment(const char *text);
/* A moment as "2009-03-02 09:30:15" (static, ring of eight); "never", "none". */
const char *moment_text(struct instant at);

void dossier_sample_start(struct dossier_sample *sample, struct law *law);
void dossier_sample_finish(struct dossier_sample *sample);

/* Decide, write, apply, and let time do what it owes at that moment. */
int dossier_sample_play(struct dossier_sample *sample, struct event event);
/* The names of the facts written since it was last asked, with blanks between; "" for none. */
const char *dossier_sample_story(struct dossier_sample *sample);

/* What is handed in: active, public, of public interest, hydrology, official-document, reviewed. */
struct document document_sample(const char *issued_on);
int sample_receive(struct dossier_sample *sample, const char *at, const struct document *document);

int sample_wake(struct dossier_sample *sample, const char *at);
int sample_slot(struct dossier_sample *sample, const char *at); /* of the website, as below */
/* An operation on the website that was handed out at `started` ended. */
int sample_ended(struct dossier_sample *sample, const char *at, const char *started,
		 enum publish_operation operation, enum publish_end end);
/* The website's page was read; the task was made for the publication as it is now. */
int sample_probed(struct dossier_sample *sample, const char *at, const char *verdict);
int sample_told(struct dossier_sample *sample, const char *at, uint64_t alert, enum told_end end);
int sample_decide(struct dossier_sample *sample, const char *at, struct event_decision decision);

/* From arrival to a page proven at once. */
void sample_prove(struct dossier_sample *sample, const char *at);

/* The action owed on a channel at a moment as "create", "find", "probe"...; "" for none. */
const char *sample_owed(const struct dossier_sample *sample, const char *at, const char *channel);
const struct publication *sample_publication(const struct dossier_sample *sample,
					     const char *channel);
struct instant sample_wake_at(const struct dossier_sample *sample);

#endif
