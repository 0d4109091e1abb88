#include <string.h>

#include "base/limits.h"
#include "base/macros.h"
#include "net/url.h"
#include "probe/job.h"

#define SLACK_BYTES (64u << 10) /* so that a longer file is told by its length */
#define LIMIT_BY_KIND 20u       /* downloads a page, on no more than a file's ending */
/* A digest of this much takes the loop a few milliseconds. */
#define LOOP_DIGEST_BYTES (2u << 20)

static void next(struct job *job);

static const struct document *issued_of(const struct job *job)
{
	return job->request.document;
}

/* --- one download ---------------------------------------------------------------------------- */

static struct download *find_download(struct job *job, const char *url)
{
	VEC_EACH(&job->downloads, download)
		if (strcmp(download->url, url) == 0)
			return download;
	return NULL;
}

/* Does this status say nothing about whether the file is there? */
static bool is_status_unclear(int status)
{
	return status == 202 || status == 403 || status == 408 || status == 412 || status == 429 ||
	       status >= 500;
}

static void take_answer(struct job *job, struct download *download,
			const struct client_answer *answer)
{
	bool is_whole = answer->end == CLIENT_ANSWERED;
	download->bytes = (int64_t)answer->body_bytes;
	if (is_whole && answer->status == 200) {
		download->fetched = true;
	} else if (is_whole) {
		download->unclear = is_status_unclear(answer->status);
		download->reason = pool_print(&job->pool, "网站回答 %d", answer->status);
	} else if (answer->truncated) {
		download->reason = "比签发的大";
	} else {
		/* A redirect to a foreign host is the website's doing, all else may pass. */
		bool is_redirect = answer->end == CLIENT_REFUSED && answer->status >= 300 &&
				   answer->status < 400;
		download->unclear = !is_redirect;
		download->reason = pool_text(&job->pool, answer->error);
	}
}

static struct download *current(struct job *job)
{
	return find_download(job, job->links[job->file].at[job->candidate].url);
}

static void work_digest(struct job *job)
{
	current(job)->sha256 = sha256_of(job->bytes.data, job->bytes.len);
}

static void after_digest(struct job *job)
{
	buf_finish(&job->bytes);
	next(job);
}

static void on_file(void *ctx, const struct client_answer *answer)
{
	struct job *job = ctx;
	if (!job_is_wanted(job, answer))
		return;
	struct download *download = current(job);
	take_answer(job, download, answer);
	if (!download->fetched) {
		next(job);
	} else if (answer->body_bytes <= LOOP_DIGEST_BYTES) {
		download->sha256 = sha256_of(answer->body, answer->body_bytes);
		next(job);
	} else {
		buf_add(&job->bytes, answer->body, answer->body_bytes);
		job_work(job, work_digest, after_digest);
	}
}

static size_t max_bytes(const struct job *job)
{
	int64_t largest = 0;
	for (int i = 0; i < issued_of(job)->attachment_count; i++)
		if (issued_of(job)->attachments[i].bytes > largest)
			largest = issued_of(job)->attachments[i].bytes;
	return (size_t)largest + SLACK_BYTES;
}

static void ask(struct job *job, const char *url)
{
	struct download *download = VEC_PUSH(&job->downloads);
	download->url = url;
	job_get(job, url, max_bytes(job), on_file);
}

/* --- one attachment after the other ---------------------------------------------------------- */

/* Takes what a download says of the attachment; true when it is the attachment. */
static bool take_download(struct job *job, const struct file_link *link,
			  const struct download *download)
{
	const struct attachment *issued = &issued_of(job)->attachments[job->file];
	struct seen_file *file = &job->files[job->file];
	bool same = download->fetched && download->bytes == issued->bytes &&
		    digest_equal(download->sha256, issued->sha256);
	/* A file that is only of the same kind says nothing unless it is the one; of the others
	 * the first that comes tells what the citizen gets. */
	if (same || (link->by_name && !file->fetched)) {
		file->linked = true;
		file->fetched = download->fetched;
		file->unclear = download->unclear;
		file->sha256 = download->sha256;
		file->bytes = download->bytes;
		file->reason = download->reason;
	}
	return same;
}

/* A file on a host that is none of the channel's is not ours to fetch. */
static void refuse_foreign(struct job *job, const struct file_link *link)
{
	struct seen_file *file = &job->files[job->file];
	if (!link->by_name || file->linked)
		return;
	file->linked = true;
	file->reason = pool_print(&job->pool, "链接指向别的网站 %s", link->url);
}

static bool may_try(struct job *job, const struct file_link *link)
{
	if (find_download(job, link->url) != NULL)
		return true;
	if (!job_may_ask(job, link->url)) {
		refuse_foreign(job, link);
		return false;
	}
	return link->by_name || job->by_kind++ < LIMIT_BY_KIND;
}

/* The next link worth a look; NULL when the attachment has no more. */
static const struct file_link *next_link(struct job *job)
{
	struct file_links *links = &job->links[job->file];
	for (; job->candidate < links->len; job->candidate++)
		if (may_try(job, &links->at[job->candidate]))
			return &links->at[job->candidate];
	return NULL;
}

static void next(struct job *job)
{
	while (job->file < issued_of(job)->attachment_count) {
		const struct file_link *link = next_link(job);
		struct download *download = link != NULL ? find_download(job, link->url) : NULL;
		if (link != NULL && download == NULL) {
			ask(job, link->url);
			return;
		}
		if (link != NULL && !take_download(job, link, download)) {
			job->candidate++;
			continue;
		}
		job->file++;
		job->candidate = 0;
	}
	job_compare(job);
}

void files_fetch(struct job *job)
{
	size_t count = (size_t)issued_of(job)->attachment_count;
	job->links = mem_alloc_array(count, sizeof(*job->links));
	job->files = mem_alloc_array(count, sizeof(*job->files));
	for (size_t i = 0; i < count; i++) {
		job->files[i].name = issued_of(job)->attachments[i].name;
		file_links_find(&job->reading.html, job->seen.url, job->files[i].name, &job->pool,
				&job->links[i]);
	}
	job->seen.files = job->files;
	job->seen.file_count = count;
	next(job);
}

void files_finish(struct job *job)
{
	/* Not the document's own count: `done` may have freed the document by now. */
	for (size_t i = 0; job->links != NULL && i < job->seen.file_count; i++)
		VEC_FINISH(&job->links[i]);
	mem_free(job->links);
	mem_free(job->files);
	VEC_FINISH(&job->downloads);
	buf_finish(&job->bytes);
}
