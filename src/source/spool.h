/* The inside of the spool: its entries, their states and the files that share the work.
 *
 *   spool.c        the door: open, scan, hand out, settle
 *   spool_entry.c  the table of entries and their lists
 *   spool_look.c   what lies in incoming/ and whether it changed
 *   spool_watch.c  what inotify names
 *   spool_read.c   an entry becomes a document, a register, or a refusal
 *   spool_move.c   to accepted/ and rejected/
 *
 * An entry is one name in incoming/.  It waits until it is quiet (or is known to be whole), is
 * ready, is handed out, and leaves when it is settled.  Each list is in the order of its due
 * times, so a scan looks only at heads: a full directory costs one pass, not one for each file. */
#ifndef SOURCE_SPOOL_H
#define SOURCE_SPOOL_H

#include <pthread.h>
#include <sys/queue.h>

#include "base/json.h"
#include "base/vec.h"
#include "source/folder.h"
#include "source/register.h"
#include "source/source.h"

#define QUIET_MS 30000u   /* after the last change a file counts as whole */
#define LOOK_MS 10000u    /* between two looks at one that waits */
#define RETURN_MS 1000u   /* a returned item is found again after that */
#define FAILURE_MS 30000u /* one whose move failed, doubled each time up to FAILURE_MAX_MS */
#define FAILURE_MAX_MS 600000u
#define LIMIT_FOLDER_FILES 1000 /* more than a manifest can name */

enum entry_kind {
	ENTRY_MANIFEST, /* NAME.json */
	ENTRY_FOLDER,   /* NAME/ with manifest.json */
	ENTRY_REGISTER, /* NAME.csv */
	ENTRY_LINK,     /* a symbolic link: never followed */
	ENTRY_SPECIAL,  /* pipe, socket, device */
	ENTRY_OTHER,    /* a file that we do not read */
};

enum entry_state {
	ENTRY_WAITING, /* looked at now and then until it is quiet */
	ENTRY_READY,   /* to be read and handed out */
	ENTRY_LATER,   /* returned, or its move failed: ready again at due_ms */
	ENTRY_OUT,     /* handed out, the answer is awaited */
};

/* What can be told of an entry from outside: equal looks mean that nothing changed. */
struct look {
	struct stat status;
	uint64_t inside; /* of a folder: over names, sizes and times of its files */
	int files;
	bool has_folder; /* a folder within the folder */
};

enum row_state { ROW_PENDING, ROW_OUT, ROW_ACCEPTED, ROW_REFUSED };

/* A register on its way, row by row. */
struct progress {
	struct csv_register *table;
	uint8_t *rows;             /* enum row_state */
	struct refusal **refusals; /* of refused rows */
	int count, next, settled, accepted;
	int first_row; /* index of the accepted row with the lowest number: its folder takes the
			* file */
	int first_year;
	int64_t first_document;
	bool refused_kept; /* the refused rows are in rejected/ already */
};

struct entry {
	TAILQ_ENTRY(entry) place;  /* in the list of its state */
	struct entry *next_in_row; /* of the hash table */
	char *name;
	enum entry_kind kind;
	enum entry_state state;
	uint32_t slot, serial; /* parts of the ticket */
	uint64_t generation;   /* of the last listing that had it */
	uint64_t changed_ms, due_ms, looked_ms;
	struct look look; /* the last one; as it was read, once handed out */
	bool looked;
	bool in_place; /* renamed into incoming/: whole from its first moment */
	bool quiet;    /* what is wrong with it now stays wrong */
	unsigned failures;
	struct progress progress; /* of a register */
};

TAILQ_HEAD(entry_list, entry);

struct spool {
	/* Answers come from another thread than scans.  It is let go while an entry is read and
	 * while an item is handed over: both may take long. */
	pthread_mutex_t lock;
	char *path; /* absolute */
	int base_fd, incoming_fd, accepted_fd, rejected_fd;
	int inotify_fd, watch;
	struct entry_list lists[ENTRY_OUT + 1]; /* by state */
	struct entry **buckets;
	size_t bucket_count, entry_count;
	struct vec_of(struct entry *) slots; /* NULL where free */
	struct vec_of(uint32_t) free_slots;
	uint32_t last_serial;
	uint64_t generation;
	uint64_t now_ms; /* of the scan, for those who answer after it */
};

/* --- spool_entry.c --------------------------------------------------------------------------- */

struct entry *entry_find(struct spool *spool, const char *name);
struct entry *entry_add(struct spool *spool, const char *name, enum entry_kind kind);
void entry_remove(struct spool *spool, struct entry *entry);
void entry_to(struct spool *spool, struct entry *entry, enum entry_state state); /* list's end */
void entry_later(struct spool *spool, struct entry *entry, uint64_t delay_ms);
void entry_forget_progress(struct entry *entry);
void entry_remove_all(struct spool *spool);

/* `row` is an index, or -1. */
uint64_t entry_ticket(const struct entry *entry, int row);
struct entry *entry_of_ticket(struct spool *spool, uint64_t ticket, int *row);

/* --- spool_look.c ---------------------------------------------------------------------------- */

/* Names that are not looked at: drafts of editors and of copying programs. */
bool spool_ignores(const char *name);

/* -E_NOT_FOUND when there is no such entry. */
MUST_CHECK int spool_look(int folder_fd, const char *name, struct look *out, struct error *err);
bool spool_same_look(const struct look *a, const struct look *b);
enum entry_kind spool_kind(const char *name, mode_t mode);

/* Go through all of incoming/. */
MUST_CHECK int spool_list(struct spool *spool, struct error *err);
/* A name turned up: in the listing, or by an event.  mode 0: not known. */
void spool_meet(struct spool *spool, const char *name, mode_t mode, bool in_place, bool closed);
/* It changed just now, as far as we know: from here on it must stay as it is. */
void spool_note_change(struct spool *spool, struct entry *entry);
/* Look again at those that wait and are due; the quiet ones become ready. */
void spool_look_again(struct spool *spool);

/* --- spool_watch.c --------------------------------------------------------------------------- */

void spool_watch_open(struct spool *spool);  /* inotify_fd stays -1 when there is none */
bool spool_watch_drain(struct spool *spool); /* true: events were lost, list everything */

/* --- spool_read.c ---------------------------------------------------------------------------- */

enum reading {
	READING_DOCUMENT = 0,
	READING_REGISTER, /* entry->progress is filled */
	READING_REFUSED,
	READING_NOT_YET,
	READING_GONE,
};

/* Returns enum reading, or a negative code when the disk failed. */
MUST_CHECK int spool_read(struct spool *spool, struct entry *entry, const struct law *law,
			  int64_t max_attachment_bytes, struct document *document,
			  struct refusal *refusal, struct error *err);

/* --- spool_move.c ---------------------------------------------------------------------------- */

/* Is what lies in incoming/ still what was read? */
bool spool_is_as_read(struct spool *spool, const struct entry *entry);

/* Both return 0, 1 when the entry is no longer what was read (it stays), or a negative code. */
MUST_CHECK int spool_move_accepted(struct spool *spool, const struct entry *entry, int year,
				   int64_t document, struct error *err);
MUST_CHECK int spool_move_rejected(struct spool *spool, const struct entry *entry,
				   const json_t *reason, struct error *err);
/* Put the refused rows of a register, as a register, into rejected/. */
MUST_CHECK int spool_keep_refused_rows(struct spool *spool, const struct entry *entry,
				       const struct buf *rows, const json_t *reasons,
				       struct error *err);

#endif
