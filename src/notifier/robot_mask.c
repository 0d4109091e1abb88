/* Sentences for people without what must stay secret.  The peer's own words are cut only after
 * that: half a key is a key, too. */
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "notifier/robot.h"

#define SECRET_BYTES 12 /* a part of an address so long is a key, a shorter one a word */
#define VALUE_BYTES 4   /* behind a = it is one sooner */
#define STARS 3
#define LIMIT_SENTENCE_BYTES 480

static void cover(struct buf *text, const char *secret, size_t len)
{
	char *hit;
	if (len < VALUE_BYTES)
		return; /* would only shred the sentence */
	while (text->len > 0 && (hit = memmem(text->data, text->len, secret, len)) != NULL) {
		size_t behind = text->len - (size_t)(hit - text->data) - len;
		memset(hit, '*', STARS);
		memmove(hit + STARS, hit + len, behind);
		text->len -= len - STARS; /* shorter each time: it ends */
		text->data[text->len] = '\0';
	}
}

static void cover_parts(struct buf *text, const char *address)
{
	const char *host = strstr(address, "://");
	const char *part = host == NULL ? address : host + 3 + strcspn(host + 3, "/?");
	char before = '/';
	while (*part != '\0') {
		size_t len = strcspn(part, "/?&=");
		bool is_name = part[len] == '=' && (before == '?' || before == '&');
		if (!is_name && (len >= SECRET_BYTES || (before == '=' && len >= VALUE_BYTES)))
			cover(text, part, len);
		part += len;
		before = *part;
		part += *part != '\0';
	}
}

/* "https://host/robot/send?key=1" as "https://host/…" */
static void add_short_addresses(struct buf *out, const char *text)
{
	const char *found;
	while ((found = strstr(text, "://")) != NULL) {
		const char *path = found + 3 + strcspn(found + 3, "/?# \t\r\n\"'<>");
		buf_add(out, text, (size_t)(path - text));
		text = path;
		if (*path == '/' || *path == '?' || *path == '#') {
			buf_text_add(out, "/…");
			text += strcspn(text, " \t\r\n\"'<>");
		}
	}
	buf_text_add(out, text);
}

void robot_mask(const struct robot *robot, const char *text, struct buf *out)
{
	scoped(buf_finish) struct buf clear = {0};
	add_short_addresses(&clear, text);
	for (char *c = clear.data; c != NULL && *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	if (robot->address != NULL)
		cover_parts(&clear, robot->address);
	if (robot->key != NULL)
		cover(&clear, robot->key, strlen(robot->key));
	if (robot->secret != NULL)
		cover(&clear, robot->secret, strlen(robot->secret));
	buf_add(out, buf_text(&clear), text_cut(buf_text(&clear), clear.len, LIMIT_SENTENCE_BYTES));
}
