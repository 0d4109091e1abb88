#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/mem.h"
#include "reader/reader.h"
#include "source/manifest.h"
#include "source/refusal.h"
#include "source/spool.h"

#define MANIFEST_NAME "manifest.json"

/* What one reading needs and what comes of it. */
struct attempt {
	struct spool *spool;
	struct entry *entry;
	struct manifest_site site;
	struct document *document;
	struct refusal *refusal;
	struct error *err;
};

/* Something is wrong that more bytes may put right: only time decides. */
static int wrong_unless_growing(const struct attempt *attempt)
{
	return attempt->entry->quiet ? READING_REFUSED : READING_NOT_YET;
}

static int growing(const struct attempt *attempt)
{
	attempt->entry->changed_ms = attempt->spool->now_ms;
	return READING_NOT_YET;
}

/* --- what is refused without reading --------------------------------------------------------- */

static int refuse_link(const struct attempt *attempt)
{
	refusal_set(attempt->refusal, E_INVALID, "link", "",
		    "收文目录中的链接不予读取：请放入文件本身。",
		    "links in the spool are not followed: put the file itself there.");
	return READING_REFUSED;
}

static int refuse_special(const struct attempt *attempt)
{
	refusal_set(attempt->refusal, E_INVALID, "special-file", "",
		    "这不是普通文件（管道、套接字或设备）：请放入普通文件。",
		    "this is no plain file (a pipe, socket or device): put a plain file there.");
	return READING_REFUSED;
}

static int refuse_other(const struct attempt *attempt)
{
	if (!attempt->entry->quiet)
		return READING_NOT_YET;
	refusal_set(attempt->refusal, E_INVALID, "unknown-kind", "",
		    "不能单独报送这种文件：请建一个文件夹，放入该文件和 manifest.json 清单。",
		    "a file of this kind cannot come alone: make a folder with it and a "
		    "manifest.json.");
	return READING_REFUSED;
}

/* --- bytes of a file ------------------------------------------------------------------------- */

static int cannot_open(const struct attempt *attempt, int rc, const struct error *why)
{
	if (rc == -E_INVALID)
		return refuse_special(attempt);
	if (rc == -E_DENIED) {
		refusal_set(attempt->refusal, E_DENIED, "unreadable", "",
			    "无权读取：请改正文件权限后重新放入。",
			    "this may not be read: correct its permissions and put it here again.");
		return wrong_unless_growing(attempt);
	}
	return error_set(attempt->err, (enum error_code) - rc, "%s: %s", attempt->entry->name,
			 why->text);
}

/* Returns READING_DOCUMENT when the bytes are there. */
static int read_bytes(const struct attempt *attempt, int folder_fd, const char *name,
		      struct buf *out)
{
	scoped(folder_close_fd) int fd = -1;
	struct stat status;
	struct error why = {0};
	int rc = folder_open_file(folder_fd, name, &fd, &status, &why);
	if (rc == 0)
		rc = folder_read_file(fd, &status, LIMIT_MANIFEST_BYTES, out, &why);
	if (rc == -E_LIMIT) {
		refusal_set(attempt->refusal, E_LIMIT, "too-large", "",
			    "文件过大：%lld 字节，最多 %u 字节；正文请放在 body_file 中。",
			    "the file is too large: %lld bytes, at most %u; put the body into a "
			    "body_file.",
			    (long long)status.st_size, LIMIT_MANIFEST_BYTES);
		return READING_REFUSED;
	}
	if (rc == -E_BUSY)
		return growing(attempt);
	if (rc == -E_NOT_FOUND)
		return READING_GONE;
	return rc < 0 ? cannot_open(attempt, rc, &why) : READING_DOCUMENT;
}

/* --- manifests ------------------------------------------------------------------------------- */

static int build(const struct attempt *attempt, const struct buf *bytes)
{
	json_t *value = NULL;
	int rc = manifest_parse(buf_text(bytes), bytes->len, &value, attempt->refusal);
	if (rc == -E_INVALID)
		return wrong_unless_growing(attempt);
	if (rc < 0)
		return READING_REFUSED;
	scoped(json_drop) json_t *root = value;
	rc = manifest_build(root, &attempt->site, attempt->document, attempt->refusal,
			    attempt->err);
	if (rc == -E_BUSY)
		return growing(attempt);
	if (rc == -E_INVALID && strcmp(attempt->refusal->code, "attachment-missing") == 0)
		return wrong_unless_growing(attempt);
	if (rc == -E_INVALID || rc == -E_LIMIT)
		return READING_REFUSED;
	return rc < 0 ? rc : READING_DOCUMENT;
}

static int read_manifest(const struct attempt *attempt)
{
	scoped(buf_finish) struct buf bytes = {0};
	int rc = read_bytes(attempt, attempt->spool->incoming_fd, attempt->entry->name, &bytes);
	return rc == READING_DOCUMENT ? build(attempt, &bytes) : rc;
}

static int refuse_folder(const struct attempt *attempt, const struct look *look)
{
	if (look->has_folder) {
		refusal_set(attempt->refusal, E_INVALID, "path", "",
			    "文件夹中不能再有文件夹：请把附件直接放在清单旁边。",
			    "a folder within the folder: put the attachments beside the manifest.");
		return READING_REFUSED;
	}
	refusal_set(attempt->refusal, E_LIMIT, "too-many", "", "文件夹中文件过多：最多 %d 个。",
		    "too many files in the folder: at most %d.", LIMIT_FOLDER_FILES);
	return READING_REFUSED;
}

static int read_folder(struct attempt *attempt, const struct look *look)
{
	if (look->has_folder || look->files > LIMIT_FOLDER_FILES)
		return refuse_folder(attempt, look);
	scoped(folder_close_fd) int fd = -1;
	struct error why = {0};
	int rc = folder_open(attempt->spool->incoming_fd, attempt->entry->name, false, &fd, &why);
	if (rc == -E_NOT_FOUND)
		return READING_GONE;
	if (rc < 0)
		return cannot_open(attempt, rc, &why);

	scoped(buf_finish) struct buf bytes = {0};
	rc = read_bytes(attempt, fd, MANIFEST_NAME, &bytes);
	if (rc == READING_GONE) {
		refusal_set(attempt->refusal, E_INVALID, "manifest-missing", "",
			    "文件夹中没有清单 " MANIFEST_NAME "：请补上。",
			    "the folder holds no " MANIFEST_NAME ": add it.");
		return wrong_unless_growing(attempt);
	}
	if (rc != READING_DOCUMENT)
		return rc;
	scoped(buf_finish) struct buf path = {0};
	buf_print(&path, "%s/incoming/%s", attempt->spool->path, attempt->entry->name);
	attempt->site.folder_fd = fd;
	attempt->site.folder = buf_text(&path);
	return build(attempt, &bytes);
}

/* --- registers ------------------------------------------------------------------------------- */

static int read_register(const struct attempt *attempt)
{
	struct entry *entry = attempt->entry;
	scoped(buf_finish) struct buf bytes = {0};
	int rc = read_bytes(attempt, attempt->spool->incoming_fd, entry->name, &bytes);
	if (rc != READING_DOCUMENT)
		return rc;
	struct csv_register *table = NULL;
	rc = register_read(buf_text(&bytes), bytes.len, &table, attempt->refusal);
	if (rc == -E_INVALID)
		return wrong_unless_growing(attempt);
	if (rc < 0)
		return READING_REFUSED;
	int count = register_count(table);
	entry->progress = (struct progress){
		.table = table,
		.count = count,
		.rows = mem_alloc((size_t)count),
		.refusals = mem_alloc_array((size_t)count, sizeof(struct refusal *)),
	};
	return READING_REGISTER;
}

static int read_by_kind(struct attempt *attempt, const struct look *look)
{
	switch (attempt->entry->kind) {
	case ENTRY_MANIFEST:
		return read_manifest(attempt);
	case ENTRY_FOLDER:
		return read_folder(attempt, look);
	case ENTRY_REGISTER:
		return read_register(attempt);
	case ENTRY_LINK:
		return refuse_link(attempt);
	case ENTRY_SPECIAL:
		return refuse_special(attempt);
	case ENTRY_OTHER:
		break;
	}
	return refuse_other(attempt);
}

int spool_read(struct spool *spool, struct entry *entry, const struct law *law,
	       int64_t max_attachment_bytes, struct document *document, struct refusal *refusal,
	       struct error *err)
{
	struct look before;
	int rc = spool_look(spool->incoming_fd, entry->name, &before, err);
	if (rc < 0)
		return rc == -E_NOT_FOUND ? READING_GONE : rc;
	struct attempt attempt = {
		.spool = spool,
		.entry = entry,
		.site = {.law = law, .folder_fd = -1, .max_attachment_bytes = max_attachment_bytes},
		.document = document,
		.refusal = refusal,
		.err = err,
	};
	if (!entry->looked || !spool_same_look(&entry->look, &before)) {
		entry->changed_ms = spool->now_ms;
		entry->quiet = false; /* it went on growing after all */
	}
	entry->kind = spool_kind(entry->name, before.status.st_mode);
	entry->look = before;
	entry->looked = true;

	int reading = read_by_kind(&attempt, &before);
	struct look after;
	if (reading == READING_DOCUMENT || reading == READING_REGISTER) {
		rc = spool_look(spool->incoming_fd, entry->name, &after, NULL);
		if (rc == 0 && spool_same_look(&before, &after))
			return reading;
		/* Part of it may be old and part of it new. */
		document_finish(document);
		entry_forget_progress(entry);
		return growing(&attempt);
	}
	return reading;
}
