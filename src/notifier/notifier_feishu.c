/* Robot of a Feishu group.  With a secret, time and signature go into the body.
 * Source: open.feishu.cn, "自定义机器人使用指南": 100 messages a minute and 5 a second, bodies of
 * at most 20 KB. */
#include <stdio.h>
#include <strings.h>

#include "base/json.h"
#include "base/macros.h"
#include "notifier/robot.h"

#define LIMIT_TEXT_BYTES 9500 /* twice that when escaped or disarmed, within 20 KB */

static const struct config_field fields[] = {ROBOT_FIELDS, ROBOT_SECRET_FIELD, {0}};

static const struct robot_code codes[] = {
	{11232, NOTIFIER_LATER, 60, "发送过于频繁"},
	/* Says both "bad request" and "too many": told apart by nothing but trying again. */
	{9499, NOTIFIER_LATER, 60, "请求不被接受或过于频繁"},
	{19021, NOTIFIER_REFUSED, -1, "签名不对：请核对签名密钥和本机时钟"},
	{19022, NOTIFIER_REFUSED, -1, "本机 IP 地址不在机器人的白名单中"},
	{19024, NOTIFIER_REFUSED, -1, "没有机器人要求的关键词"},
	{0},
};

static const struct robot_kind kind = {
	.url = "https://open.feishu.cn/open-apis/bot/v2/hook",
	.key_joint = "/",
	.code_names = {"code", "StatusCode"}, /* the second in older answers */
	.codes = codes,
};

static void feishu_check(struct notifier *notifier, const struct config_node *group,
			 struct config_report *report)
{
	robot_check((struct robot *)notifier, &kind, group, report);
}

/* A text may mention people by <at ...>; the title of a document must not. */
static void disarm(const struct buf *text, struct buf *out)
{
	for (size_t i = 0; i < text->len; i++)
		if (strncasecmp(text->data + i, "<at", 3) == 0)
			buf_text_add(out, "＜");
		else
			buf_char(out, text->data[i]);
}

/* Odd, but so it is: the text is the key, and what is signed is empty. */
void feishu_sign(const char *secret, int64_t at_s, struct buf *out)
{
	scoped(buf_finish) struct buf key = {0};
	buf_print(&key, "%lld\n%s", (long long)at_s, secret);
	robot_sign(buf_text(&key), "", out);
}

static void put_signature(json_t *body, const char *secret, int64_t at_s)
{
	char stamp[24];
	scoped(buf_finish) struct buf sign = {0};
	feishu_sign(secret, at_s, &sign);
	snprintf(stamp, sizeof(stamp), "%lld", (long long)at_s);
	json_put_text(body, "timestamp", stamp);
	json_put_text(body, "sign", buf_text(&sign));
}

static void feishu_send(struct notifier *notifier, struct delivery *delivery)
{
	const struct robot *robot = (const struct robot *)notifier;
	scoped(buf_finish) struct buf text = {0};
	scoped(buf_finish) struct buf harmless = {0};
	robot_text(&delivery->message, LIMIT_TEXT_BYTES, &text);
	disarm(&text, &harmless);

	scoped(json_drop) json_t *body = json_object();
	json_t *content = json_object();
	/* The time of sending: that of the message may be hours old at a later try. */
	if (robot->secret != NULL)
		put_signature(body, robot->secret, clock_now().us / 1000000);
	json_put_text(body, "msg_type", "text");
	json_object_set_new(body, "content", content);
	json_put_text(content, "text", buf_text(&harmless));
	json_line(body, &delivery->body);
	robot_post(delivery, robot->address, (struct client_header){0});
}

const struct notifier_ops notifier_feishu = {
	.name = "feishu",
	.fields = fields,
	.notifier_bytes = sizeof(struct robot),
	.budget = 100,
	.check = feishu_check,
	.send = feishu_send,
};
