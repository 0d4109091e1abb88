/* The verdict from what was seen; whole pages are in tests/unit/probe/test_corpus.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/macros.h"
#include "core/verify/verify.h"

#define URL "https://slj.example.gov.cn/a.html"
#define TITLE "关于下达经费的通知"
#define NUMBER "盐水财〔2009〕15号"
#define BODY                                                                                                                   \
	"各县（市、区）水利局：\n现将2009年度维修养护经费120万元下达给你们，请专款专用。\n" \
	"盐城市水利局\n2009年3月2日"
#define OFFSET_S (8 * 3600)

static struct document document(void)
{
	struct document issued = {.title = TITLE, .issuer = "盐城市水利局", .body = BODY};
	issued.number = doc_number_read(&issued.pool, NUMBER);
	issued.issued_on = (struct civil_date){2009, 3, 2};
	return issued;
}

static struct seen_page page(const char *text)
{
	return (struct seen_page){.reached = true,
				  .status = 200,
				  .asked_url = URL,
				  .url = URL,
				  .host = "slj.example.gov.cn",
				  .title = TITLE,
				  .text = text,
				  .hidden = "",
				  .age_s = -1,
				  .offset_s = OFFSET_S};
}

static struct verify_result judge(const struct seen_page *seen)
{
	struct document issued = document();
	struct verify_result result;
	verify_page(&issued, NULL, seen, &result);
	document_finish(&issued);
	return result;
}

static void expect(const struct seen_page *seen, enum verdict verdict, const char *says)
{
	struct verify_result result = judge(seen);
	if (result.verdict != verdict || strstr(result.reason, says) == NULL)
		fail_msg("%s (%s), expected %s (%s)", verdict_name(result.verdict), result.reason,
			 verdict_name(verdict), says);
	assert_true(strlen(result.reason) > 0);
}

#define WHOLE TITLE "\n文号：" NUMBER "\n" BODY "\n主办：盐城市水利局"

/* --- before the text ------------------------------------------------------------------------- */

static void every_status_has_its_verdict(void **state)
{
	(void)state;
	for (int status = 100; status < 600; status++) {
		struct seen_page seen = page(WHOLE);
		seen.status = status;
		enum verdict wanted = VERDICT_UNKNOWN;
		if (status == 200 || status == 203)
			wanted = VERDICT_PRESENT;
		else if (status == 401 || status == 404 || status == 410 || status == 451)
			wanted = VERDICT_ABSENT;
		expect(&seen, wanted, "");
	}
}

static void no_answer_is_unknown(void **state)
{
	(void)state;
	struct seen_page seen = page(NULL);
	seen.reached = false;
	seen.failure = "没有等到完整的回答";
	expect(&seen, VERDICT_UNKNOWN, "没有等到完整的回答");
	seen = page(WHOLE);
	seen.truncated = true;
	expect(&seen, VERDICT_UNKNOWN, "太长");
	seen = page(NULL);
	seen.encoding_failure = "第 3 个字节";
	expect(&seen, VERDICT_UNKNOWN, "第 3 个字节");
	seen = page(NULL);
	seen.title = NULL;
	seen.hidden = NULL;
	expect(&seen, VERDICT_UNKNOWN, "没有可读的文字");
}

static void the_host_must_be_ours(void **state)
{
	(void)state;
	static const char *const more[] = {"files.example.gov.cn:8080", "www.example.gov.cn", NULL};
	static const struct {
		const char *url;
		bool ours;
	} cases[] = {
		{"https://slj.example.gov.cn/b.html", true},
		{"http://SLJ.example.gov.cn:80/b.html", true},
		{"https://slj.example.gov.cn:443/b.html", true},
		{"https://www.example.gov.cn/b.html", true},
		{"https://files.example.gov.cn:8080/b.html", true},
		{"https://files.example.gov.cn/b.html", false},
		{"https://slj.example.gov.cn.evil.com/b.html", false},
		{"https://xslj.example.gov.cn/b.html", false},
		{"https://evil.com/slj.example.gov.cn/", false},
		{"https://evil.com/?u=https://slj.example.gov.cn/b.html", false},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct seen_page seen = page(WHOLE);
		seen.url = cases[i].url;
		seen.hosts = more;
		expect(&seen, cases[i].ours ? VERDICT_PRESENT : VERDICT_ABSENT, "");
	}
	struct seen_page seen = page(WHOLE);
	seen.host = NULL;
	expect(&seen, VERDICT_PRESENT, "");
	seen.url = "https://evil.com/a.html";
	expect(&seen, VERDICT_ABSENT, "别的网站");
}

static void the_home_page_is_no_document(void **state)
{
	(void)state;
	struct seen_page seen = page(WHOLE);
	seen.url = "https://slj.example.gov.cn/";
	expect(&seen, VERDICT_ABSENT, "首页");
	seen.url = "https://slj.example.gov.cn/?p=5";
	expect(&seen, VERDICT_PRESENT, "");
	seen.asked_url = seen.url = "https://slj.example.gov.cn/";
	expect(&seen, VERDICT_PRESENT, "");
}

/* --- the text -------------------------------------------------------------------------------- */

static void what_is_there_decides(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum verdict verdict;
		const char *says;
	} cases[] = {
		{WHOLE, VERDICT_PRESENT, "一致"},
		{"文号：" NUMBER "\n" BODY, VERDICT_PRESENT, ""}, /* <title> has it */
		{TITLE "\n" BODY, VERDICT_DIFFERS, "没有文号"},
		{TITLE "\n文号：盐水财〔2009〕16号\n" BODY, VERDICT_DIFFERS, "盐水财〔2009〕16号"},
		{TITLE "\n文号：盐水财〔2009〕16号\n文号：" NUMBER "\n" BODY, VERDICT_PRESENT, ""},
		{TITLE "\n" NUMBER "5\n" BODY, VERDICT_PRESENT, ""},
		{TITLE "\n盐水财〔2009〕150号\n" BODY, VERDICT_DIFFERS, "没有文号"},
		{TITLE "\n盐水财（2009）第015号\n" BODY, VERDICT_PRESENT, ""},
		{TITLE "\n成文日期：2009-03-03\n文号：" NUMBER "\n" BODY, VERDICT_DIFFERS,
		 "2009-03-03"},
		{TITLE "\n成文日期：2009年3月2日\n文号：" NUMBER "\n" BODY, VERDICT_PRESENT, ""},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct seen_page seen = page(cases[i].text);
		expect(&seen, cases[i].verdict, cases[i].says);
	}
}

static void a_date_may_stand_in_a_tag(void **state)
{
	(void)state;
	const char *text = TITLE
		"\n" NUMBER "\n各县（市、区）水利局：\n"
		"现将2009年度维修养护经费120万元下达给你们，请专款专用。\n盐城市水利局";
	struct document issued = document();
	struct seen_page seen = page(text);
	const struct seen_meta pub_date = {"PubDate", "2009-03-02"};
	const struct seen_meta date = {"DocDate", "2009年3月2日"};
	struct verify_result result;
	seen.meta_count = 1;
	seen.metas = &pub_date;
	verify_page(&issued, NULL, &seen, &result);
	assert_int_equal(result.verdict, VERDICT_DIFFERS);
	seen.metas = &date;
	verify_page(&issued, NULL, &seen, &result);
	assert_int_equal(result.verdict, VERDICT_PRESENT);
	document_finish(&issued);
}

static void html_bodies_come_as_text(void **state)
{
	(void)state;
	struct document issued = document();
	issued.body = "<p>各县（市、区）水利局：</p>";
	issued.body_is_html = true;
	struct seen_page seen = page(WHOLE);
	struct verify_result result;
	verify_page(&issued, "各县（市、区）水利局：", &seen, &result);
	assert_int_equal(result.verdict, VERDICT_PRESENT);
	document_finish(&issued);
}

/* A changed character anywhere in the body is found. */
static void every_changed_character_is_found(void **state)
{
	(void)state;
	struct document issued = document();
	for (size_t i = 0; i < strlen(BODY); i++) {
		char text[1024] = WHOLE;
		char *body = strstr(text, "各县");
		unsigned char *at = (unsigned char *)body + i;
		if (*at == '\n' || (*at & 0xc0) == 0x80)
			continue;
		if (*at < 0x80)
			*at = *at == '9' ? '8' : '9';
		else
			memcpy(at, "鑫", 3);
		struct seen_page seen = page(text);
		struct verify_result result;
		verify_page(&issued, NULL, &seen, &result);
		if (result.verdict != VERDICT_DIFFERS)
			fail_msg("byte %zu: %s", i, verdict_name(result.verdict));
	}
	document_finish(&issued);
}

/* --- findings -------------------------------------------------------------------------------- */

static const char *all_tags(const char *pub_date, const char *title, struct seen_page *seen)
{
	static const char *const names[] = {"SiteName",   "SiteDomain", "SiteIDCode",
					    "ColumnName", "ColumnType", "ContentSource"};
	static struct seen_meta metas[ARRAY_LEN(names) + 2];
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		metas[i] = (struct seen_meta){names[i], "x"};
	metas[ARRAY_LEN(names)] = (struct seen_meta){"pubdate", pub_date};
	metas[ARRAY_LEN(names) + 1] = (struct seen_meta){"ArticleTitle", title};
	seen->metas = metas;
	seen->meta_count = ARRAY_LEN(metas);
	return pub_date;
}

static void pub_date_tells(void **state)
{
	(void)state;
	static const struct {
		const char *pub_date;
		const char *findings[3];
	} cases[] = {
		{"2009-03-05 15:30", {NULL}},
		{"2009-03-05 15:10", {NULL}},
		{"2009-03-05 09:00", {NULL}}, /* the day agrees */
		{"2009-03-04 15:30", {"back-dating"}},
		{"2009-03-04", {"pubdate-format", "back-dating"}},
		{"2009-03-05", {"pubdate-format"}},
		{"2009-03-05 03:30", {"pubdate-12h"}},
		{"2009-03-05 15:30:00", {"pubdate-format"}},
		{"2009/03/05 15:30", {"pubdate-format"}},
		{"2009-3-5 15:30", {"pubdate-format"}},
		{"2009-03-05T15:30", {"pubdate-format"}},
		{"昨天", {"pubdate-format"}},
		{"2009-03-05 25:30", {"pubdate-format"}},
		{"2009-03-06 15:30", {"pubdate-future"}},
		{"2009-03-05 15:45", {"pubdate-future"}},
		{"2009-03-05 15:39", {NULL}},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct seen_page seen = page(WHOLE);
		struct civil_date day = {2009, 3, 5};
		all_tags(cases[i].pub_date, TITLE, &seen);
		seen.published_at = instant_of(day, 15 * 3600 + 1800, OFFSET_S);
		seen.at = instant_add_us(seen.published_at, INSTANT_MINUTE);
		struct verify_result result = judge(&seen);
		assert_int_equal(result.verdict, VERDICT_PRESENT);
		for (size_t k = 0; k < 3; k++) {
			const char *wanted = cases[i].findings[k];
			const char *found = result.findings[k];
			if ((wanted == NULL) != (found == NULL) ||
			    (wanted != NULL && strcmp(wanted, found) != 0))
				fail_msg("%s: finding %zu is %s", cases[i].pub_date, k,
					 found != NULL ? found : "none");
			if (wanted == NULL)
				break;
		}
	}
}

static void midnight_is_no_back_dating(void **state)
{
	(void)state;
	struct seen_page seen = page(WHOLE);
	struct civil_date day = {2009, 3, 6};
	all_tags("2009-03-05 23:57", TITLE, &seen);
	seen.first_seen_at = instant_of(day, 120, OFFSET_S); /* published_at is not known */
	seen.at = seen.first_seen_at;
	assert_null(judge(&seen).findings[0]);
	seen.first_seen_at = instant_of(day, 1200, OFFSET_S);
	assert_string_equal(judge(&seen).findings[0], "back-dating");
}

static void tags_tell(void **state)
{
	(void)state;
	struct seen_page seen = page(WHOLE);
	assert_string_equal(judge(&seen).findings[0], "tags-missing");
	all_tags("2009-03-05 15:30", " 关于下达\u201c经费\u201d的通知 ", &seen);
	assert_null(judge(&seen).findings[0]);
	all_tags("2009-03-05 15:30", "通知", &seen);
	assert_string_equal(judge(&seen).findings[0], "tag-wrong");
	all_tags("", TITLE, &seen);
	assert_string_equal(judge(&seen).findings[0], "tags-missing");
	all_tags("2009-03-05 15:30", TITLE, &seen);
	seen.charset_conflict = true;
	seen.age_s = 601;
	assert_string_equal(judge(&seen).findings[0], "charset-conflict");
	assert_string_equal(judge(&seen).findings[1], "stale-cache");
	assert_null(judge(&seen).findings[2]);
	seen.text = TITLE "\n盐水财[2009]15号\n" BODY;
	assert_string_equal(judge(&seen).findings[2], "doc-number-form");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_status_has_its_verdict),
		cmocka_unit_test(no_answer_is_unknown),
		cmocka_unit_test(the_host_must_be_ours),
		cmocka_unit_test(the_home_page_is_no_document),
		cmocka_unit_test(what_is_there_decides),
		cmocka_unit_test(a_date_may_stand_in_a_tag),
		cmocka_unit_test(html_bodies_come_as_text),
		cmocka_unit_test(every_changed_character_is_found),
		cmocka_unit_test(pub_date_tells),
		cmocka_unit_test(midnight_is_no_back_dating),
		cmocka_unit_test(tags_tell),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
