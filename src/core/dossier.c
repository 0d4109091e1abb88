/* Questions to a dossier that need several stages: holds, state, actions owed, next wake-up. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/core.h"
#include "core/obligation/obligation.h"
#include "core/schedule/schedule.h"

/* Fail closed.  Source: OGI Regulations (2019) art. 13, 17; Secrecy Law (2024) art. 35. */
int dossier_holds(const struct dossier *d, const struct law *law, struct instant now,
		  struct dossier_hold holds[DOSSIER_HOLDS])
{
	int count = 0;
	if (d->disclosure != DISCLOSURE_ACTIVE)
		holds[count++] = (struct dossier_hold){
			"disclosure", d->disclosure == DISCLOSURE_NONE
					      ? "公开属性为不予公开，不得发布"
					      : "公开属性为依申请公开，不得主动发布"};
	if (!d->review.passed || text_empty(d->review.signer))
		holds[count++] = (struct dossier_hold){
			"review-missing", "缺保密审查记录或签发人，审查前不得发布"};
	if (civil_date_is_set(d->not_before) &&
	    instant_before(now, instant_of(d->not_before, 0, law->offset_s)))
		holds[count++] = (struct dossier_hold){"not-before", "未到规定的公开时间"};
	VEC_EACH(&d->holds, hold)
		if (count < DOSSIER_HOLDS)
			holds[count++] = (struct dossier_hold){
				hold->code, hold->sentence != NULL ? hold->sentence : ""};
	return count;
}

static bool is_finished(const struct dossier *d)
{
	VEC_EACH(&d->obligations, obligation)
		if (obligation_is_owed(d, obligation))
			return false;
	VEC_EACH(&d->publications, publication)
		if (publication->revision < d->revision && publication->state != PUB_ATTESTED &&
		    obligation_wants(d, publication->channel))
			return false;
	return d->obligations.len > 0;
}

const char *dossier_state(const struct dossier *d, const struct law *law, struct instant now)
{
	struct dossier_hold holds[DOSSIER_HOLDS];
	if (d->withdrawn)
		return "withdrawn";
	if (is_finished(d))
		return "closed";
	int count = dossier_holds(d, law, now, holds);
	if (count == 1 && text_equal(holds[0].code, "review-missing"))
		return "awaiting-review";
	return count > 0 ? "held" : "open";
}

static bool is_open(const struct dossier *d, const struct law *law, struct instant now)
{
	struct dossier_hold holds[DOSSIER_HOLDS];
	return dossier_holds(d, law, now, holds) == 0;
}

int dossier_owed(const struct dossier *d, const struct law *law, struct instant now,
		 struct action actions[DOSSIER_ACTIONS])
{
	return schedule_owed(d, law, is_open(d, law, now), now, actions, DOSSIER_ACTIONS);
}

struct instant dossier_next_wake(const struct dossier *d, const struct law *law,
				 struct instant now)
{
	return schedule_next_wake(d, law, is_open(d, law, now), now);
}

/* "website=1258000000000000,12,0,0;" : channel, last probe, its repeats, failures, retry; moments in
 * microseconds.  They are written together with the facts, so they are always of this state. */
void dossier_notes_print(const struct dossier *d, struct buf *out)
{
	VEC_EACH(&d->publications, p)
		if (p->verdict != NULL || p->failures > 0)
			buf_print(out, "%s=%lld,%d,%d,%lld;", p->channel,
				  (long long)p->last_probe_at.us, p->repeats, p->failures,
				  (long long)p->retry_at.us);
}

static void note_read(struct dossier *d, const char *channel, size_t len, const long long number[4])
{
	VEC_EACH(&d->publications, p) {
		if (strlen(p->channel) != len || memcmp(p->channel, channel, len) != 0)
			continue;
		p->last_probe_at.us = number[0];
		p->repeats = (int)number[1];
		p->failures = (int)number[2];
		p->retry_at.us = number[3];
	}
}

void dossier_notes_read(struct dossier *d, const char *notes)
{
	while (notes != NULL && *notes != '\0') {
		const char *equals = strchr(notes, '=');
		if (equals == NULL)
			return;
		long long number[4] = {0};
		char *end = (char *)equals;
		for (int i = 0; i < 4 && (*end == '=' || *end == ','); i++)
			number[i] = strtoll(end + 1, &end, 10);
		if (*end != ';')
			return;
		note_read(d, notes, (size_t)(equals - notes), number);
		notes = end + 1;
	}
}
