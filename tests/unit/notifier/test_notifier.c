#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "notifier_bench.h"

#define JOURNAL "name = \"log\"; type = \"journal\"; "
#define HOOK "name = \"hook\"; type = \"webhook\"; url = \"http://127.0.0.1:%d/\"; "

static void faults_every_type_has(void **state)
{
	static const struct bench_fault faults[] = {
		{"name = \"a\";", "type"},
		{"name = \"a\"; type = 5;", "type"},
		{"name = \"a\"; type = \"telex\";", "telex"},
		{"name = \"a\"; type = \"exec\";", "not in this version"},
		{"type = \"journal\";", "name"},
		{"name = \"A\"; type = \"journal\";", "[a-z]"},
		{"name = \"1a\"; type = \"journal\";", "[a-z]"},
		{"name = \"a b\"; type = \"journal\";", "[a-z]"},
		{"name = \"a\"; type = \"journal\"; bugdet = 5;", "budget"},
		{JOURNAL "budget = -1;", "budget"},
	};
	notifier_bench_faults(*state, faults, ARRAY_LEN(faults));
}

static void names_types_and_budgets(void **state)
{
	struct notifier_bench *bench = *state;
	notifier_bench_open(bench, JOURNAL);
	assert_string_equal(notifier_name(bench->notifier), "log");
	assert_string_equal(notifier_type(bench->notifier), "journal");
	assert_int_equal(notifier_budget(bench->notifier), 0);
	notifier_bench_open(bench, JOURNAL "budget = 7;");
	assert_int_equal(notifier_budget(bench->notifier), 7);
	notifier_bench_secret(bench, "key", "0123456789abcdef");
	notifier_bench_open(bench,
			    "name = \"a\"; type = \"wecom\"; key_file = \"key\"; budget = 0;");
	assert_int_equal(notifier_budget(bench->notifier), 0);
}

static void the_message_is_copied(void **state)
{
	struct notifier_bench *bench = *state;
	char subject[] = "before", text[] = "before";
	notifier_bench_open(bench, JOURNAL);
	bench->message.subject = subject;
	bench->message.text = text;
	notifier_bench_begin(bench);
	memset(subject, 'x', sizeof(subject) - 1);
	memset(text, 'x', sizeof(text) - 1);
	notifier_bench_wait(bench);
	assert_non_null(strstr(buf_text(&bench->log), "before | before"));
}

static void what_a_message_lacks_is_empty(void **state)
{
	struct notifier_bench *bench = *state;
	notifier_bench_open(bench, JOURNAL);
	bench->message = (struct message){.person = "zhang"};
	notifier_bench_send(bench);
	assert_string_equal(buf_text(&bench->log), "<5>致zhang（zhang）：\n");
}

static void each_of_many_ends_once(void **state)
{
	struct notifier_bench *bench = *state;
	bench->always = ANSWER("200 OK", "", "");
	notifier_bench_open(bench, HOOK);
	for (int i = 0; i < 30; i++)
		notifier_bench_begin(bench);
	notifier_bench_wait(bench);
	assert_int_equal(bench->done, 30);
	assert_int_equal(bench->end, NOTIFIER_DELIVERED);
}

/* Some not yet begun, some on their way: all are told before notifier_free returns. */
static void what_is_pending_ends_as_later(void **state)
{
	struct notifier_bench *bench = *state;
	bench->always = ANSWER("200 OK", "", "");
	notifier_bench_open(bench, HOOK);
	bench->waiting = 1; /* so that no end stops the loop */
	for (int i = 0; i < 3; i++)
		notifier_bench_begin(bench);
	notifier_bench_close(bench);
	assert_int_equal(bench->done, 3);
	assert_int_equal(bench->end, NOTIFIER_LATER);
	bench->waiting = 0;
}

static void stop(void *ctx)
{
	loop_stop(ctx);
}

static void what_is_on_its_way_ends_as_later(void **state)
{
	struct notifier_bench *bench = *state; /* the server says nothing */
	notifier_bench_open(bench, HOOK);
	for (int i = 0; i < 3; i++)
		notifier_bench_begin(bench);
	struct timer *timer = timer_open(bench->loop, stop, bench->loop);
	timer_arm(timer, 50);
	loop_run(bench->loop);
	timer_close(timer);
	assert_int_equal(bench->done, 0);
	assert_int_equal(client_in_flight(bench->client), 3);
	notifier_bench_close(bench);
	assert_int_equal(bench->done, 3);
	assert_int_equal(bench->end, NOTIFIER_LATER);
	/* The answers that come to the client's end find nobody: tests the teardown. */
}

/* The daemon closes the client first when it stops. */
static void a_closing_client_ends_messages_as_later(void **state)
{
	struct notifier_bench *bench = *state;
	notifier_bench_open(bench, HOOK);
	notifier_bench_begin(bench);
	struct timer *timer = timer_open(bench->loop, stop, bench->loop);
	timer_arm(timer, 50);
	loop_run(bench->loop);
	timer_close(timer);
	client_close(bench->client);
	bench->client = NULL;
	assert_int_equal(bench->done, 1);
	assert_int_equal(bench->end, NOTIFIER_LATER);
}

static void nothing_to_free(void **state)
{
	(void)state;
	notifier_free(NULL);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, notifier_bench_setup, notifier_bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(faults_every_type_has),
		TEST(names_types_and_budgets),
		TEST(the_message_is_copied),
		TEST(what_a_message_lacks_is_empty),
		TEST(each_of_many_ends_once),
		TEST(what_is_pending_ends_as_later),
		TEST(what_is_on_its_way_ends_as_later),
		TEST(a_closing_client_ends_messages_as_later),
		cmocka_unit_test(nothing_to_free),
	};
	return cmocka_run_group_tests_name("notifier/notifier", tests, NULL, NULL);
}
