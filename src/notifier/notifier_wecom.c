/* Robot of a WeCom group, also of 政务微信 on an address of its own.
 * Source: developer.work.weixin.qq.com, "群机器人配置说明": 20 messages a minute, text up to 2048
 * bytes. */
#include "base/json.h"
#include "base/macros.h"
#include "notifier/robot.h"

#define LIMIT_TEXT_BYTES 2048

static const struct config_field fields[] = {ROBOT_FIELDS, {0}};

static const struct robot_code codes[] = {
	{-1, NOTIFIER_LATER, -1, "企业微信繁忙"},
	{45009, NOTIFIER_LATER, 60, "发送过于频繁"},
	{93000, NOTIFIER_REFUSED, -1, "机器人地址中的 key 无效，请核对"},
	{40058, NOTIFIER_REFUSED, -1, "消息过长或格式不对"},
	{0},
};

static const struct robot_kind kind = {
	.url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
	.key_joint = "?key=",
	.code_names = {"errcode"},
	.codes = codes,
};

static void wecom_check(struct notifier *notifier, const struct config_node *group,
			struct config_report *report)
{
	robot_check((struct robot *)notifier, &kind, group, report);
}

static void wecom_send(struct notifier *notifier, struct delivery *delivery)
{
	const struct robot *robot = (const struct robot *)notifier;
	const struct message *message = &delivery->message;
	scoped(buf_finish) struct buf content = {0};
	robot_text(message, LIMIT_TEXT_BYTES, &content);

	scoped(json_drop) json_t *body = json_object();
	json_t *text = json_object();
	json_put_text(body, "msgtype", "text");
	json_object_set_new(body, "text", text);
	json_put_text(text, "content", buf_text(&content));
	if (robot_can_mention(message->mobile))
		json_object_set_new(text, "mentioned_mobile_list",
				    json_pack("[s]", message->mobile));
	json_line(body, &delivery->body);
	robot_post(delivery, robot->address, (struct client_header){0});
}

const struct notifier_ops notifier_wecom = {
	.name = "wecom",
	.fields = fields,
	.notifier_bytes = sizeof(struct robot),
	.budget = 20,
	.check = wecom_check,
	.send = wecom_send,
};
