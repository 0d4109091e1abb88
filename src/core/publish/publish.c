#include "core/publish/publish.h"

#include <string.h>

#include "base/macros.h"
#include "base/sha256.h"
#include "base/text.h"
#include "core/obligation/obligation.h"

static const struct {
	enum publication_state from;
	enum fact_kind on;
	enum publication_state to;
} transitions[] = {
	/* from          on                          to */
	{PUB_PENDING,	 FACT_PUBLICATION_INTENDED,  PUB_SENT},
	{PUB_PENDING,	 FACT_PUBLICATION_ATTESTED,  PUB_ATTESTED},
	{PUB_PENDING,	 FACT_PUBLICATION_ACCEPTED,  PUB_ACCEPTED}, /* found, made by a lost try */
	{PUB_SENT,	 FACT_PUBLICATION_ACCEPTED,  PUB_ACCEPTED},
	{PUB_SENT,	 FACT_PUBLICATION_UNCLEAR,   PUB_UNCLEAR},
	{PUB_SENT,	 FACT_PUBLICATION_FAILED,    PUB_PENDING},
	{PUB_SENT,	 FACT_PUBLICATION_WITHDRAWN, PUB_WITHDRAWN},
	{PUB_UNCLEAR,	 FACT_PUBLICATION_ACCEPTED,  PUB_ACCEPTED},
	{PUB_UNCLEAR,	 FACT_PUBLICATION_UNCLEAR,   PUB_UNCLEAR},
	{PUB_UNCLEAR,	 FACT_PUBLICATION_FAILED,    PUB_PENDING},
	{PUB_UNCLEAR,	 FACT_PUBLICATION_WITHDRAWN, PUB_WITHDRAWN},
	{PUB_ACCEPTED,	 FACT_PUBLICATION_INTENDED,  PUB_SENT}, /* revision, withdrawal */
	{PUB_ACCEPTED,	 FACT_PAGE_PRESENT,	     PUB_PROVEN},
	{PUB_ACCEPTED,	 FACT_PAGE_ABSENT,	     PUB_ACCEPTED},
	{PUB_ACCEPTED,	 FACT_PAGE_DIFFERS,	     PUB_ACCEPTED},
	{PUB_ACCEPTED,	 FACT_PAGE_UNKNOWN,	     PUB_ACCEPTED},
	{PUB_PROVEN,	 FACT_PUBLICATION_INTENDED,  PUB_SENT},
	{PUB_PROVEN,	 FACT_PAGE_PRESENT,	     PUB_PROVEN},
	{PUB_PROVEN,	 FACT_PAGE_ABSENT,	     PUB_GONE},
	{PUB_PROVEN,	 FACT_PAGE_DIFFERS,	     PUB_GONE},
	{PUB_PROVEN,	 FACT_PAGE_UNKNOWN,	     PUB_PROVEN}, /* alarms only when it lasts */
	{PUB_GONE,	 FACT_PUBLICATION_INTENDED,  PUB_SENT},
	{PUB_GONE,	 FACT_PAGE_PRESENT,	     PUB_PROVEN},
	{PUB_GONE,	 FACT_PAGE_ABSENT,	     PUB_GONE},
	{PUB_GONE,	 FACT_PAGE_DIFFERS,	     PUB_GONE},
	{PUB_GONE,	 FACT_PAGE_UNKNOWN,	     PUB_GONE},
	{PUB_ATTESTED,	 FACT_PUBLICATION_ATTESTED,  PUB_ATTESTED},
	{PUB_WITHDRAWN,	 FACT_PUBLICATION_INTENDED,  PUB_SENT}, /* a later text may be shown again */
	/* a person asks: try again now, and where something may be there, look it up first */
	{PUB_PENDING,	 FACT_DECISION_RETRY,	     PUB_PENDING},
	{PUB_SENT,	 FACT_DECISION_RETRY,	     PUB_SENT},
	{PUB_UNCLEAR,	 FACT_DECISION_RETRY,	     PUB_UNCLEAR},
	{PUB_ACCEPTED,	 FACT_DECISION_RETRY,	     PUB_UNCLEAR},
	{PUB_PROVEN,	 FACT_DECISION_RETRY,	     PUB_PROVEN},
	{PUB_GONE,	 FACT_DECISION_RETRY,	     PUB_UNCLEAR},
	{PUB_ATTESTED,	 FACT_DECISION_RETRY,	     PUB_ATTESTED},
	{PUB_WITHDRAWN,	 FACT_DECISION_RETRY,	     PUB_WITHDRAWN},
};

int publish_transition(enum publication_state from, enum fact_kind on)
{
	for (size_t i = 0; i < ARRAY_LEN(transitions); i++)
		if (transitions[i].from == from && transitions[i].on == on)
			return (int)transitions[i].to;
	return -1;
}

const char *publish_key(struct pool *pool, int64_t document, int revision, const char *channel)
{
	return pool_print(pool, "gongshi-%lld-r%d-%s", (long long)document, revision, channel);
}

int64_t publish_backoff_us(const char *key, int failures)
{
	const int64_t most = 30 * INSTANT_MINUTE;
	int64_t wait = 5 * INSTANT_SECOND;
	for (int i = 1; i < failures && wait < most; i++)
		wait *= 2;
	if (wait > most)
		wait = most;

	/* The spread comes from the key, not from chance: the core draws no random number. */
	struct digest d = sha256_of(key, strlen(key));
	uint32_t spread = (uint32_t)d.byte[failures % 31] << 8 | d.byte[failures % 31 + 1];
	wait += wait / 4 * (int64_t)spread / 65535 - wait / 8;
	return wait - wait % 1000;
}

int64_t publish_real_us(const struct law *law, int64_t us)
{
	double speed = law->speed > 1 ? law->speed : 1;
	int64_t own = (int64_t)((double)us * speed);
	return own - own % 1000;
}

int64_t publish_probe_interval_us(bool present, int repeats, int64_t watch_us)
{
	static const int64_t seen[] = {INSTANT_MINUTE, 10 * INSTANT_MINUTE, 2 * INSTANT_HOUR};
	static const int64_t unseen[] = {10 * INSTANT_SECOND, 30 * INSTANT_SECOND, INSTANT_MINUTE,
					 2 * INSTANT_MINUTE,  5 * INSTANT_MINUTE,
					 15 * INSTANT_MINUTE};
	const int64_t *steps = present ? seen : unseen;
	int count = present ? (int)ARRAY_LEN(seen) : (int)ARRAY_LEN(unseen);
	int64_t wait = repeats < count ? steps[repeats] : present ? watch_us : INSTANT_HOUR;
	return wait < watch_us ? wait : watch_us;
}

static int64_t watch_of(const struct dossier *dossier, const struct publication *publication,
			const struct law *law)
{
	const struct channel_terms *terms = law_channel(law, publication->channel);
	int64_t watch = terms != NULL && terms->watch_us > 0 ? terms->watch_us : INSTANT_DAY;
	VEC_EACH(&dossier->obligations, obligation) {
		const struct rule *rule = law_rule(law, obligation->rule);
		if (rule == NULL || rule->watch_us <= 0 || rule->watch_us >= watch)
			continue;
		for (const char *const *c = obligation->channels; c != NULL && *c != NULL; c++)
			if (text_equal(*c, publication->channel))
				watch = rule->watch_us;
	}
	return watch;
}

static struct publish_step operation_step(enum publish_operation operation, struct instant at)
{
	return (struct publish_step){NEED_OPERATION, operation, at};
}

/* Look up at once after an unclear end, again when the server can no longer be at it, then with
 * the failures' back-off: `retry_at` was set so by the facts. */
static struct publish_step lookup(const struct publication *publication, const struct law *law)
{
	const struct channel_terms *terms = law_channel(law, publication->channel);
	if (terms == NULL || !terms->can_find)
		return (struct publish_step){0}; /* without a look-up people must clear it up */
	return operation_step(PUBLISH_FIND, publication->retry_at);
}

static struct publish_step probe(const struct dossier *dossier,
				 const struct publication *publication, const struct law *law)
{
	if (publication->url == NULL) /* never ask for an address that the CMS has not named */
		return (struct publish_step){0};
	struct instant at = publication->accepted_at;
	if (publication->verdict != NULL) {
		bool present = text_equal(publication->verdict, "present");
		at = instant_add_us(publication->last_probe_at,
				    publish_probe_interval_us(present, publication->repeats,
							      watch_of(dossier, publication, law)));
	}
	return (struct publish_step){NEED_PROBE, PUBLISH_FIND, at};
}

/* Internal never reaches a public channel, also when it was public before a revision; and nobody
 * publishes what people have decided not to (不予公开). */
static bool may_show(const struct dossier *dossier, const struct channel_terms *terms)
{
	if (dossier->audience == AUDIENCE_INTERNAL && !terms->internal)
		return false;
	return obligation_wants(dossier, terms->name);
}

struct publish_step publish_next(const struct dossier *dossier,
				 const struct publication *publication, const struct law *law,
				 bool open, struct instant now)
{
	(void)now;
	struct publish_step nothing = {0};
	const struct channel_terms *terms = law_channel(law, publication->channel);
	if (terms == NULL || terms->attested)
		return nothing;
	open = open && may_show(dossier, terms);
	/* A later text may say that nothing of it is for the public: what stands there goes. */
	bool gone = dossier->withdrawn || dossier->disclosure != DISCLOSURE_ACTIVE ||
		    (dossier->audience == AUDIENCE_INTERNAL && !terms->internal);

	switch (publication->state) {
	case PUB_SENT: /* in flight, or its result was lost with a crash */
	case PUB_UNCLEAR:
		return lookup(publication, law);
	case PUB_PENDING:
		if (gone && publication->remote_id == NULL && publication->url == NULL)
			return nothing;
		if (gone)
			return operation_step(PUBLISH_WITHDRAW, publication->retry_at);
		if (!open)
			return nothing;
		return operation_step(publication->remote_id != NULL ? PUBLISH_UPDATE
								      : PUBLISH_CREATE,
				      publication->retry_at);
	case PUB_ACCEPTED:
	case PUB_PROVEN:
	case PUB_GONE:
		if (gone)
			return operation_step(PUBLISH_WITHDRAW, publication->retry_at);
		if (open && (publication->revision < dossier->revision || publication->restore))
			return operation_step(PUBLISH_UPDATE, publication->retry_at);
		return probe(dossier, publication, law);
	case PUB_WITHDRAWN:
		return open && !gone && publication->revision < dossier->revision
			       ? operation_step(PUBLISH_CREATE, publication->retry_at)
			       : nothing;
	case PUB_ATTESTED:
	default:
		return nothing;
	}
}
