/* The engine on a memory store: what is answered is written, what fails has not happened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "lib/law_sample.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/vec.h"
#include "engine/engine.h"
#include "source/source.h"

struct bench {
	struct law *law;
	struct store *store;
	struct engine *engine;
	struct vec_of(struct task *) tasks;
	struct job_result last;
	int answers;
	bool disk_full;
	struct instant next;
};

static void take_task(void *ctx, struct task *task)
{
	struct bench *bench = ctx;
	*VEC_PUSH(&bench->tasks) = task;
}

static void take_answer(void *ctx, const struct job_result *result)
{
	struct bench *bench = ctx;
	bench->last = *result;
	bench->last.sentence = NULL; /* valid only in here */
	bench->answers++;
}

static int disk(void *ctx)
{
	const struct bench *bench = ctx;
	return bench->disk_full ? -E_FULL : 0;
}

static struct instant at(const char *text)
{
	struct instant moment;
	assert_int_equal(instant_parse(text, &moment), 0);
	return moment;
}

static int open_bench(void **state)
{
	struct bench *bench = mem_alloc(sizeof(*bench));
	static const struct engine_channel channels[] = {{"website", 2}, {"board", 1}};
	bench->law = law_sample();
	assert_int_equal(store_open("memory", "", false, &bench->store, NULL), 0);
	store_memory_fault(bench->store, disk, bench);
	struct engine_options options = {
		.store = bench->store,
		.law = bench->law,
		.channels = channels,
		.channel_count = 2,
		.seed = {{1, 2, 3}},
		.task = take_task,
		.ctx = bench,
	};
	memcpy(options.key.name, "example.gov.cn/gongshi", sizeof("example.gov.cn/gongshi"));
	options.key.key = ed25519_public_of(&options.seed);
	assert_int_equal(engine_open(&bench->engine, &options, at("2009-03-02T09:00:00+08:00"), NULL), 0);
	*state = bench;
	return 0;
}

static int close_bench(void **state)
{
	struct bench *bench = *state;
	for (size_t i = 0; i < bench->tasks.len; i++)
		task_free(bench->tasks.at[i]);
	VEC_FINISH(&bench->tasks);
	engine_close(bench->engine);
	store_close(bench->store);
	law_free(bench->law);
	mem_free(bench);
	return 0;
}

static struct job *hand_in(struct bench *bench, int number, bool reviewed, const char *when)
{
	struct buf text = {0};
	struct refusal refusal;
	struct document *document = mem_alloc(sizeof(*document));
	buf_print(&text,
		  "{\"doc_number\":\"盐水政〔2009〕%d号\",\"title\":\"关于第%d号事项的通知\","
		  "\"issuer\":\"盐城市水利局\",\"department\":\"hydrology\","
		  "\"issued_on\":\"2009-03-02\",\"category\":\"official-document\","
		  "\"disclosure\":\"active\",\"public_interest\":true,\"body\":\"正文%d。\"%s}",
		  number, number, number,
		  reviewed ? ",\"review\":{\"result\":\"passed\",\"reviewer\":\"li\","
			     "\"signer\":\"wang\",\"on\":\"2009-03-02\"}"
			   : "");
	assert_int_equal(manifest_read(text.data, text.len, NULL, bench->law, 1 << 20, document,
				       &refusal, NULL), 0);
	buf_finish(&text);
	struct job *job = job_document(document, "spool", "source:spool", at(when));
	job->done = take_answer;
	job->ctx = bench;
	return job;
}

static int run(struct bench *bench, struct job *jobs, const char *when)
{
	int rc = 0;
	for (int i = 0; i < 20; i++) {
		rc = engine_run(bench->engine, jobs, at(when), &bench->next, NULL);
		jobs = NULL;
		if (rc < 0 || instant_before(at(when), bench->next))
			break;
	}
	return rc;
}

static void a_reviewed_document_becomes_a_task(void **state)
{
	struct bench *bench = *state;
	const char *now = "2009-03-02T10:00:00+08:00";
	assert_int_equal(run(bench, hand_in(bench, 1, true, now), now), 0);
	assert_int_equal(bench->last.rc, 0);
	assert_int_equal(bench->last.document, 1);
	assert_int_equal(bench->last.received, RECEIVED_CREATED);
	assert_int_equal(bench->tasks.len, 1);
	const struct task *task = bench->tasks.at[0];
	assert_int_equal(task->operation, PUBLISH_CREATE);
	assert_string_equal(task->key, "gongshi-1-r1-website");
	assert_string_equal(task->document->title, "关于第1号事项的通知");

	/* The same again is the same dossier and no second task. */
	assert_int_equal(run(bench, hand_in(bench, 1, true, now), now), 0);
	assert_int_equal(bench->last.received, RECEIVED_SAME);
	assert_int_equal(bench->last.document, 1);
	assert_int_equal(bench->tasks.len, 1);
}

static void slots_are_not_exceeded(void **state)
{
	struct bench *bench = *state;
	const char *now = "2009-03-02T10:00:00+08:00";
	struct job *first = hand_in(bench, 1, true, now), *job = first;
	for (int i = 2; i <= 5; i++)
		job = job->next = hand_in(bench, i, true, now);
	assert_int_equal(run(bench, first, now), 0);
	assert_int_equal(bench->tasks.len, 2); /* two at a time */

	const struct event_published end = {.end = PUBLISH_ACCEPTED, .remote_id = "5",
					    .url = "http://www.example.gov.cn/5", .reason = "",
					    .retry_after_s = -1};
	assert_int_equal(run(bench, job_published(bench->tasks.at[0], &end, at(now)), now), 0);
	/* A slot is free: the next document, and the page of the first is read. */
	assert_int_equal(bench->tasks.len, 4);
	int creates = 0, probes = 0;
	for (size_t i = 2; i < 4; i++) {
		creates += bench->tasks.at[i]->kind == ACTION_PUBLISH;
		probes += bench->tasks.at[i]->kind == ACTION_PROBE;
	}
	assert_int_equal(creates, 1);
	assert_int_equal(probes, 1);
}

static void a_full_disk_changes_nothing(void **state)
{
	struct bench *bench = *state;
	const char *now = "2009-03-02T10:00:00+08:00";
	bench->disk_full = true;
	assert_int_equal(run(bench, hand_in(bench, 1, true, now), now), -E_FULL);
	assert_int_equal(bench->last.rc, -E_FULL);
	assert_int_equal(bench->tasks.len, 0);
	assert_int_equal(store_entries(bench->store), 0);
	bench->disk_full = false;
	assert_int_equal(run(bench, hand_in(bench, 1, true, now), now), 0);
	assert_int_equal(bench->last.document, 1);
	assert_int_equal(bench->tasks.len, 1);

	/* A result that could not be written is kept and written later; the task is not given twice. */
	const struct event_published end = {.end = PUBLISH_UNCLEAR, .reason = "time-out",
					    .retry_after_s = -1};
	uint64_t before = store_entries(bench->store);
	bench->disk_full = true;
	assert_int_equal(run(bench, job_published(bench->tasks.at[0], &end, at(now)), now), -E_FULL);
	assert_int_equal(store_entries(bench->store), before);
	bench->disk_full = false;
	assert_int_equal(run(bench, NULL, now), 0);
	assert_int_equal(store_entries(bench->store), before + 1);
	assert_int_equal(bench->tasks.len, 2);
	assert_int_equal(bench->tasks.at[1]->operation, PUBLISH_FIND);
}

/* What came back and what goes out in its place are one commit; a failed one gives no slot away. */
static void a_slot_is_taken_with_the_commit_that_frees_it(void **state)
{
	struct bench *bench = *state;
	const char *now = "2009-03-02T10:00:00+08:00";
	struct job *first = hand_in(bench, 1, true, now), *job = first;
	for (int i = 2; i <= 5; i++)
		job = job->next = hand_in(bench, i, true, now);
	assert_int_equal(run(bench, first, now), 0);
	assert_int_equal(bench->tasks.len, 2);

	const struct event_published end = {.end = PUBLISH_ACCEPTED, .remote_id = "5",
					    .url = "http://www.example.gov.cn/5", .reason = "",
					    .retry_after_s = -1};
	uint64_t before = store_entries(bench->store);
	bench->disk_full = true;
	job = job_published(bench->tasks.at[0], &end, at(now));
	for (int i = 0; i < 3; i++, job = NULL)
		assert_int_equal(run(bench, job, now), -E_FULL);
	assert_int_equal(store_entries(bench->store), before);
	assert_int_equal(bench->tasks.len, 2);

	bench->disk_full = false;
	assert_int_equal(engine_run(bench->engine, NULL, at(now), &bench->next, NULL), 0);
	assert_int_equal(store_entries(bench->store), before + 2);
	assert_int_equal(bench->tasks.len, 3);
	assert_int_equal(bench->tasks.at[2]->operation, PUBLISH_CREATE);
	assert_true(bench->tasks.at[2]->document_id > 2);
	assert_int_equal(run(bench, NULL, now), 0);
	assert_int_equal(bench->tasks.len, 4); /* the page of the first */
	assert_int_equal(bench->tasks.at[3]->kind, ACTION_PROBE);
}

static void one_letter_for_many_documents(void **state)
{
	struct bench *bench = *state;
	const char *now = "2009-03-02T10:00:00+08:00";
	struct job *first = hand_in(bench, 1, false, now), *job = first;
	for (int i = 2; i <= 40; i++)
		job = job->next = hand_in(bench, i, false, now);
	assert_int_equal(run(bench, first, now), 0);
	assert_int_equal(bench->answers, 40);
	assert_int_equal(bench->tasks.len, 0);

	/* Due on 12 March; the first rung falls on the 9th, at the opening hour. */
	assert_int_equal(instant_compare(bench->next, at("2009-03-09T08:30:00+08:00")), 0);
	assert_int_equal(run(bench, NULL, "2009-03-09T08:30:00+08:00"), 0);
	assert_int_equal(bench->tasks.len, 1);
	const struct task *letter = bench->tasks.at[0];
	assert_int_equal(letter->kind, ACTION_TELL);
	assert_string_equal(letter->person, "zhang");
	assert_int_equal(letter->item_count, 40);

	const struct event_told told = {.end = TOLD_DELIVERED, .reason = "", .retry_after_s = -1};
	assert_int_equal(run(bench, job_told(letter, &told, at("2009-03-09T08:30:01+08:00")),
			     "2009-03-09T08:30:01+08:00"), 0);
	assert_int_equal(bench->tasks.len, 1); /* told means told */
}

static void decisions_are_answered(void **state)
{
	struct bench *bench = *state;
	const char *now = "2009-03-02T10:00:00+08:00";
	assert_int_equal(run(bench, hand_in(bench, 1, true, now), now), 0);
	struct event_decision decision = {.decision = "exempt", .by = "li", .approved_by = "li",
					  .reason = "试"};
	struct job *job = job_decision(1, &decision, "li", at(now));
	job->done = take_answer;
	job->ctx = bench;
	assert_int_equal(run(bench, job, now), 0);
	assert_int_equal(bench->last.rc, -E_DENIED);
	job = job_decision(77, &decision, "li", at(now));
	job->done = take_answer;
	job->ctx = bench;
	assert_int_equal(run(bench, job, now), 0);
	assert_int_equal(bench->last.rc, -E_NOT_FOUND);
}

static void a_checkpoint_is_signed_once_for_what_is_there(void **state)
{
	struct bench *bench = *state;
	const char *now = "2009-03-02T10:00:00+08:00";
	assert_int_equal(run(bench, hand_in(bench, 1, false, now), now), 0);
	uint64_t before = store_entries(bench->store);
	assert_int_equal(run(bench, job_checkpoint(at(now)), now), 0);
	assert_int_equal(store_entries(bench->store), before + 1);
	assert_int_equal(run(bench, job_checkpoint(at(now)), now), 0);
	assert_int_equal(store_entries(bench->store), before + 1);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)
	const struct CMUnitTest tests[] = {
		CASE(a_reviewed_document_becomes_a_task),
		CASE(slots_are_not_exceeded),
		CASE(a_full_disk_changes_nothing),
		CASE(a_slot_is_taken_with_the_commit_that_frees_it),
		CASE(one_letter_for_many_documents),
		CASE(decisions_are_answered),
		CASE(a_checkpoint_is_signed_once_for_what_is_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
