#include "web/upload.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

int upload_open(const char *parent, struct upload *out, struct error *err)
{
	*out = (struct upload){.fd = -1};
	if (parent == NULL)
		return error_set(err, E_UNSUPPORTED, "no folder for uploads is configured");
	if (mkdir(parent, 0700) < 0 && errno != EEXIST)
		return error_sys(err, "create %s", parent);
	buf_print(&out->folder, "%s/XXXXXX", parent);
	if (mkdtemp(out->folder.data) == NULL) {
		int rc = error_sys(err, "create a folder in %s", parent);
		buf_finish(&out->folder);
		return rc;
	}
	out->fd = open(buf_text(&out->folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return out->fd < 0 ? error_sys(err, "open %s", buf_text(&out->folder)) : 0;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

int upload_write(struct upload *upload, const struct part *part, struct error *err)
{
	if (!part_name_is_safe(part->file_name))
		return error_set(err, E_INVALID, "%s is no plain file name", part->file_name);
	scoped(close_fd) int fd = openat(upload->fd, part->file_name,
					 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
					 0600);
	if (fd < 0 && errno == EEXIST)
		return error_set(err, E_INVALID, "%s was sent twice", part->file_name);
	if (fd < 0)
		return error_sys(err, "create %s", part->file_name);
	for (size_t done = 0; done < part->len;) {
		ssize_t step = write(fd, part->bytes + done, part->len - done);
		if (step < 0 && errno != EINTR)
			return error_sys(err, "write %s", part->file_name);
		done += step > 0 ? (size_t)step : 0;
	}
	return 0;
}

void upload_finish(struct upload *upload)
{
	DIR *dir = upload->fd >= 0 ? fdopendir(upload->fd) : NULL;
	struct dirent *entry;
	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (!text_equal(entry->d_name, ".") && !text_equal(entry->d_name, ".."))
			unlinkat(upload->fd, entry->d_name, 0);
	if (dir != NULL)
		closedir(dir); /* the descriptor too */
	else if (upload->fd >= 0)
		close(upload->fd);
	if (upload->folder.len > 0)
		rmdir(buf_text(&upload->folder));
	buf_finish(&upload->folder);
	upload->fd = -1;
}
