#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/text.h"
#include "web/ical.h"

#define X10 "xxxxxxxxxx"
#define X70 X10 X10 X10 X10 X10 X10 X10
#define HAN8 "水文处公开到期日" /* 24 bytes */

static const struct {
	const char *name, *text, *out;
} texts[] = {
	{"SUMMARY", "", "SUMMARY:\r\n"},
	{"SUMMARY", "plain", "SUMMARY:plain\r\n"},
	{"SUMMARY", "a,b;c\\d:e\"f", "SUMMARY:a\\,b\\;c\\\\d:e\"f\r\n"},
	{"SUMMARY", "a\nb\r\nc\td\x01\x7f", "SUMMARY:a\\nb\\ncd\r\n"},
	{"A", X70 "123", "A:" X70 "123\r\n"},                            /* 75 */
	{"A", X70 "1234", "A:" X70 "123\r\n 4\r\n"},                     /* 76 */
	{"A", X70 "123" X70 "1234", "A:" X70 "123\r\n " X70 "1234\r\n"}, /* 75, 75 */
	{"A", X70 "123" X70 "12345", "A:" X70 "123\r\n " X70 "1234\r\n 5\r\n"},
	/* 2 + 3 * 24 = 74: the next character would end at 77 */
	{"A", HAN8 HAN8 HAN8 "期", "A:" HAN8 HAN8 HAN8 "\r\n 期\r\n"},
	{"AB", HAN8 HAN8 HAN8, "AB:" HAN8 HAN8 HAN8 "\r\n"},
	{"ABC", HAN8 HAN8 HAN8, "ABC:" HAN8 HAN8 "水文处公开到期\r\n 日\r\n"},
	/* an escape may be folded: unfolding comes first */
	{"A", X70 "12,", "A:" X70 "12\\\r\n ,\r\n"},
};

static void texts_are_escaped_and_folded(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		scoped(buf_finish) struct buf out = {0};
		print_message("row %zu\n", i);
		ical_text(&out, texts[i].name, texts[i].text);
		assert_string_equal(buf_text(&out), texts[i].out);
	}
}

/* At every shift of the fold: no line is too long, none cuts a character, all comes back. */
static void folding_keeps_characters(void **state)
{
	(void)state;
	static const char han[] = HAN8 HAN8 "𠮷é" HAN8 HAN8 HAN8 HAN8;
	for (int shift = 1; shift < 80; shift++) {
		scoped(buf_finish) struct buf out = {0}, unfolded = {0}, name = {0}, whole = {0};
		for (int i = 0; i < shift; i++)
			buf_char(&name, 'N');
		ical_line(&out, buf_text(&name), han);
		buf_print(&whole, "%s:%s", buf_text(&name), han);
		for (const char *line = buf_text(&out); *line != '\0';) {
			const char *end = strstr(line, "\r\n");
			assert_non_null(end);
			assert_in_range(end - line, 1, 75);
			assert_true(text_is_utf8(line, (size_t)(end - line)));
			bool continued = line != buf_text(&out);
			assert_int_equal(line[0] == ' ', continued);
			buf_add(&unfolded, line + continued, (size_t)(end - line) - continued);
			line = end + 2;
		}
		assert_string_equal(buf_text(&unfolded), buf_text(&whole));
	}
}

static void dates_and_instants(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf out = {0};
	struct instant at;
	assert_int_equal(instant_parse("2009-03-09T07:08:09.5+08:00", &at), 0);
	ical_date(&out, "DTSTART", (struct civil_date){2009, 3, 12});
	ical_instant(&out, "DTSTAMP", at);
	assert_string_equal(buf_text(&out), "DTSTART;VALUE=DATE:20090312\r\n"
					    "DTSTAMP:20090308T230809Z\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_escaped_and_folded),
		cmocka_unit_test(folding_keeps_characters),
		cmocka_unit_test(dates_and_instants),
	};
	return cmocka_run_group_tests_name("web/ical", tests, NULL, NULL);
}
