/* A message as JSON to any program that takes it by POST.
 *
 * With a secret, X-Gongshi-Signature: sha256=HEX is the HMAC-SHA-256 of the body's bytes, so that
 * the program can tell our messages from others'.  The id is the same for every try. */
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/sha256.h"
#include "notifier/robot.h"

static const struct config_field fields[] = {ROBOT_FIELDS, ROBOT_SECRET_FIELD, {0}};

static const struct robot_kind kind = {
	.key_joint = "?key=",
	.code_names = {"errcode", "code"},
	.hook = true,
};

static void webhook_check(struct notifier *notifier, const struct config_node *group,
			  struct config_report *report)
{
	robot_check((struct robot *)notifier, &kind, group, report);
}

/* What is not known is left out. */
static void compose(const struct message *message, struct buf *out)
{
	scoped(json_drop) json_t *body = json_object();
	json_put_text(body, "id", message->id);
	json_put_text(body, "person", message->person);
	json_put_text(body, "name", message->name);
	json_put_text(body, "mail", message->mail);
	json_put_text(body, "mobile", message->mobile);
	json_put_text(body, "subject", message->subject);
	json_put_text(body, "text", message->text);
	json_put_instant(body, "at", message->at, message->offset_s);
	if (message->data != NULL)
		json_object_set(body, "data", (json_t *)message->data);
	json_line(body, out);
}

static void webhook_send(struct notifier *notifier, struct delivery *delivery)
{
	const struct robot *robot = (const struct robot *)notifier;
	const struct buf *body = &delivery->body;
	char hex[DIGEST_TEXT];
	char signature[sizeof("sha256=") + DIGEST_TEXT] = "sha256=";
	struct client_header header = {0};
	compose(&delivery->message, &delivery->body);
	if (robot->secret != NULL) {
		struct digest mac = hmac_sha256(robot->secret, strlen(robot->secret), body->data,
						body->len);
		memcpy(signature + strlen("sha256="), digest_print(mac, hex), DIGEST_TEXT);
		header = (struct client_header){"X-Gongshi-Signature", signature};
	}
	robot_post(delivery, robot->address, header);
}

const struct notifier_ops notifier_webhook = {
	.name = "webhook",
	.fields = fields,
	.notifier_bytes = sizeof(struct robot),
	.check = webhook_check,
	.send = webhook_send,
};
