#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "base/text.h"
#include "core/schedule/schedule.h"
#include "dossier_sample.h"

/* The list as text: "at what rung people", a line each. */
static const char *list_text(const struct dossier_sample *s, int repeats, int room)
{
	static struct buf text;
	struct schedule_line lines[32];
	struct dossier_hold holds[DOSSIER_HOLDS];
	bool open = dossier_holds(&s->dossier, s->law, s->now, holds) == 0;
	int count = schedule_list(&s->dossier, s->law, open, s->now, repeats, lines, room);
	buf_clear(&text);
	for (int i = 0; i < count; i++) {
		buf_print(&text, "%.16s %s", moment_text(lines[i].at), lines[i].what);
		if (text_equal(lines[i].what, "rung"))
			buf_print(&text, " %d", lines[i].rung);
		for (int k = 0; k < lines[i].tell_count; k++)
			buf_print(&text, " %s", lines[i].tell[k]->id);
		buf_char(&text, '\n');
	}
	return buf_text(&text);
}

static void start(struct dossier_sample *s, struct law *law, const char *not_before)
{
	struct document document = document_sample("2009-03-02");
	document.not_before = date_sample(not_before);
	dossier_sample_start(s, law);
	sample_receive(s, "2009-03-02 09:00", &document);
}

/* What will happen if nothing else does. */
static void the_list_names_exact_moments_and_people(void **state)
{
	struct dossier_sample s;
	start(&s, *state, "2009-03-10");
	assert_string_equal(list_text(&s, 2, 32), "2009-03-09 08:30 rung 1 zhang\n"
						  "2009-03-10 00:00 not-before\n"
						  "2009-03-11 08:30 rung 2 zhang li\n"
						  "2009-03-12 08:30 rung 3 li wang\n"
						  "2009-03-13 00:00 due\n"
						  "2009-03-17 08:30 rung 4 wang zhou\n"
						  "2009-03-24 08:30 rung 5 zhou chen\n"
						  "2009-03-31 08:30 rung 6 zhou chen\n");
	/* Past the room the latest is left out. */
	assert_string_equal(list_text(&s, 2, 2), "2009-03-09 08:30 rung 1 zhang\n"
						 "2009-03-10 00:00 not-before\n");
	dossier_sample_finish(&s);
}

static void the_list_shows_what_is_under_way(void **state)
{
	struct dossier_sample s;
	start(&s, *state, "");
	assert_true(text_starts(list_text(&s, 1, 32), "2009-03-02 09:00 publish\n"));
	sample_slot(&s, "2009-03-02 09:00");
	assert_true(text_starts(list_text(&s, 1, 32), "2009-03-02 09:00 lookup\n"));
	sample_ended(&s, "2009-03-02 09:00", "2009-03-02 09:00", PUBLISH_CREATE, PUBLISH_FAILED);
	assert_true(text_starts(list_text(&s, 1, 32), "2009-03-02 09:00 publish\n"));
	sample_wake(&s, "2009-03-09 08:30");
	assert_true(text_starts(list_text(&s, 1, 32), "2009-03-09 08:30 publish\n"
						      "2009-03-09 08:30 alert zhang\n"
						      "2009-03-11 08:30 rung 2 zhang li\n"));
	dossier_sample_finish(&s);
}

static void a_closed_dossier_lists_only_its_probe(void **state)
{
	struct dossier_sample s;
	dossier_sample_start(&s, *state);
	sample_prove(&s, "2009-03-02 09:00");
	assert_string_equal(list_text(&s, 2, 32), "2009-03-02 09:01 probe\n");
	dossier_sample_finish(&s);
}

/* What the list promises is what comes. */
static void the_list_and_the_ladder_agree(void **state)
{
	struct dossier_sample s;
	start(&s, *state, "2009-12-31");
	struct schedule_line lines[32];
	int count = schedule_list(&s.dossier, s.law, false, s.now, 10, lines, 32);
	for (int i = 0; i < count; i++) {
		size_t before = s.dossier.alerts.len;
		if (!text_equal(lines[i].what, "rung"))
			continue;
		char early[INSTANT_TEXT], text[INSTANT_TEXT];
		memcpy(early, moment_text(instant_add_us(lines[i].at, -INSTANT_SECOND)), 20);
		memcpy(text, moment_text(lines[i].at), 20);
		sample_wake(&s, early);
		assert_int_equal(s.dossier.alerts.len, before);
		sample_wake(&s, text);
		assert_int_equal(s.dossier.alerts.len, before + (size_t)lines[i].tell_count);
		for (int k = 0; k < lines[i].tell_count; k++)
			assert_string_equal(s.dossier.alerts.at[before + (size_t)k].person,
					    lines[i].tell[k]->id);
	}
	dossier_sample_finish(&s);
}

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_names_exact_moments_and_people),
		cmocka_unit_test(the_list_shows_what_is_under_way),
		cmocka_unit_test(a_closed_dossier_lists_only_its_probe),
		cmocka_unit_test(the_list_and_the_ladder_agree),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
