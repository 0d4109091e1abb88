/* What happened, as sentences a clerk understands: one row a kind of fact. */
#include "base/text.h"
#include "core/view/put.h"
#include "core/view/view.h"
#include "core/view/words.h"

struct telling {
	const struct fact *fact;
	const struct law *law;
	struct buf *out;
};

/* --- small words ------------------------------------------------------------------------------ */

static void say(const struct telling *t, const char *text)
{
	buf_text_add(t->out, text);
}

static void say_date(const struct telling *t, struct civil_date date)
{
	char text[CIVIL_DATE_TEXT];
	say(t, civil_date_print(date, text));
}

static void say_moment(const struct telling *t, struct instant at)
{
	word_moment(t->out, at, t->law->offset_s);
}

static void say_after(const struct telling *t, const char *before, const char *text)
{
	if (!text_empty(text))
		buf_print(t->out, "%s%s", before, text);
}

static void say_reason(const struct telling *t)
{
	say_after(t, "：", t->fact->reason);
}

static const char *name_of(const struct telling *t, const char *person)
{
	const char *name = word_person(t->law, person);
	return name != NULL ? name : "（未写明）";
}

static const char *channel_of(const struct telling *t)
{
	return t->fact->channel != NULL ? word_channel(t->fact->channel) : "公开渠道";
}

/* --- the document ------------------------------------------------------------------------------ */

static void tell_received(const struct telling *t)
{
	const struct fact *fact = t->fact;
	if (fact->kind == FACT_DOCUMENT_RECEIVED)
		say(t, "收到文件");
	else
		buf_print(t->out, "收到修订稿（第 %d 稿），旧稿及其记录保留", fact->revision);
	if (fact->source != NULL)
		buf_print(t->out, "（%s）", word_source(fact->source));
	say(t, "：");
	say_after(t, "", fact->doc_number);
	say_after(t, "《", fact->title);
	if (!text_empty(fact->title))
		say(t, "》");
	if (civil_date_is_set(fact->issued_on)) {
		say(t, "，成文日期 ");
		say_date(t, fact->issued_on);
	}
	say_after(t, "，承办 ", word_department(t->law, fact->department));
	if (fact->textless)
		say(t, "；没有正文，也没有附件");
}

static void tell_refused(const struct telling *t)
{
	say(t, "拒收报送的文件");
	say_after(t, " ", t->fact->name);
	say_after(t, "：", t->fact->sentence != NULL ? t->fact->sentence : t->fact->reason);
}

static void tell_review(const struct telling *t)
{
	bool passed = text_equal(t->fact->result, "passed");
	say(t, passed ? "保密审查通过" : "保密审查未通过");
	if (t->fact->reviewer != NULL)
		buf_print(t->out, "，审查人 %s", name_of(t, t->fact->reviewer));
	if (t->fact->signer != NULL)
		buf_print(t->out, "，签发人 %s", name_of(t, t->fact->signer));
	say_reason(t);
}

/* --- obligations ------------------------------------------------------------------------------- */

static void tell_opened(const struct telling *t)
{
	const struct rule *rule = law_rule(t->law, t->fact->rule);
	say(t, "应在 ");
	say_date(t, t->fact->due_on);
	say(t, " 前公开（依据 ");
	say(t, text_empty(t->fact->basis) ? t->fact->rule : t->fact->basis);
	if (rule != NULL) {
		say(t, "，");
		word_term(t->out, rule->term);
	}
	say(t, t->fact->provisional ? "，暂定）" : "）");
}

static void tell_replanned(const struct telling *t)
{
	say(t, "公开期限由 ");
	say_date(t, t->fact->was);
	say(t, " 改为 ");
	say_date(t, t->fact->due_on);
	say(t, t->fact->provisional ? "（暂定）" : "");
	say_reason(t);
}

static void tell_met(const struct telling *t)
{
	bool late = instant_before(t->fact->due_at, t->fact->met_at);
	say(t, late ? "已公开，但晚于期限 " : "已按期公开，期限 ");
	say_date(t, t->fact->due_on);
	say(t, "，公众于 ");
	say_moment(t, t->fact->met_at);
	say(t, " 起可见");
}

static void tell_missed(const struct telling *t)
{
	say(t, "到期仍未公开：期限 ");
	say_date(t, t->fact->due_on);
	say(t, " 已过，开始记逾期");
}

/* --- decisions ----------------------------------------------------------------------------------- */

static void say_deciders(const struct telling *t)
{
	const struct fact *fact = t->fact;
	const char *by = fact->by != NULL ? fact->by : fact->actor;
	if (fact->approved_by != NULL)
		buf_print(t->out, "%s 申请、%s 批准", name_of(t, by), name_of(t, fact->approved_by));
	else
		buf_print(t->out, "%s ", name_of(t, by));
}

static void tell_hold(const struct telling *t)
{
	const char *by = t->fact->by != NULL ? t->fact->by : t->fact->actor;
	if (text_equal(by, "gongshi")) {
		buf_print(t->out, "自动暂缓公开（%s）", word_hold(t->fact->hold));
	} else {
		say_deciders(t);
		say(t, "决定暂缓公开");
	}
	say_reason(t);
}

static void tell_decision(const struct telling *t)
{
	static const struct {
		enum fact_kind kind;
		const char *what;
	} what[] = {
		{FACT_DECISION_RELEASE, "解除暂缓"}, {FACT_DECISION_EXEMPT, "不予公开"},
		{FACT_DECISION_PAUSE, "中止期限"},   {FACT_DECISION_RESUME, "恢复期限"},
		{FACT_DECISION_WITHDRAW, "撤回"},    {FACT_DECISION_ANSWER, "登记答复"},
		{FACT_DECISION_RETRY, "要求重试"},
	};
	say_deciders(t);
	for (size_t i = 0; i < ARRAY_LEN(what); i++)
		if (what[i].kind == t->fact->kind)
			say(t, what[i].what);
	if (t->fact->hold != NULL)
		buf_print(t->out, "（%s）", word_hold(t->fact->hold));
	if (t->fact->channel != NULL)
		buf_print(t->out, "（%s）", channel_of(t));
	say_reason(t);
}

static void tell_extend(const struct telling *t)
{
	say_deciders(t);
	say(t, "延期：期限由 ");
	say_date(t, t->fact->was);
	say(t, " 延至 ");
	say_date(t, t->fact->due_on);
	say_reason(t);
}

static void tell_decision_refused(const struct telling *t)
{
	say(t, "一项决定未被接受");
	if (t->fact->decision != NULL)
		buf_print(t->out, "（%s，%s）", word_decision(t->fact->decision),
			  name_of(t, t->fact->by != NULL ? t->fact->by : t->fact->actor));
	say_after(t, "：", t->fact->reason != NULL ? t->fact->reason : t->fact->sentence);
}

/* --- publications -------------------------------------------------------------------------------- */

static void tell_intended(const struct telling *t)
{
	const char *channel = channel_of(t);
	if (text_equal(t->fact->operation, "withdraw"))
		buf_print(t->out, "开始从%s撤下", channel);
	else if (text_equal(t->fact->operation, "update"))
		buf_print(t->out, "开始更新%s上的内容", channel);
	else
		buf_print(t->out, "开始发送到%s", channel);
	if (t->fact->attempt > 1)
		buf_print(t->out, "（第 %d 次）", t->fact->attempt);
}

static void tell_accepted(const struct telling *t)
{
	if (text_equal(t->fact->operation, "find"))
		buf_print(t->out, "在%s上按编号找到已发送的内容，等待核验", channel_of(t));
	else
		buf_print(t->out, "已发送到%s，等待核验", channel_of(t));
	say_after(t, "：", t->fact->url);
}

static void tell_unclear(const struct telling *t)
{
	buf_print(t->out, "发送到%s后没有得到明确答复", channel_of(t));
	say_reason(t);
	say(t, "。先按编号核对，不重复发布");
}

static void tell_failed(const struct telling *t)
{
	if (text_equal(t->fact->operation, "find"))
		buf_print(t->out, "在%s上没有找到已发送的内容", channel_of(t));
	else
		buf_print(t->out, "发送到%s未成功", channel_of(t));
	say_reason(t);
	if (t->fact->permanent) {
		say(t, "。重试无用，需人工处理");
	} else if (instant_is_set(t->fact->retry_at)) {
		say(t, "。将于 ");
		say_moment(t, t->fact->retry_at);
		say(t, " 后重试");
	}
}

static void tell_attested(const struct telling *t)
{
	buf_print(t->out, "已在%s公开：%s 经办，%s 见证", channel_of(t), name_of(t, t->fact->by),
		  name_of(t, t->fact->witness));
	say_after(t, "，证据 ", t->fact->evidence);
}

static void tell_withdrawn(const struct telling *t)
{
	buf_print(t->out, "已从%s撤下", channel_of(t));
	say_reason(t);
}

static void tell_page(const struct telling *t)
{
	switch (t->fact->kind) {
	case FACT_PAGE_PRESENT:
		say(t, "在公开网页上读到全文，内容一致");
		break;
	case FACT_PAGE_ABSENT:
		say(t, "公开网页上看不到这份文件");
		say_reason(t);
		break;
	case FACT_PAGE_DIFFERS:
		say(t, "公开网页与原文不一致");
		say_reason(t);
		break;
	default:
		say(t, "暂时无法核验公开网页");
		say_reason(t);
		break;
	}
	const char *const *finding = t->fact->findings;
	for (size_t i = 0; finding != NULL && finding[i] != NULL; i++)
		buf_print(t->out, "%s%s", i == 0 ? "。另有提示：" : "、", finding[i]);
}

/* --- notice periods ------------------------------------------------------------------------------ */

static void tell_notice(const struct telling *t)
{
	const struct fact *fact = t->fact;
	const char *what = fact->kind == FACT_NOTICE_STARTED	   ? "公示期开始"
			   : fact->kind == FACT_NOTICE_INTERRUPTED ? "公示期间网页中断"
			   : fact->kind == FACT_NOTICE_EXTENDED	   ? "公示期延长"
								   : "公示期满";
	say(t, what);
	if (civil_date_is_set(fact->due_on)) {
		say(t, "，至 ");
		say_date(t, fact->due_on);
	}
	say_reason(t);
}

/* --- alerts -------------------------------------------------------------------------------------- */

static void say_by_notifier(const struct telling *t)
{
	if (t->fact->notifier != NULL)
		buf_print(t->out, "（%s）", word_notifier(t->law, t->fact->notifier));
}

static void tell_owed(const struct telling *t)
{
	if (t->fact->person == NULL) {
		buf_print(t->out, "第 %d 级催办无人可通知", t->fact->rung);
	} else if (t->fact->rung == 0) {
		buf_print(t->out, "须立即告知 %s", name_of(t, t->fact->person));
	} else {
		buf_print(t->out, "到第 %d 级催办时间，应通知 %s", t->fact->rung,
			  name_of(t, t->fact->person));
	}
	if (t->fact->order)
		say(t, "（督办单）");
	say_reason(t);
}

static void tell_delivered(const struct telling *t)
{
	buf_print(t->out, "已通知 %s", name_of(t, t->fact->person));
	say_by_notifier(t);
}

static void tell_not_delivered(const struct telling *t)
{
	buf_print(t->out, "通知 %s 未成功", name_of(t, t->fact->person));
	say_by_notifier(t);
	say_reason(t);
}

static void tell_heard(const struct telling *t)
{
	const char *who = t->fact->by != NULL ? t->fact->by : t->fact->person;
	buf_print(t->out, t->fact->kind == FACT_ALERT_READ ? "%s 已阅提醒" : "%s 已确认收到提醒",
		  name_of(t, who));
}

/* --- the register and the daemon -------------------------------------------------------------------- */

static void tell_named(const struct telling *t)
{
	static const struct {
		enum fact_kind kind;
		const char *what;
	} what[] = {
		{FACT_CALENDAR_LOADED, "载入节假日安排"},  {FACT_CONFIG_LOADED, "启用新的配置"},
		{FACT_CONFIG_REFUSED, "拒绝有误的配置，继续使用原配置"},
		{FACT_ACCESS_REFUSED, "拒绝访问"},	   {FACT_REHEARSAL_STARTED, "演练开始"},
		{FACT_REGISTER_GAP, "文号缺号"},	   {FACT_REGISTER_DUPLICATE, "文号重复"},
		{FACT_REGISTER_BURST, "集中补录"},	   {FACT_DAEMON_STARTED, "系统启动"},
		{FACT_DAEMON_STOPPED, "系统停止"},	   {FACT_CLOCK_JUMPED, "系统时钟跳变"},
	};
	for (size_t i = 0; i < ARRAY_LEN(what); i++)
		if (what[i].kind == t->fact->kind)
			say(t, what[i].what);
	say_after(t, " ", t->fact->doc_number != NULL ? t->fact->doc_number : t->fact->name);
	say_after(t, "：", t->fact->sentence != NULL ? t->fact->sentence : t->fact->reason);
}

static void tell_checkpoint(const struct telling *t)
{
	buf_print(t->out, "签署台账检查点：共 %lld 条记录", (long long)t->fact->size);
}

static void (*const rows[FACT_KIND_COUNT])(const struct telling *t) = {
	[FACT_DOCUMENT_RECEIVED] = tell_received,
	[FACT_DOCUMENT_REFUSED] = tell_refused,
	[FACT_DOCUMENT_REVISED] = tell_received,
	[FACT_REVIEW_RECORDED] = tell_review,
	[FACT_OBLIGATION_OPENED] = tell_opened,
	[FACT_OBLIGATION_REPLANNED] = tell_replanned,
	[FACT_OBLIGATION_MET] = tell_met,
	[FACT_OBLIGATION_MISSED] = tell_missed,
	[FACT_DECISION_HOLD] = tell_hold,
	[FACT_DECISION_RELEASE] = tell_decision,
	[FACT_DECISION_EXEMPT] = tell_decision,
	[FACT_DECISION_EXTEND] = tell_extend,
	[FACT_DECISION_PAUSE] = tell_decision,
	[FACT_DECISION_RESUME] = tell_decision,
	[FACT_DECISION_WITHDRAW] = tell_decision,
	[FACT_DECISION_RETRY] = tell_decision,
	[FACT_DECISION_ANSWER] = tell_decision,
	[FACT_DECISION_REFUSED] = tell_decision_refused,
	[FACT_PUBLICATION_INTENDED] = tell_intended,
	[FACT_PUBLICATION_ACCEPTED] = tell_accepted,
	[FACT_PUBLICATION_UNCLEAR] = tell_unclear,
	[FACT_PUBLICATION_FAILED] = tell_failed,
	[FACT_PUBLICATION_ATTESTED] = tell_attested,
	[FACT_PUBLICATION_WITHDRAWN] = tell_withdrawn,
	[FACT_PAGE_PRESENT] = tell_page,
	[FACT_PAGE_ABSENT] = tell_page,
	[FACT_PAGE_DIFFERS] = tell_page,
	[FACT_PAGE_UNKNOWN] = tell_page,
	[FACT_NOTICE_STARTED] = tell_notice,
	[FACT_NOTICE_INTERRUPTED] = tell_notice,
	[FACT_NOTICE_EXTENDED] = tell_notice,
	[FACT_NOTICE_COMPLETED] = tell_notice,
	[FACT_ALERT_OWED] = tell_owed,
	[FACT_ALERT_DELIVERED] = tell_delivered,
	[FACT_ALERT_FAILED] = tell_not_delivered,
	[FACT_ALERT_READ] = tell_heard,
	[FACT_ALERT_ACKNOWLEDGED] = tell_heard,
	[FACT_CALENDAR_LOADED] = tell_named,
	[FACT_CONFIG_LOADED] = tell_named,
	[FACT_CONFIG_REFUSED] = tell_named,
	[FACT_ACCESS_REFUSED] = tell_named,
	[FACT_REHEARSAL_STARTED] = tell_named,
	[FACT_REGISTER_GAP] = tell_named,
	[FACT_REGISTER_DUPLICATE] = tell_named,
	[FACT_REGISTER_BURST] = tell_named,
	[FACT_DAEMON_STARTED] = tell_named,
	[FACT_DAEMON_STOPPED] = tell_named,
	[FACT_CLOCK_JUMPED] = tell_named,
	[FACT_CHECKPOINT_SIGNED] = tell_checkpoint,
};

json_t *view_timeline_entry(const struct fact *fact, const struct law *law)
{
	scoped(buf_finish) struct buf text = {0};
	const struct telling telling = {fact, law, &text};
	if (rows[fact->kind] != NULL)
		rows[fact->kind](&telling);
	json_t *json = json_object();
	put_int(json, "seq", (json_int_t)fact->seq);
	put_instant(json, "at", fact->at, law->offset_s);
	put_text(json, "event", fact_name(fact->kind));
	put_text(json, "actor", fact->actor);
	put_text(json, "actor_name", word_person(law, fact->actor));
	put_text(json, "text", buf_text(&text));
	return json;
}
