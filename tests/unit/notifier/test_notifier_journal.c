#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <syslog.h>

#include "base/macros.h"
#include "base/text.h"
#include "notifier_bench.h"

#define JOURNAL "name = \"log\"; type = \"journal\";"

static const char *log_of(struct notifier_bench *bench, const char *subject, const char *text)
{
	buf_clear(&bench->log);
	bench->message.subject = subject;
	bench->message.text = text;
	notifier_bench_send(bench);
	assert_int_equal(bench->end, NOTIFIER_DELIVERED);
	assert_int_equal(bench->retry_after_s, -1);
	return buf_text(&bench->log);
}

static void one_line_a_message(void **state)
{
	struct notifier_bench *bench = *state;
	notifier_bench_open(bench, JOURNAL);
	assert_int_equal(notifier_budget(bench->notifier), 0);
	assert_false(notifier_needs_mail(bench->notifier));
	assert_string_equal(log_of(bench, "【临期】1件", "张伟：\r\n\r\n　请办理。 \n\n"),
			    "<5>致张伟（zhang）：【临期】1件 | 张伟： | 请办理。\n");
	assert_string_equal(log_of(bench, "a\nb", ""), "<5>致张伟（zhang）：a\n");
	bench->message.urgent = true;
	assert_string_equal(log_of(bench, "a", "b"), "<4>致张伟（zhang）：a | b\n");
	assert_int_equal(LOG_WARNING, 4);
}

/* A personal link must not come into the hands of those who read the log. */
static void lines_with_addresses_are_left_out(void **state)
{
	struct notifier_bench *bench = *state;
	notifier_bench_open(bench, JOURNAL);
	assert_string_equal(
		log_of(bench, "a", "b\n 见 https://gongshi.example/a?t=secret\nc\nhttp://x"),
		"<5>致张伟（zhang）：a | b | c\n");
}

static void a_long_message_is_cut_at_a_character(void **state)
{
	struct notifier_bench *bench = *state;
	notifier_bench_open(bench, JOURNAL);
	for (int i = 0; i < 3; i++) {
		scoped(buf_finish) struct buf text = {0};
		buf_print(&text, "%.*s", i, "ab");
		for (int k = 0; k < 2000; k++)
			buf_text_add(&text, "水");
		const char *line = log_of(bench, "a", buf_text(&text));
		size_t len = strlen(line);
		assert_in_range(len, 2990, 3004); /* with <5> and the line feed */
		assert_true(text_is_utf8(line, len));
	}
}

static void it_has_no_settings_of_its_own(void **state)
{
	static const struct bench_fault faults[] = {
		{JOURNAL " url = \"https://a.example/\";", "url"},
		{JOURNAL " budget = 6001;", "budget"},
	};
	notifier_bench_faults(*state, faults, ARRAY_LEN(faults));
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, notifier_bench_setup, notifier_bench_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_line_a_message),
		TEST(lines_with_addresses_are_left_out),
		TEST(a_long_message_is_cut_at_a_character),
		TEST(it_has_no_settings_of_its_own),
	};
	return cmocka_run_group_tests_name("notifier/notifier_journal", tests, NULL, NULL);
}
