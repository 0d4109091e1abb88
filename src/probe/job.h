/* For the files of probe/ only.  The life of one probe:
 *
 *   probe.c   asks for the page, has it read and compared on the pool, tells the result
 *   files.c   in between: fetches the attachments, one after the other */
#ifndef PROBE_JOB_H
#define PROBE_JOB_H

#include <stdbool.h>

#include "base/pool.h"
#include "base/vec.h"
#include "probe/file_links.h"
#include "probe/probe.h"
#include "probe/reading.h"

#define DEFAULT_TIMEOUT_MS 30000u

struct download { /* an address is asked once, however many attachments it may be */
	const char *url;
	bool fetched, unclear;
	struct digest sha256;
	int64_t bytes;
	const char *reason;
};

struct job {
	struct probe *probe;
	struct job *next, **link; /* among the probe's */
	struct pool pool;         /* the texts below */
	struct probe_request request;
	probe_done *done; /* NULL once it was called */
	void *ctx;
	struct probe_result result;
	bool is_in_pool; /* its thread looks at this struct and at the document */

	const char *url; /* asked for now: a page may send us on */
	int hops;
	struct buf page; /* bytes */
	const char *content_type;
	struct reading reading;
	struct seen_page seen;

	struct file_links *links; /* an array: one for each attachment */
	struct seen_file *files;  /* likewise */
	int file;                 /* the attachment looked for now, */
	size_t candidate;         /* and the link tried now */
	size_t by_kind;           /* downloads on no more than a file's ending */
	struct vec_of(struct download) downloads;
	struct buf bytes; /* of a large download, until its digest is known */
};

struct probe {
	struct loop *loop;
	struct client *client;
	struct job *jobs;
	bool is_closing;
};

/* A GET as a citizen's browser would send it. */
void job_get(struct job *job, const char *url, size_t max_bytes, client_done *done);
/* An answer came: is the job still wanted?  If not it is gone. */
bool job_is_wanted(struct job *job, const struct client_answer *answer);
/* Run on the pool; `after` is called only for a job that is still wanted. */
void job_work(struct job *job, void (*work)(struct job *job), void (*after)(struct job *job));
/* May this address be asked in the name of the channel? */
bool job_may_ask(const struct job *job, const char *url);
/* All attachments are looked at, or there is nothing to look at. */
void job_compare(struct job *job);

/* Looks for the attachments on the page that was read, then calls job_compare. */
void files_fetch(struct job *job);
void files_finish(struct job *job);

#endif
