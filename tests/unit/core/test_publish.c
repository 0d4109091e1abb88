#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../../lib/law_sample.h"
#include "base/text.h"
#include "core/publish/publish.h"
#include "dossier_sample.h"

/* --- the transition table ------------------------------------------------------------------------ */

static const enum fact_kind facts[] = {
	FACT_PUBLICATION_INTENDED, FACT_PUBLICATION_ACCEPTED, FACT_PUBLICATION_UNCLEAR,
	FACT_PUBLICATION_FAILED,   FACT_PUBLICATION_ATTESTED, FACT_PUBLICATION_WITHDRAWN,
	FACT_PAGE_PRESENT,         FACT_PAGE_ABSENT,          FACT_PAGE_DIFFERS,
	FACT_PAGE_UNKNOWN,         FACT_DECISION_RETRY,
};

/* A letter a state, in the order of the enum; "-": must not come. */
static const char letters[] = "PSUAVTGW"; /* pending sent unclear accepted proven attested... */

/* clang-format off */
static const struct {
	enum publication_state from;
	const char *to; /* by fact, in the order above */
} expected[] = {
	/*		 intended accepted unclear failed attested withdrawn | page | retry */
	{PUB_PENDING,	 "SA--T-" "----" "P"},
	{PUB_SENT,	 "-AUP-W" "----" "S"},
	{PUB_UNCLEAR,	 "-AUP-W" "----" "U"},
	{PUB_ACCEPTED,	 "S-----" "VAAA" "U"},
	{PUB_PROVEN,	 "S-----" "VGGV" "V"},
	{PUB_ATTESTED,	 "----T-" "----" "T"},
	{PUB_GONE,	 "S-----" "VGGG" "U"},
	{PUB_WITHDRAWN,	 "S-----" "----" "W"},
};
/* clang-format on */

static int expected_state(enum publication_state from, enum fact_kind on)
{
	for (size_t i = 0; i < ARRAY_LEN(expected); i++)
		for (size_t k = 0; k < ARRAY_LEN(facts); k++)
			if (expected[i].from == from && facts[k] == on && expected[i].to[k] != '-')
				return (int)(strchr(letters, expected[i].to[k]) - letters);
	return -1;
}

static void every_pair_of_state_and_fact(void **state)
{
	(void)state;
	assert_int_equal(strlen(letters), PUB_STATES);
	for (int from = 0; from < PUB_STATES; from++)
		for (int on = 0; on < FACT_KIND_COUNT; on++)
			if (publish_transition((enum publication_state)from, (enum fact_kind)on) !=
			    expected_state((enum publication_state)from, (enum fact_kind)on))
				fail_msg("%s on %s goes to %d",
					 publication_state_name((enum publication_state)from),
					 fact_name((enum fact_kind)on),
					 publish_transition((enum publication_state)from,
							    (enum fact_kind)on));
}

/* --- waiting --------------------------------------------------------------------------------------- */

static void backoff_doubles_and_stays_bounded(void **state)
{
	(void)state;
	static const char *const keys[] = {"gongshi-1-r1-website", "gongshi-2-r1-website", "zhang",
					   ""};
	for (size_t k = 0; k < ARRAY_LEN(keys); k++)
		for (int failures = 0; failures < 200; failures++) {
			int64_t middle = failures < 10
						 ? (5 * INSTANT_SECOND)
							   << (failures > 0 ? failures - 1 : 0)
						 : 30 * INSTANT_MINUTE;
			middle = middle < 30 * INSTANT_MINUTE ? middle : 30 * INSTANT_MINUTE;
			int64_t wait = publish_backoff_us(keys[k], failures);
			assert_in_range(wait, middle - middle / 8 - 1000, middle + middle / 8);
			/* The ledger keeps milliseconds: replay must equal live. */
			assert_int_equal(wait % 1000, 0);
			assert_int_equal(wait, publish_backoff_us(keys[k], failures));
		}
	assert_int_not_equal(publish_backoff_us(keys[0], 8), publish_backoff_us(keys[1], 8));
}

static void probes_come_at_growing_intervals(void **state)
{
	(void)state;
	static const struct {
		bool present;
		int repeats;
		int64_t watch_us, wait_us;
	} cases[] = {
		{true, 0, INSTANT_DAY, INSTANT_MINUTE},
		{true, 1, INSTANT_DAY, 10 * INSTANT_MINUTE},
		{true, 2, INSTANT_DAY, 2 * INSTANT_HOUR},
		{true, 3, INSTANT_DAY, INSTANT_DAY},
		{true, 1000000, INSTANT_DAY, INSTANT_DAY},
		{true, 2, INSTANT_HOUR, INSTANT_HOUR}, /* never longer than `watch` */
		{false, 0, INSTANT_DAY, 10 * INSTANT_SECOND},
		{false, 1, INSTANT_DAY, 30 * INSTANT_SECOND},
		{false, 5, INSTANT_DAY, 15 * INSTANT_MINUTE},
		{false, 6, INSTANT_DAY, INSTANT_HOUR},
		{false, 99, INSTANT_DAY, INSTANT_HOUR},
		{false, 99, 10 * INSTANT_MINUTE, 10 * INSTANT_MINUTE},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_int_equal(publish_probe_interval_us(cases[i].present, cases[i].repeats,
							   cases[i].watch_us),
				 cases[i].wait_us);
}

static void a_key_names_document_revision_and_channel(void **state)
{
	(void)state;
	struct pool pool = {0};
	assert_string_equal(publish_key(&pool, 9, 1, "website"), "gongshi-9-r1-website");
	assert_string_equal(publish_key(&pool, 123456789012, 12, "notice-board"),
			    "gongshi-123456789012-r12-notice-board");
	pool_finish(&pool);
}

/* --- what is needed next --------------------------------------------------------------------------- */

static const char *const website[] = {"website", NULL};

struct situation {
	enum publication_state state;
	bool remote;  /* the channel has named an article */
	int revision; /* of the publication; the dossier's is 2 */
	bool withdrawn, open, internal, exempt, restore;
	const char *need; /* "", "probe" or the operation */
};

/* clang-format off */
static const struct situation situations[] = {
	/* state	 remote rev  withdr open   intern exempt restore need */
	{PUB_PENDING,	 false, 0,   false, true,  false, false, false, "create"},
	{PUB_PENDING,	 false, 0,   false, false, false, false, false, ""},
	{PUB_PENDING,	 true,	1,   false, true,  false, false, false, "update"},
	{PUB_PENDING,	 false, 0,   true,  true,  false, false, false, ""},
	{PUB_PENDING,	 true,	1,   true,  true,  false, false, false, "withdraw"},
	{PUB_PENDING,	 true,	1,   true,  false, false, false, false, "withdraw"},
	{PUB_PENDING,	 false, 0,   false, true,  true,  false, false, ""},
	{PUB_PENDING,	 false, 0,   false, true,  false, true,	 false, ""},
	{PUB_SENT,	 false, 2,   false, true,  false, false, false, "find"},
	{PUB_SENT,	 false, 2,   false, false, false, false, false, "find"},
	{PUB_UNCLEAR,	 false, 2,   false, false, false, false, false, "find"},
	{PUB_UNCLEAR,	 false, 2,   true,  false, false, true,	 false, "find"},
	{PUB_ACCEPTED,	 true,	2,   false, true,  false, false, false, "probe"},
	{PUB_ACCEPTED,	 true,	1,   false, true,  false, false, false, "update"},
	{PUB_ACCEPTED,	 true,	1,   false, false, false, false, false, "probe"},
	{PUB_ACCEPTED,	 true,	1,   false, true,  true,  false, false, "withdraw"},
	{PUB_ACCEPTED,	 true,	2,   true,  true,  false, false, false, "withdraw"},
	{PUB_ACCEPTED,	 true,	2,   false, true,  false, false, true,	"update"},
	{PUB_PROVEN,	 true,	2,   false, true,  false, false, false, "probe"},
	{PUB_PROVEN,	 true,	1,   false, true,  false, false, false, "update"},
	{PUB_PROVEN,	 true,	1,   false, true,  false, true,	 false, "probe"},
	{PUB_PROVEN,	 true,	2,   true,  true,  false, false, false, "withdraw"},
	{PUB_GONE,	 true,	2,   false, true,  false, false, false, "probe"},
	{PUB_GONE,	 true,	1,   false, true,  false, false, false, "update"},
	{PUB_ATTESTED,	 false, 2,   false, true,  false, false, false, ""},
	{PUB_WITHDRAWN,	 true,	2,   true,  true,  false, false, false, ""},
	{PUB_WITHDRAWN,	 true,	1,   false, true,  true,  false, false, ""},
	{PUB_WITHDRAWN,	 true,	1,   false, true,  false, false, false, "create"},
};
/* clang-format on */

static void each_situation_has_its_next_step(void **state)
{
	struct law *law = *state;
	for (size_t i = 0; i < ARRAY_LEN(situations); i++) {
		const struct situation *s = &situations[i];
		struct dossier dossier = {.revision = 2, .withdrawn = s->withdrawn};
		dossier.audience = s->internal ? AUDIENCE_INTERNAL : AUDIENCE_PUBLIC;
		struct obligation *owed = VEC_PUSH(&dossier.obligations);
		owed->channels = website;
		owed->state = s->exempt ? OBL_EXEMPT : OBL_OPEN;
		struct publication p = {
			.channel = "website",
			.state = s->state,
			.revision = s->revision,
			.remote_id = s->remote ? "5" : NULL,
			.url = s->remote ? "https://www.example.gov.cn/5" : NULL,
			.restore = s->restore,
		};
		struct publish_step step = publish_next(&dossier, &p, law, s->open,
							moment("2009-03-02 09:00"));
		const char *need = step.need == NEED_NOTHING ? ""
				   : step.need == NEED_PROBE
					   ? "probe"
					   : publish_operation_name(step.operation);
		if (strcmp(need, s->need) != 0)
			fail_msg("situation %zu: %s instead of %s", i, need, s->need);
		dossier_finish(&dossier);
	}
}

static void a_channel_without_lookup_waits_for_people(void **state)
{
	struct law blind = *(struct law *)*state;
	const struct channel_terms terms = {.name = "website"};
	blind.channels = &terms;
	blind.channel_count = 1;
	struct dossier dossier = {.revision = 1};
	struct publication p = {.channel = "website", .state = PUB_UNCLEAR, .revision = 1};
	assert_int_equal(publish_next(&dossier, &p, &blind, true, (struct instant){1}).need,
			 NEED_NOTHING);
	p.channel = "gone-from-the-configuration";
	assert_int_equal(publish_next(&dossier, &p, &blind, true, (struct instant){1}).need,
			 NEED_NOTHING);
}

static void an_address_that_nobody_named_is_not_asked(void **state)
{
	struct dossier dossier = {.revision = 1};
	struct publication p = {.channel = "website", .state = PUB_ACCEPTED, .revision = 1};
	assert_int_equal(publish_next(&dossier, &p, *state, true, (struct instant){1}).need,
			 NEED_NOTHING);
}

/* The shortest `watch` of the rules that ask for the channel counts. */
static void a_rule_may_watch_more_closely(void **state)
{
	const struct law *law = *state;
	struct dossier dossier = {.revision = 1};
	struct obligation *owed = VEC_PUSH(&dossier.obligations);
	*owed = (struct obligation){.rule = "appointment", .channels = website, .state = OBL_MET};
	struct publication p = {
		.channel = "website",
		.state = PUB_PROVEN,
		.revision = 1,
		.url = "https://www.example.gov.cn/5",
		.verdict = "present",
		.repeats = 50,
		.last_probe_at = moment("2009-03-02 09:00"),
	};
	struct publish_step step = publish_next(&dossier, &p, law, true, p.last_probe_at);
	assert_string_equal(moment_text(step.at), "2009-03-02 09:10:00");
	owed->rule = "ten-day";
	step = publish_next(&dossier, &p, law, true, p.last_probe_at);
	assert_string_equal(moment_text(step.at), "2009-03-02 10:00:00");
	dossier_finish(&dossier);
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
		cmocka_unit_test(every_pair_of_state_and_fact),
		cmocka_unit_test(backoff_doubles_and_stays_bounded),
		cmocka_unit_test(probes_come_at_growing_intervals),
		cmocka_unit_test(a_key_names_document_revision_and_channel),
		cmocka_unit_test(each_situation_has_its_next_step),
		cmocka_unit_test(a_channel_without_lookup_waits_for_people),
		cmocka_unit_test(an_address_that_nobody_named_is_not_asked),
		cmocka_unit_test(a_rule_may_watch_more_closely),
	};
	return cmocka_run_group_tests(tests, make_law, drop_law);
}
