/* The issued text on the page: in one run, in pieces with a template between them, or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/macros.h"
#include "core/verify/text_match.h"

#define A "各单位要按时公开文件。"
#define B "今年安排经费120万元。"
#define C "联系电话88191234。"
#define SIGN "盐城市水利局"
#define DATE "2009年3月2日"

static struct text_match match(const char *body, const char *page)
{
	static const char *const loose[] = {SIGN, DATE, NULL};
	struct folded body_folded, page_folded;
	fold_text(body, strlen(body), &body_folded);
	fold_text(page, strlen(page), &page_folded);
	struct text_match found = text_match(&body_folded, &page_folded, loose);
	fold_finish(&body_folded);
	fold_finish(&page_folded);
	return found;
}

static void pages_are_compared(void **state)
{
	(void)state;
	static const struct {
		const char *body, *page;
		enum text_difference wanted;
	} cases[] = {
		{"", "", TEXT_SAME},
		{A, "", TEXT_MISSING},
		{A "\n" B, "题\n" A "\n" B "\n尾", TEXT_SAME},
		{A "\n" B, "题" A B "尾", TEXT_SAME},
		{A B, A "\n" B, TEXT_SAME},
		{A "\n" B "\n" C, A "\n分享到：微信\n" B "\n" C, TEXT_SAME},
		{A B C, A "\n分享到：微信\n" B C, TEXT_SAME}, /* also within a line, behind 。 */
		{A "\n" B "\n" C, A "分享到：微信" B "\n" C,
		 TEXT_INSERTED}, /* not on its own line */
		{A "\n" B "\n" C, A "\n第2页\n" B "\n" C, TEXT_SAME},
		{A "\n" B "\n" C, A "\n- 2 -\n" B "\n" C, TEXT_SAME},
		{A "\n" B "\n" C, A "\n200\n" B "\n" C, TEXT_INSERTED},
		{A "\n" B "\n" C, A "\n分享给大家。\n" B "\n" C, TEXT_INSERTED},
		{A "\n" B "\n" C, A "\n" C, TEXT_MISSING},
		{A "\n" B "\n" C, A, TEXT_CUT},
		{A "\n" B "\n" C, A "\n今年安排经费", TEXT_CUT},
		{A "\n" B "\n" C, B "\n" A "\n" C, TEXT_MOVED},
		{A "\n" B "\n" C, A "\n今年安排经费210万元。\n" C, TEXT_CHANGED},
		{A "\n" B "\n" C, A "\n" B "\n联系电话88191243。", TEXT_CHANGED},
		/* The first lines once more above: in an abstract, in a heading. */
		{A "\n" B "\n" C, A "\n发布时间：2009-03-05\n" A "\n" B "\n" C, TEXT_SAME},
		{A "\n" B "\n" C, "摘要\n" A "\n甲。\n" A "\n分享\n" B "\n" C, TEXT_SAME},
		/* Loose lines may be left out or stand elsewhere, but not read otherwise. */
		{A "\n" SIGN "\n" DATE, SIGN "\n" A "\n下一篇：无", TEXT_SAME},
		{A "\n" SIGN "\n" DATE, A "\n" DATE "\n" SIGN, TEXT_SAME},
		{A "\n" SIGN "\n" DATE, A "\n盐城市水务局\n" DATE, TEXT_CHANGED},
		{A "\n" SIGN "\n" DATE, A "\n" SIGN "\n2009年3月5日", TEXT_CHANGED},
		/* Short texts and numbers have edges. */
		{"同意。", "不同意。", TEXT_INSERTED},
		{"同意。", "答复：同意。", TEXT_SAME},
		{"经费120", "经费1200", TEXT_CHANGED},
		{"经费120", "经费120\n00", TEXT_SAME},
		{A "\n经费120", A "\n打印\n经费1200", TEXT_CHANGED},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct text_match found = match(cases[i].body, cases[i].page);
		if (found.difference != cases[i].wanted)
			fail_msg("case %zu: %d, expected %d", i, found.difference, cases[i].wanted);
	}
}

static void the_place_is_told(void **state)
{
	(void)state;
	struct text_match found = match(A "\n" B "\n" C, A "\n今年安排经费210万元。\n" C);
	assert_int_equal(found.body_at, strlen(A "今年安排经费"));
	assert_int_equal(found.page_at, strlen(A "今年安排经费"));
	assert_true(found.shown_percent > 50 && found.shown_percent < 100);
	assert_int_equal(match(A, "别的文字").shown_percent, 0);
	assert_int_equal(match(A, A).shown_percent, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_compared),
		cmocka_unit_test(the_place_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
