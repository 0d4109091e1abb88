/* The key that signs the ledger's checkpoints: made once, kept below the state directory as one line
 * "NAME SEED".  The name stands in every checkpoint, so it stays when the bureau's domain changes. */
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

static int read_seed(int fd, const char *path, struct ledger_key *key, struct ed25519_seed *seed,
		     struct error *err)
{
	char text[256];
	scoped(buf_finish) struct buf bytes = {0};
	ssize_t len = read(fd, text, sizeof(text));
	if (len < 0)
		return error_sys(err, "read %s", path);
	size_t size = (size_t)len;
	const char *line = text_trim(text, &size);
	const char *blank = memchr(line, ' ', size);
	size_t name_len = blank == NULL ? 0 : (size_t)(blank - line);
	if (name_len == 0 || name_len >= sizeof(key->name) ||
	    decode_base64(blank + 1, size - name_len - 1, &bytes) < 0 ||
	    bytes.len != sizeof(seed->byte))
		return error_set(
			err, E_CORRUPT,
			"%s is not a key: restore it from the backup of the state directory", path);
	memcpy(key->name, line, name_len);
	key->name[name_len] = '\0';
	memcpy(seed->byte, bytes.data, sizeof(seed->byte));
	memset(bytes.data, 0, bytes.len);
	memset(text, 0, sizeof(text));
	return 0;
}

/* Written beside and linked into place, so that no half key can ever be read. */
static int make_seed(const char *path, const struct ledger_key *key, struct ed25519_seed *seed,
		     struct error *err)
{
	scoped(buf_finish) struct buf text = {0}, draft = {0};
	*seed = ed25519_generate();
	buf_print(&text, "%s ", key->name);
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
			return error_set(
				err, E_DENIED,
				"%s may be read by others: chmod 600 it, and make sure that "
				"nobody has taken the key",
				buf_text(&path));
		rc = read_seed(fd, buf_text(&path), key, seed, err);
	} else if (errno == ENOENT) {
		snprintf(key->name, sizeof(key->name), "%s/gongshi",
			 text_empty(bureau_domain) ? "localhost" : bureau_domain);
		rc = make_seed(buf_text(&path), key, seed, err);
	} else {
		rc = error_sys(err, "open %s", buf_text(&path));
	}
	if (rc < 0)
		return rc;
	key->key = ed25519_public_of(seed);
	return 0;
}
