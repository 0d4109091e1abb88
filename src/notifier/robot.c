#include "notifier/robot.h"

#include <string.h>

#include "base/encode.h"
#include "base/json.h"
#include "base/macros.h"
#include "base/sha256.h"
#include "base/text.h"

#define LIMIT_ANSWER_BYTES (64u << 10)
#define CUT_REMARK "\n……（过长，后略）"

/* --- the address --------------------------------------------------------------------------- */

/* What curl would change, or take as the end of the address, has no place in it. */
static bool address_is_good(const char *address)
{
	const char *host = strstr(address, "://");
	if (!text_starts(address, "http://") && !text_starts(address, "https://"))
		return false;
	host += 3;
	size_t len = strcspn(host, "/?");
	if (len == 0 || memchr(host, '@', len) != NULL)
		return false;
	for (const char *c = address; *c != '\0'; c++)
		if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f || *c == '#')
			return false;
	return true;
}

static const char *join_key(struct robot *robot, const char *url, const char *key)
{
	const char *joint = robot->kind->key_joint;
	scoped(buf_finish) struct buf out = {0};
	buf_text_add(&out, url);
	if (*joint == '/') {
		while (out.len > 0 && out.data[out.len - 1] == '/')
			out.len--;
		buf_text_add(&out, joint);
	} else {
		buf_char(&out, strchr(url, '?') != NULL ? '&' : '?');
		buf_text_add(&out, joint + 1);
	}
	encode_percent(&out, key, strlen(key));
	return pool_text(&robot->base.pool, buf_text(&out));
}

void robot_check(struct robot *robot, const struct robot_kind *kind,
		 const struct config_node *group, struct config_report *report)
{
	robot->kind = kind;
	if (robot->url_file != NULL && (robot->url != NULL || robot->key != NULL)) {
		config_fault(
			report, group,
			"\"url_file\" 不能与 \"url\"、\"key_file\" 同时设置 give \"url_file\", or "
			"\"url\" and \"key_file\", not both");
		return;
	}
	const char *url = robot->url != NULL ? robot->url : kind->url;
	if (robot->url_file != NULL)
		robot->address = robot->url_file;
	else if (robot->key != NULL && url != NULL)
		robot->address = join_key(robot, url, robot->key);
	else if (kind->hook)
		robot->address = robot->url;
	if (robot->address == NULL)
		config_fault(
			report, group,
			"缺少地址：请设置 \"url_file\"，或 \"url\" 与 \"key_file\" no address: give "
			"\"url_file\", or \"url\" and \"key_file\"");
	else if (!address_is_good(robot->address))
		config_fault(
			report, group,
			"地址不合规：应以 http:// 或 https:// 开头，不含空白、汉字、#、用户名 the "
			"address must begin with http:// or https:// and hold no blanks, no "
			"Chinese, no # and no user");
}

/* --- the text ------------------------------------------------------------------------------ */

static void add_clean(struct buf *out, const char *text)
{
	const char *end = text + strlen(text);
	while (text < end) {
		uint32_t code;
		size_t step = text_decode(text, end, &code);
		if (step == 0)
			text_encode(out, 0xfffd);
		else if ((code >= ' ' && code != 0x7f) || code == '\n' || code == '\t')
			buf_add(out, text, step);
		text += step > 0 ? step : 1;
	}
}

void robot_text(const struct message *message, size_t max_bytes, struct buf *out)
{
	scoped(buf_finish) struct buf whole = {0};
	add_clean(&whole, message->subject);
	if (whole.len > 0 && *message->text != '\0')
		buf_char(&whole, '\n');
	add_clean(&whole, message->text);
	while (whole.len > 0 && whole.data[whole.len - 1] == '\n')
		whole.len--;

	if (whole.len <= max_bytes) {
		buf_add(out, whole.data, whole.len);
		return;
	}
	size_t room = max_bytes > strlen(CUT_REMARK) ? max_bytes - strlen(CUT_REMARK) : 0;
	buf_add(out, whole.data, text_cut(whole.data, whole.len, room));
	if (room > 0)
		buf_text_add(out, CUT_REMARK);
}

bool robot_can_mention(const char *mobile)
{
	if (text_empty(mobile))
		return false;
	size_t digits = strspn(mobile + (*mobile == '+'), "0123456789-");
	return digits >= 5 && mobile[digits + (*mobile == '+')] == '\0';
}

void robot_sign(const char *key, const char *text, struct buf *out)
{
	struct digest mac = hmac_sha256(key, strlen(key), text, strlen(text));
	encode_base64(out, mac.byte, sizeof(mac.byte));
}

/* --- sending ------------------------------------------------------------------------------- */

static void on_answer(void *ctx, const struct client_answer *answer)
{
	struct delivery *delivery = ctx;
	if (delivery->notifier == NULL) {
		delivery_free(delivery);
		return;
	}
	const struct robot *robot = (const struct robot *)delivery->notifier;
	scoped(buf_finish) struct buf reason = {0};
	scoped(buf_finish) struct buf masked = {0};
	long retry_after_s = -1;
	enum notifier_end end = robot_judge(robot->kind, answer, &retry_after_s, &reason);
	robot_mask(robot, buf_text(&reason), &masked);
	delivery_finish(delivery, end, retry_after_s, buf_text(&masked));
}

void robot_post(struct delivery *delivery, const char *address, struct client_header header)
{
	const struct robot *robot = (const struct robot *)delivery->notifier;
	const struct client_header headers[] = {
		{"Content-Type", "application/json; charset=utf-8"},
		header,
	};
	const struct client_request request = {
		.method = "POST",
		.url = address,
		.headers = headers,
		.header_count = header.name != NULL ? 2 : 1,
		.body = delivery->body.data,
		.body_bytes = delivery->body.len,
		.ca_file = robot->ca_file,
		.timeout_ms = (uint32_t)(robot->timeout_us / 1000),
		.max_answer_bytes = LIMIT_ANSWER_BYTES,
		.allow_private = true, /* the configuration names this host */
	};
	client_send(robot->base.world.client, &request, on_answer, delivery);
}
