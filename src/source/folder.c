#include "source/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/mem.h"

#define PIECE_BYTES ((size_t)1 << 20)

void folder_close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

int folder_open_file(int folder_fd, const char *name, int *fd, struct stat *status,
		     struct error *err)
{
	/* Without O_NONBLOCK a pipe would hold us up. */
	int opened = openat(folder_fd, name,
			    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (opened < 0 && (errno == ELOOP || errno == ENXIO || errno == ENODEV))
		return error_set(err, E_INVALID, "%s is a link or a device", name);
	if (opened < 0)
		return error_sys(err, "open %s", name);
	scoped(folder_close_fd) int file = opened;
	if (fstat(file, status) < 0)
		return error_sys(err, "look at %s", name);
	if (!S_ISREG(status->st_mode))
		return error_set(err, E_INVALID, "%s is not a plain file", name);
	*fd = file;
	file = -1;
	return 0;
}

bool folder_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static ssize_t read_piece(int fd, void *bytes, size_t room)
{
	ssize_t got;
	do
		got = read(fd, bytes, room);
	while (got < 0 && errno == EINTR);
	return got;
}

int folder_stream_file(int fd, const struct stat *status, int64_t max_bytes,
		       void (*add)(void *ctx, const void *bytes, size_t len), void *ctx,
		       struct error *err)
{
	if (status->st_size > max_bytes)
		return error_set(err, E_LIMIT, "%lld bytes, at most %lld",
				 (long long)status->st_size, (long long)max_bytes);
	size_t room = (size_t)status->st_size < PIECE_BYTES ? (size_t)status->st_size + 1
							    : PIECE_BYTES;
	scoped(mem_free_at) char *piece = mem_resize(NULL, room);
	int64_t total = 0;
	ssize_t got;
	while ((got = read_piece(fd, piece, room)) > 0 && total <= status->st_size) {
		add(ctx, piece, (size_t)got);
		total += got;
	}
	if (got < 0)
		return error_sys(err, "read");

	struct stat now;
	if (fstat(fd, &now) < 0)
		return error_sys(err, "look again");
	if (total != status->st_size || !folder_same_file(status, &now))
		return error_set(err, E_BUSY, "the file changed while it was read");
	/* Who put it here may not have waited for the disk; we answer for it from now on. */
	if (fdatasync(fd) < 0 && errno != EINVAL && errno != EROFS)
		return error_sys(err, "sync");
	return 0;
}

static void add_to_buf(void *ctx, const void *bytes, size_t len)
{
	buf_add(ctx, bytes, len);
}

int folder_read_file(int fd, const struct stat *status, int64_t max_bytes, struct buf *out,
		     struct error *err)
{
	return folder_stream_file(fd, status, max_bytes, add_to_buf, out, err);
}

int folder_sync(int fd, struct error *err)
{
	/* Some network file systems cannot sync a folder and say EINVAL. */
	if (fsync(fd) < 0 && errno != EINVAL)
		return error_sys(err, "sync folder");
	return 0;
}

int folder_open(int parent_fd, const char *name, bool make, int *fd, struct error *err)
{
	if (make) {
		bool made = mkdirat(parent_fd, name, 0750) == 0;
		if (!made && errno != EEXIST)
			return error_sys(err, "make folder %s", name);
		int rc = made ? folder_sync(parent_fd, err) : 0;
		if (rc < 0)
			return rc;
	}
	int opened = openat(parent_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (opened < 0 && (errno == ELOOP || errno == ENOTDIR))
		return error_set(err, E_INVALID, "%s is not a folder", name);
	if (opened < 0)
		return error_sys(err, "open folder %s", name);
	*fd = opened;
	return 0;
}

static int write_all(int fd, const char *bytes, size_t len, struct error *err)
{
	while (len > 0) {
		ssize_t put = write(fd, bytes, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return error_sys(err, "write");
		bytes += put;
		len -= (size_t)put;
	}
	return fsync(fd) < 0 ? error_sys(err, "sync") : 0;
}

int folder_write_file(int folder_fd, const char *name, const void *bytes, size_t len,
		      struct error *err)
{
	static const char draft[] = ".gongshi.tmp"; /* a name that a spool does not look at */
	scoped(folder_close_fd) int fd = openat(
		folder_fd, draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0640);
	if (fd < 0)
		return error_sys(err, "create %s", name);
	int rc = write_all(fd, bytes, len, err);
	if (rc < 0)
		return error_wrap(err, rc, "write %s", name);
	int closed = close(fd);
	fd = -1;
	if (closed < 0)
		return error_sys(err, "close %s", name);
	if (renameat(folder_fd, draft, folder_fd, name) < 0)
		return error_sys(err, "rename %s into place", name);
	return folder_sync(folder_fd, err);
}
