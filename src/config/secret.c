/* Secrets stand in files of their own, and nobody else may read them. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "config/node.h"

#define LIMIT_SECRET_BYTES (64u << 10)

/* systemd hands credentials over in a folder that only the service can enter, with an access list
 * whose mask looks like a group's permission to stat. */
static bool is_credential(const char *path)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	size_t len = folder != NULL ? strlen(folder) : 0;
	return len > 1 && strncmp(path, folder, len) == 0 && path[len] == '/' &&
	       strstr(path, "/../") == NULL;
}

int config_read_secret(const char *path, struct buf *out, struct error *err)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return error_sys(err, "读不到密码文件 cannot read the secret in %s", path);
	if ((st.st_mode & 077) != 0 && !is_credential(path))
		return error_set(err, E_DENIED,
				 "密码文件别人也能读（权限 %04o），请执行: chmod 600 %s "
				 "others may read this secret (mode %04o), run: chmod 600 %s",
				 (unsigned)st.st_mode & 07777, path, (unsigned)st.st_mode & 07777,
				 path);

	scoped(buf_finish) struct buf bytes = {0};
	int rc = origin_slurp(path, LIMIT_SECRET_BYTES, &bytes, err);
	if (rc < 0)
		return rc;
	if (!text_is_utf8(buf_text(&bytes), bytes.len))
		return error_set(err, E_INVALID, "不是 UTF-8 文本 not UTF-8 text: %s", path);
	size_t len = bytes.len;
	const char *text = text_trim(buf_text(&bytes), &len);
	if (len == 0)
		return error_set(err, E_INVALID, "密码文件是空的 the secret is empty: %s", path);
	buf_add(out, text, len);
	explicit_bzero(bytes.data, bytes.len);
	return 0;
}
