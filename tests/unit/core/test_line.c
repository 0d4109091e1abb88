#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "core/ledger/ledger.h"
#include "core/ledger/scan.h"
#include "ledger_sample.h"

#define OFFSET_S (8 * 3600)
static const struct digest zero;

static void line_of(const struct fact *fact, struct buf *out)
{
	ledger_line(fact, zero, OFFSET_S, out);
}

static void a_line_has_its_form(void **state)
{
	(void)state;
	static const char *const findings[] = {"a", "\"b\"", NULL};
	struct fact fact = {
		.kind = FACT_PAGE_DIFFERS,
		.seq = 7,
		.at = {1257120000123456},
		.document = 9,
		.actor = "gongshi",
		.channel = "website",
		.publication = "gongshi-9-r1-website",
		.findings = findings,
		.verdict = "differs",
		.seen_at = {1257120000000000},
	};
	scoped(buf_finish) struct buf line = {0};
	line_of(&fact, &line);
	assert_string_equal(
		line.data,
		"{\"seq\":7,\"time\":\"2009-11-02T08:00:00.123+08:00\",\"event\":\"page.differs\","
		"\"document\":9,\"actor\":\"gongshi\",\"data\":{\"channel\":\"website\","
		"\"key\":\"gongshi-9-r1-website\",\"revision\":0,\"verdict\":\"differs\","
		"\"findings\":[\"a\",\"\\\"b\\\"\"],\"seen_at\":\"2009-11-02T08:00:00+08:00\","
		"\"repeats\":0},\"prev\":\"00000000000000000000000000000000"
		"00000000000000000000000000000000\"}");

	buf_clear(&line);
	line_of(&(struct fact){.kind = FACT_DAEMON_STARTED, .at = {1000}}, &line);
	assert_non_null(strstr(line.data, "\"time\":\"1970-01-01T08:00:00.001+08:00\""));
	assert_non_null(strstr(line.data, "\"document\":null,\"actor\":\"gongshi\",\"data\":{},"));
}

static void fill(struct fact *fact, const struct fact_field *field, int number)
{
	static const char *const texts[] = {"", "通知", "a\\\"\n\x01/", NULL};
	void *member = (char *)fact + field->offset;
	switch (field->kind) {
	case FACT_TEXT:
		*(const char **)member = texts[number % 3];
		break;
	case FACT_INT:
		*(int *)member = number - 5;
		break;
	case FACT_INT64:
		*(int64_t *)member = INT64_MAX - number;
		break;
	case FACT_BOOL:
		*(bool *)member = true;
		break;
	case FACT_DATE:
		*(struct civil_date *)member = (struct civil_date){2009, 12, (uint8_t)(number + 1)};
		break;
	case FACT_INSTANT:
		((struct instant *)member)->us = INT64_C(1257120000001000) + number * 1000;
		break;
	case FACT_TEXTS:
		*(const char *const **)member = number % 2 == 0 ? texts : texts + 3;
		break;
	case FACT_REAL:
		*(double *)member = 0.1 + number;
		break;
	}
}

static void assert_same(const struct fact *a, const struct fact *b, const struct fact_field *field)
{
	const char *x = (const char *)a + field->offset;
	const char *y = (const char *)b + field->offset;
	if (field->kind == FACT_TEXT) {
		assert_true(text_equal(*(const char *const *)x, *(const char *const *)y));
	} else if (field->kind == FACT_TEXTS) {
		const char *const *s = *(const char *const *const *)x;
		const char *const *t = *(const char *const *const *)y;
		assert_int_equal(s == NULL, t == NULL);
		for (; s != NULL && *s != NULL; s++, t++)
			assert_true(text_equal(*s, *t));
		assert_true(t == NULL || *t == NULL);
	} else {
		static const size_t bytes[] = {
			[FACT_INT] = sizeof(int),
			[FACT_INT64] = sizeof(int64_t),
			[FACT_BOOL] = sizeof(bool),
			[FACT_DATE] = sizeof(struct civil_date),
			[FACT_INSTANT] = sizeof(struct instant),
			[FACT_REAL] = sizeof(double),
		};
		assert_memory_equal(x, y, bytes[field->kind]);
	}
}

/* Each kind once with all its fields and once with none. */
static void every_kind_comes_back(void **state)
{
	(void)state;
	for (int kind = FACT_NONE + 1; kind < 2 * FACT_KIND_COUNT; kind++) {
		struct fact fact = {.kind = (enum fact_kind)(kind % FACT_KIND_COUNT),
				    .seq = UINT64_C(1) << 40,
				    .at = {1257120000999000},
				    .document = kind % 3,
				    .actor = "person"};
		if (fact.kind == FACT_NONE)
			continue;
		int number = 0;
		for (const struct fact_field *const *f = fact_fields(fact.kind); *f != NULL; f++)
			if (kind < FACT_KIND_COUNT)
				fill(&fact, *f, number++);

		scoped(buf_finish) struct buf line = {0};
		scoped(pool_finish) struct pool pool = {0};
		struct fact back;
		struct scanned scanned;
		line_of(&fact, &line);
		assert_int_equal(scan_line(line.data, line.len, &scanned, NULL), 0);
		assert_int_equal(ledger_read(line.data, line.len, &pool, &back, NULL), 0);
		assert_int_equal(back.kind, fact.kind);
		assert_int_equal(back.seq, fact.seq);
		assert_int_equal(back.at.us, fact.at.us);
		assert_int_equal(back.document, fact.document);
		assert_string_equal(back.actor, fact.actor);
		for (const struct fact_field *const *f = fact_fields(fact.kind); *f != NULL; f++)
			assert_same(&fact, &back, *f);
	}
}

static char *text_of(size_t len, char c)
{
	char *text = test_malloc(len + 1);
	memset(text, c, len);
	text[len] = '\0';
	return text;
}

static void long_texts_become_digests(void **state)
{
	(void)state;
	char *longest = text_of(70000, 'x');
	char *longer = text_of(60000, '\x02'); /* six bytes each in JSON */
	struct fact fact = {.kind = FACT_PUBLICATION_FAILED,
			    .at = {1000},
			    .channel = "website",
			    .reason = longest,
			    .url = longer,
			    .remote_id = "5"};
	scoped(buf_finish) struct buf line = {0};
	scoped(pool_finish) struct pool pool = {0};
	struct fact back;
	buf_text_add(&line, "before");
	line_of(&fact, &line);
	assert_true(line.len < 1000);
	assert_int_equal(ledger_read(line.data + 6, line.len - 6, &pool, &back, NULL), 0);
	char hex[DIGEST_TEXT];
	assert_true(text_starts(back.reason, "sha256:"));
	assert_string_equal(back.reason + 7, digest_print(sha256_of(longest, 70000), hex));
	assert_string_equal(back.url + 7, digest_print(sha256_of(longer, 60000), hex));
	assert_string_equal(back.channel, "website");
	assert_string_equal(back.remote_id, "5");
	test_free(longest);
	test_free(longer);
}

static void the_limit_itself_fits(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf line = {0};
	struct fact fact = {.kind = FACT_DAEMON_STOPPED, .at = {1000}, .reason = ""};
	line_of(&fact, &line);
	for (size_t more = 0; more < 2; more++) {
		char *reason = text_of(LIMIT_LEDGER_LINE_BYTES - line.len + more, 'r');
		scoped(buf_finish) struct buf full = {0};
		fact.reason = reason;
		line_of(&fact, &full);
		assert_int_equal(full.len, more == 0 ? LIMIT_LEDGER_LINE_BYTES : line.len + 71);
		test_free(reason);
	}
}

static void a_list_of_short_texts_can_be_too_long_too(void **state)
{
	(void)state;
	static const char *findings[2001];
	for (size_t i = 0; i < 2000; i++)
		findings[i] = "a finding of some forty characters, or so";
	struct fact fact = {.kind = FACT_PAGE_DIFFERS, .at = {1000}, .findings = findings};
	scoped(buf_finish) struct buf line = {0};
	scoped(pool_finish) struct pool pool = {0};
	struct fact back;
	line_of(&fact, &line);
	assert_true(line.len < 1000);
	assert_int_equal(ledger_read(line.data, line.len, &pool, &back, NULL), 0);
	assert_true(text_starts(back.findings[0], "sha256:"));
	assert_null(back.findings[1]);
}

static void bytes_that_are_not_utf8_stay_readable(void **state)
{
	(void)state;
	static const char *const findings[] = {"\xb9\xab\xca\xbe", NULL};
	struct fact fact = {.kind = FACT_PAGE_DIFFERS,
			    .at = {1000},
			    .reason = "x\xff"
				      "y",
			    .findings = findings};
	scoped(buf_finish) struct buf line = {0};
	struct scanned scanned;
	line_of(&fact, &line);
	assert_true(text_is_utf8(line.data, line.len));
	assert_non_null(strstr(line.data, "x\xef\xbf\xbdy"));
	assert_int_equal(scan_line(line.data, line.len, &scanned, NULL), 0);
}

#define PREV "\"prev\":\"0000000000000000000000000000000000000000000000000000000000000000\"}"
#define START "{\"seq\":0,\"time\":\"2009-11-02T08:00:00.123+08:00\",\"event\":\"daemon.stopped\","
#define MIDDLE "\"document\":null,\"actor\":\"gongshi\",\"data\":"

static void other_lines_are_told_apart(void **state)
{
	(void)state;
	static const struct {
		const char *line;
		int read, scan;
	} cases[] = {
		{START MIDDLE "{\"reason\":\"x\"}," PREV, 0, 0},
		{START MIDDLE "{\"reason\":\"x\",\"size\":5,\"speed\":1.5}," PREV, 0, 0},
		{START MIDDLE "{\"unknown\":{\"a\":[1,null]}}," PREV, 0, 0},
		{START MIDDLE "{\"a\":[],\"b\":[\"x\"],\"c\":-1,\"d\":0}," PREV, 0, 0},
		{"{\"seq\":0,\"time\":\"2009-11-02T08:00:00.123Z\",\"event\":\"new.kind\"," MIDDLE
		 "{}," PREV,
		 0, 0},
		/* One way of writing each: */
		{START MIDDLE "{\"reason\": \"x\"}," PREV, 0, -E_CORRUPT},
		{START MIDDLE "{\"reason\":\"\\u0041\"}," PREV, 0, -E_CORRUPT},
		{START MIDDLE "{\"reason\":\"a\\/b\"}," PREV, 0, -E_CORRUPT},
		{START MIDDLE "{\"size\":-0}," PREV, 0, -E_CORRUPT},
		{START MIDDLE "{\"size\":1E1}," PREV, 0, -E_CORRUPT},
		{START MIDDLE "{}," PREV " ", 0, -E_CORRUPT},
		/* No JSON, for anybody: */
		{START MIDDLE "{\"a\":1,\"a\":1}," PREV, -E_CORRUPT, -E_CORRUPT},
		{START MIDDLE "{\"a\":1,\"b\":2,\"a\":1}," PREV, -E_CORRUPT, -E_CORRUPT},
		{START MIDDLE "{},\"seq\":0," PREV, -E_CORRUPT, -E_CORRUPT},
		{START MIDDLE "{\"size\":01}," PREV, -E_CORRUPT, -E_CORRUPT},
		{START MIDDLE "{\"a\":\"\x01\"}," PREV, -E_CORRUPT, -E_CORRUPT},
		{START MIDDLE "{\"a\":\"\xc0\x80\"}," PREV, -E_CORRUPT, -E_CORRUPT},
		{START MIDDLE "{\"a\":\"\xed\xa0\x80\"}," PREV, -E_CORRUPT, -E_CORRUPT},
		{START MIDDLE "{\"a\":tru}," PREV, -E_CORRUPT, -E_CORRUPT},
		{START MIDDLE "{\"a\":[\"x\",]}," PREV, -E_CORRUPT, -E_CORRUPT},
		{START MIDDLE "{}," PREV "}", -E_CORRUPT, -E_CORRUPT},
		{"", -E_CORRUPT, -E_CORRUPT},
		{"{}", -E_CORRUPT, -E_CORRUPT},
		{"[]", -E_CORRUPT, -E_CORRUPT},
		{"null", -E_CORRUPT, -E_CORRUPT},
		/* Members that are missing or something else: */
		{"{\"seq\":-1,\"time\":\"2009-11-02T08:00:00.123Z\",\"event\":\"a\"," MIDDLE
		 "{}," PREV,
		 -E_CORRUPT, -E_CORRUPT},
		{"{\"seq\":0,\"time\":\"2009-11-32T08:00:00.123Z\",\"event\":\"a\"," MIDDLE
		 "{}," PREV,
		 -E_CORRUPT, -E_CORRUPT},
		{"{\"seq\":0,\"time\":\"2009-11-02T08:00:00.123Z\",\"event\":7," MIDDLE "{}," PREV,
		 -E_CORRUPT, -E_CORRUPT},
		{START "\"document\":\"9\",\"actor\":\"gongshi\",\"data\":{}," PREV, -E_CORRUPT,
		 -E_CORRUPT},
		{START "\"document\":null,\"data\":{}," PREV, -E_CORRUPT, -E_CORRUPT},
		{START MIDDLE "[]," PREV, -E_CORRUPT, -E_CORRUPT},
		{START MIDDLE "{}}", 0, -E_CORRUPT},
		{START MIDDLE "{},\"prev\":\"0000\"}", 0, -E_CORRUPT},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *line = cases[i].line;
		scoped(pool_finish) struct pool pool = {0};
		struct fact fact;
		struct scanned scanned;
		/* At its exact size, so that reading past it is seen. */
		size_t len = strlen(line);
		char *copy = test_malloc(len + 1);
		memcpy(copy, line, len);
		int read = ledger_read(copy, len, &pool, &fact, NULL);
		int scan = scan_line(copy, len, &scanned, NULL);
		if (read != cases[i].read || scan != cases[i].scan)
			fail_msg("read %d, scan %d: %s", read, scan, line);
		test_free(copy);
	}
	struct error err = {0};
	struct fact fact;
	scoped(pool_finish) struct pool pool = {0};
	const char *bad_date = START MIDDLE "{\"due_on\":\"soon\"}," PREV;
	assert_int_equal(ledger_read(bad_date, strlen(bad_date), &pool, &fact, &err), 0);
	bad_date =
		"{\"seq\":0,\"time\":\"2009-11-02T08:00:00Z\",\"event\":\"obligation.met\"," MIDDLE
		"{\"due_on\":\"soon\"}," PREV;
	assert_int_equal(ledger_read(bad_date, strlen(bad_date), &pool, &fact, &err), -E_CORRUPT);
	assert_non_null(strstr(err.text, "data.due_on"));
}

/* The quick scan must never say yes where the slow way says no, whatever one byte becomes. */
static void the_quick_scan_agrees_with_the_slow_way(void **state)
{
	(void)state;
	struct ledger_sample sample;
	ledger_sample_init(&sample);
	ledger_sample_grow(&sample, 7);
	int accepted = 0;
	for (uint64_t seq = 0; seq < 7; seq++) {
		size_t len;
		const char *line = ledger_sample_line(&sample, seq, &len);
		scoped(buf_finish) struct buf copy = {0};
		buf_add(&copy, line, len);
		for (size_t at = 0; at < len; at++) {
			for (int bit = 0; bit < 8; bit++) {
				copy.data[at] = (char)(line[at] ^ 1 << bit);
				struct scanned scanned;
				if (scan_line(copy.data, len, &scanned, NULL) != 0)
					continue;
				scoped(json_drop) json_t *value = NULL;
				scoped(buf_finish) struct buf again = {0};
				assert_int_equal(json_read(copy.data, len, &value, NULL), 0);
				json_line(value, &again);
				assert_int_equal(again.len, len);
				assert_memory_equal(again.data, copy.data, len);
				accepted++;
			}
			copy.data[at] = line[at];
		}
	}
	assert_true(accepted > 1000); /* most changes within texts leave JSON */
	ledger_sample_finish(&sample);
}

static void a_leaf_is_the_digest_of_zero_and_the_line(void **state)
{
	(void)state;
	char hex[DIGEST_TEXT];
	/* Source: RFC 9162, 2.1.1; the leaf of no bytes, as in the tests of CT. */
	assert_string_equal(digest_print(ledger_leaf("", 0), hex),
			    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_its_form),
		cmocka_unit_test(every_kind_comes_back),
		cmocka_unit_test(long_texts_become_digests),
		cmocka_unit_test(the_limit_itself_fits),
		cmocka_unit_test(a_list_of_short_texts_can_be_too_long_too),
		cmocka_unit_test(bytes_that_are_not_utf8_stay_readable),
		cmocka_unit_test(other_lines_are_told_apart),
		cmocka_unit_test(the_quick_scan_agrees_with_the_slow_way),
		cmocka_unit_test(a_leaf_is_the_digest_of_zero_and_the_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
