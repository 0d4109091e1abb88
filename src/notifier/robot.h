/* What chat robots and web hooks have in common: an address that is itself a secret, a JSON body by
 * POST, and an answer whose body, not whose status, says how it went.
 *
 * A kind is a table: where its address is, what its codes mean.  Reasons never show more of the
 * address than scheme and host, nor the key, nor the secret, even when the peer repeats them. */
#ifndef NOTIFIER_ROBOT_H
#define NOTIFIER_ROBOT_H

#include <jansson.h>

#include "notifier/backend.h"

struct robot_code {
	long long code;
	enum notifier_end end;
	long retry_after_s;  /* -1: not said */
	const char *meaning; /* what to do about it, for the reason; NULL ends the table */
};

struct robot_kind {
	const char *url;       /* without the key, when only key_file is given; NULL: none */
	const char *key_joint; /* stands before the key: "?key=", "/" */
	/* Members of the answer that hold its code.  At least one must be there and all must be
	 * 0; a code that `codes` does not list is a refusal. */
	const char *code_names[2];
	const struct robot_code *codes;
	bool hook; /* no robot: any 2xx will do unless the body says otherwise */
};

struct robot {
	struct notifier base;
	const struct robot_kind *kind;
	const char *address; /* whole, with its key; made by robot_check */

	/* settings */
	const char *url, *url_file, *key, *secret, *ca_file;
	int64_t timeout_us;
};

#define ROBOT_OWN(member) CONFIG_FIELD(robot, member)
/* clang-format off */
#define ROBOT_FIELDS \
	{.name = "url_file", .kind = CONFIG_SECRET, .offset = ROBOT_OWN(url_file), \
	 .help = "a file with the whole address, key included"}, \
	{.name = "url", .kind = CONFIG_URL, .offset = ROBOT_OWN(url), \
	 .help = "the address without its key"}, \
	{.name = "key_file", .kind = CONFIG_SECRET, .offset = ROBOT_OWN(key)}, \
	{.name = "ca_file", .kind = CONFIG_PATH, .offset = ROBOT_OWN(ca_file), \
	 .help = "certificates to trust in place of the system's"}, \
	{.name = "timeout", .kind = CONFIG_DURATION, .offset = ROBOT_OWN(timeout_us), .min = 1, \
	 .max = 300, .def = 20}
#define ROBOT_SECRET_FIELD \
	{.name = "secret_file", .kind = CONFIG_SECRET, .offset = ROBOT_OWN(secret), \
	 .help = "signs the messages"}
/* clang-format on */

/* For `check`: makes the address or reports why there is none. */
void robot_check(struct robot *robot, const struct robot_kind *kind,
		 const struct config_node *group, struct config_report *report);

/* Subject and text, at most so many bytes, cut at a character with a remark that it was.  Control
 * characters but LF and tab are left out: what JSON escapes takes two bytes at most. */
void robot_text(const struct message *message, size_t max_bytes, struct buf *out);
/* A number that may be mentioned: digits, perhaps a +.  "@all" is none. */
bool robot_can_mention(const char *mobile);

/* base64(HMAC-SHA256(key, text)) */
void robot_sign(const char *key, const char *text, struct buf *out);

/* Send delivery->body to `address` and end the delivery by what comes back.  `header` may have no
 * name: then there is none besides the content type. */
void robot_post(struct delivery *delivery, const char *address, struct client_header header);

/* --- the parts, for tests ------------------------------------------------------------------- */

/* How it went.  Appends the reason, not yet masked. */
enum notifier_end robot_judge(const struct robot_kind *kind, const struct client_answer *answer,
			      long *retry_after_s, struct buf *reason);
/* The values of `sign`: DingTalk's for the query, Feishu's for the body. */
void dingtalk_sign(const char *secret, int64_t at_ms, struct buf *out);
void feishu_sign(const char *secret, int64_t at_s, struct buf *out);
/* One line of `text` without anything secret. */
void robot_mask(const struct robot *robot, const char *text, struct buf *out);

#endif
