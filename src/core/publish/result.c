#include "core/publish/result.h"

#include "base/text.h"
#include "core/publish/publish.h"

static const struct publication *publication_on(const struct dossier *dossier, const char *channel)
{
	VEC_EACH(&dossier->publications, publication)
		if (text_equal(publication->channel, channel))
			return publication;
	return NULL;
}

static struct fact *about(const struct publication *publication, enum fact_kind kind,
			  const struct event *event, struct outcome *out, bool note)
{
	struct fact *fact = note ? outcome_note(out, kind, event) : outcome_add(out, kind, event);
	fact->channel = outcome_text(out, publication->channel);
	fact->publication = outcome_text(out, publication->key);
	fact->operation = outcome_text(out, publication->operation);
	fact->revision = publication->revision;
	fact->attempt = publication->attempts;
	return fact;
}

void publish_intend(const struct dossier *dossier, const struct law *law,
		    const struct event *event, bool open, struct outcome *out)
{
	const struct publication *p = publication_on(dossier, event->slot);
	if (p == NULL)
		return;
	struct publish_step step = publish_next(dossier, p, law, open, event->at);
	if (step.need != NEED_OPERATION || step.operation == PUBLISH_FIND ||
	    instant_before(event->at, step.at))
		return;
	struct fact *fact = about(p, FACT_PUBLICATION_INTENDED, event, out, false);
	/* A page is taken down under the key by which it was put up. */
	if (step.operation != PUBLISH_WITHDRAW) {
		fact->revision = dossier->revision;
		fact->publication =
			publish_key(&out->pool, dossier->id, dossier->revision, p->channel);
	}
	fact->operation = publish_operation_name(step.operation);
	fact->attempt = p->attempts + 1;
	fact->remote_id = outcome_text(out, p->remote_id);
}

static int64_t settle_us(const struct law *law, const struct publication *p)
{
	const struct channel_terms *terms = law_channel(law, p->channel);
	return publish_real_us(law, terms == NULL ? INSTANT_MINUTE : terms->settle_us);
}

static struct instant retry_time(const struct publication *p, const struct law *law,
				 const struct event *event)
{
	const struct event_published *end = &event->published;
	int failures = p->failures + 1;
	if (end->permanent && failures < 8)
		failures = 8; /* the same again is useless until somebody acts: wait longer */
	int64_t wait = publish_backoff_us(p->key != NULL ? p->key : p->channel, failures);
	if (end->retry_after_s >= 0) {
		int64_t asked = publish_real_us(law, end->retry_after_s * INSTANT_SECOND);
		wait = asked > wait ? asked : wait;
	}
	return instant_add_us(event->at, wait);
}

static void accepted(const struct publication *p, const struct event *event, struct outcome *out)
{
	const struct event_published *end = &event->published;
	struct fact *fact = about(p, FACT_PUBLICATION_ACCEPTED, event, out, false);
	fact->remote_id = outcome_text(out, end->remote_id);
	fact->url = outcome_text(out, end->url);
	if (end->changed_key)
		fact->reason = outcome_text(out, end->reason);
}

static void withdrawn(const struct publication *p, const struct event *event, struct outcome *out)
{
	struct fact *fact = about(p, FACT_PUBLICATION_WITHDRAWN, event, out, false);
	fact->url = outcome_text(out, p->url);
	fact->reason = outcome_text(out, event->published.reason);
}

static struct fact *failed(const struct publication *p, const struct law *law,
			   const struct event *event, struct outcome *out)
{
	const struct event_published *end = &event->published;
	struct fact *fact = about(p, FACT_PUBLICATION_FAILED, event, out, false);
	fact->operation = publish_operation_name(end->operation);
	fact->reason = outcome_text(out, end->reason);
	fact->permanent = end->permanent;
	fact->retry_at = retry_time(p, law, event);
	return fact;
}

static void unclear(const struct publication *p, const struct event *event,
		    struct instant retry_at, bool note, struct outcome *out)
{
	struct fact *fact = about(p, FACT_PUBLICATION_UNCLEAR, event, out, note);
	fact->reason = outcome_text(out, event->published.reason);
	fact->retry_at = retry_at;
}

/* A look-up found nothing.  It proves absence only when it was sent after the server's own time
 * for the request was over; a lost result without a known end starts that time now. */
static void not_found(const struct publication *p, const struct law *law,
		      const struct event *event, struct outcome *out)
{
	struct instant settled = instant_add_us(p->unclear_at, settle_us(law, p));
	if (!instant_is_set(p->unclear_at)) {
		settled = instant_add_us(event->at, settle_us(law, p));
		unclear(p, event, settled, false, out);
		return;
	}
	if (instant_before(event->published.started_at, settled)) {
		unclear(p, event, settled, true, out);
		return;
	}
	if (text_equal(p->operation, "withdraw")) {
		withdrawn(p, event, out);
		return;
	}
	struct fact *fact = about(p, FACT_PUBLICATION_FAILED, event, out, false);
	fact->operation = publish_operation_name(PUBLISH_FIND);
	fact->reason = "查询确认网站上没有此件，将重新发送 looked up after the settling time: not there";
	fact->retry_at = event->at;
	if (!text_equal(p->operation, "update")) /* its article stands under the key before */
		fact->code = PUBLISH_NOT_THERE;
}

static void find_ended(const struct publication *p, const struct law *law,
		       const struct event *event, struct outcome *out)
{
	switch (event->published.end) {
	case PUBLISH_FOUND:
	case PUBLISH_ACCEPTED:
		if (text_equal(p->operation, "withdraw"))
			(void)failed(p, law, event, out); /* still there: take it down again */
		else
			accepted(p, event, out);
		break;
	case PUBLISH_NOT_FOUND:
		not_found(p, law, event, out);
		break;
	case PUBLISH_FAILED:
	case PUBLISH_UNCLEAR:
	default:
		/* Still unclear; written once, then only counted. */
		unclear(p, event, retry_time(p, law, event), p->state == PUB_UNCLEAR, out);
		break;
	}
}

/* A creation, an update, a withdrawal. */
static void change_ended(const struct publication *p, const struct law *law,
			 const struct event *event, struct outcome *out)
{
	const struct event_published *end = &event->published;
	bool withdrawing = end->operation == PUBLISH_WITHDRAW;
	switch (end->end) {
	case PUBLISH_ACCEPTED:
	case PUBLISH_FOUND:
		if (withdrawing)
			withdrawn(p, event, out);
		else
			accepted(p, event, out);
		break;
	case PUBLISH_UNCLEAR:
		unclear(p, event, (struct instant){0}, false, out);
		break;
	case PUBLISH_NOT_FOUND: /* the article has vanished: nothing to take down, or make it anew */
		if (withdrawing)
			withdrawn(p, event, out);
		else
			failed(p, law, event, out)->code = PUBLISH_NOT_THERE;
		break;
	case PUBLISH_FAILED:
	default:
		(void)failed(p, law, event, out);
		break;
	}
}

void publish_ended(const struct dossier *dossier, const struct law *law,
		   const struct event *event, struct outcome *out)
{
	const struct event_published *end = &event->published;
	const struct publication *p = publication_on(dossier, end->channel);
	if (p == NULL)
		return;
	bool made = end->operation == PUBLISH_CREATE && end->end == PUBLISH_ACCEPTED;
	if (p->state == PUB_PENDING && made) /* a person had given it up meanwhile */
		accepted(p, event, out);
	else if (p->state != PUB_SENT && p->state != PUB_UNCLEAR)
		return; /* cleared up by other means meanwhile */
	else if (end->operation == PUBLISH_FIND)
		find_ended(p, law, event, out);
	else
		change_ended(p, law, event, out);
}

static enum fact_kind page_fact(const char *verdict)
{
	return text_equal(verdict, "present")	? FACT_PAGE_PRESENT
	       : text_equal(verdict, "absent")	? FACT_PAGE_ABSENT
	       : text_equal(verdict, "differs") ? FACT_PAGE_DIFFERS
						: FACT_PAGE_UNKNOWN;
}

static const char *const *copy_list(struct outcome *out, const char *const *list)
{
	size_t count = 0;
	while (list != NULL && list[count] != NULL)
		count++;
	const char **copy = pool_alloc(&out->pool, (count + 1) * sizeof(*copy));
	for (size_t i = 0; i < count; i++)
		copy[i] = outcome_text(out, list[i]);
	return copy;
}

void publish_probed(const struct dossier *dossier, const struct event *event, struct outcome *out)
{
	const struct event_probed *seen = &event->probed;
	const struct publication *p = publication_on(dossier, seen->channel);
	if (p == NULL ||
	    (p->state != PUB_ACCEPTED && p->state != PUB_PROVEN && p->state != PUB_GONE) ||
	    instant_compare(p->accepted_at, seen->accepted_at) != 0)
		return;
	bool same = text_equal(p->verdict, seen->verdict);
	enum fact_kind kind = page_fact(seen->verdict);
	struct fact *fact = about(p, kind, event, out, same);
	fact->url = outcome_text(out, seen->url);
	fact->verdict = fact_name(kind) + 5; /* behind "page." */
	fact->reason = outcome_text(out, seen->reason);
	fact->findings = copy_list(out, seen->findings);
	fact->page_sha256 = outcome_text(out, seen->page_sha256);
	fact->seen_at = seen->seen_at;
	fact->repeats = p->repeats;
}
