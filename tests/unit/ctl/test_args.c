#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/macros.h"
#include "ctl/args.h"
#include "ctl/commands.h"

static char *const *words(char **room, const char *line, int *count)
{
	static char text[512];
	strncpy(text, line, sizeof(text) - 1);
	*count = 0;
	char *rest = text;
	for (char *at; (at = strsep(&rest, " ")) != NULL;)
		room[(*count)++] = at;
	return room;
}

static int parse(const char *line, struct args *args, struct error *err)
{
	char *room[32];
	int count;
	char *const *argv = words(room, line, &count);
	return args_parse(commands, count, argv, args, err);
}

static void test_places_of_options(void **state UNUSED)
{
	static const char *const lines[] = {
		"gongshictl --json extend 9 ten-day --to 2009-04-01 --by li",
		"gongshictl extend --to 2009-04-01 9 --by=li ten-day --json",
		"gongshictl extend --by li --json --to=2009-04-01 -- 9 ten-day",
	};
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct args args;
		struct error err = {0};
		assert_int_equal(parse(lines[i], &args, &err), 0);
		assert_string_equal(args.command->name, "extend");
		assert_string_equal(args_operand(&args, 0), "9");
		assert_string_equal(args_operand(&args, 1), "ten-day");
		assert_null(args_operand(&args, 2));
		assert_string_equal(args_value(&args, "to"), "2009-04-01");
		assert_string_equal(args_value(&args, "by"), "li");
		assert_null(args_value(&args, "reason"));
		assert_true(args_has(&args, "json"));
		args_finish(&args);
	}
}

static void test_two_words(void **state UNUSED)
{
	struct args args;
	struct error err = {0};
	assert_int_equal(
		parse("gongshictl ledger --json verify --checkpoint a --checkpoint=b", &args, &err),
		0);
	assert_string_equal(args.command->name, "ledger verify");
	assert_int_equal(args.given.len, 3);
	assert_string_equal(args_value(&args, "checkpoint"), "b");
	args_finish(&args);
}

static void test_operands_like_options(void **state UNUSED)
{
	struct args args;
	struct error err = {0};
	assert_int_equal(parse("gongshictl submit - -- --odd.json", &args, &err), 0);
	assert_string_equal(args_operand(&args, 0), "-");
	assert_string_equal(args_operand(&args, 1), "--odd.json");
	args_finish(&args);
}

static void test_wrong_words(void **state UNUSED)
{
	static const struct {
		const char *line, *sentence;
	} cases[] = {
		{"gongshictl", "no command"},
		{"gongshictl statu", "did you mean status?"},
		{"gongshictl nonsense", "unknown command nonsense"},
		{"gongshictl ledger", "second word"},
		{"gongshictl ledger verfy", "did you mean ledger verify?"},
		{"gongshictl show", "show needs ID"},
		{"gongshictl show 1 2", "\"2\""},
		{"gongshictl status --by li", "status has no option --by"},
		{"gongshictl list --phse open", "did you mean --phase?"},
		{"gongshictl list --phase", "--phase needs a value"},
		{"gongshictl list --json=1", "takes no value"},
		{"gongshictl list --limit 1 --limit 2", "given twice"},
		{"gongshictl list -v", "no option -v"},
		{"gongshictl --by li list", "before the command"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct args args;
		struct error err = {0};
		assert_int_equal(parse(cases[i].line, &args, &err), -E_INVALID);
		if (strstr(err.text, cases[i].sentence) == NULL)
			fail_msg("%s: %s", cases[i].line, err.text);
		args_finish(&args);
	}
}

/* Every row can be found by its name, has a help, and its options have one. */
static void test_table(void **state UNUSED)
{
	for (const struct command *row = commands; row->name != NULL; row++) {
		char first[64];
		bool two;
		strncpy(first, row->name, sizeof(first) - 1);
		char *blank = strchr(first, ' ');
		if (blank != NULL)
			*blank = '\0';
		assert_ptr_equal(
			command_find(commands, first, blank != NULL ? blank + 1 : NULL, &two), row);
		assert_int_equal(two, blank != NULL);
		assert_true(row->help[0] != '\0' && row->run != NULL);
		assert_true(row->most < 0 || row->most >= row->least);
		for (const struct option *o = row->options; o != NULL && o->name != NULL; o++)
			assert_true(o->help != NULL && o->help[0] != '\0');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places_of_options),
		cmocka_unit_test(test_two_words),
		cmocka_unit_test(test_operands_like_options),
		cmocka_unit_test(test_wrong_words),
		cmocka_unit_test(test_table),
	};
	return cmocka_run_group_tests_name("ctl/args", tests, NULL, NULL);
}
