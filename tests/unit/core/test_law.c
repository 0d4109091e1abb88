#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "base/json.h"

static int make_law(void **state)
{
	*state = law_sample();
	return 0;
}

static int drop_law(void **state)
{
	law_free(*state);
	return 0;
}

static void things_are_found_by_id(void **state)
{
	const struct law *law = *state;
	assert_string_equal(law_rule(law, "statutory")->id, "statutory");
	assert_string_equal(law_ladder(law, "standard")->id, "standard");
	assert_string_equal(law_person(law, "li")->name, "李芳");
	assert_string_equal(law_department(law, "planning")->name, "规划计划处");
	assert_string_equal(law_channel(law, "board")->name, "board");
	assert_string_equal(law_category(law, "appointment-notice")->name, "任前公示");
	assert_string_equal(law_category(law, "任前公示")->id, "appointment-notice");
}

static void unknown_ids_find_nothing(void **state)
{
	const struct law *law = *state;
	static const char *const unknown[] = {"", "nobody", NULL};
	for (size_t i = 0; i < 3; i++) {
		assert_null(law_rule(law, unknown[i]));
		assert_null(law_ladder(law, unknown[i]));
		assert_null(law_person(law, unknown[i]));
		assert_null(law_department(law, unknown[i]));
		assert_null(law_department_named(law, unknown[i]));
		assert_null(law_channel(law, unknown[i]));
		assert_null(law_category(law, unknown[i]));
	}
	const struct law empty = {0};
	assert_null(law_person(&empty, "li"));
	assert_null(law_department_named(&empty, "水文处"));
}

static void departments_have_names_and_aliases(void **state)
{
	const struct law *law = *state;
	static const char *const names[] = {"hydrology", "水文处", "水文水资源处"};
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(law_department_named(law, names[i])->id, "hydrology");

	/* A name wins over an alias, wherever it stands. */
	static const char *const aliases[] = {"办公室", NULL};
	const struct department two[] = {
		{.id = "a", .name = "综合处", .aliases = aliases},
		{.id = "b", .name = "办公室"},
	};
	const struct law other = {.departments = two, .department_count = 2};
	assert_string_equal(law_department_named(&other, "办公室")->id, "b");
}

static void posts_are_held_by_people(void **state)
{
	const struct law *law = *state;
	struct civil_date on = date_sample("2009-03-02");
	assert_string_equal(law_post_holder(law, "hydrology", "head", on)->id, "li");
	assert_string_equal(law_post_holder(law, "hydrology", "office", on)->id, "zhou");
	assert_string_equal(law_post_holder(law, NULL, "director", on)->id, "chen");
	assert_string_equal(law_post_holder(law, "nowhere", "director", on)->id, "chen");
	assert_null(law_post_holder(law, NULL, "head", on));
	assert_null(law_post_holder(law, "hydrology", "porter", on));
}

static void absence_passes_a_post_on(void **state)
{
	(void)state;
	const struct absence march[] = {
		{date_sample("2009-03-02"), date_sample("2009-03-06")},
		{date_sample("2009-03-20"), date_sample("")},
	};
	const struct absence fifth[] = {{date_sample("2009-03-05"), date_sample("2009-03-05")}};
	const struct absence fourth[] = {{date_sample(""), date_sample("2009-03-04")}};
	const struct person people[] = {
		{.id = "a", .away = march, .away_count = 2, .deputy = "b"},
		{.id = "b", .away = fifth, .away_count = 1, .deputy = "a"},
		{.id = "c", .away = fourth, .away_count = 1},
	};
	const struct post posts[] = {{"first", "a"}, {"third", "c"}, {"ghost", "gone"}};
	const struct law law = {
		.people = people, .person_count = 3, .posts = posts, .post_count = 3};

	static const struct {
		const char *post, *on, *person;
	} cases[] = {
		{"first", "2009-03-01", "a"},  {"first", "2009-03-02", "b"},
		{"first", "2009-03-06", "b"},  {"first", "2009-03-07", "a"},
		{"first", "2029-03-06", "b"},  /* away until further notice */
		{"first", "2009-03-05", NULL}, /* each other's deputy, both away */
		{"third", "2009-03-04", NULL}, {"third", "2009-03-05", "c"},
		{"ghost", "2009-03-05", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct person *holder = law_post_holder(&law, NULL, cases[i].post,
							      date_sample(cases[i].on));
		if (cases[i].person == NULL)
			assert_null(holder);
		else
			assert_string_equal(holder->id, cases[i].person);
	}
}

static void notifiers_reach_whom_they_can(void **state)
{
	(void)state;
	scoped(json_drop) json_t *addresses = json_pack("{s:s}", "wecom", "zhangwei");
	const struct person mail = {.id = "a", .mail = "a@example.gov.cn"};
	const struct person empty = {.id = "b", .mail = " "};
	const struct person robot = {.id = "c", .addresses = addresses};
	const struct notifier_terms smtp = {.name = "mail", .type = "smtp", .needs_mail = true};
	const struct notifier_terms sms = {.name = "sms", .type = "exec", .needs_mobile = true};
	const struct notifier_terms wecom = {.name = "chat", .type = "wecom", .needs_mobile = true};
	const struct notifier_terms journal = {.name = "journal", .type = "journal"};
	assert_true(law_reaches(&smtp, &mail));
	assert_false(law_reaches(&smtp, &empty));
	assert_false(law_reaches(&sms, &mail));
	assert_true(law_reaches(&wecom, &robot));
	assert_false(law_reaches(&smtp, &robot));
	assert_true(law_reaches(&journal, &empty));
}

static void a_law_owns_what_it_holds(void **state)
{
	(void)state;
	struct law *law = law_sample_with(calendar_sample(2026, 2026));
	struct person *person = pool_alloc(&law->pool, sizeof(*person));
	person->id = pool_text(&law->pool, "a");
	person->addresses = json_pack("{s:s}", "wecom", "zhangwei");
	law->people = person;
	law->person_count = 1;
	law_free(law);
	law_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(things_are_found_by_id),
		cmocka_unit_test(unknown_ids_find_nothing),
		cmocka_unit_test(departments_have_names_and_aliases),
		cmocka_unit_test(posts_are_held_by_people),
		cmocka_unit_test(absence_passes_a_post_on),
		cmocka_unit_test(notifiers_reach_whom_they_can),
		cmocka_unit_test(a_law_owns_what_it_holds),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
