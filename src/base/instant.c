#include "base/instant.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

#define DAY_SECONDS 86400
#define OFFSET_LIMIT_S DAY_SECONDS

bool instant_is_set(struct instant at)
{
	return at.us != 0;
}

int instant_compare(struct instant a, struct instant b)
{
	return (a.us > b.us) - (a.us < b.us);
}

bool instant_before(struct instant a, struct instant b)
{
	return a.us < b.us;
}

struct instant instant_min(struct instant a, struct instant b)
{
	return a.us <= b.us ? a : b;
}

struct instant instant_max(struct instant a, struct instant b)
{
	return a.us >= b.us ? a : b;
}

struct instant instant_add_us(struct instant at, int64_t us)
{
	if (at.us == INT64_MAX)
		return INSTANT_NEVER;
	int64_t sum;
	if (__builtin_add_overflow(at.us, us, &sum))
		return (struct instant){us > 0 ? INT64_MAX : INT64_MIN};
	return (struct instant){sum};
}

static int64_t floor_div(int64_t value, int64_t by)
{
	return value / by - (value % by < 0);
}

/* Local microseconds since 1970-01-01T00:00 at that offset. */
static int64_t local_us(struct instant at, int offset_s)
{
	return instant_add_us(at, offset_s * INSTANT_SECOND).us;
}

struct civil_date civil_date_at(struct instant at, int offset_s)
{
	return civil_date_from_number((int32_t)floor_div(local_us(at, offset_s), INSTANT_DAY));
}

int32_t instant_second_of_day(struct instant at, int offset_s)
{
	int64_t us = local_us(at, offset_s);
	int64_t in_day = us - floor_div(us, INSTANT_DAY) * INSTANT_DAY;
	return (int32_t)(in_day / INSTANT_SECOND);
}

struct instant instant_of(struct civil_date date, int32_t second_of_day, int offset_s)
{
	assert(second_of_day >= 0 && second_of_day <= DAY_SECONDS);
	assert(abs(offset_s) < OFFSET_LIMIT_S);
	int64_t second = (int64_t)civil_date_number(date) * DAY_SECONDS + second_of_day - offset_s;
	return (struct instant){second * INSTANT_SECOND};
}

const char *instant_print(struct instant at, int offset_s, bool milliseconds,
			  char out[INSTANT_TEXT])
{
	/* RFC 3339 writes an offset in minutes; another would print a different moment. */
	assert(offset_s % 60 == 0 && abs(offset_s) < OFFSET_LIMIT_S);
	struct civil_date date = civil_date_at(at, offset_s);
	if (!instant_is_set(at) || !civil_date_is_set(date)) {
		snprintf(out, INSTANT_TEXT, "%s", instant_is_set(at) ? "never" : "");
		return out;
	}

	char day[CIVIL_DATE_TEXT];
	int second = instant_second_of_day(at, offset_s);
	int len = snprintf(out, INSTANT_TEXT, "%sT%02d:%02d:%02d", civil_date_print(date, day),
			   second / 3600, second / 60 % 60, second % 60);
	if (milliseconds) {
		int64_t us = at.us - floor_div(at.us, INSTANT_SECOND) * INSTANT_SECOND;
		len += snprintf(out + len, INSTANT_TEXT - (size_t)len, ".%03d", (int)(us / 1000));
	}
	if (offset_s == 0)
		snprintf(out + len, INSTANT_TEXT - (size_t)len, "Z");
	else
		snprintf(out + len, INSTANT_TEXT - (size_t)len, "%c%02d:%02d",
			 offset_s < 0 ? '-' : '+', abs(offset_s) / 3600, abs(offset_s) / 60 % 60);
	return out;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Two digits up to `max`, or -1. */
static int two_digits(const char *text, int max)
{
	if (!is_digit(text[0]) || !is_digit(text[1]))
		return -1;
	int value = (text[0] - '0') * 10 + (text[1] - '0');
	return value <= max ? value : -1;
}

/* ".5" to microseconds, at most nine digits; *text moves behind them. */
static int parse_fraction(const char **text, int64_t *us)
{
	*us = 0;
	if (**text != '.')
		return 0;
	const char *digit = ++*text;
	int64_t weight = INSTANT_SECOND / 10;
	while (is_digit(*digit)) {
		*us += (*digit++ - '0') * weight;
		weight /= 10;
	}
	if (digit == *text || digit - *text > 9)
		return -E_INVALID;
	*text = digit;
	return 0;
}

static int parse_offset(const char *text, int *offset_s)
{
	if ((text[0] == 'Z' || text[0] == 'z') && text[1] == '\0') {
		*offset_s = 0;
		return 0;
	}
	if ((text[0] != '+' && text[0] != '-') || strnlen(text, 7) != 6 || text[3] != ':')
		return -E_INVALID;
	int hours = two_digits(text + 1, 23);
	int minutes = two_digits(text + 4, 59);
	if (hours < 0 || minutes < 0)
		return -E_INVALID;
	*offset_s = (hours * 60 + minutes) * (text[0] == '-' ? -60 : 60);
	return 0;
}

int instant_parse(const char *text, struct instant *out)
{
	if (text == NULL || strnlen(text, 20) < 20 || (text[10] != 'T' && text[10] != 't') ||
	    text[13] != ':' || text[16] != ':')
		return -E_INVALID;

	char day[CIVIL_DATE_TEXT];
	memcpy(day, text, CIVIL_DATE_TEXT - 1);
	day[CIVIL_DATE_TEXT - 1] = '\0';
	struct civil_date date;
	int rc = civil_date_parse(day, &date);
	if (rc < 0)
		return rc;

	int hour = two_digits(text + 11, 23);
	int minute = two_digits(text + 14, 59);
	int second = two_digits(text + 17, 60);
	if (hour < 0 || minute < 0 || second < 0)
		return -E_INVALID;

	const char *rest = text + 19;
	int64_t fraction_us;
	rc = parse_fraction(&rest, &fraction_us);
	if (rc < 0)
		return rc;
	int offset_s;
	rc = parse_offset(rest, &offset_s);
	if (rc < 0)
		return rc;

	int32_t of_day = hour * 3600 + minute * 60;
	struct instant at = instant_of(date, of_day, offset_s);
	at.us += second * INSTANT_SECOND;
	/* A leap second ends a UTC day; our count has no place for it and takes the next one. */
	if (second == 60 && at.us % INSTANT_DAY != 0)
		return -E_INVALID;
	out->us = at.us + fraction_us;
	return 0;
}
