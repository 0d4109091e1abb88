#include "base/civil_date.h"

#include <assert.h>
#include <string.h>

#include "base/error.h"

/* Days are counted in an era that starts on 0000-03-01: with the leap day at the end of the year,
 * day and month follow from multiplications alone.
 * Source: C. Neri, L. Schneider, "Euclidean affine functions and their application to calendar
 * algorithms", Software: Practice and Experience 53 (2023). */
#define DAYS_TO_1970 719468
#define FIRST_NUMBER (-719162) /* 0001-01-01 */
#define LAST_NUMBER 2932896    /* 9999-12-31 */

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
	static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool civil_date_is_set(struct civil_date date)
{
	return date.year != 0;
}

bool civil_date_is_valid(struct civil_date date)
{
	return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 &&
	       date.day >= 1 && date.day <= month_days(date.year, date.month);
}

static int32_t sort_key(struct civil_date date)
{
	return date.year * 512 + date.month * 32 + date.day;
}

int civil_date_compare(struct civil_date a, struct civil_date b)
{
	int32_t key_a = sort_key(a);
	int32_t key_b = sort_key(b);
	return (key_a > key_b) - (key_a < key_b);
}

int32_t civil_date_number(struct civil_date date)
{
	assert(civil_date_is_valid(date));
	bool early = date.month <= 2;
	uint32_t year = (uint32_t)date.year - early;
	uint32_t month = early ? date.month + 12u : date.month;
	uint32_t century = year / 100;
	uint32_t day_of_era = year * 1461 / 4 - century + century / 4;
	uint32_t day_of_year = (979 * month - 2919) / 32 + date.day - 1;
	return (int32_t)(day_of_era + day_of_year) - DAYS_TO_1970;
}

struct civil_date civil_date_from_number(int32_t number)
{
	if (number < FIRST_NUMBER || number > LAST_NUMBER)
		return (struct civil_date){0};
	uint32_t day = (uint32_t)(number + DAYS_TO_1970);

	uint32_t in_eras = 4 * day + 3;
	uint32_t century = in_eras / 146097;
	uint32_t in_century = in_eras % 146097 | 3;
	uint64_t product = UINT64_C(2939745) * in_century;
	uint32_t year_of_century = (uint32_t)(product >> 32);
	uint32_t day_of_year = (uint32_t)product / 2939745 / 4;

	uint32_t packed = 2141 * day_of_year + 197913;
	bool early = day_of_year >= 306; /* January and February end the counted year */
	uint32_t month = packed >> 16;
	return (struct civil_date){
		.year = (int16_t)(100 * century + year_of_century + early),
		.month = (uint8_t)(early ? month - 12 : month),
		.day = (uint8_t)((packed & 0xffff) / 2141 + 1),
	};
}

struct civil_date civil_date_add(struct civil_date date, int32_t days)
{
	int64_t number = (int64_t)civil_date_number(date) + days;
	if (number < FIRST_NUMBER || number > LAST_NUMBER)
		return (struct civil_date){0};
	return civil_date_from_number((int32_t)number);
}

struct civil_date civil_date_add_months(struct civil_date date, int months)
{
	assert(civil_date_is_valid(date));
	int64_t index = (int64_t)date.year * 12 + date.month - 1 + months;
	if (index < 12 || index >= 10000 * 12)
		return (struct civil_date){0};
	int year = (int)(index / 12);
	int month = (int)(index % 12) + 1;
	int last = month_days(year, month);
	return (struct civil_date){
		.year = (int16_t)year,
		.month = (uint8_t)month,
		.day = (uint8_t)(date.day < last ? date.day : last),
	};
}

int civil_date_weekday(struct civil_date date)
{
	/* 0001-01-01 was a Monday. */
	return (civil_date_number(date) - FIRST_NUMBER) % 7 + 1;
}

/* Exactly `count` ASCII digits, or -1. */
static int digits(const char *text, int count)
{
	int value = 0;
	for (int i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

int civil_date_parse(const char *text, struct civil_date *out)
{
	if (text == NULL || strnlen(text, CIVIL_DATE_TEXT) != CIVIL_DATE_TEXT - 1 ||
	    text[4] != '-' || text[7] != '-')
		return -E_INVALID;
	int year = digits(text, 4);
	int month = digits(text + 5, 2);
	int day = digits(text + 8, 2);
	if (year < 1 || month < 1 || day < 1)
		return -E_INVALID;
	struct civil_date date = {(int16_t)year, (uint8_t)month, (uint8_t)day};
	if (!civil_date_is_valid(date))
		return -E_INVALID;
	*out = date;
	return 0;
}

const char *civil_date_print(struct civil_date date, char out[CIVIL_DATE_TEXT])
{
	if (!civil_date_is_set(date)) {
		out[0] = '\0';
		return out;
	}
	assert(civil_date_is_valid(date));
	out[0] = (char)('0' + date.year / 1000);
	out[1] = (char)('0' + date.year / 100 % 10);
	out[2] = (char)('0' + date.year / 10 % 10);
	out[3] = (char)('0' + date.year % 10);
	out[4] = '-';
	out[5] = (char)('0' + date.month / 10);
	out[6] = (char)('0' + date.month % 10);
	out[7] = '-';
	out[8] = (char)('0' + date.day / 10);
	out[9] = (char)('0' + date.day % 10);
	out[10] = '\0';
	return out;
}
