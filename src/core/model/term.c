#include "core/model/term.h"

#include <string.h>

#include "base/macros.h"
#include "base/text.h"

#define LIMIT_TERM 100000 /* more is a slip of the pen, in every unit */

static const struct {
	const char *plural, *singular;
} units[] = {
	[TERM_DAYS] = {"days", "day"},
	[TERM_WORKDAYS] = {"workdays", "workday"},
	[TERM_HOURS] = {"hours", "hour"},
	[TERM_MONTHS] = {"months", "month"},
};

static const char *const rolls[] = {
	[TERM_ROLL_FORWARD] = "forward",
	[TERM_ROLL_NONE] = "none",
	[TERM_ROLL_BACKWARD] = "backward",
};

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

/* Sign and digits; NULL when there are none or too many. */
static const char *read_count(const char *at, int *count)
{
	bool negative = *at == '-';
	if (*at == '-' || *at == '+')
		at++;
	const char *digits = at;
	int value = 0;
	for (; *at >= '0' && *at <= '9'; at++) {
		value = value * 10 + (*at - '0');
		if (value > LIMIT_TERM)
			return NULL;
	}
	*count = negative ? -value : value;
	return at > digits ? at : NULL;
}

static bool read_unit(const char *at, enum term_unit *unit)
{
	size_t len = strcspn(at, " \t");
	if (*skip_blanks(at + len) != '\0')
		return false;
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		const char *name = at[len - (len > 0)] == 's' ? units[i].plural : units[i].singular;
		if (strlen(name) == len && memcmp(name, at, len) == 0) {
			*unit = (enum term_unit)i;
			return true;
		}
	}
	return false;
}

int term_parse(const char *text, struct term *out, struct error *err)
{
	const char *shown = text != NULL ? text : "";
	struct term term = {0};
	const char *at = read_count(skip_blanks(shown), &term.count);
	if (at != NULL && *skip_blanks(at) == '\0' && term.count == 0) {
		*out = (struct term){.count = 0, .unit = TERM_WORKDAYS};
		return 0;
	}
	if (at == NULL || at == skip_blanks(at) || !read_unit(skip_blanks(at), &term.unit))
		return error_set(
			err, E_INVALID,
			"term \"%s\": write a number up to %d and days, workdays, hours or "
			"months, as in \"20 workdays\"",
			shown, LIMIT_TERM);
	*out = term;
	return 0;
}

int term_roll_parse(const char *text, enum term_roll *out, struct error *err)
{
	for (size_t i = 0; i < ARRAY_LEN(rolls); i++) {
		if (text_equal(text, rolls[i])) {
			*out = (enum term_roll)i;
			return 0;
		}
	}
	return error_set(err, E_INVALID, "roll \"%s\": write forward, none or backward",
			 text != NULL ? text : "");
}

const char *term_unit_name(enum term_unit unit)
{
	return units[unit].plural;
}

const char *term_roll_name(enum term_roll roll)
{
	return rolls[roll];
}
