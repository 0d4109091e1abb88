#include "store/objects.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

#define COPY_BYTES (256u << 10)

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static void object_name(const char *state, struct digest digest, struct buf *folder,
			struct buf *name)
{
	char hex[DIGEST_TEXT];
	digest_print(digest, hex);
	buf_print(folder, "%s/objects/%.2s", state, hex);
	buf_print(name, "%s/%s", buf_text(folder), hex);
}

static int write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t wrote = write(fd, bytes, len);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return -1;
		bytes += wrote;
		len -= (size_t)wrote;
	}
	return 0;
}

/* The copy is digested on the way: a file that changed under our hands is not kept. */
static int copy_file(int to, const char *path, struct digest digest, struct error *err)
{
	scoped(close_fd) int from = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (from < 0)
		return error_sys(err, "open %s", path);
	char *piece = mem_alloc(COPY_BYTES);
	struct sha256 *sha = sha256_new();
	ssize_t got;
	int rc = 0;
	while (rc == 0 && (got = read(from, piece, COPY_BYTES)) > 0) {
		sha256_add(sha, piece, (size_t)got);
		if (write_all(to, piece, (size_t)got) < 0)
			rc = error_sys(err, "copy %s", path);
	}
	if (rc == 0 && got < 0)
		rc = error_sys(err, "read %s", path);
	if (rc == 0 && !digest_equal(sha256_end(sha), digest))
		rc = error_set(err, E_BUSY, "%s changed while it was read: it will be read again",
			       path);
	sha256_free(sha);
	mem_free(piece);
	return rc;
}

static int sync_folder(const char *folder, struct error *err)
{
	scoped(close_fd) int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) < 0)
		return error_sys(err, "sync %s", folder);
	return 0;
}

/* A folder is only there for good once its parent is on disk too. */
static int make_folder(const char *folder, const char *parent, struct error *err)
{
	if (mkdir(folder, 0700) == 0)
		return sync_folder(parent, err);
	return errno == EEXIST ? 0 : error_sys(err, "create %s", folder);
}

static int make_folders(const char *state, const char *folder, struct error *err)
{
	scoped(buf_finish) struct buf objects = {0};
	buf_print(&objects, "%s/objects", state);
	int rc = make_folder(buf_text(&objects), state, err);
	return rc < 0 ? rc : make_folder(folder, buf_text(&objects), err);
}

int objects_add(const char *state, struct digest digest, const char *path, const void *bytes,
		size_t len, struct error *err)
{
	static atomic_uint serial;
	scoped(buf_finish) struct buf folder = {0}, name = {0}, draft = {0};
	object_name(state, digest, &folder, &name);
	if (access(buf_text(&name), R_OK) == 0)
		return 0;
	int rc = make_folders(state, buf_text(&folder), err);
	if (rc < 0)
		return rc;
	buf_print(&draft, "%s/.draft-%ld-%u", buf_text(&folder), (long)getpid(),
		  atomic_fetch_add(&serial, 1));
	scoped(close_fd) int to = open(buf_text(&draft), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
				       0600);
	if (to < 0)
		return error_sys(err, "create %s", buf_text(&draft));
	if (path != NULL)
		rc = copy_file(to, path, digest, err);
	else if (write_all(to, bytes, len) < 0)
		rc = error_sys(err, "write %s", buf_text(&draft));
	if (rc == 0 && fsync(to) < 0)
		rc = error_sys(err, "sync %s", buf_text(&draft));
	if (rc == 0 && rename(buf_text(&draft), buf_text(&name)) < 0)
		rc = error_sys(err, "rename %s", buf_text(&draft));
	if (rc < 0)
		unlink(buf_text(&draft));
	return rc < 0 ? rc : sync_folder(buf_text(&folder), err);
}

int objects_path(const char *state, struct digest digest, struct buf *out, struct error *err)
{
	scoped(buf_finish) struct buf folder = {0}, name = {0};
	object_name(state, digest, &folder, &name);
	if (access(buf_text(&name), R_OK) < 0)
		return error_sys(err, "object %s", buf_text(&name));
	buf_add(out, name.data, name.len);
	return 0;
}
