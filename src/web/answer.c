/* Answers: at once, or after the engine's commit. */
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "web/request.h"

#define COMMON_HEADERS "Cache-Control: no-store\nX-Content-Type-Options: nosniff\n"
#define BUSY_HEADERS "Retry-After: 5\n"

void answer_bytes(struct request *request, int status, const char *type, const char *headers,
		  const struct buf *body)
{
	exchange_answer(request->exchange, status, type, headers != NULL ? headers : COMMON_HEADERS,
			buf_text(body), body->len);
}

void answer_json(struct request *request, int status, json_t *value)
{
	scoped(buf_finish) struct buf body = {0};
	json_line(value, &body);
	buf_char(&body, '\n');
	json_decref(value);
	answer_bytes(request, status, "application/json; charset=utf-8", NULL, &body);
}

void answer_problem(struct request *request, int status, const char *code, const char *zh,
		    const char *en)
{
	problem_answer(request->exchange,
		       &(struct problem){.status = status, .code = code, .zh = zh, .en = en});
}

static const struct problem no_such_document = {
	.status = 404,
	.code = "not-found",
	.zh = "没有这个案卷。",
	.en = "There is no such dossier: see 'gongshictl list'.",
};

static const struct problem store_failing = {
	.status = 503,
	.code = "store",
	.zh = "暂时写不进存储（磁盘已满或故障），什么都没有改变，请稍后再试。",
	.en = "The store cannot be written now; nothing was changed, try again later.",
	.headers = BUSY_HEADERS,
};

static const struct problem queue_full = {
	.status = 503,
	.code = "busy",
	.zh = "排队已满，请稍后再试。",
	.en = "The queue is full: try again later.",
	.headers = BUSY_HEADERS,
};

void answer_failure(struct request *request, int rc, const struct error *err)
{
	if (rc == -E_NOT_FOUND) {
		problem_answer(request->exchange, &no_such_document);
		return;
	}
	const struct web_options *options = &request->web->options;
	if (options->log != NULL)
		options->log(options->ctx, 3,
			     pool_print(&request->pool, "%s %s: %s",
					exchange_method(request->exchange),
					exchange_path(request->exchange), err->text));
	if (rc == -E_BUSY)
		problem_answer(request->exchange, &store_failing);
	else
		answer_problem(request, 500, "internal", "读取台账时出错，详情见系统日志。",
			       "The store could not be read; see the daemon's log.");
}

/* --- after the commit ------------------------------------------------------------------------------ */

void answer_job_failure(struct exchange *exchange, const struct job_result *result)
{
	struct problem problem = {.zh = result->sentence, .code = error_name(-result->rc)};
	switch (-result->rc) {
	case E_DENIED:
	case E_INVALID:
	case E_EXISTS:
	case E_HORIZON:
	case E_UNSUPPORTED:
		problem.status = 409;
		break;
	case E_NOT_FOUND:
		problem.status = 404;
		break;
	default:
		problem = store_failing;
		break;
	}
	if (problem.zh == NULL)
		problem.zh = "未被接受。";
	problem_answer(exchange, &problem);
}

bool answer_by_job(struct request *request, struct job *job,
		   void (*done)(void *ctx, const struct job_result *result))
{
	const struct web_options *options = &request->web->options;
	struct pending *pending = mem_alloc(sizeof(*pending));
	pending->exchange = exchange_keep(request->exchange);
	job->done = done;
	job->ctx = pending;
	if (options->submit(options->ctx, job))
		return true;
	problem_answer(pending->exchange, &queue_full);
	mem_free(pending);
	job_free(job);
	return false;
}

/* --- refusals that are recorded --------------------------------------------------------------------- */

static void free_pending(struct pending *pending)
{
	buf_finish(&pending->body);
	mem_free(pending);
}

static void answer_pending(struct pending *pending)
{
	exchange_answer(pending->exchange, pending->status, PROBLEM_TYPE,
			pending->status == 401 ? COMMON_HEADERS
				"WWW-Authenticate: Basic realm=\"gongshi\", "
				"charset=\"UTF-8\"\n"
					       : COMMON_HEADERS,
			buf_text(&pending->body), pending->body.len);
	free_pending(pending);
}

static void on_recorded(void *ctx, const struct job_result *result)
{
	struct pending *pending = ctx;
	if (result->rc == 0) {
		answer_pending(pending);
		return;
	}
	problem_answer(pending->exchange, &store_failing);
	free_pending(pending);
}

/* He is refused whether or not we could write it down. */
static void on_recorded_or_not(void *ctx, const struct job_result *result)
{
	(void)result;
	answer_pending(ctx);
}

void answer_recorded(struct request *request, const struct fact *fact,
		     const struct problem *problem, bool must)
{
	const struct web_options *options = &request->web->options;
	struct pending *pending = mem_alloc(sizeof(*pending));
	pending->exchange = exchange_keep(request->exchange);
	pending->status = problem->status;
	problem_print(problem, &pending->body);
	struct job *job = job_record(fact);
	job->done = must ? on_recorded : on_recorded_or_not;
	job->ctx = pending;
	if (options->submit(options->ctx, job))
		return;
	job_free(job);
	if (!must) {
		answer_pending(pending);
		return;
	}
	problem_answer(pending->exchange, &queue_full);
	free_pending(pending);
}
