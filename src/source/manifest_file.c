#include "source/manifest_file.h"

#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "reader/reader.h"
#include "source/folder.h"
#include "source/mime.h"
#include "source/refusal.h"

/* --- names ----------------------------------------------------------------------------------- */

static bool ends_in(const char *name, const char *ending)
{
	size_t len = strlen(name);
	size_t ending_len = strlen(ending);
	return len > ending_len && strcasecmp(name + len - ending_len, ending) == 0;
}

/* A name of a file beside the manifest, and of nothing else. */
static int check_name(const struct field *field, const char *name)
{
	size_t len = strlen(name);
	char shown[REFUSAL_EXCERPT];
	refusal_excerpt(name, shown);
	if (len > LIMIT_NAME_BYTES)
		return refusal_set(field->refusal, E_LIMIT, "path", field->name,
				   "文件名过长：“%s”，最多 %d 字节。",
				   "the file name \"%s\" is too long: at most %d bytes.", shown,
				   LIMIT_NAME_BYTES);
	if (strchr(name, '/') != NULL || strchr(name, '\\') != NULL)
		return refusal_set(field->refusal, E_INVALID, "path", field->name,
				   "“%s”是路径：只能写与清单放在同一文件夹中的文件名。",
				   "\"%s\" is a path: name a file that lies beside the manifest.",
				   shown);
	if (name[0] == '.' || text_starts(name, "~$"))
		return refusal_set(field->refusal, E_INVALID, "path", field->name,
				   "文件名“%s”以“.”或“~$”开头，不予读取：请改名。",
				   "the file name \"%s\" begins with \".\" or \"~$\": rename it.",
				   shown);
	if (strcasecmp(name, "manifest.json") == 0)
		return refusal_set(field->refusal, E_INVALID, "path", field->name,
				   "“%s”是清单本身，不能作为附件或正文。",
				   "\"%s\" is the manifest itself, no attachment or body.", shown);
	return field_check_text(field, name, len, true);
}

/* Open `name`, on disk in UTF-8 or, from an old system, in GB18030.  The name found goes to
 * *on_disk. */
static int open_named(const struct manifest_site *site, const char *name, struct buf *on_disk,
		      int *fd, struct stat *status, struct error *err)
{
	buf_clear(on_disk);
	buf_text_add(on_disk, name);
	int rc = folder_open_file(site->folder_fd, buf_text(on_disk), fd, status, err);
	if (rc != -E_NOT_FOUND)
		return rc;
	scoped(buf_finish) struct buf old = {0};
	if (encoding_name_to_gb18030(name, &old) < 0 || strcmp(buf_text(&old), name) == 0)
		return rc;
	buf_clear(on_disk);
	buf_add(on_disk, buf_text(&old), old.len);
	return folder_open_file(site->folder_fd, buf_text(on_disk), fd, status, err);
}

static int not_readable(const struct field *field, const char *name, int rc,
			const struct error *err)
{
	char shown[REFUSAL_EXCERPT];
	refusal_excerpt(name, shown);
	if (rc == -E_NOT_FOUND)
		return refusal_set(field->refusal, E_INVALID, "attachment-missing", field->name,
				   "找不到文件“%s”：请与清单放在同一文件夹中。",
				   "the file \"%s\" is not there: put it beside the manifest.",
				   shown);
	if (rc == -E_INVALID)
		return refusal_set(field->refusal, E_INVALID, "path", field->name,
				   "“%s”不是普通文件（链接或设备不予读取）：请放入文件本身。",
				   "\"%s\" is no plain file (links are not followed): put the file "
				   "itself there.",
				   shown);
	if (rc == -E_DENIED)
		return refusal_set(field->refusal, E_INVALID, "attachment-unreadable", field->name,
				   "无权读取文件“%s”：请改正文件权限。",
				   "the file \"%s\" may not be read: correct its permissions.",
				   shown);
	if (rc == -E_LIMIT)
		return refusal_set(field->refusal, E_LIMIT, "too-large", field->name,
				   "文件“%s”过大：%s。", "the file \"%s\" is too large: %s.", shown,
				   err->text);
	return rc;
}

/* --- the body -------------------------------------------------------------------------------- */

/* What people name as body although it is no text. */
static bool is_binary(const char *bytes, size_t len)
{
	return (len >= 4 && (memcmp(bytes, "%PDF", 4) == 0 || memcmp(bytes, "PK\3\4", 4) == 0)) ||
	       (len >= 4 && memcmp(bytes, "\xd0\xcf\x11\xe0", 4) == 0);
}

static int body_text(const struct field *field, const char *name, const struct buf *bytes,
		     const char **out)
{
	char shown[REFUSAL_EXCERPT];
	refusal_excerpt(name, shown);
	if (is_binary(buf_text(bytes), bytes->len))
		return refusal_set(
			field->refusal, E_INVALID, "body-kind", field->name,
			"正文文件“%s”不是文字或网页：请另存为 .txt 或 .html，原件可列入附件。",
			"the body \"%s\" is neither text nor HTML: save it as .txt or "
			".html; the original may be an attachment.",
			shown);
	scoped(buf_finish) struct buf text = {0};
	struct encoding_found found;
	if (encoding_to_utf8(buf_text(bytes), bytes->len, NULL, &text, &found, NULL) < 0 ||
	    found.damaged > 0)
		return refusal_set(
			field->refusal, E_INVALID, "encoding", field->name,
			"正文文件“%s”既不是完整的 UTF-8，也不是完整的 GB18030 文字：请重新"
			"导出。",
			"the body \"%s\" is neither whole UTF-8 nor whole GB18030 text: "
			"export it again.",
			shown);
	scoped(json_drop) json_t *value = json_stringn(buf_text(&text), text.len);
	struct field inner = *field;
	inner.value = value;
	return field_text(&inner, LIMIT_BODY_BYTES, out);
}

int manifest_body_file(const struct field *field, const struct manifest_site *site,
		       const char **body, bool *is_html, struct error *err)
{
	const char *name = NULL;
	int rc = field_line(field, &name);
	if (rc < 0 || name == NULL)
		return rc;
	rc = check_name(field, name);
	if (rc < 0)
		return rc;
	if (site->folder_fd < 0)
		return not_readable(field, name, -E_NOT_FOUND, NULL);

	scoped(buf_finish) struct buf on_disk = {0};
	scoped(buf_finish) struct buf bytes = {0};
	scoped(folder_close_fd) int fd = -1;
	struct stat status;
	struct error why = {0};
	rc = open_named(site, name, &on_disk, &fd, &status, &why);
	if (rc == 0)
		rc = folder_read_file(fd, &status, LIMIT_BODY_BYTES, &bytes, &why);
	if (rc == -E_IO || rc == -E_FULL || rc == -E_BUSY)
		return error_set(err, (enum error_code) - rc, "%s: %s", name, why.text);
	if (rc < 0)
		return not_readable(field, name, rc, &why);
	rc = body_text(field, name, &bytes, body);
	if (rc == 0 && *body != NULL)
		*is_html = ends_in(name, ".html") || ends_in(name, ".htm") ||
			   (!ends_in(name, ".txt") && html_looks_like(*body, strlen(*body)));
	return rc;
}

/* --- attachments ----------------------------------------------------------------------------- */

/* What an item of the list says: a name, or an object with one. */
struct wanted {
	const char *name, *mime, *sha256;
	int64_t bytes; /* -1: not said */
};

static int read_item(const struct field *field, const json_t *item, struct wanted *out)
{
	struct wanted wanted = {.bytes = -1};
	const json_t *name = item;
	if (json_is_object(item)) {
		name = json_object_get(item, "name");
		if (name == NULL)
			name = json_object_get(item, "文件名");
		wanted.mime = json_member_text(item, "mime");
		wanted.sha256 = json_member_text(item, "sha256");
		wanted.bytes = json_member_int(item, "bytes", -1);
	}
	struct field inner = *field;
	inner.value = name;
	int rc = field_line(&inner, &wanted.name);
	if (rc == 0 && wanted.name == NULL)
		return field_wrong(field, "中有一项没有文件名：请写上文件名。",
				   "holds an item without a file name: write its name.");
	if (rc == 0)
		rc = check_name(field, wanted.name);
	if (rc == 0)
		*out = wanted;
	return rc;
}

/* "type/subtype" of RFC 6838, so that it can stand in a header. */
static bool is_mime(const char *text)
{
	static const char token[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "!#$&-^_.+";
	size_t type = strspn(text, token);
	size_t subtype = text[type] == '/' ? strspn(text + type + 1, token) : 0;
	return type > 0 && subtype > 0 && text[type + 1 + subtype] == '\0' && type <= 127 &&
	       subtype <= 127;
}

static void add_to_digest(void *ctx, const void *bytes, size_t len)
{
	sha256_add(ctx, bytes, len);
}

static void digest_drop(struct sha256 **sha)
{
	sha256_free(*sha);
}

/* The digest of the file where it lies. */
static int digest_file(const struct field *field, const struct manifest_site *site,
		       struct attachment *attachment, struct error *err)
{
	scoped(buf_finish) struct buf on_disk = {0};
	scoped(folder_close_fd) int fd = -1;
	scoped(digest_drop) struct sha256 *sha = sha256_new();
	struct stat status;
	struct error why = {0};
	int rc = open_named(site, attachment->name, &on_disk, &fd, &status, &why);
	if (rc == 0)
		rc = folder_stream_file(fd, &status, site->max_attachment_bytes, add_to_digest, sha,
					&why);
	if (rc == -E_IO || rc == -E_FULL || rc == -E_BUSY)
		return error_set(err, (enum error_code) - rc, "%s: %s", attachment->name, why.text);
	if (rc < 0)
		return not_readable(field, attachment->name, rc, &why);
	attachment->sha256 = sha256_end(sha);
	attachment->bytes = status.st_size;
	attachment->path = pool_print(field->pool, "%s/%s", site->folder, buf_text(&on_disk));
	return 0;
}

/* What was said of the file must be true: it may have been cut on its way. */
static int compare_said(const struct field *field, const struct wanted *wanted,
			const struct attachment *attachment)
{
	struct digest said;
	bool differs = wanted->bytes >= 0 && wanted->bytes != attachment->bytes;
	if (wanted->sha256 != NULL)
		differs |= digest_parse(wanted->sha256, &said) < 0 ||
			   !digest_equal(said, attachment->sha256);
	if (!differs)
		return 0;
	char shown[REFUSAL_EXCERPT];
	return refusal_set(
		field->refusal, E_INVALID, "attachment-digest", field->name,
		"附件“%s”与清单所写的大小或 SHA-256 不符：请重新放入完整文件。",
		"the attachment \"%s\" has another size or SHA-256 than the manifest says: "
		"hand in the whole file again.",
		refusal_excerpt(attachment->name, shown));
}

/* Our own record of an attachment: its bytes are somebody else's care. */
static int recall(const struct field *field, const struct wanted *wanted,
		  struct attachment *attachment)
{
	if (wanted->sha256 == NULL || digest_parse(wanted->sha256, &attachment->sha256) < 0 ||
	    wanted->bytes < 0)
		return field_wrong(field, "缺少附件的 SHA-256 或大小。",
				   "lacks the digest or size of an attachment.");
	attachment->bytes = wanted->bytes;
	return 0;
}

static int read_attachment(const struct field *field, const struct manifest_site *site,
			   const json_t *item, struct attachment *attachment, struct error *err)
{
	struct wanted wanted = {0};
	int rc = read_item(field, item, &wanted);
	if (rc < 0)
		return rc;
	if (wanted.mime != NULL && !is_mime(wanted.mime))
		return field_wrong(field, "中有一项 mime 不是“类型/子类型”的形式。",
				   "holds a mime that is not of the form type/subtype.");
	attachment->name = wanted.name;
	attachment->mime = wanted.mime != NULL ? pool_text(field->pool, wanted.mime)
					       : mime_of(wanted.name);
	if (site->stored)
		return recall(field, &wanted, attachment);
	if (site->folder_fd < 0)
		return not_readable(field, wanted.name, -E_NOT_FOUND, NULL);
	rc = digest_file(field, site, attachment, err);
	return rc < 0 ? rc : compare_said(field, &wanted, attachment);
}

static int check_twice(const struct field *field, const struct attachment *list, int count)
{
	for (int i = 0; i < count; i++) {
		if (strcasecmp(list[i].name, list[count].name) != 0)
			continue;
		char shown[REFUSAL_EXCERPT];
		return refusal_set(
			field->refusal, E_INVALID, "attachment-twice", field->name,
			"附件“%s”列了两次（不区分大小写）：请删去一个或改名。",
			"the attachment \"%s\" is listed twice (upper and lower case are "
			"one): take one out or rename it.",
			refusal_excerpt(list[count].name, shown));
	}
	return 0;
}

int manifest_attachments(const struct field *field, const struct manifest_site *site,
			 struct document *document, struct error *err)
{
	if (field_absent(field))
		return 0;
	if (!json_is_array(field->value))
		return field_wrong(field, "应为文件名的列表。", "must be a list of file names.");
	size_t count = json_array_size(field->value);
	if (count > LIMIT_ATTACHMENTS)
		return refusal_set(field->refusal, E_LIMIT, "too-many", field->name,
				   "附件过多：%zu 个，最多 %d 个。",
				   "too many attachments: %zu, at most %d.", count,
				   LIMIT_ATTACHMENTS);
	struct attachment *list = pool_alloc(field->pool, count * sizeof(*list));
	for (size_t i = 0; i < count; i++) {
		const json_t *item = json_array_get(field->value, i);
		int rc = read_attachment(field, site, item, &list[i], err);
		if (rc == 0)
			rc = check_twice(field, list, (int)i);
		if (rc < 0)
			return rc;
	}
	document->attachments = list;
	document->attachment_count = (int)count;
	return 0;
}
