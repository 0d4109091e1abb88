#include "config/values.h"

#include <stddef.h>
#include <string.h>

#include "base/error.h"
#include "base/instant.h"

struct unit {
	const char *name;
	int64_t times;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A whole number, at most one run of blanks, a unit of the table (ended by a row without name). */
static int read_amount(const char *text, const struct unit *units, int64_t *out)
{
	int64_t number = 0;
	const char *at = text;
	for (; is_digit(*at); at++)
		if (__builtin_mul_overflow(number, 10, &number) ||
		    __builtin_add_overflow(number, *at - '0', &number))
			return -E_INVALID;
	if (at == text)
		return -E_INVALID;
	while (*at == ' ')
		at++;
	for (const struct unit *unit = units; unit->name != NULL; unit++) {
		int64_t value;
		if (strcmp(at, unit->name) != 0)
			continue;
		if (__builtin_mul_overflow(number, unit->times, &value))
			return -E_INVALID;
		*out = value;
		return 0;
	}
	return -E_INVALID;
}

int value_duration(const char *text, int64_t *us)
{
	static const struct unit units[] = {
		{"ms", 1000},
		{"s", INSTANT_SECOND},
		{"second", INSTANT_SECOND},
		{"seconds", INSTANT_SECOND},
		{"min", INSTANT_MINUTE},
		{"minute", INSTANT_MINUTE},
		{"minutes", INSTANT_MINUTE},
		{"h", INSTANT_HOUR},
		{"hour", INSTANT_HOUR},
		{"hours", INSTANT_HOUR},
		{"d", INSTANT_DAY},
		{"day", INSTANT_DAY},
		{"days", INSTANT_DAY},
		{"week", 7 * INSTANT_DAY},
		{"weeks", 7 * INSTANT_DAY},
		{0},
	};
	return read_amount(text, units, us);
}

int value_bytes(const char *text, int64_t *bytes)
{
	/* No MB: it means two things. */
	static const struct unit units[] = {
		{"", 1},
		{"B", 1},
		{"KiB", INT64_C(1) << 10},
		{"MiB", INT64_C(1) << 20},
		{"GiB", INT64_C(1) << 30},
		{0},
	};
	return read_amount(text, units, bytes);
}

/* "hh:mm" exactly. */
static int read_clock(const char *text, int *hours, int *minutes)
{
	if (strlen(text) != 5 || text[2] != ':' || !is_digit(text[0]) || !is_digit(text[1]) ||
	    !is_digit(text[3]) || !is_digit(text[4]))
		return -E_INVALID;
	*hours = (text[0] - '0') * 10 + (text[1] - '0');
	*minutes = (text[3] - '0') * 10 + (text[4] - '0');
	return *minutes < 60 ? 0 : -E_INVALID;
}

int value_time(const char *text, int32_t *second)
{
	int hours, minutes;
	if (read_clock(text, &hours, &minutes) < 0 || hours * 60 + minutes > 24 * 60)
		return -E_INVALID;
	*second = (hours * 60 + minutes) * 60;
	return 0;
}

int value_offset(const char *text, int *seconds)
{
	int hours, minutes;
	if ((text[0] != '+' && text[0] != '-') || read_clock(text + 1, &hours, &minutes) < 0 ||
	    hours * 60 + minutes > 14 * 60)
		return -E_INVALID;
	*seconds = (hours * 60 + minutes) * 60 * (text[0] == '-' ? -1 : 1);
	return 0;
}

static const char *url_host(const char *text)
{
	const char *at = text;
	if (*at < 'a' || *at > 'z')
		return NULL;
	while ((*at >= 'a' && *at <= 'z') || is_digit(*at) || *at == '+' || *at == '-' ||
	       *at == '.')
		at++;
	return strncmp(at, "://", 3) == 0 ? at + 3 : NULL;
}

bool value_is_url(const char *text)
{
	const char *host = url_host(text);
	if (host == NULL || *host == '\0' || strchr("/?#:@", *host) != NULL)
		return false;
	for (const char *at = text; *at != '\0'; at++)
		if ((unsigned char)*at <= ' ' || *at == 0x7f || strchr("\"<>\\^`{|}", *at) != NULL)
			return false;
	return true;
}

bool value_url_has_user(const char *text)
{
	const char *host = url_host(text);
	if (host == NULL)
		return false;
	size_t authority = strcspn(host, "/?#");
	return memchr(host, '@', authority) != NULL;
}
