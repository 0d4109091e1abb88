#include "core/view/why.h"

#include "base/text.h"
#include "core/core.h"
#include "core/obligation/obligation.h"
#include "core/view/words.h"

static void add_reason(struct buf *out, const char *reason)
{
	if (!text_empty(reason))
		buf_print(out, "：%s", reason);
}

static void why_pending(const struct publication *p, const struct law *law, struct buf *out)
{
	const struct channel_terms *terms = law_channel(law, p->channel);
	const char *channel = word_channel(p->channel);
	if (terms != NULL && terms->attested) {
		buf_print(out, "等待在%s公开，并由两人见证", channel);
	} else if (p->permanent) {
		buf_print(out, "%s拒绝接收，需人工处理", channel);
		add_reason(out, p->reason);
	} else if (p->failures > 0) {
		buf_print(out, "向%s发送 %d 次未成功", channel, p->failures);
		add_reason(out, p->reason);
		if (instant_is_set(p->retry_at)) {
			buf_text_add(out, "；不早于 ");
			word_moment(out, p->retry_at, law->offset_s);
			buf_text_add(out, " 重试");
		}
	} else {
		buf_print(out, "等待发送到%s", channel);
	}
}

static void why_accepted(const struct publication *p, struct buf *out)
{
	const char *channel = word_channel(p->channel);
	if (p->verdict == NULL) {
		buf_print(out, "%s已接收，等待在公开网页上核验", channel);
		return;
	}
	buf_print(out, "%s称已公开，但公开网页核验结果为“%s”", channel, word_verdict(p->verdict));
	add_reason(out, p->reason);
}

void why_publication(const struct publication *p, const struct law *law, struct buf *out)
{
	const char *channel = word_channel(p->channel);
	switch (p->state) {
	case PUB_PENDING:
		why_pending(p, law, out);
		break;
	case PUB_SENT:
		buf_print(out, "正在发送到%s（第 %d 次）", channel, p->attempts);
		break;
	case PUB_UNCLEAR:
		buf_print(out, "发送到%s后没有得到明确答复，正在按编号核对，不会重复发布", channel);
		add_reason(out, p->reason);
		break;
	case PUB_ACCEPTED:
		why_accepted(p, out);
		break;
	case PUB_PROVEN:
		buf_print(out, "%s：公众可见，内容一致", channel);
		break;
	case PUB_ATTESTED:
		buf_print(out, "%s：已由两人见证", channel);
		break;
	case PUB_GONE:
		buf_print(out, "%s：曾经公开，现在不可见或内容不符", channel);
		add_reason(out, p->reason);
		break;
	case PUB_WITHDRAWN:
		buf_print(out, "%s：已撤下", channel);
		break;
	case PUB_STATES:
		break;
	}
}

static void separate(struct buf *out, size_t start)
{
	if (out->len > start)
		buf_text_add(out, "；");
}

static bool is_done(const struct dossier *dossier, const struct publication *publication)
{
	return publication->revision == dossier->revision &&
	       (publication->state == PUB_PROVEN || publication->state == PUB_ATTESTED);
}

/* A new text of a document that is public in its old one. */
static bool is_outdated(const struct dossier *dossier, const struct publication *publication)
{
	return publication->revision > 0 && publication->revision < dossier->revision &&
	       publication->state >= PUB_ACCEPTED;
}

static void why_publications(const struct dossier *dossier, const struct law *law, bool done,
			     struct buf *out)
{
	size_t start = out->len;
	VEC_EACH(&dossier->publications, p) {
		if (is_done(dossier, p) != done)
			continue;
		separate(out, start);
		if (is_outdated(dossier, p))
			buf_print(out, "%s上还是第 %d 稿，等待更新为第 %d 稿",
				  word_channel(p->channel), p->revision, dossier->revision);
		else
			why_publication(p, law, out);
	}
}

void why_dossier(const struct dossier *dossier, const struct law *law, struct instant now,
		 struct buf *out)
{
	struct dossier_hold holds[DOSSIER_HOLDS];
	size_t start = out->len;
	if (dossier->withdrawn) {
		buf_text_add(out, "已决定撤回；");
		why_publications(dossier, law, false, out);
		return;
	}
	if (dossier->exempt_by != NULL) {
		buf_print(out, "经%s批准不予公开", word_person(law, dossier->exempt_by));
		add_reason(out, dossier->exempt_basis);
		return;
	}
	int count = dossier_holds(dossier, law, now, holds);
	for (int i = 0; i < count; i++) {
		separate(out, start);
		buf_text_add(out, text_empty(holds[i].sentence) ? word_hold(holds[i].code)
								: holds[i].sentence);
	}
	if (count > 0)
		return;
	why_publications(dossier, law, false, out);
	if (out->len == start)
		why_publications(dossier, law, true, out);
	if (out->len == start)
		buf_text_add(out, "现行规则没有要求公开");
}
