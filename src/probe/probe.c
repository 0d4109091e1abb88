#include "probe/probe.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/macros.h"
#include "base/text.h"
#include "net/url.h"
#include "probe/guard.h"
#include "probe/job.h"

#define LIMIT_REDIRECTS 5
#define LIMIT_HOPS 2              /* pages that send the visitor on by a meta tag */
#define LIMIT_HOP_TEXT_BYTES 600u /* and have hardly any text */

int probe_open(struct probe **out, struct loop *loop, struct client *client,
	       struct error *err UNUSED)
{
	struct probe *probe = mem_alloc(sizeof(*probe));
	probe->loop = loop;
	probe->client = client;
	*out = probe;
	return 0;
}

/* --- jobs ------------------------------------------------------------------------------------ */

static void job_free(struct job *job)
{
	struct probe *probe = job->probe;
	*job->link = job->next;
	if (job->next != NULL)
		job->next->link = job->link;
	files_finish(job);
	reading_finish(&job->reading);
	buf_finish(&job->page);
	pool_finish(&job->pool);
	mem_free(job);
	if (probe->is_closing && probe->jobs == NULL)
		mem_free(probe);
}

static void tell(struct job *job)
{
	probe_done *done = job->done;
	job->done = NULL;
	job->result.page = buf_text(&job->page);
	job->result.page_bytes = job->page.len;
	done(job->ctx, &job->result);
}

static void cancel(struct job *job)
{
	static const char reason[] = "检查被取消：程序正在停止";
	struct verify_result *result = &job->result.result;
	*result = (struct verify_result){.verdict = VERDICT_UNKNOWN};
	memcpy(result->reason, reason, sizeof(reason));
	tell(job);
}

bool job_is_wanted(struct job *job, const struct client_answer *answer)
{
	if (job->done != NULL && answer->end != CLIENT_CANCELED)
		return true;
	if (job->done != NULL)
		cancel(job);
	job_free(job);
	return false;
}

struct work {
	struct job *job;
	void (*work)(struct job *job);
	void (*after)(struct job *job);
};

static void on_pool(void *ctx)
{
	struct work *work = ctx;
	work->work(work->job);
}

static void on_worked(void *ctx)
{
	struct work *work = ctx;
	struct job *job = work->job;
	void (*after)(struct job * job) = work->after;
	mem_free(work);
	job->is_in_pool = false;
	if (job->probe->is_closing) {
		cancel(job);
		job_free(job);
	} else {
		after(job);
	}
}

void job_work(struct job *job, void (*work)(struct job *job), void (*after)(struct job *job))
{
	struct work *order = mem_alloc(sizeof(*order));
	*order = (struct work){.job = job, .work = work, .after = after};
	job->is_in_pool = true;
	loop_work(job->probe->loop, on_pool, on_worked, order);
}

bool job_may_ask(const struct job *job, const char *url)
{
	scoped(buf_finish) struct buf host = {0};
	scoped(buf_finish) struct buf own = {0};
	if (url_host(url, &host) < 0 || url_host(job->request.url, &own) < 0)
		return false;
	if (strcmp(buf_text(&host), buf_text(&own)) == 0 ||
	    text_equal(buf_text(&host), job->request.host))
		return true;
	for (const char *const *name = job->request.hosts; name != NULL && *name != NULL; name++)
		if (strcasecmp(buf_text(&host), *name) == 0)
			return true;
	return false;
}

void job_get(struct job *job, const char *url, size_t max_bytes, client_done *done)
{
	/* Websites turn programs away that do not look like a browser; what we are we say. */
	static const struct client_header headers[] = {
		{"User-Agent", "Mozilla/5.0 (X11; Linux) gongshi (compatible; checks whether "
			       "public documents are online)"},
		{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"},
		{"Accept-Language", "zh-CN,zh;q=0.9"},
	};
	const struct probe_request *wanted = &job->request;
	scoped(buf_finish) struct buf host = {0};
	scoped(buf_finish) struct buf own = {0};
	/* A private address is allowed to the channel's own host, and to nobody it points at. */
	bool is_own = url_host(url, &host) == 0 && url_host(wanted->url, &own) == 0 &&
		      strcmp(buf_text(&host), buf_text(&own)) == 0;
	struct client_request request = {
		.method = "GET",
		.url = url,
		.headers = headers,
		.header_count = ARRAY_LEN(headers),
		.ca_file = wanted->ca_file,
		.timeout_ms = wanted->timeout_ms > 0 ? wanted->timeout_ms : DEFAULT_TIMEOUT_MS,
		.max_answer_bytes = max_bytes,
		.max_redirects = LIMIT_REDIRECTS,
		.hosts = wanted->hosts,
		.allow_private = wanted->allow_private && is_own,
	};
	client_send(job->probe->client, &request, done, job);
}

/* --- compare --------------------------------------------------------------------------------- */

static void compare(struct job *job)
{
	const struct document *issued = job->request.document;
	verify_page(issued, reading_issued(&job->reading, issued), &job->seen, &job->result.result);
}

static void after_compare(struct job *job)
{
	tell(job);
	job_free(job);
}

void job_compare(struct job *job)
{
	job_work(job, compare, after_compare);
}

/* --- read ------------------------------------------------------------------------------------ */

static void on_page(void *ctx, const struct client_answer *answer);

static bool has_page(const struct job *job)
{
	return job->seen.reached && job->seen.status == 200 && !job->seen.truncated;
}

static bool has_files(const struct job *job)
{
	return has_page(job) && job->request.document->attachment_count > 0;
}

/* Does the page only send the visitor on, to a place that we may ask?  Then *url is it. */
static bool is_sent_on(const struct job *job, struct buf *url)
{
	return has_page(job) && job->seen.refresh != NULL && job->hops < LIMIT_HOPS &&
	       strlen(job->seen.text) <= LIMIT_HOP_TEXT_BYTES &&
	       url_join(job->seen.url, job->seen.refresh, url) == 0 &&
	       strcmp(buf_text(url), job->seen.url) != 0 && job_may_ask(job, buf_text(url));
}

static void work_read(struct job *job)
{
	if (job->page.len > 0)
		digest_print(sha256_of(job->page.data, job->page.len), job->result.page_sha256);
	if (has_page(job))
		reading_page(buf_text(&job->page), job->page.len, job->content_type, &job->reading,
			     &job->seen);
	scoped(buf_finish) struct buf onward = {0};
	if (!has_files(job) && !is_sent_on(job, &onward))
		compare(job);
}

static void after_read(struct job *job)
{
	scoped(buf_finish) struct buf onward = {0};
	if (is_sent_on(job, &onward)) {
		job->hops++;
		job->url = pool_text(&job->pool, buf_text(&onward));
		reading_finish(&job->reading);
		job->reading = (struct reading){0};
		buf_clear(&job->page);
		job_get(job, job->url, LIMIT_PAGE_BYTES, on_page);
	} else if (has_files(job)) {
		files_fetch(job);
	} else {
		after_compare(job);
	}
}

/* --- the page -------------------------------------------------------------------------------- */

static const char *failure_of(struct job *job, const struct client_answer *answer)
{
	static const char *const ends[] = {
		[CLIENT_NOT_SENT] = "连接不上",
		[CLIENT_UNCLEAR] = "没有等到完整的回答",
		[CLIENT_REFUSED] = "不许访问",
	};
	if (answer->end >= ARRAY_LEN(ends) || ends[answer->end] == NULL)
		return answer->error;
	return pool_print(&job->pool, "%s（%.300s）", ends[answer->end], answer->error);
}

static long age_of(const struct client_answer *answer)
{
	scoped(buf_finish) struct buf age = {0};
	if (!client_answer_header(answer, "Age", &age) || age.len == 0 || age.len > 9 ||
	    strspn(age.data, "0123456789") != age.len)
		return -1;
	return strtol(age.data, NULL, 10);
}

/* A redirect that the client would not follow: *url is where it leads. */
static bool is_refused_redirect(const struct client_answer *answer, const char *from,
				struct buf *url)
{
	scoped(buf_finish) struct buf location = {0};
	return answer->end == CLIENT_REFUSED && answer->status >= 300 && answer->status < 400 &&
	       client_answer_header(answer, "Location", &location) &&
	       url_join(from, buf_text(&location), url) == 0;
}

static void see_answer(struct job *job, const struct client_answer *answer)
{
	scoped(buf_finish) struct buf led_to = {0};
	scoped(buf_finish) struct buf type = {0};
	bool is_redirect = is_refused_redirect(answer, job->url, &led_to);
	const char *url = is_redirect ? buf_text(&led_to) : answer->url;
	job->seen = (struct seen_page){
		.reached = answer->end == CLIENT_ANSWERED || answer->truncated || is_redirect,
		.status = answer->status,
		.redirects = answer->redirects + job->hops,
		.asked_url = job->request.url,
		.url = pool_text(&job->pool, text_empty(url) ? job->url : url),
		.host = job->request.host,
		.hosts = job->request.hosts,
		.truncated = answer->truncated,
		.age_s = age_of(answer),
		.header_challenge = guard_in_headers(answer->headers),
		.at = clock_now(),
		.first_seen_at = job->request.first_seen_at,
		.published_at = job->request.published_at,
		.offset_s = job->request.offset_s,
	};
	if (!job->seen.reached)
		job->seen.failure = failure_of(job, answer);
	job->content_type = client_answer_header(answer, "Content-Type", &type)
				    ? pool_text(&job->pool, buf_text(&type))
				    : NULL;
}

static void on_page(void *ctx, const struct client_answer *answer)
{
	struct job *job = ctx;
	if (!job_is_wanted(job, answer))
		return;
	see_answer(job, answer);
	job->result.at = job->seen.at;
	job->result.status = answer->status;
	memcpy(job->result.certificate_sha256, answer->certificate_sha256,
	       sizeof(job->result.certificate_sha256));
	buf_add(&job->page, answer->body, answer->body_bytes);
	job_work(job, work_read, after_read);
}

/* --- the door -------------------------------------------------------------------------------- */

static const char *const *copy_hosts(struct pool *pool, const char *const *hosts)
{
	size_t count = 0;
	if (hosts == NULL)
		return NULL;
	while (hosts[count] != NULL)
		count++;
	const char **copy = pool_alloc(pool, (count + 1) * sizeof(*copy));
	for (size_t i = 0; i < count; i++)
		copy[i] = pool_text(pool, hosts[i]);
	return copy;
}

void probe_page(struct probe *probe, const struct probe_request *request, probe_done *done,
		void *ctx)
{
	assert(!probe->is_closing);
	struct job *job = mem_alloc(sizeof(*job));
	job->probe = probe;
	job->done = done;
	job->ctx = ctx;
	job->request = *request;
	job->request.url = pool_text(&job->pool, request->url);
	job->request.host = pool_text(&job->pool, request->host);
	job->request.hosts = copy_hosts(&job->pool, request->hosts);
	job->request.ca_file = pool_text(&job->pool, request->ca_file);
	job->url = job->request.url;

	job->next = probe->jobs;
	job->link = &probe->jobs;
	if (job->next != NULL)
		job->next->link = &job->next;
	probe->jobs = job;
	job_get(job, job->url, LIMIT_PAGE_BYTES, on_page);
}

void probe_close(struct probe *probe)
{
	if (probe == NULL)
		return;
	probe->is_closing = true;
	for (struct job *job = probe->jobs; job != NULL; job = job->next)
		if (!job->is_in_pool && job->done != NULL)
			cancel(job);
	if (probe->jobs == NULL)
		mem_free(probe);
}
