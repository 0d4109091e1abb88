/* A folder of mails, one file a message, as maildir(5) has it: written to tmp/, synced, renamed
 * into new/.  Any mail program can open it; nothing needs a mail server.
 *
 * The file is named after the message's id, so a second try replaces the first. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/macros.h"
#include "base/sha256.h"
#include "notifier/backend.h"
#include "notifier/mail_text.h"

#define LIMIT_ID_BYTES 200 /* in a file name */

struct maildir {
	struct notifier base;
	const char *directory, *from;
};

#define OWN(member) CONFIG_FIELD(maildir, member)
static const struct config_field fields[] = {
	{.name = "directory",
	 .kind = CONFIG_PATH,
	 .offset = OWN(directory),
	 .required = true,
	 .help = "folder for the mails"},
	{.name = "from",
	 .kind = CONFIG_TEXT,
	 .offset = OWN(from),
	 .def_text = "gongshi@localhost",
	 .help = "gongshi@example.gov.cn"},
	{0},
};

static void maildir_check(struct notifier *notifier, const struct config_node *group,
			  struct config_report *report)
{
	const struct maildir *maildir = (const struct maildir *)notifier;
	if (!mail_address_is_good(maildir->from))
		config_fault(
			report, config_member(group, "from"),
			"发件人应是邮箱地址 \"from\" must be a mail address (gongshi@example.gov.cn)");
}

/* --- folders ------------------------------------------------------------------------------- */

/* The folder and those above it; what we make is for us alone: the mails name people. */
static int make_folders(const char *path, struct error *err)
{
	scoped(buf_finish) struct buf part = {0};
	for (const char *c = path;; c++) {
		if ((*c == '/' || *c == '\0') && part.len > 0 && mkdir(buf_text(&part), 0700) < 0 &&
		    errno != EEXIST)
			return error_sys(err, "make folder %s", buf_text(&part));
		if (*c == '\0')
			return 0;
		buf_char(&part, *c);
	}
}

static int maildir_start(struct notifier *notifier, struct error *err)
{
	static const char *const names[] = {"tmp", "new", "cur"};
	const struct maildir *maildir = (const struct maildir *)notifier;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		scoped(buf_finish) struct buf path = {0};
		buf_print(&path, "%s/%s", maildir->directory, names[i]);
		int rc = make_folders(buf_text(&path), err);
		if (rc < 0)
			return rc;
		if (access(buf_text(&path), W_OK | X_OK) < 0)
			return error_sys(err, "write into folder %s", buf_text(&path));
	}
	return 0;
}

/* --- one mail, on a thread of the pool ----------------------------------------------------- */

static void fd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static int write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t written = write(fd, bytes, len);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return -1;
		bytes += written;
		len -= (size_t)written;
	}
	return 0;
}

static int write_file(const char *path, const struct buf *body, struct error *err)
{
	scoped(fd_close) int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
				       0600);
	if (fd < 0)
		return error_sys(err, "create %s", path);
	if (write_all(fd, body->data, body->len) < 0 || fsync(fd) < 0)
		return error_sys(err, "write %s", path);
	int closing = fd;
	fd = -1;
	return close(closing) < 0 ? error_sys(err, "close %s", path) : 0;
}

static int sync_folder(const char *path, struct error *err)
{
	scoped(fd_close) int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 || fsync(fd) < 0 ? error_sys(err, "sync %s", path) : 0;
}

/* `path` is that of the file in new/; the one in tmp/ differs in these three letters only. */
static void write_mail(void *ctx)
{
	struct delivery *delivery = ctx;
	struct error *err = &delivery->err;
	scoped(buf_finish) struct buf temporary = {0};
	scoped(buf_finish) struct buf folder = {0};
	buf_text_add(&temporary, delivery->path);
	char *name = strrchr(temporary.data, '/');
	memcpy(name - 3, "tmp", 3);
	buf_add(&folder, delivery->path, (size_t)(name - temporary.data));

	if (write_file(temporary.data, &delivery->body, err) < 0) {
		unlink(temporary.data);
		return;
	}
	if (rename(temporary.data, delivery->path) < 0) {
		error_sys(err, "rename to %s", delivery->path);
		unlink(temporary.data);
		return;
	}
	int rc = sync_folder(buf_text(&folder), err);
	(void)rc; /* err says it */
}

static void on_written(void *ctx)
{
	struct delivery *delivery = ctx;
	if (delivery->notifier == NULL) {
		delivery_free(delivery);
		return;
	}
	if (delivery->err.code == 0)
		delivery_finish(delivery, NOTIFIER_DELIVERED, -1, "已写入邮件文件夹");
	else
		delivery_finish(delivery, NOTIFIER_LATER, -1, delivery->err.text);
}

/* --- composing ----------------------------------------------------------------------------- */

static const char *file_path(const struct maildir *maildir, struct delivery *delivery)
{
	const char *id = delivery->message.id;
	scoped(buf_finish) struct buf name = {0};
	encode_percent(&name, id, strlen(id));
	/* An empty name, a hidden one, or one that no file system takes: the digest names it. */
	if (name.len == 0 || name.data[0] == '.' || name.len > LIMIT_ID_BYTES) {
		char hex[DIGEST_TEXT];
		buf_clear(&name);
		buf_text_add(&name, digest_print(sha256_of(id, strlen(id)), hex));
	}
	return pool_print(&delivery->pool, "%s/new/%s.eml", maildir->directory, name.data);
}

/* Files have the line ends of their system; mail programs on it expect no others. */
static void drop_returns(struct buf *body)
{
	size_t kept = 0;
	for (size_t i = 0; i < body->len; i++)
		if (body->data[i] != '\r')
			body->data[kept++] = body->data[i];
	body->len = kept;
}

static void maildir_send(struct notifier *notifier, struct delivery *delivery)
{
	const struct maildir *maildir = (const struct maildir *)notifier;
	const struct message *message = &delivery->message;
	const struct mail_text text = {
		.from = maildir->from,
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
	drop_returns(&delivery->body);
	delivery->path = file_path(maildir, delivery);
	loop_work(notifier->world.loop, write_mail, on_written, delivery);
}

const struct notifier_ops notifier_maildir = {
	.name = "maildir",
	.fields = fields,
	.notifier_bytes = sizeof(struct maildir),
	.needs_mail = true,
	.check = maildir_check,
	.start = maildir_start,
	.send = maildir_send,
};
