/* Robot of a DingTalk group.  With a secret, time and signature go into the query; DingTalk takes a
 * time that is at most an hour off, so a wrong clock shows as a bad signature.
 * Source: open.dingtalk.com, "自定义机器人安全设置": 20 messages a minute, then ten minutes of
 * silence. */
#include <string.h>

#include "base/encode.h"
#include "base/json.h"
#include "base/macros.h"
#include "notifier/robot.h"

#define LIMIT_TEXT_BYTES 9500 /* twice that when escaped, within a body of 20 000 */
#define BLOCKED_S 600

static const struct config_field fields[] = {ROBOT_FIELDS, ROBOT_SECRET_FIELD, {0}};

static const struct robot_code codes[] = {
	{-1, NOTIFIER_LATER, -1, "钉钉繁忙"},
	{130101, NOTIFIER_LATER, BLOCKED_S, "发送过于频繁，十分钟后再发"},
	{310000, NOTIFIER_REFUSED, -1,
	 "安全设置不通过：请核对加签密钥、关键词、IP 地址段和本机时钟"},
	{300001, NOTIFIER_REFUSED, -1, "机器人地址中的 access_token 无效，请核对"},
	{0},
};

static const struct robot_kind kind = {
	.url = "https://oapi.dingtalk.com/robot/send",
	.key_joint = "?access_token=",
	.code_names = {"errcode"},
	.codes = codes,
};

static void dingtalk_check(struct notifier *notifier, const struct config_node *group,
			   struct config_report *report)
{
	robot_check((struct robot *)notifier, &kind, group, report);
}

void dingtalk_sign(const char *secret, int64_t at_ms, struct buf *out)
{
	scoped(buf_finish) struct buf text = {0};
	scoped(buf_finish) struct buf sign = {0};
	buf_print(&text, "%lld\n%s", (long long)at_ms, secret);
	robot_sign(secret, buf_text(&text), &sign);
	encode_percent(out, sign.data, sign.len);
}

static void signed_address(const struct robot *robot, int64_t at_ms, struct buf *out)
{
	buf_text_add(out, robot->address);
	if (robot->secret == NULL)
		return;
	buf_print(out, "%ctimestamp=%lld&sign=", strchr(robot->address, '?') != NULL ? '&' : '?',
		  (long long)at_ms);
	dingtalk_sign(robot->secret, at_ms, out);
}

static void compose(const struct message *message, struct buf *out)
{
	scoped(buf_finish) struct buf content = {0};
	robot_text(message, LIMIT_TEXT_BYTES, &content);

	scoped(json_drop) json_t *body = json_object();
	json_t *text = json_object();
	json_put_text(body, "msgtype", "text");
	json_object_set_new(body, "text", text);
	json_put_text(text, "content", buf_text(&content));
	if (robot_can_mention(message->mobile))
		json_object_set_new(
			body, "at",
			json_pack("{s:[s], s:b}", "atMobiles", message->mobile, "isAtAll", 0));
	json_line(body, out);
}

static void dingtalk_send(struct notifier *notifier, struct delivery *delivery)
{
	const struct robot *robot = (const struct robot *)notifier;
	scoped(buf_finish) struct buf address = {0};
	/* The time of sending: that of the message may be hours old at a later try. */
	signed_address(robot, clock_now().us / 1000, &address);
	compose(&delivery->message, &delivery->body);
	robot_post(delivery, buf_text(&address), (struct client_header){0});
}

const struct notifier_ops notifier_dingtalk = {
	.name = "dingtalk",
	.fields = fields,
	.notifier_bytes = sizeof(struct robot),
	.budget = 20,
	.check = dingtalk_check,
	.send = dingtalk_send,
};
