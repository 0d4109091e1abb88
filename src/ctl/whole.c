#include "ctl/whole.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

int whole_read(const char *path, int in, size_t most, struct buf *out, struct error *err)
{
	scoped(close_fd) int opened = -1;
	int fd = in;
	if (strcmp(path, "-") != 0)
		fd = opened = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_sys(err, "%s", path);
	for (size_t start = out->len;;) {
		buf_reserve(out, 65536); /* its NUL included */
		ssize_t got = read(fd, out->data + out->len, 65535);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_sys(err, "%s", path);
		out->len += (size_t)got;
		out->data[out->len] = '\0';
		if (out->len - start > most)
			return error_set(err, E_LIMIT,
					 "%s is too large: at most %zu bytes are read", path, most);
		if (got == 0)
			return 0;
	}
}

/* Synced and named only when whole: a reader sees the old file or the new one. */
static int write_draft(int folder, const char *draft, const struct buf *bytes,
		       const struct stat *owner, struct error *err)
{
	scoped(close_fd) int fd =
		openat(folder, draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd < 0)
		return error_sys(err, "create %s", draft);
	for (size_t at = 0; at < bytes->len;) {
		ssize_t put = write(fd, bytes->data + at, bytes->len - at);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return error_sys(err, "write %s", draft);
		at += (size_t)put;
	}
	if (owner != NULL && fchown(fd, owner->st_uid, owner->st_gid) < 0)
		return error_sys(err, "hand over %s", draft);
	if (fchmod(fd, 0644) < 0 || fsync(fd) < 0)
		return error_sys(err, "write %s", draft);
	return 0;
}

int whole_write(const char *folder, const char *name, const struct buf *bytes,
		const struct stat *owner, struct error *err)
{
	scoped(buf_finish) struct buf draft = {0};
	scoped(close_fd) int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (at < 0)
		return error_sys(err, "%s", folder);
	buf_print(&draft, ".%s.%ld.tmp", name, (long)getpid());
	int rc = write_draft(at, buf_text(&draft), bytes, owner, err);
	if (rc == 0 && renameat(at, buf_text(&draft), at, name) < 0)
		rc = error_sys(err, "rename %s", name);
	if (rc == 0 && fsync(at) < 0)
		rc = error_sys(err, "%s", folder);
	if (rc < 0)
		unlinkat(at, buf_text(&draft), 0);
	return error_wrap(err, rc, "%s", folder);
}
