#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/macros.h"
#include "base/text.h"
#include "source/spool.h"

#define LIMIT_ENTRIES 1000000u /* known at once; the others are met as these leave */

static bool ends_in(const char *name, const char *ending)
{
	size_t len = strlen(name);
	size_t ending_len = strlen(ending);
	return len >= ending_len && strcasecmp(name + len - ending_len, ending) == 0;
}

bool spool_ignores(const char *name)
{
	static const char *const drafts[] = {".tmp", ".part", ".filepart"};
	if (name[0] == '.' || text_starts(name, "~$"))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(drafts); i++)
		if (ends_in(name, drafts[i]))
			return true;
	return false;
}

enum entry_kind spool_kind(const char *name, mode_t mode)
{
	if (S_ISLNK(mode))
		return ENTRY_LINK;
	if (S_ISDIR(mode))
		return ENTRY_FOLDER;
	if (!S_ISREG(mode))
		return ENTRY_SPECIAL;
	if (ends_in(name, ".json"))
		return ENTRY_MANIFEST;
	return ends_in(name, ".csv") ? ENTRY_REGISTER : ENTRY_OTHER;
}

/* --- one look -------------------------------------------------------------------------------- */

static void dir_close(DIR **dir)
{
	if (*dir != NULL)
		closedir(*dir);
}

static uint64_t mix(uint64_t hash, const void *bytes, size_t len)
{
	for (const unsigned char *at = bytes; len > 0; at++, len--)
		hash = (hash ^ *at) * UINT64_C(0x100000001b3);
	return hash;
}

static uint64_t hash_of(const char *name, const struct stat *status)
{
	uint64_t hash = mix(UINT64_C(0xcbf29ce484222325), name, strlen(name));
	hash = mix(hash, &status->st_ino, sizeof(status->st_ino));
	hash = mix(hash, &status->st_size, sizeof(status->st_size));
	hash = mix(hash, &status->st_mtim.tv_sec, sizeof(status->st_mtim.tv_sec));
	return mix(hash, &status->st_mtim.tv_nsec, sizeof(status->st_mtim.tv_nsec));
}

/* Reasons of earlier refusals, and ours of a move that failed half way, are no change. */
static bool is_reason(const char *name)
{
	return strcmp(name, "reason.json") == 0 ||
	       (text_starts(name, "reason-") && text_ends(name, ".json"));
}

/* The sum of all hashes does not depend on the order in which the folder lists its files. */
static int look_inside(int folder_fd, const char *name, struct look *out, struct error *err)
{
	int fd = -1;
	int rc = folder_open(folder_fd, name, false, &fd, err);
	if (rc == -E_DENIED)
		return 0; /* told by the reader, in its own words */
	if (rc < 0)
		return rc;
	scoped(dir_close) DIR *dir = fdopendir(fd);
	if (dir == NULL) {
		rc = error_sys(err, "list %s", name);
		close(fd);
		return rc;
	}
	const struct dirent *found;
	while (errno = 0, (found = readdir(dir)) != NULL) {
		struct stat status;
		if (found->d_name[0] == '.' || is_reason(found->d_name))
			continue;
		if (fstatat(fd, found->d_name, &status, AT_SYMLINK_NOFOLLOW) < 0)
			continue; /* gone again: the next look differs */
		out->inside += hash_of(found->d_name, &status);
		out->has_folder |= S_ISDIR(status.st_mode);
		if (++out->files > LIMIT_FOLDER_FILES)
			return 0;
	}
	return errno != 0 ? error_sys(err, "list %s", name) : 0;
}

int spool_look(int folder_fd, const char *name, struct look *out, struct error *err)
{
	struct look look = {0};
	if (fstatat(folder_fd, name, &look.status, AT_SYMLINK_NOFOLLOW) < 0)
		return error_sys(err, "look at %s", name);
	int rc = S_ISDIR(look.status.st_mode) ? look_inside(folder_fd, name, &look, err) : 0;
	if (rc == 0)
		*out = look;
	return rc;
}

bool spool_same_look(const struct look *a, const struct look *b)
{
	if (S_ISDIR(a->status.st_mode)) /* its own time also changes when we put a reason inside */
		return S_ISDIR(b->status.st_mode) && a->status.st_dev == b->status.st_dev &&
		       a->status.st_ino == b->status.st_ino && a->inside == b->inside &&
		       a->files == b->files;
	return folder_same_file(&a->status, &b->status);
}

/* --- meeting names --------------------------------------------------------------------------- */

/* A manifest says by itself whether it is whole; so does what was renamed into place.  All else
 * waits. */
static bool ready_at_once(const struct entry *entry)
{
	switch (entry->kind) {
	case ENTRY_MANIFEST:
	case ENTRY_LINK:
	case ENTRY_SPECIAL:
		return true;
	case ENTRY_FOLDER:
	case ENTRY_REGISTER:
		return entry->in_place;
	case ENTRY_OTHER:
		break; /* its manifest may still come, and both go into a folder */
	}
	return false;
}

static void wait_for_quiet(struct spool *spool, struct entry *entry)
{
	entry->due_ms = spool->now_ms + LOOK_MS;
	entry_to(spool, entry, ENTRY_WAITING);
}

void spool_note_change(struct spool *spool, struct entry *entry)
{
	entry->changed_ms = spool->now_ms;
	entry->looked = spool_look(spool->incoming_fd, entry->name, &entry->look, NULL) == 0;
	if (entry->looked)
		entry->kind = spool_kind(entry->name, entry->look.status.st_mode);
	if (ready_at_once(entry))
		entry_to(spool, entry, ENTRY_READY);
	else
		wait_for_quiet(spool, entry);
}

static void meet_new(struct spool *spool, const char *name, mode_t mode, bool in_place)
{
	if (spool->entry_count >= LIMIT_ENTRIES)
		return;
	if ((mode & S_IFMT) == 0) {
		struct stat status;
		if (fstatat(spool->incoming_fd, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
			return;
		mode = status.st_mode;
	}
	struct entry *entry = entry_add(spool, name, spool_kind(name, mode));
	entry->in_place = in_place;
	if (!ready_at_once(entry))
		spool_note_change(spool, entry);
}

void spool_meet(struct spool *spool, const char *name, mode_t mode, bool in_place, bool closed)
{
	if (spool_ignores(name))
		return;
	struct entry *entry = entry_find(spool, name);
	if (entry == NULL) {
		meet_new(spool, name, mode, in_place);
		return;
	}
	entry->generation = spool->generation;
	if (entry->state != ENTRY_WAITING || (!in_place && !closed))
		return;
	entry->in_place |= in_place;
	spool_note_change(spool, entry);
}

static mode_t mode_of(const struct dirent *found)
{
	return found->d_type == DT_UNKNOWN ? 0 : DTTOIF(found->d_type);
}

int spool_list(struct spool *spool, struct error *err)
{
	int fd = openat(spool->incoming_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return error_sys(err, "open incoming");
	scoped(dir_close) DIR *dir = fdopendir(fd);
	if (dir == NULL) {
		int rc = error_sys(err, "list incoming");
		close(fd);
		return rc;
	}
	spool->generation++;
	const struct dirent *found;
	while (errno = 0, (found = readdir(dir)) != NULL)
		spool_meet(spool, found->d_name, mode_of(found), false, false);
	if (errno != 0)
		return error_sys(err, "list incoming");

	/* What was not met is gone; one that is handed out is still settled by its ticket. */
	for (size_t i = 0; i < spool->slots.len; i++) {
		struct entry *entry = spool->slots.at[i];
		if (entry != NULL && entry->generation != spool->generation &&
		    entry->state != ENTRY_OUT && entry->progress.table == NULL)
			entry_remove(spool, entry);
	}
	return 0;
}

/* --- waiting --------------------------------------------------------------------------------- */

static void look_at_waiting(struct spool *spool, struct entry *entry)
{
	struct look look;
	int rc = spool_look(spool->incoming_fd, entry->name, &look, NULL);
	if (rc == -E_NOT_FOUND) {
		entry_remove(spool, entry);
		return;
	}
	if (rc == 0 && (!entry->looked || !spool_same_look(&entry->look, &look))) {
		entry->changed_ms = spool->now_ms;
		entry->look = look;
		entry->looked = true;
		entry->kind = spool_kind(entry->name, look.status.st_mode);
	}
	if (spool->now_ms - entry->changed_ms >= QUIET_MS) {
		entry->quiet = true;
		entry_to(spool, entry, ENTRY_READY);
		return;
	}
	wait_for_quiet(spool, entry);
}

void spool_look_again(struct spool *spool)
{
	struct entry *entry;
	while ((entry = TAILQ_FIRST(&spool->lists[ENTRY_LATER])) != NULL &&
	       entry->due_ms <= spool->now_ms)
		entry_to(spool, entry, ENTRY_READY);
	while ((entry = TAILQ_FIRST(&spool->lists[ENTRY_WAITING])) != NULL &&
	       entry->due_ms <= spool->now_ms)
		look_at_waiting(spool, entry);
}
