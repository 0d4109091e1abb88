/* Real-looking pages against the document that should be on them: no wrong verdict. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/macros.h"
#include "unit/probe/corpus.h"

static bool has_finding(const struct verify_result *result, const char *finding)
{
	for (size_t i = 0; result->findings[i] != NULL; i++)
		if (strcmp(result->findings[i], finding) == 0)
			return true;
	return false;
}

/* Without a list nothing is asked; an empty one means that there is no finding at all. */
static bool are_findings_right(json_t *wanted, const struct verify_result *result)
{
	if (wanted == NULL)
		return true;
	if (json_array_size(wanted) == 0)
		return result->findings[0] == NULL;
	size_t i;
	json_t *finding;
	json_array_foreach(
		wanted, i,
		finding) if (!has_finding(result, json_string_value(finding))) return false;
	return true;
}

static bool is_right(const struct corpus *corpus, json_t *page)
{
	struct document issued;
	struct corpus_look look;
	struct verify_result result;
	corpus_document(corpus, page, &issued);
	corpus_look(page, &look);
	verify_page(&issued, reading_issued(&look.reading, &issued), &look.seen, &result);

	const char *says = json_member_text(page, "says");
	bool right = strcmp(verdict_name(result.verdict), json_member_text(page, "verdict")) == 0 &&
		     (says == NULL || strstr(result.reason, says) != NULL) &&
		     are_findings_right(json_object_get(page, "findings"), &result);
	if (!right || getenv("CORPUS_TELL") != NULL) {
		printf("%s %s: %s, wanted %s (%s); %s\n", right ? "right" : "WRONG",
		       json_member_text(page, "page"), verdict_name(result.verdict),
		       json_member_text(page, "verdict"), says != NULL ? says : "", result.reason);
		for (size_t i = 0; result.findings[i] != NULL; i++)
			printf("    finding %s\n", result.findings[i]);
	}
	corpus_look_finish(&look);
	document_finish(&issued);
	return right;
}

static void judge(const struct corpus *corpus, const char *folder, size_t at_least)
{
	size_t wrong = 0, count = 0, i;
	json_t *page;
	json_array_foreach(corpus->pages, i, page)
	{
		if (strncmp(json_member_text(page, "page"), folder, strlen(folder)) != 0)
			continue;
		count++;
		wrong += !is_right(corpus, page);
	}
	assert_true(count >= at_least);
	assert_int_equal(wrong, 0);
}

static void test_good_pages(void **state)
{
	judge(*state, "good/", 40);
}

static void test_traps(void **state)
{
	judge(*state, "trap/", 40);
}

/* Every trap is refused for every document, whatever its words. */
static void test_foreign_pages_are_never_present(void **state)
{
	const struct corpus *corpus = *state;
	size_t i;
	json_t *page;
	json_array_foreach(corpus->pages, i, page)
	{
		struct corpus_look look;
		corpus_look(page, &look);
		size_t k;
		json_t *other;
		json_array_foreach(corpus->pages, k, other)
		{
			if (strcmp(json_member_text(page, "document"),
				   json_member_text(other, "document")) == 0)
				continue;
			struct document issued;
			struct verify_result result;
			corpus_document(corpus, other, &issued);
			verify_page(&issued, reading_issued(&look.reading, &issued), &look.seen,
				    &result);
			assert_int_not_equal(result.verdict, VERDICT_PRESENT);
			document_finish(&issued);
			k += 15; /* every document is met */
		}
		corpus_look_finish(&look);
	}
}

static int open_corpus(void **state)
{
	static struct corpus corpus;
	corpus_open(&corpus);
	*state = &corpus;
	return 0;
}

static int close_corpus(void **state)
{
	corpus_close(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_pages),
		cmocka_unit_test(test_traps),
		cmocka_unit_test(test_foreign_pages_are_never_present),
	};
	return cmocka_run_group_tests(tests, open_corpus, close_corpus);
}
