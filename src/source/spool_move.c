/* Moving what is settled.  Nothing is ever deleted and nothing overwritten: a taken name gets a
 * number.  A move that fails half way leaves the entry in incoming/, to be found again. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "source/spool.h"

#define LIMIT_NUMBERED 1000000
#define REASON_NAME "reason.json"
#define NAME_ROOM (LIMIT_NAME_BYTES + 1)

/* --- names ----------------------------------------------------------------------------------- */

/* Where the ending of a file name begins; a folder has none. */
static size_t stem_len(const char *name, bool is_folder)
{
	const char *dot = is_folder ? NULL : strrchr(name, '.');
	return dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);
}

/* "NAME-2.json"; number 1 is the name itself. */
static void numbered(const char *name, size_t stem, int number, char out[NAME_ROOM])
{
	char mark[16] = "";
	if (number > 1)
		snprintf(mark, sizeof(mark), "-%d", number);
	size_t ending = strlen(name + stem);
	size_t room = LIMIT_NAME_BYTES - strlen(mark);
	if (ending > room / 2)
		ending = 0; /* nobody's idea of an ending */
	size_t kept = text_cut(name, stem, room - ending);
	snprintf(out, NAME_ROOM, "%.*s%s%s", (int)kept, name, mark, ending > 0 ? name + stem : "");
}

/* rejected/NAME for NAME.json and NAME.csv; other files keep their ending there too. */
static void reject_name(const struct entry *entry, int number, char out[NAME_ROOM])
{
	char stem[NAME_ROOM];
	bool known = entry->kind == ENTRY_MANIFEST || entry->kind == ENTRY_REGISTER;
	size_t len = known ? stem_len(entry->name, false) : strlen(entry->name);
	snprintf(stem, sizeof(stem), "%.*s", (int)len, entry->name);
	numbered(stem, len, number, out);
}

/* --- single steps ---------------------------------------------------------------------------- */

/* Rename only if the new name is free: -E_EXISTS when it is not. */
static int rename_new(int from_fd, const char *from, int to_fd, const char *to, struct error *err)
{
	if (renameat2(from_fd, from, to_fd, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno == EINVAL || errno == ENOSYS) {
		/* A file system without that promise; nobody else writes where we move to. */
		struct stat status;
		if (fstatat(to_fd, to, &status, AT_SYMLINK_NOFOLLOW) == 0)
			return error_set(err, E_EXISTS, "%s is there already", to);
		if (renameat(from_fd, from, to_fd, to) == 0)
			return 0;
	}
	if (errno == EEXIST || errno == ENOTEMPTY)
		return error_set(err, E_EXISTS, "%s is there already", to);
	if (errno == EXDEV)
		return error_set(err, E_IO,
				 "move %s: incoming, accepted and rejected must lie on one file "
				 "system",
				 from);
	return error_sys(err, "move %s", from);
}

/* Rename to the first free of NAME, NAME-2, NAME-3...; `taken` is the one found. */
static int rename_numbered(int from_fd, const char *from, int to_fd, const char *name, size_t stem,
			   char taken[NAME_ROOM], struct error *err)
{
	int rc = -E_EXISTS;
	for (int number = 1; rc == -E_EXISTS && number < LIMIT_NUMBERED; number++) {
		numbered(name, stem, number, taken);
		rc = rename_new(from_fd, from, to_fd, taken, err);
	}
	return rc;
}

/* A new folder rejected/NAME-n for this entry. */
static int make_reject_folder(struct spool *spool, const struct entry *entry, char name[NAME_ROOM],
			      int *fd, struct error *err)
{
	for (int number = 1; number < LIMIT_NUMBERED; number++) {
		reject_name(entry, number, name);
		if (mkdirat(spool->rejected_fd, name, 0750) == 0)
			return folder_open(spool->rejected_fd, name, false, fd, err);
		if (errno != EEXIST)
			return error_sys(err, "make rejected/%s", name);
	}
	return error_set(err, E_LIMIT, "rejected/ is full of folders named %s", name);
}

/* Take back what we made for a move that did not come to pass. */
static void unmake_reject_folder(struct spool *spool, const char *name, int fd)
{
	unlinkat(fd, REASON_NAME, 0);
	unlinkat(fd, ".gongshi.tmp", 0);
	unlinkat(spool->rejected_fd, name, AT_REMOVEDIR);
}

static int write_reason(int folder_fd, const json_t *reason, struct error *err)
{
	scoped(buf_finish) struct buf text = {0};
	json_pretty(reason, &text);
	return folder_write_file(folder_fd, REASON_NAME, buf_text(&text), text.len, err);
}

static bool is_as_read(int folder_fd, const char *name, const struct entry *entry)
{
	struct look now;
	return spool_look(folder_fd, name, &now, NULL) == 0 && spool_same_look(&entry->look, &now);
}

bool spool_is_as_read(struct spool *spool, const struct entry *entry)
{
	return is_as_read(spool->incoming_fd, entry->name, entry);
}

/* Move the entry to `to_fd`.  Somebody may put a new file in its place between our look and our
 * move, so what has been moved is looked at once more, and put back when it is not what was read. */
static int move_entry(struct spool *spool, const struct entry *entry, int to_fd, struct error *err)
{
	size_t stem = stem_len(entry->name, entry->kind == ENTRY_FOLDER);
	char taken[NAME_ROOM];
	int rc = rename_numbered(spool->incoming_fd, entry->name, to_fd, entry->name, stem, taken,
				 err);
	if (rc == -E_NOT_FOUND)
		return 1; /* taken away meanwhile */
	if (rc < 0)
		return rc;
	if (!is_as_read(to_fd, taken, entry)) {
		char back[NAME_ROOM];
		rc = rename_numbered(to_fd, taken, spool->incoming_fd, entry->name, stem, back,
				     err);
		return rc < 0 ? rc : 1;
	}
	rc = folder_sync(to_fd, err);
	return rc < 0 ? rc : folder_sync(spool->incoming_fd, err);
}

/* --- accepted -------------------------------------------------------------------------------- */

int spool_move_accepted(struct spool *spool, const struct entry *entry, int year, int64_t document,
			struct error *err)
{
	if (!spool_is_as_read(spool, entry))
		return 1;
	char year_name[16];
	char id_name[24];
	snprintf(year_name, sizeof(year_name), "%04d", year);
	snprintf(id_name, sizeof(id_name), "%lld", (long long)document);
	scoped(folder_close_fd) int year_fd = -1;
	scoped(folder_close_fd) int id_fd = -1;
	int rc = folder_open(spool->accepted_fd, year_name, true, &year_fd, err);
	if (rc == 0)
		rc = folder_open(year_fd, id_name, true, &id_fd, err);
	return rc < 0 ? rc : move_entry(spool, entry, id_fd, err);
}

/* --- rejected -------------------------------------------------------------------------------- */

/* A folder becomes rejected/NAME/ itself; an older reason in it, from an earlier refusal, stays
 * beside the new one. */
static int reject_folder(struct spool *spool, const struct entry *entry, const json_t *reason,
			 struct error *err)
{
	scoped(folder_close_fd) int fd = -1;
	int rc = folder_open(spool->incoming_fd, entry->name, false, &fd, err);
	if (rc < 0)
		return rc;
	char taken[NAME_ROOM];
	rc = rename_numbered(fd, REASON_NAME, fd, "reason-1.json", strlen("reason-1"), taken, err);
	if (rc < 0 && rc != -E_NOT_FOUND)
		return rc;
	rc = write_reason(fd, reason, err);
	return rc < 0 ? rc : move_entry(spool, entry, spool->rejected_fd, err);
}

static int reject_file(struct spool *spool, const struct entry *entry, const json_t *reason,
		       struct error *err)
{
	char name[NAME_ROOM];
	scoped(folder_close_fd) int fd = -1;
	int rc = make_reject_folder(spool, entry, name, &fd, err);
	if (rc < 0)
		return rc;
	rc = write_reason(fd, reason, err);
	if (rc == 0)
		rc = move_entry(spool, entry, fd, err);
	if (rc != 0)
		unmake_reject_folder(spool, name, fd);
	return rc == 0 ? folder_sync(spool->rejected_fd, err) : rc;
}

int spool_move_rejected(struct spool *spool, const struct entry *entry, const json_t *reason,
			struct error *err)
{
	if (!spool_is_as_read(spool, entry))
		return 1;
	if (entry->kind == ENTRY_FOLDER)
		return reject_folder(spool, entry, reason, err);
	return reject_file(spool, entry, reason, err);
}

int spool_keep_refused_rows(struct spool *spool, const struct entry *entry, const struct buf *rows,
			    const json_t *reasons, struct error *err)
{
	char name[NAME_ROOM];
	scoped(folder_close_fd) int fd = -1;
	int rc = make_reject_folder(spool, entry, name, &fd, err);
	if (rc < 0)
		return rc;
	rc = write_reason(fd, reasons, err);
	if (rc == 0)
		rc = folder_write_file(fd, entry->name, buf_text(rows), rows->len, err);
	if (rc < 0)
		unmake_reject_folder(spool, name, fd);
	return rc < 0 ? rc : folder_sync(spool->rejected_fd, err);
}
