/* The key that signs the ledger's checkpoints: made once, kept below the state directory. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/text.h"
#include "daemon/daemon.h"

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static int read_seed(int fd, const char *path, struct ed25519_seed *seed, struct error *err)
{
	char text[256];
	scoped(buf_finish) struct buf bytes = {0};
	ssize_t len = read(fd, text, sizeof(text));
	if (len < 0)
		return error_sys(err, "read %s", path);
	size_t size = (size_t)len;
	const char *line = text_trim(text, &size);
	if (decode_base64(line, size, &bytes) < 0 || bytes.len != sizeof(seed->byte))
		return error_set(err, E_CORRUPT,
				 "%s is not a key: restore it from the backup of the state directory",
				 path);
	memcpy(seed->byte, bytes.data, sizeof(seed->byte));
	memset(bytes.data, 0, bytes.len);
	return 0;
}

/* Written beside and linked into place, so that no half key can ever be read. */
static int make_seed(const char *path, struct ed25519_seed *seed, struct error *err)
{
	scoped(buf_finish) struct buf text = {0}, draft = {0};
	*seed = ed25519_generate();
	encode_base64(&text, seed->byte, sizeof(seed->byte));
	buf_char(&text, '\n');
	buf_print(&draft, "%s.tmp", path);
	scoped(close_fd) int fd = open(buf_text(&draft), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
				       0600);
	if (fd < 0)
		return error_sys(err, "create %s", buf_text(&draft));
	if (write(fd, text.data, text.len) != (ssize_t)text.len || fsync(fd) < 0)
		return error_sys(err, "write %s", buf_text(&draft));
	if (rename(buf_text(&draft), path) < 0)
		return error_sys(err, "rename %s", path);
	return 0;
}

int key_load(const char *state, const char *bureau_domain, struct ledger_key *key,
	     struct ed25519_seed *seed, struct error *err)
{
	scoped(buf_finish) struct buf path = {0};
	buf_print(&path, "%s/ledger.key", state);
	scoped(close_fd) int fd = open(buf_text(&path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	int rc;
	if (fd >= 0) {
		struct stat st;
		if (fstat(fd, &st) == 0 && (st.st_mode & 077) != 0)
			return error_set(err, E_DENIED,
					 "%s may be read by others: chmod 600 it, and make sure that "
					 "nobody has taken the key", buf_text(&path));
		rc = read_seed(fd, buf_text(&path), seed, err);
	} else if (errno == ENOENT) {
		rc = make_seed(buf_text(&path), seed, err);
	} else {
		rc = error_sys(err, "open %s", buf_text(&path));
	}
	if (rc < 0)
		return rc;
	key->key = ed25519_public_of(seed);
	snprintf(key->name, sizeof(key->name), "%s/gongshi",
		 text_empty(bureau_domain) ? "localhost" : bureau_domain);
	return 0;
}
