#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/obligation/obligation.h"
#include "dossier_sample.h"

static const char *const both[] = {"website", "board", NULL};
static const char *const website[] = {"website", NULL};

static void a_phase_follows_from_facts_and_a_moment(void **state)
{
	(void)state;
	/* Due 12 March, that is until 24:00; due soon from the 9th, 08:30. */
	static const struct {
		enum obligation_state duty;
		enum disclosure disclosure;
		bool withdrawn;
		const char *met_at, *now, *phase;
	} cases[] = {
		{OBL_OPEN, DISCLOSURE_ACTIVE, false, NULL, "2009-03-09 08:29:59", "open"},
		{OBL_OPEN, DISCLOSURE_ACTIVE, false, NULL, "2009-03-09 08:30:00", "due-soon"},
		/* The statute counts days: 23:59 local time is still in time. */
		{OBL_OPEN, DISCLOSURE_ACTIVE, false, NULL, "2009-03-12 23:59:59", "due-soon"},
		{OBL_OPEN, DISCLOSURE_ACTIVE, false, NULL, "2009-03-13 00:00:00", "overdue"},
		{OBL_MET, DISCLOSURE_ACTIVE, false, "2009-03-12 23:59:59", "2010-01-01 00:00",
		 "met"},
		{OBL_MET, DISCLOSURE_ACTIVE, false, "2009-03-13 00:00:00", "2010-01-01 00:00",
		 "met-late"},
		{OBL_MET, DISCLOSURE_ACTIVE, true, "2009-03-10 00:00", "2010-01-01 00:00", "met"},
		{OBL_EXEMPT, DISCLOSURE_ACTIVE, false, NULL, "2010-01-01 00:00", "exempt"},
		{OBL_OPEN, DISCLOSURE_NONE, false, NULL, "2010-01-01 00:00", "exempt"},
		{OBL_OPEN, DISCLOSURE_ON_REQUEST, false, NULL, "2010-01-01 00:00", "exempt"},
		{OBL_OPEN, DISCLOSURE_ACTIVE, true, NULL, "2010-01-01 00:00", "exempt"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct dossier dossier = {.disclosure = cases[i].disclosure,
						.withdrawn = cases[i].withdrawn};
		struct obligation duty = {.state = cases[i].duty,
					  .due_at = moment("2009-03-13 00:00")};
		if (cases[i].met_at != NULL)
			duty.met_at = moment(cases[i].met_at);
		enum obligation_phase phase = obligation_phase(
			&dossier, &duty, moment("2009-03-09 08:30"), moment(cases[i].now));
		assert_string_equal(obligation_phase_name(phase), cases[i].phase);
		assert_true(obligation_phase_label(phase)[0] != '\0');
	}
}

static void without_a_ladder_nothing_is_due_soon(void **state)
{
	(void)state;
	const struct dossier dossier = {0};
	const struct obligation duty = {.due_at = moment("2009-03-13 00:00")};
	assert_int_equal(
		obligation_phase(&dossier, &duty, INSTANT_NEVER, moment("2009-03-12 23:00")),
		PHASE_OPEN);
}

static void a_duty_is_fulfilled_when_its_last_channel_is(void **state)
{
	(void)state;
	static const struct {
		enum publication_state website, board;
		int website_revision, board_revision;
		const char *const *channels;
		const char *met_at; /* NULL: not fulfilled */
	} cases[] = {
		{PUB_PROVEN, PUB_ATTESTED, 2, 2, both, "2009-03-04 10:00:00"},
		{PUB_PROVEN, PUB_PENDING, 2, 0, both, NULL},
		{PUB_PROVEN, PUB_PENDING, 2, 0, website, "2009-03-03 09:00:00"},
		{PUB_ACCEPTED, PUB_ATTESTED, 2, 2, both, NULL},
		{PUB_GONE, PUB_ATTESTED, 2, 2, both, NULL},
		{PUB_PROVEN, PUB_ATTESTED, 1, 2, both, NULL}, /* the text before */
		{PUB_PROVEN, PUB_ATTESTED, 2, 1, both, NULL},
		{PUB_WITHDRAWN, PUB_ATTESTED, 2, 2, both, NULL},
		{PUB_PROVEN, PUB_ATTESTED, 2, 2, NULL, NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct dossier dossier = {.revision = 2};
		*VEC_PUSH(&dossier.publications) = (struct publication){
			.channel = "website",
			.state = cases[i].website,
			.revision = cases[i].website_revision,
			.first_seen_at = moment("2009-03-03 09:00"),
		};
		*VEC_PUSH(&dossier.publications) = (struct publication){
			.channel = "board",
			.state = cases[i].board,
			.revision = cases[i].board_revision,
			.first_seen_at = moment("2009-03-04 10:00"),
		};
		const struct obligation duty = {.channels = cases[i].channels};
		struct instant met_at = {0};
		assert_int_equal(obligation_is_fulfilled(&dossier, &duty, &met_at),
				 cases[i].met_at != NULL);
		if (cases[i].met_at != NULL)
			assert_string_equal(moment_text(met_at), cases[i].met_at);
		dossier_finish(&dossier);
	}
}

static void a_channel_is_wanted_by_duties_that_were_not_dropped(void **state)
{
	(void)state;
	struct dossier dossier = {0};
	assert_false(obligation_wants(&dossier, "website"));
	*VEC_PUSH(&dossier.obligations) = (struct obligation){.channels = both,
							      .state = OBL_EXEMPT};
	assert_false(obligation_wants(&dossier, "website"));
	*VEC_PUSH(&dossier.obligations) = (struct obligation){.channels = website,
							      .state = OBL_MET};
	assert_true(obligation_wants(&dossier, "website"));
	assert_false(obligation_wants(&dossier, "board"));
	dossier_finish(&dossier);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_phase_follows_from_facts_and_a_moment),
		cmocka_unit_test(without_a_ladder_nothing_is_due_soon),
		cmocka_unit_test(a_duty_is_fulfilled_when_its_last_channel_is),
		cmocka_unit_test(a_channel_is_wanted_by_duties_that_were_not_dropped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
