#include "core/view/words.h"

#include <stdlib.h>

#include "base/macros.h"
#include "base/text.h"

struct word {
	const char *code, *label;
};

/* A code without a row stands for itself: configurations bring names of their own. */
static const char *look_up(const struct word *words, size_t count, const char *code)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(words[i].code, code))
			return words[i].label;
	return code;
}

#define LOOK_UP(words, code) look_up(words, ARRAY_LEN(words), code)

const char *word_person(const struct law *law, const char *id)
{
	const struct person *person = law_person(law, id);
	if (person != NULL && !text_empty(person->name))
		return person->name;
	return text_equal(id, "gongshi") ? "本系统" : text_equal(id, "operator") ? "值守人员" : id;
}

const char *word_department(const struct law *law, const char *id)
{
	const struct department *department = law_department(law, id);
	return department != NULL && !text_empty(department->name) ? department->name : id;
}

const char *word_category(const struct law *law, const char *id)
{
	const struct category *category = law_category(law, id);
	return category != NULL && !text_empty(category->name) ? category->name : id;
}

const char *word_channel(const char *channel)
{
	static const struct word words[] = {
		{"website", "网站"},  {"site", "网站"},	    {"portal", "门户网站"},
		{"board", "公开栏"},  {"window", "办事窗口"}, {"newspaper", "报纸"},
		{"bulletin", "简报"}, {"meeting", "会议"},   {"intranet", "内网"},
		{"mail", "邮件"},
	};
	return LOOK_UP(words, channel);
}

const char *word_notifier(const struct law *law, const char *name)
{
	static const struct word words[] = {
		{"smtp", "邮件"},     {"maildir", "邮件"}, {"wecom", "企业微信"},
		{"dingtalk", "钉钉"}, {"feishu", "飞书"},  {"webhook", "网络回调"},
		{"journal", "系统日志"}, {"exec", "外部程序"},
	};
	for (int i = 0; i < law->notifier_count; i++)
		if (text_equal(law->notifiers[i].name, name))
			return LOOK_UP(words, law->notifiers[i].type);
	return name;
}

const char *word_state(const char *state)
{
	static const struct word words[] = {
		{"open", "办理中"},	      {"held", "暂缓"},	   {"awaiting-review", "待保密审查"},
		{"closed", "已办结"}, {"withdrawn", "已撤回"},
	};
	return LOOK_UP(words, state);
}

const char *word_publication(enum publication_state state)
{
	static const char *const labels[PUB_STATES] = {
		[PUB_PENDING] = "未发送",	  [PUB_SENT] = "正在发送",
		[PUB_UNCLEAR] = "结果不明", [PUB_ACCEPTED] = "待核验",
		[PUB_PROVEN] = "已核验",	  [PUB_ATTESTED] = "已见证",
		[PUB_GONE] = "不可见",	  [PUB_WITHDRAWN] = "已撤下",
	};
	return labels[state];
}

const char *word_alert(enum alert_state state)
{
	static const char *const labels[] = {
		[ALERT_OWED] = "待通知",	 [ALERT_DELIVERED] = "已送达",
		[ALERT_FAILED] = "未送达", [ALERT_READ] = "已阅",
		[ALERT_ACKNOWLEDGED] = "已确认",
	};
	return labels[state];
}

const char *word_hold(const char *code)
{
	static const struct word words[] = {
		{"privacy", "个人信息"},   {"classified", "涉密"},
		{"incomplete", "内容不全"}, {"cited", "引用未公开文件"},
		{"disclosure", "公开属性"}, {"review-missing", "缺保密审查"},
		{"not-before", "未到公开时间"}, {"person", "人工暂缓"},
	};
	return LOOK_UP(words, code);
}

const char *word_decision(const char *name)
{
	static const struct word words[] = {
		{"review", "保密审查"}, {"hold", "暂缓"},   {"release", "解除暂缓"},
		{"exempt", "不予公开"}, {"extend", "延期"}, {"pause", "中止"},
		{"resume", "恢复"},	{"withdraw", "撤回"}, {"attest", "见证"},
		{"answer", "答复"},	{"retry", "重试"},  {"ack", "确认提醒"},
		{"read", "阅读提醒"},
	};
	return LOOK_UP(words, name);
}

const char *word_source(const char *source)
{
	static const struct word words[] = {
		{"spool", "文件夹"}, {"http", "网络接口"}, {"ctl", "命令行"}, {"feed", "订阅"},
	};
	return LOOK_UP(words, source);
}

const char *word_verdict(const char *verdict)
{
	static const struct word words[] = {
		{"present", "可见且一致"}, {"absent", "不可见"},
		{"differs", "与原文不一致"}, {"unknown", "暂时无法核验"},
	};
	return LOOK_UP(words, verdict);
}

const char *word_weekday(struct civil_date date)
{
	static const char *const labels[] = {"",     "周一", "周二", "周三",
					     "周四", "周五", "周六", "周日"};
	return labels[civil_date_weekday(date)];
}

void word_term(struct buf *out, struct term term)
{
	static const char *const units[] = {
		[TERM_DAYS] = "日",
		[TERM_WORKDAYS] = "个工作日",
		[TERM_HOURS] = "小时",
		[TERM_MONTHS] = "个月",
	};
	buf_print(out, "%d%s", abs(term.count), units[term.unit]);
}

void word_moment(struct buf *out, struct instant at, int offset_s)
{
	char text[CIVIL_DATE_TEXT];
	struct civil_date date = civil_date_at(at, offset_s);
	if (!instant_is_set(at) || !civil_date_is_set(date))
		return;
	int minute = instant_second_of_day(at, offset_s) / 60;
	buf_print(out, "%s %02d:%02d", civil_date_print(date, text), minute / 60, minute % 60);
}
