#include "source/spool.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "reader/reader.h"
#include "source/manifest.h"
#include "source/refusal.h"

#define PAUSE_MS 100u /* when the receiver has no room left */

static void lock(struct spool *spool)
{
	int rc = pthread_mutex_lock(&spool->lock);
	assert(rc == 0);
	(void)rc;
}

static void unlock(struct spool *spool)
{
	int rc = pthread_mutex_unlock(&spool->lock);
	assert(rc == 0);
	(void)rc;
}

/* For scoped(): the lock is held to the end of the function. */
static struct spool *locked(struct spool *spool)
{
	lock(spool);
	return spool;
}

static void unlock_at(struct spool **spool)
{
	unlock(*spool);
}

/* --- open and close -------------------------------------------------------------------------- */

void spool_close(struct spool *spool)
{
	if (spool == NULL)
		return;
	entry_remove_all(spool);
	folder_close_fd(&spool->base_fd);
	folder_close_fd(&spool->incoming_fd);
	folder_close_fd(&spool->accepted_fd);
	folder_close_fd(&spool->rejected_fd);
	folder_close_fd(&spool->inotify_fd);
	pthread_mutex_destroy(&spool->lock);
	mem_free(spool->path);
	mem_free(spool);
}

static void spool_drop(struct spool **spool)
{
	spool_close(*spool);
}

static int open_base(struct spool *spool, const char *path, struct error *err)
{
	if (mkdir(path, 0750) < 0 && errno != EEXIST)
		return error_sys(err, "make the spool %s", path);
	char *absolute = realpath(path, NULL);
	if (absolute == NULL)
		return error_sys(err, "find the spool %s", path);
	spool->path = mem_copy_text(absolute);
	free(absolute);
	spool->base_fd = open(spool->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return spool->base_fd < 0 ? error_sys(err, "open the spool %s", path) : 0;
}

int spool_open(const char *path, struct spool **out, struct error *err)
{
	scoped(spool_drop) struct spool *spool = mem_alloc(sizeof(*spool));
	spool->base_fd = spool->incoming_fd = spool->accepted_fd = spool->rejected_fd = -1;
	spool->inotify_fd = spool->watch = -1;
	for (int i = 0; i <= ENTRY_OUT; i++)
		TAILQ_INIT(&spool->lists[i]);
	int made = pthread_mutex_init(&spool->lock, NULL);
	assert(made == 0);
	(void)made;

	int rc = open_base(spool, path, err);
	if (rc == 0)
		rc = folder_open(spool->base_fd, "incoming", true, &spool->incoming_fd, err);
	if (rc == 0)
		rc = folder_open(spool->base_fd, "accepted", true, &spool->accepted_fd, err);
	if (rc == 0)
		rc = folder_open(spool->base_fd, "rejected", true, &spool->rejected_fd, err);
	if (rc < 0)
		return error_wrap(err, rc, "spool %s", path);
	spool_watch_open(spool);
	*out = spool;
	spool = NULL; /* the caller owns it from here */
	return 0;
}

int spool_fd(const struct spool *spool)
{
	return spool->inotify_fd;
}

/* Somebody may have put another incoming/ in the place of ours; documents arrive in that one. */
static int follow_incoming(struct spool *spool, struct error *err)
{
	struct stat ours, theirs;
	if (fstat(spool->incoming_fd, &ours) == 0 &&
	    fstatat(spool->base_fd, "incoming", &theirs, AT_SYMLINK_NOFOLLOW) == 0 &&
	    ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino)
		return 0;
	int fd = -1;
	int rc = folder_open(spool->base_fd, "incoming", true, &fd, err);
	if (rc < 0)
		return error_wrap(err, rc, "spool %s", spool->path);
	folder_close_fd(&spool->incoming_fd);
	spool->incoming_fd = fd;
	if (spool->inotify_fd >= 0)
		spool_watch_open(spool);
	return 0;
}

/* --- handing out ----------------------------------------------------------------------------- */

/* Where items go, and how many more. */
struct receiver {
	struct spool *spool;
	void (*found)(void *ctx, struct spool_item *item);
	void *ctx;
	size_t room;
	const struct law *law;
	int64_t max_attachment_bytes;
	int rc; /* of the last entry that could not be read */
	struct error *err;
};

/* The entry may be settled, and gone, when this returns. */
static void hand_over(struct receiver *to, struct entry *entry, int row, struct document *document,
		      const struct refusal *refusal)
{
	struct spool_item item = {.ticket = entry_ticket(entry, row)};
	scoped(buf_finish) struct buf name = {0};
	encoding_name_to_utf8(entry->name, &name);
	size_t len = text_cut(buf_text(&name), name.len, sizeof(item.name) - 1);
	memcpy(item.name, buf_text(&name), len);
	if (row >= 0)
		item.row = register_number(entry->progress.table, row);
	if (refusal != NULL) {
		item.refusal = *refusal;
	} else {
		item.document = mem_alloc(sizeof(*item.document));
		*item.document = *document;
	}
	to->room--;
	unlock(to->spool);
	to->found(to->ctx, &item);
	lock(to->spool);
}

static void hand_over_row(struct receiver *to, struct entry *entry, int row)
{
	struct progress *progress = &entry->progress;
	struct document document = {0};
	struct refusal refusal = {0};
	json_t *value = NULL;
	int rc = register_manifest(progress->table, row, &value, &refusal);
	scoped(json_drop) json_t *root = value;
	struct manifest_site site = {.law = to->law, .folder_fd = -1};
	if (rc == 0)
		rc = manifest_build(root, &site, &document, &refusal, NULL);
	assert(rc == 0 || rc == -E_INVALID || rc == -E_LIMIT); /* no file is touched */
	progress->rows[row] = ROW_OUT;
	progress->next = row + 1;
	hand_over(to, entry, row, &document, rc == 0 ? NULL : &refusal);
}

static void hand_over_next_row(struct spool *spool, struct receiver *to, struct entry *entry)
{
	struct progress *progress = &entry->progress;
	while (progress->next < progress->count && progress->rows[progress->next] != ROW_PENDING)
		progress->next++;
	if (progress->next < progress->count)
		hand_over_row(to, entry, progress->next);
	else
		entry_to(spool, entry, ENTRY_OUT);
}

static void try_later(struct spool *spool, struct entry *entry)
{
	uint64_t delay_ms = FAILURE_MS;
	for (unsigned i = 0; i < entry->failures && delay_ms < FAILURE_MAX_MS; i++)
		delay_ms *= 2;
	entry->failures++;
	entry_later(spool, entry, delay_ms < FAILURE_MAX_MS ? delay_ms : FAILURE_MAX_MS);
}

static void hand_over_entry(struct spool *spool, struct receiver *to, struct entry *entry)
{
	struct document document = {0};
	struct refusal refusal = {0};
	struct error why = {0};
	/* It is ready, so no ticket names it and nobody else touches it. */
	unlock(spool);
	int rc = spool_read(spool, entry, to->law, to->max_attachment_bytes, &document, &refusal,
			    &why);
	lock(spool);
	switch (rc) {
	case READING_DOCUMENT:
		entry_to(spool, entry, ENTRY_OUT);
		hand_over(to, entry, -1, &document, NULL);
		break;
	case READING_REFUSED:
		entry_to(spool, entry, ENTRY_OUT);
		hand_over(to, entry, -1, NULL, &refusal);
		break;
	case READING_REGISTER:
		break; /* its rows are next: it stays at the head of the list */
	case READING_NOT_YET:
		entry->quiet = false;
		entry->due_ms = spool->now_ms + LOOK_MS;
		entry_to(spool, entry, ENTRY_WAITING);
		break;
	case READING_GONE:
		entry_remove(spool, entry);
		break;
	default: /* the disk failed: one bad entry does not keep the others waiting */
		try_later(spool, entry);
		to->rc = rc;
		if (to->err != NULL)
			*to->err = why;
	}
}

static uint64_t next_due(const struct spool *spool)
{
	uint64_t next_ms = UINT64_MAX;
	if (!TAILQ_EMPTY(&spool->lists[ENTRY_READY]))
		next_ms = spool->now_ms + PAUSE_MS;
	static const enum entry_state timed[] = {ENTRY_WAITING, ENTRY_LATER};
	for (size_t i = 0; i < ARRAY_LEN(timed); i++) {
		const struct entry *first = TAILQ_FIRST(&spool->lists[timed[i]]);
		if (first != NULL && first->due_ms < next_ms)
			next_ms = first->due_ms;
	}
	return next_ms;
}

int spool_scan(struct spool *spool, const struct law *law, int64_t max_attachment_bytes,
	       uint64_t now_ms, bool rescan, size_t room,
	       void (*found)(void *ctx, struct spool_item *item), void *ctx, uint64_t *next_ms,
	       struct error *err)
{
	scoped(unlock_at) struct spool *held = locked(spool);
	spool->now_ms = now_ms;
	bool lost = spool_watch_drain(spool);
	int rc = 0;
	if (rescan || lost) {
		rc = follow_incoming(spool, err);
		if (rc == 0)
			rc = spool_list(spool, err);
	}
	spool_look_again(spool);

	struct receiver to = {
		.spool = held,
		.found = found,
		.ctx = ctx,
		.room = room,
		.law = law,
		.max_attachment_bytes = max_attachment_bytes,
		.err = err,
	};
	struct entry *entry;
	while (to.room > 0 && (entry = TAILQ_FIRST(&spool->lists[ENTRY_READY])) != NULL) {
		if (entry->progress.table != NULL)
			hand_over_next_row(spool, &to, entry);
		else
			hand_over_entry(spool, &to, entry);
	}
	*next_ms = next_due(spool);
	return to.rc < 0 ? to.rc : rc;
}

/* --- settling -------------------------------------------------------------------------------- */

/* What came of a move: 0 it is done, 1 the entry is another one by now, else it failed. */
static int settled(struct spool *spool, struct entry *entry, int rc)
{
	if (rc == 0) {
		entry_remove(spool, entry);
		return 0;
	}
	if (rc < 0) {
		try_later(spool, entry);
		return rc;
	}
	entry_forget_progress(entry);
	entry->quiet = false;
	entry->failures = 0;
	spool_note_change(spool, entry);
	return 0;
}

/* The refused rows as a list of reasons and, with their names above, as a register that can be
 * corrected and handed in again. */
static json_t *refused_rows(const struct progress *progress, struct buf *rows)
{
	json_t *reasons = json_array();
	buf_text_add(rows, "\xef\xbb\xbf"); /* spreadsheets ask for the mark */
	register_line(progress->table, -1, rows);
	for (int i = 0; i < progress->count; i++) {
		if (progress->rows[i] != ROW_REFUSED)
			continue;
		json_t *reason = refusal_json(progress->refusals[i]);
		json_object_set_new(reason, "row",
				    json_integer(register_number(progress->table, i)));
		json_array_append_new(reasons, reason);
		register_line(progress->table, i, rows);
	}
	return reasons;
}

static int finish_register(struct spool *spool, struct entry *entry, struct error *err)
{
	struct progress *progress = &entry->progress;
	if (!spool_is_as_read(spool, entry))
		return 1;
	scoped(buf_finish) struct buf rows = {0};
	scoped(json_drop) json_t *reasons = refused_rows(progress, &rows);
	if (progress->accepted == 0)
		return spool_move_rejected(spool, entry, reasons, err);
	if (progress->accepted < progress->count && !progress->refused_kept) {
		int rc = spool_keep_refused_rows(spool, entry, &rows, reasons, err);
		if (rc < 0)
			return rc;
		progress->refused_kept = true;
	}
	return spool_move_accepted(spool, entry, progress->first_year, progress->first_document,
				   err);
}

/* One row has its answer; with the last one the file moves. */
static int settle_row(struct spool *spool, struct entry *entry, int row, enum row_state state,
		      struct error *err)
{
	struct progress *progress = &entry->progress;
	progress->rows[row] = (uint8_t)state;
	progress->settled++;
	progress->accepted += state == ROW_ACCEPTED;
	if (progress->settled < progress->count)
		return 0;
	int rc = finish_register(spool, entry, err);
	if (rc < 0) {
		/* This row is found again, and its answer moves the file. */
		progress->rows[row] = ROW_PENDING;
		progress->next = row;
		progress->settled--;
		progress->accepted -= state == ROW_ACCEPTED;
	}
	return settled(spool, entry, rc);
}

static int no_such_ticket(struct error *err)
{
	return error_set(err, E_NOT_FOUND, "the spool awaits no answer of this ticket");
}

int spool_accept(struct spool *spool, uint64_t ticket, int year, int64_t document,
		 struct error *err)
{
	scoped(unlock_at) struct spool *held = locked(spool);
	int row;
	struct entry *entry = entry_of_ticket(held, ticket, &row);
	if (entry == NULL)
		return no_such_ticket(err);
	if (row < 0)
		return settled(spool, entry,
			       spool_move_accepted(spool, entry, year, document, err));
	struct progress *progress = &entry->progress;
	if (progress->accepted == 0 || row <= progress->first_row) {
		progress->first_row = row;
		progress->first_year = year;
		progress->first_document = document;
	}
	return settle_row(spool, entry, row, ROW_ACCEPTED, err);
}

int spool_reject(struct spool *spool, uint64_t ticket, const struct refusal *refusal,
		 struct error *err)
{
	scoped(unlock_at) struct spool *held = locked(spool);
	int row;
	struct entry *entry = entry_of_ticket(held, ticket, &row);
	if (entry == NULL)
		return no_such_ticket(err);
	if (row < 0) {
		scoped(json_drop) json_t *reason = refusal_json(refusal);
		return settled(spool, entry, spool_move_rejected(spool, entry, reason, err));
	}
	struct progress *progress = &entry->progress;
	if (progress->refusals[row] == NULL)
		progress->refusals[row] = mem_alloc(sizeof(*refusal));
	*progress->refusals[row] = *refusal;
	return settle_row(spool, entry, row, ROW_REFUSED, err);
}

void spool_return(struct spool *spool, uint64_t ticket)
{
	scoped(unlock_at) struct spool *held = locked(spool);
	int row;
	struct entry *entry = entry_of_ticket(held, ticket, &row);
	if (entry == NULL)
		return;
	if (row >= 0) {
		entry->progress.rows[row] = ROW_PENDING;
		if (row < entry->progress.next)
			entry->progress.next = row;
	}
	entry_later(spool, entry, RETURN_MS);
}
