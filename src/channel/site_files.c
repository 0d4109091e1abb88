/* Files of the site: whole or not there.
 *
 * "Aside" is a hidden name in the same folder, so that the rename cannot cross file systems.  Pages
 * are public whatever the umask of the daemon is. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/macros.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "base/text.h"
#include "channel/site.h"

#define COPY_BYTES (256u << 10)

static void fd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static void folder_close(DIR **folder)
{
	if (*folder != NULL)
		closedir(*folder);
}

static void sha256_drop(struct sha256 **sha)
{
	sha256_free(*sha);
}

const char *site_path(const struct site *site, const char *path, struct buf *out)
{
	buf_clear(out);
	buf_print(out, "%s/%s", site->directory, path);
	return buf_text(out);
}

/* "2026/03/x.html" -> "DIRECTORY/2026/03/.x.html.part" */
static const char *path_aside(const struct site *site, const char *path, struct buf *out)
{
	const char *slash = strrchr(path, '/');
	int folder = slash != NULL ? (int)(slash + 1 - path) : 0;
	buf_clear(out);
	buf_print(out, "%s/%.*s.%s.part", site->directory, folder, path, path + folder);
	return buf_text(out);
}

int site_sync_folder(const struct site *site, const char *path, struct error *err)
{
	scoped(buf_finish) struct buf full = {0};
	scoped(fd_close) int fd = open(site_path(site, path, &full),
				       O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return error_sys(err, "open %s", buf_text(&full));
	return fsync(fd) < 0 ? error_sys(err, "flush %s", buf_text(&full)) : 0;
}

int site_make_root(const struct site *site, struct error *err)
{
	scoped(buf_finish) struct buf path = {0};
	buf_text_add(&path, site->directory);
	for (size_t i = 1; i <= path.len; i++) {
		if (path.data[i] != '/' && path.data[i] != '\0')
			continue;
		char old = path.data[i];
		path.data[i] = '\0';
		if (mkdir(path.data, 0755) < 0 && errno != EEXIST)
			return error_sys(err, "make folder %s", path.data);
		path.data[i] = old;
	}
	return 0;
}

/* Every folder on the way; a new one is flushed into its parent. */
int site_make_folder(const struct site *site, const char *path, struct error *err)
{
	scoped(buf_finish) struct buf full = {0};
	site_path(site, path, &full);
	for (size_t i = strlen(site->directory) + 1; i <= full.len; i++) {
		if (full.data[i] != '/' && full.data[i] != '\0')
			continue;
		char old = full.data[i];
		full.data[i] = '\0';
		bool made = mkdir(full.data, 0755) == 0;
		if (!made && errno != EEXIST)
			return error_sys(err, "make folder %s", full.data);
		if (made && chmod(full.data, 0755) < 0)
			return error_sys(err, "make folder %s", full.data);
		full.data[i] = old;
		if (!made)
			continue;
		scoped(buf_finish) struct buf parent = {0};
		size_t prefix = strlen(site->directory) + 1;
		buf_add(&parent, path, i - prefix);
		char *slash = strrchr(parent.data, '/');
		int rc = site_sync_folder(site, slash != NULL ? (*slash = '\0', parent.data) : ".",
					  err);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t wrote = write(fd, bytes, len);
		if (wrote < 0 && errno != EINTR)
			return -1;
		if (wrote > 0) {
			bytes += wrote;
			len -= (size_t)wrote;
		}
	}
	return 0;
}

static int open_aside(const char *aside, struct error *err)
{
	int fd = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (fd < 0)
		return error_sys(err, "write %s", aside);
	fchmod(fd, 0644);
	return fd;
}

int site_write_aside(const struct site *site, const char *path, const struct buf *bytes,
		     struct error *err)
{
	scoped(buf_finish) struct buf aside = {0};
	scoped(fd_close) int fd = open_aside(path_aside(site, path, &aside), err);
	if (fd < 0)
		return fd;
	if (write_all(fd, buf_text(bytes), bytes->len) < 0)
		return error_sys(err, "write %s", buf_text(&aside));
	int closing = fd;
	fd = -1;
	return close(closing) < 0 ? error_sys(err, "write %s", buf_text(&aside)) : 0;
}

int site_put_in_place(const struct site *site, const char *path, struct error *err)
{
	scoped(buf_finish) struct buf aside = {0};
	scoped(buf_finish) struct buf full = {0};
	scoped(fd_close) int fd = open(path_aside(site, path, &aside),
				       O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return error_sys(err, "open %s", buf_text(&aside));
	if (fsync(fd) < 0)
		return error_sys(err, "flush %s", buf_text(&aside));
	if (rename(buf_text(&aside), site_path(site, path, &full)) < 0)
		return error_sys(err, "rename to %s", buf_text(&full));
	return 0;
}

int site_write(const struct site *site, const char *path, const struct buf *bytes,
	       struct error *err)
{
	int rc = site_write_aside(site, path, bytes, err);
	return rc < 0 ? rc : site_put_in_place(site, path, err);
}

/* Copies and digests at once, so that what is published is what was issued. */
static int copy_bytes(int from, int to, const char *name, struct digest *out, struct error *err)
{
	scoped(sha256_drop) struct sha256 *sha = sha256_new();
	scoped(mem_free_at) char *piece = mem_alloc(COPY_BYTES);
	ssize_t got;
	while ((got = read(from, piece, COPY_BYTES)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_sys(err, "read attachment %s", name);
		sha256_add(sha, piece, (size_t)got);
		if (write_all(to, piece, (size_t)got) < 0)
			return error_sys(err, "copy attachment %s", name);
	}
	*out = sha256_end(sha);
	return 0;
}

int site_copy(const struct site *site, const char *path, const struct attachment *from,
	      struct error *err)
{
	if (from->path == NULL)
		return error_set(err, E_INVALID, "附件《%s》不在本机", from->name);
	scoped(fd_close) int source = open(from->path, O_RDONLY | O_CLOEXEC);
	if (source < 0)
		return error_set(err, E_INVALID, "附件《%s》读不到: %s: %s", from->name, from->path,
				 strerror(errno));
	scoped(buf_finish) struct buf aside = {0};
	scoped(fd_close) int target = open_aside(path_aside(site, path, &aside), err);
	if (target < 0)
		return target;
	struct digest digest;
	int rc = copy_bytes(source, target, from->name, &digest, err);
	if (rc < 0)
		return rc;
	if (!digest_equal(digest, from->sha256)) {
		unlink(buf_text(&aside));
		return error_set(err, E_INVALID, "附件《%s》与收到时不同（摘要不符）", from->name);
	}
	return site_put_in_place(site, path, err);
}

bool site_has(const struct site *site, const char *path)
{
	scoped(buf_finish) struct buf full = {0};
	return access(site_path(site, path, &full), F_OK) == 0;
}

int site_remove(const struct site *site, const char *path, struct error *err)
{
	scoped(buf_finish) struct buf full = {0};
	if (unlink(site_path(site, path, &full)) < 0 && errno != ENOENT)
		return error_sys(err, "remove %s", buf_text(&full));
	return 0;
}

int site_read(const struct site *site, const char *path, size_t limit, struct buf *out,
	      struct error *err)
{
	scoped(buf_finish) struct buf full = {0};
	scoped(fd_close) int fd = open(site_path(site, path, &full), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_sys(err, "open %s", buf_text(&full));
	scoped(mem_free_at) char *piece = mem_alloc(COPY_BYTES);
	ssize_t got;
	while ((got = read(fd, piece, COPY_BYTES)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_sys(err, "read %s", buf_text(&full));
		if ((size_t)got > limit - out->len)
			return error_set(err, E_LIMIT, "%s is larger than %zu bytes",
					 buf_text(&full), limit);
		buf_add(out, piece, (size_t)got);
	}
	return 0;
}

static bool is_named(const struct document *document, const char *name)
{
	for (int i = 0; document != NULL && i < document->attachment_count; i++)
		if (text_equal(document->attachments[i].name, name))
			return true;
	return false;
}

int site_clear_folder(const struct site *site, const char *path, const struct document *keep,
		      struct error *err)
{
	scoped(buf_finish) struct buf full = {0};
	scoped(folder_close) DIR *folder = opendir(site_path(site, path, &full));
	if (folder == NULL)
		return errno == ENOENT ? 0 : error_sys(err, "open %s", buf_text(&full));
	const struct dirent *item;
	while ((item = readdir(folder)) != NULL) {
		if (text_equal(item->d_name, ".") || text_equal(item->d_name, "..") ||
		    is_named(keep, item->d_name))
			continue;
		if (unlinkat(dirfd(folder), item->d_name, 0) < 0 && errno != ENOENT)
			return error_sys(err, "remove %s/%s", buf_text(&full), item->d_name);
	}
	if (keep == NULL && rmdir(buf_text(&full)) < 0 && errno != ENOENT)
		return error_sys(err, "remove %s", buf_text(&full));
	return 0;
}
