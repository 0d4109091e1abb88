/* Messages into the daemon's own log, for those who read it anyway, and as the last resort.
 *
 * Lines with an address are left out: a personal link lets its holder acknowledge, and the readers
 * of the log are not that person. */
#include <string.h>
#include <syslog.h>

#include "base/macros.h"
#include "base/text.h"
#include "notifier/backend.h"

#define LIMIT_SENTENCE_BYTES 3000 /* the journal cuts what is much longer */

static const struct config_field fields[] = {{0}};

static bool has_address(const char *line, size_t len)
{
	return memmem(line, len, "://", 3) != NULL;
}

/* The text on one line, its own lines parted by " | ". */
static void add_text(struct buf *out, const char *text)
{
	while (*text != '\0') {
		size_t whole = strcspn(text, "\r\n");
		size_t len = whole;
		const char *line = text_trim(text, &len);
		if (len > 0 && !has_address(line, len)) {
			buf_text_add(out, " | ");
			buf_add(out, line, len);
		}
		text += whole;
		text += strspn(text, "\r\n");
	}
}

static void journal_send(struct notifier *notifier, struct delivery *delivery)
{
	const struct message *message = &delivery->message;
	const struct notifier_world *world = &notifier->world;
	scoped(buf_finish) struct buf sentence = {0};
	buf_print(&sentence, "致%s（%s）：%.*s", message->name, message->person,
		  (int)strcspn(message->subject, "\r\n"), message->subject);
	add_text(&sentence, message->text);
	sentence.len = text_cut(sentence.data, sentence.len, LIMIT_SENTENCE_BYTES);
	sentence.data[sentence.len] = '\0';
	world->log(world->log_ctx, message->urgent ? LOG_WARNING : LOG_NOTICE, sentence.data);
	delivery_finish(delivery, NOTIFIER_DELIVERED, -1, "已写入日志");
}

const struct notifier_ops notifier_journal = {
	.name = "journal",
	.fields = fields,
	.notifier_bytes = sizeof(struct notifier),
	.send = journal_send,
};
