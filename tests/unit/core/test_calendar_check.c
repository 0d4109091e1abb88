#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"

#define DAY(date, off) "{\"date\":\"" date "\",\"name\":\"春节\",\"isOffDay\":" off "}"
#define YEAR(year, days) "{\"year\":" year ",\"papers\":[\"https://a\"],\"days\":[" days "]}"

/* 2030 with all holidays of the decree, so that only the planted fault is found. */
/* clang-format off */
#define GOOD \
	DAY("2030-01-01", "true") "," DAY("2030-02-04", "true") "," DAY("2030-02-05", "true") "," \
	DAY("2030-04-05", "true") "," DAY("2030-05-01", "true") "," DAY("2030-05-02", "true") "," \
	DAY("2030-06-05", "true") "," DAY("2030-09-12", "true") "," DAY("2030-10-01", "true") "," \
	DAY("2030-10-02", "true") "," DAY("2030-10-03", "true")
/* clang-format on */

struct findings {
	int faults, warnings;
	char text[4096];
};

static void gather(void *ctx, bool warning, const char *source, const char *sentence)
{
	struct findings *findings = ctx;
	*(warning ? &findings->warnings : &findings->faults) += 1;
	size_t used = strlen(findings->text);
	snprintf(findings->text + used, sizeof(findings->text) - used, "%s: %s\n", source,
		 sentence);
}

/* Adds texts in turn and seals. */
static struct calendar *calendar_of(const char *first, const char *second)
{
	struct calendar *calendar = calendar_new();
	calendar_sample_add(calendar, first, "first.json");
	if (second != NULL)
		calendar_sample_add(calendar, second, "second.json");
	calendar_seal(calendar);
	return calendar;
}

static void the_delivered_files_have_no_fault(void **state)
{
	(void)state;
	struct calendar *calendar = calendar_sample(2007, 2026);
	struct findings findings = {0};
	calendar_check(calendar, gather, &findings);
	assert_string_equal(
		findings.text,
		"2020.json: 2020-02-03 is a make-up working day, but no Saturday or Sunday\n"
		"2026.json: 2026 is known and 2027 is not: 29 to 31 December 2026 and all of 2027 "
		"stay provisional until that notice is loaded\n");
	assert_int_equal(findings.faults, 0);
	assert_int_equal(findings.warnings, 2);
	calendar_free(calendar);
}

static void faults_are_found(void **state)
{
	(void)state;
	static const struct {
		const char *json;
		int faults, warnings; /* beyond the one on the last known year */
		const char *part;
	} cases[] = {
		{YEAR("2030", GOOD), 0, 0, "2031 is not"},
		{YEAR("2030", GOOD "," DAY("2030-03-13", "true")), 1, 0, "2030-03-13 is off as"},
		{YEAR("2030", GOOD "," DAY("2030-02-06", "true")), 0, 0, ""},
		{YEAR("2030", GOOD "," DAY("2030-02-07", "false")), 0, 1, "no Saturday or Sunday"},
		{YEAR("2030", GOOD "," DAY("2031-02-08", "false")), 1, 0,
		 "2031-02-08 lies outside"},
		{YEAR("2030", GOOD "," DAY("2029-11-30", "true")), 2, 0, "2029-11-30 lies outside"},
		{YEAR("2030", GOOD "," DAY("2029-12-29", "false")), 0, 0, ""},
		{YEAR("2030", GOOD "," DAY("2030-01-01", "true")), 0, 1, "stands twice"},
		{YEAR("2030", DAY("2030-01-01", "true")), 10, 0, "would be a working day"},
		{"{\"year\":2030,\"days\":[" GOOD "]}", 0, 1, "names no notice"},
		{YEAR("2030", ""), 0, 0, "2030 has no days"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct calendar *calendar = calendar_of(cases[i].json, NULL);
		struct findings findings = {0};
		calendar_check(calendar, gather, &findings);
		if (findings.faults != cases[i].faults ||
		    findings.warnings != cases[i].warnings + 1 ||
		    strstr(findings.text, cases[i].part) == NULL)
			fail_msg("case %zu: %d faults, %d warnings:\n%s", i, findings.faults,
				 findings.warnings, findings.text);
		calendar_free(calendar);
	}
}

/* A weekday off under another name is a regional holiday, or a single occasion as in 2015. */
static void other_holidays_are_no_fault(void **state)
{
	(void)state;
	struct calendar *calendar = calendar_of(
		YEAR("2030", GOOD), "{\"year\":2030,\"papers\":[\"桂政办发〔2030〕1号\"],\"days\":["
				    "{\"date\":\"2030-04-10\",\"name\":\"广西三月三\","
				    "\"isOffDay\":true}]}");
	struct findings findings = {0};
	calendar_check(calendar, gather, &findings);
	assert_int_equal(findings.faults, 0);
	assert_int_equal(findings.warnings, 1);
	calendar_free(calendar);
}

static void refused_files_are_told(void **state)
{
	(void)state;
	struct calendar *calendar = calendar_new();
	assert_int_equal(calendar_add_notice(calendar, "[]", 2, "first.json", NULL), -E_INVALID);
	calendar_sample_add(calendar, YEAR("2030", GOOD), "second.json");
	assert_int_equal(calendar_add_notice(calendar, "", 0, "third.json", NULL), -E_INVALID);
	calendar_seal(calendar);
	struct findings findings = {0};
	calendar_check(calendar, gather, &findings);
	assert_int_equal(findings.faults, 2);
	assert_int_equal(findings.warnings, 1);
	static const char first[] = "first.json: a holiday file is one JSON object\n";
	assert_int_equal(strncmp(findings.text, first, strlen(first)), 0);
	calendar_free(calendar);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_delivered_files_have_no_fault),
		cmocka_unit_test(faults_are_found),
		cmocka_unit_test(other_holidays_are_no_fault),
		cmocka_unit_test(refused_files_are_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
