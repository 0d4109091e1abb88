#include "ctl/parcel.h"

#include <iconv.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "ctl/whole.h"

void parcel_finish(struct parcel *parcel)
{
	pool_finish(&parcel->pool);
	buf_finish(&parcel->manifest);
	json_drop(&parcel->read);
	VEC_FINISH(&parcel->parts);
	*parcel = (struct parcel){0};
}

/* --- bytes --- */

/* *folder is where its files lie; NULL for standard input. */
static int read_manifest(const char *path, int in, struct parcel *out, const char **folder,
			 struct error *err)
{
	*folder = NULL;
	if (strcmp(path, "-") == 0)
		return whole_read(path, in, LIMIT_MANIFEST_BYTES, &out->manifest, err);
	struct stat st;
	if (stat(path, &st) < 0)
		return error_sys(err, "%s", path);
	const char *slash = strrchr(path, '/');
	const char *file = path;
	if (S_ISDIR(st.st_mode)) {
		*folder = path;
		file = pool_print(&out->pool, "%s/manifest.json", path);
	} else if (slash != NULL) {
		*folder = pool_text_len(&out->pool, path, (size_t)(slash - path) + 1);
	} else {
		*folder = ".";
	}
	return whole_read(file, in, LIMIT_MANIFEST_BYTES, &out->manifest, err);
}

/* Between UTF-8 and what old systems write. */
static int convert(const char *to, const char *from, const char *bytes, size_t len, struct buf *out)
{
	iconv_t how = iconv_open(to, from);
	if (how == (iconv_t)-1)
		return -E_UNSUPPORTED;
	buf_reserve(out, len * 4 + 1);
	char *in = (char *)(uintptr_t)bytes;
	char *at = out->data + out->len;
	size_t room = len * 4;
	size_t failed = iconv(how, &in, &len, &at, &room);
	iconv_close(how);
	if (failed == (size_t)-1)
		return -E_INVALID;
	out->len = (size_t)(at - out->data);
	buf_text_add(out, "");
	return 0;
}

static json_t *parse(const struct buf *bytes)
{
	struct error none;
	json_t *read = NULL;
	scoped(buf_finish) struct buf utf8 = {0};
	size_t len = bytes->len;
	const char *at = buf_text(bytes);
	if (!text_is_utf8(at, len)) {
		if (convert("UTF-8", "GB18030", at, len, &utf8) < 0)
			return NULL;
		at = buf_text(&utf8);
		len = utf8.len;
	}
	at = text_trim(at, &len); /* the byte order mark too */
	return json_read(at, len, &read, &none) == 0 ? read : NULL;
}

/* --- files --- */

static bool is_plain_file(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* Links are not followed: a manifest from elsewhere could name one that leads to a secret. */
static void add_file(struct parcel *parcel, const char *folder, const char *name)
{
	if (name == NULL || name[0] == '\0' || name[0] == '.' || strpbrk(name, "/\\") != NULL)
		return;
	VEC_EACH(&parcel->parts, part)
		if (text_equal(part->file_name, name))
			return;
	const char *path = pool_print(&parcel->pool, "%s/%s", folder, name);
	scoped(buf_finish) struct buf old = {0};
	if (!is_plain_file(path) && convert("GB18030", "UTF-8", name, strlen(name), &old) == 0)
		path = pool_print(&parcel->pool, "%s/%s", folder, buf_text(&old));
	if (!is_plain_file(path))
		return;
	struct unix_part *part = VEC_PUSH(&parcel->parts);
	part->name = "file";
	part->file_name = pool_text(&parcel->pool, name);
	part->path = path;
}

static void add_attachments(struct parcel *parcel, const char *folder, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *item = json_array_get(list, i);
		const char *name = json_string_value(item);
		if (name == NULL)
			name = json_member_text(item, "name");
		if (name == NULL)
			name = json_member_text(item, "文件名");
		add_file(parcel, folder, name);
	}
}

/* Keys come in any case, and with the marks that forms put beside them. */
static bool is_key(const char *key, const char *english, const char *chinese)
{
	return strcasestr(key, english) != NULL || strstr(key, chinese) != NULL;
}

static void add_files(struct parcel *parcel, const char *folder)
{
	const char *key;
	json_t *value;
	json_object_foreach(parcel->read, key, value)
	{
		if (is_key(key, "body_file", "正文文件"))
			add_file(parcel, folder, json_string_value(value));
		else if (is_key(key, "attachments", "附件"))
			add_attachments(parcel, folder, value);
	}
}

int parcel_read(const char *path, int in, struct parcel *out, struct error *err)
{
	*out = (struct parcel){0};
	const char *folder;
	int rc = read_manifest(path, in, out, &folder, err);
	if (rc < 0)
		return rc;
	buf_text_add(&out->manifest, "");
	if (memchr(out->manifest.data, '\0', out->manifest.len) != NULL)
		return error_set(err, E_INVALID,
				 "%s is no manifest: it has bytes of value 0; save it as UTF-8",
				 path);
	out->read = parse(&out->manifest);
	struct unix_part *manifest = VEC_PUSH(&out->parts);
	manifest->name = "manifest";
	manifest->content = out->manifest.data;
	if (folder != NULL)
		add_files(out, folder);
	return 0;
}

const char *parcel_text(const struct parcel *parcel, const char *english, const char *chinese)
{
	const char *key;
	json_t *value;
	json_object_foreach(parcel->read, key,
			    value) if (strcasecmp(key, english) == 0 ||
				       strcmp(key, chinese) == 0) return json_string_value(value);
	return NULL;
}
