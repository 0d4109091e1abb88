/* Mail by SMTP, one message a person.
 *
 * A refusal by number is final for 5xx and passing for 4xx.  Everything unclear is LATER: a mail
 * that arrives twice carries the same Message-ID, one that never arrives cannot be made good. */
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "notifier/backend.h"
#include "notifier/mail_text.h"

struct smtp {
	struct notifier base;
	const char *url, *from, *user, *password, *ca_file, *tls;
	int64_t timeout_us;
};

#define OWN(member) CONFIG_FIELD(smtp, member)
static const struct config_field fields[] = {
	{.name = "url",
	 .kind = CONFIG_URL,
	 .offset = OWN(url),
	 .required = true,
	 .help = "smtp://mail.example.gov.cn:25 or smtps://..."},
	{.name = "from",
	 .kind = CONFIG_TEXT,
	 .offset = OWN(from),
	 .required = true,
	 .help = "gongshi@example.gov.cn"},
	{.name = "user", .kind = CONFIG_TEXT, .offset = OWN(user)},
	{.name = "password_file", .kind = CONFIG_SECRET, .offset = OWN(password)},
	{.name = "ca_file",
	 .kind = CONFIG_PATH,
	 .offset = OWN(ca_file),
	 .help = "certificates to trust in place of the system's"},
	{.name = "tls", .kind = CONFIG_TEXT, .offset = OWN(tls), .help = "require, try or none"},
	{.name = "timeout",
	 .kind = CONFIG_DURATION,
	 .offset = OWN(timeout_us),
	 .min = 1,
	 .max = 600,
	 .def = 60,
	 .help = "of one mail"},
	{0},
};

static void check_url(const struct smtp *smtp, const struct config_node *node,
		      struct config_report *report)
{
	if (smtp->url != NULL && !text_starts(smtp->url, "smtp://") &&
	    !text_starts(smtp->url, "smtps://"))
		config_fault(report, node,
			     "地址应以 smtp:// 或 smtps:// 开头 the url must begin with smtp:// or "
			     "smtps://");
}

static void check_tls(struct smtp *smtp, const struct config_node *node,
		      struct config_report *report)
{
	/* A password never goes out in clear unless somebody wrote so. */
	if (smtp->tls == NULL)
		smtp->tls = smtp->user != NULL ? "require" : "try";
	if (!text_equal(smtp->tls, "require") && !text_equal(smtp->tls, "try") &&
	    !text_equal(smtp->tls, "none"))
		config_fault(
			report, node,
			"\"tls\" 应是 require、try 或 none \"tls\" must be require, try or none");
}

static void smtp_check(struct notifier *notifier, const struct config_node *group,
		       struct config_report *report)
{
	struct smtp *smtp = (struct smtp *)notifier;
	check_url(smtp, config_member(group, "url"), report);
	check_tls(smtp, config_member(group, "tls"), report);
	if (smtp->from != NULL && !mail_address_is_good(smtp->from))
		config_fault(
			report, config_member(group, "from"),
			"发件人应是邮箱地址 \"from\" must be a mail address (gongshi@example.gov.cn)");
	if ((smtp->user == NULL) != (smtp->password == NULL))
		config_fault(
			report, group,
			"\"user\" 与 \"password_file\" 应同时设置 \"user\" and \"password_file\" go "
			"together");
}

static void conclude(struct delivery *delivery, const struct client_answer *answer)
{
	scoped(buf_finish) struct buf reason = {0};
	enum notifier_end end = NOTIFIER_LATER;
	switch (answer->end) {
	case CLIENT_ANSWERED:
		if (answer->status >= 200 && answer->status < 300)
			end = NOTIFIER_DELIVERED;
		else if (answer->status >= 500)
			end = NOTIFIER_REFUSED;
		buf_print(&reason, "邮件服务器答复 %d", answer->status);
		break;
	case CLIENT_NOT_SENT:
		buf_print(&reason, "邮件未能送出：%s", answer->error);
		break;
	case CLIENT_UNCLEAR:
		buf_print(&reason, "邮件可能已送出，未得到答复：%s", answer->error);
		break;
	case CLIENT_REFUSED:
		end = NOTIFIER_REFUSED;
		buf_print(&reason, "邮件地址或服务器地址不可用：%s", answer->error);
		break;
	case CLIENT_CANCELED:
		buf_text_add(&reason, "程序正在停止，稍后再发");
		break;
	}
	delivery_finish(delivery, end, -1, buf_text(&reason));
}

static void on_answer(void *ctx, const struct client_answer *answer)
{
	struct delivery *delivery = ctx;
	if (delivery->notifier == NULL)
		delivery_free(delivery);
	else
		conclude(delivery, answer);
}

static void smtp_send(struct notifier *notifier, struct delivery *delivery)
{
	const struct smtp *smtp = (const struct smtp *)notifier;
	const struct message *message = &delivery->message;
	const struct mail_text text = {
		.from = smtp->from,
		.from_name = notifier->world.bureau,
		.to = message->mail,
		.to_name = message->name,
		.subject = message->subject,
		.text = message->text,
		.id = message->id,
		.at = message->at,
		.offset_s = message->offset_s,
		.urgent = message->urgent,
	};
	struct error err = {0};
	if (mail_compose(&text, &delivery->body, &err) < 0) {
		delivery_finish(delivery, NOTIFIER_REFUSED, -1, err.text);
		return;
	}
	const char *const to[] = {message->mail, NULL};
	const struct client_mail mail = {
		.url = smtp->url,
		.user = smtp->user,
		.password = smtp->password,
		.ca_file = smtp->ca_file,
		.require_tls = text_equal(smtp->tls, "require"),
		.refuse_tls = text_equal(smtp->tls, "none"),
		.from = smtp->from,
		.to = to,
		.message = delivery->body.data,
		.message_bytes = delivery->body.len,
		.timeout_ms = (uint32_t)(smtp->timeout_us / 1000),
		.allow_private = true, /* the configuration names this host */
	};
	client_send_mail(notifier->world.client, &mail, on_answer, delivery);
}

const struct notifier_ops notifier_smtp = {
	.name = "smtp",
	.fields = fields,
	.notifier_bytes = sizeof(struct smtp),
	.needs_mail = true,
	.check = smtp_check,
	.send = smtp_send,
};
