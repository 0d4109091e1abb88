#include "core/calendar/decree.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/macros.h"

enum festival { NEW_YEAR, SPRING, QINGMING, LABOUR, DRAGON_BOAT, MID_AUTUMN, NATIONAL };

static const char *const festival_names[] = {
	[NEW_YEAR] = "元旦",   [SPRING] = "春节",        [QINGMING] = "清明节",
	[LABOUR] = "劳动节",   [DRAGON_BOAT] = "端午节", [MID_AUTUMN] = "中秋节",
	[NATIONAL] = "国庆节",
};

/* What a notice may call them: 2007 and 2008 wrote “五一” and “十一”. */
static const char *const festival_words[] = {"元旦", "春节", "清明", "劳动", "五一",
					     "端午", "中秋", "国庆", "十一"};

/* Which days of a festival are off in which years; day 0 is the festival itself, New Year's Eve of
 * the lunar year is day -1 of the Spring Festival.  Decree 270 came on 18 September 1999: of its
 * days only those of October were still ahead in that year. */
/* clang-format off */
static const struct decree_row {
	int16_t from, until; /* years, both inclusive */
	uint8_t festival;
	int8_t first;
	uint8_t days;
} rows[] = {
	/* from  until  festival   first days */
	{ 1950, 9999, NEW_YEAR,     0, 1 },
	{ 1950, 2007, SPRING,       0, 3 },
	{ 2008, 2013, SPRING,      -1, 3 },
	{ 2014, 2024, SPRING,       0, 3 },
	{ 2025, 9999, SPRING,      -1, 4 },
	{ 2008, 9999, QINGMING,     0, 1 },
	{ 1950, 1999, LABOUR,       0, 1 },
	{ 2000, 2007, LABOUR,       0, 3 },
	{ 2008, 2024, LABOUR,       0, 1 },
	{ 2025, 9999, LABOUR,       0, 2 },
	{ 2008, 9999, DRAGON_BOAT,  0, 1 },
	{ 2008, 9999, MID_AUTUMN,   0, 1 },
	{ 1950, 1998, NATIONAL,     0, 2 },
	{ 1999, 9999, NATIONAL,     0, 3 },
};
/* clang-format on */

static const struct {
	int16_t from;
	const char *basis;
} bases[] = {
	{2025, "国务院令第795号"},
	{2014, "国务院令第644号"},
	{2008, "国务院令第513号"},
	{2000, "国务院令第270号"},
	{1950, "政务院1949年12月23日《全国年节及纪念日放假办法》"},
};

/* Month and day (131 is 31 January) of 正月初一, Qingming, 五月初五 and 八月十五.
 * The lunar days were computed by two independent ephemerides (new moons and solar terms at
 * +08:00), which agree; no new moon that decides one of them lies within three minutes of
 * midnight.  The holiday files from 2007 on confirm them: see test_decree. */
#define TABLE_FROM 1999
static const struct moving {
	int16_t spring, qingming, dragon_boat, mid_autumn;
} moving[] = {
	{216, 405, 618, 924},  {205, 404, 606, 912},  /* 1999 */
	{124, 405, 625, 1001}, {212, 405, 615, 921},  /* 2001 */
	{201, 405, 604, 911},  {122, 404, 622, 928},  /* 2003 */
	{209, 405, 611, 918},  {129, 405, 531, 1006}, /* 2005 */
	{218, 405, 619, 925},  {207, 404, 608, 914},  /* 2007 */
	{126, 404, 528, 1003}, {214, 405, 616, 922},  /* 2009 */
	{203, 405, 606, 912},  {123, 404, 623, 930},  /* 2011 */
	{210, 404, 612, 919},  {131, 405, 602, 908},  /* 2013 */
	{219, 405, 620, 927},  {208, 404, 609, 915},  /* 2015 */
	{128, 404, 530, 1004}, {216, 405, 618, 924},  /* 2017 */
	{205, 405, 607, 913},  {125, 404, 625, 1001}, /* 2019 */
	{212, 404, 614, 921},  {201, 405, 603, 910},  /* 2021 */
	{122, 405, 622, 929},  {210, 404, 610, 917},  /* 2023 */
	{129, 404, 531, 1006}, {217, 405, 619, 925},  /* 2025 */
	{206, 405, 609, 915},  {126, 404, 528, 1003}, /* 2027 */
	{213, 404, 616, 922},  {203, 405, 605, 912},  /* 2029 */
	{123, 405, 624, 1001}, {211, 404, 612, 919},  /* 2031 */
	{131, 404, 601, 908},  {219, 405, 620, 927},  /* 2033 */
	{208, 405, 610, 916},  {128, 404, 530, 1004}, /* 2035 */
	{215, 404, 618, 924},  {204, 405, 607, 913},  /* 2037 */
	{124, 405, 527, 1002}, {212, 404, 614, 920},  /* 2039 */
	{201, 404, 603, 910},  {122, 404, 622, 928},  /* 2041 */
	{210, 405, 611, 917},  {130, 404, 531, 1005}, /* 2043 */
	{217, 404, 619, 925},  {206, 404, 608, 915},  /* 2045 */
	{126, 405, 529, 1004}, {214, 404, 615, 922},  /* 2047 */
	{202, 404, 604, 911},  {123, 404, 623, 930},  /* 2049 */
};

static struct civil_date date_of(int year, int month_day)
{
	return (struct civil_date){
		.year = (int16_t)year,
		.month = (uint8_t)(month_day / 100),
		.day = (uint8_t)(month_day % 100),
	};
}

bool decree_moving_known(int year)
{
	return year >= TABLE_FROM && year < TABLE_FROM + (int)ARRAY_LEN(moving);
}

/* Month and day of a festival, 0 when it is not known. */
static int festival_day(enum festival festival, int year)
{
	static const struct moving unknown = {0};
	const struct moving *row = decree_moving_known(year) ? &moving[year - TABLE_FROM]
							     : &unknown;
	switch (festival) {
	case NEW_YEAR:
		return 101;
	case LABOUR:
		return 501;
	case NATIONAL:
		return 1001;
	case SPRING:
		return row->spring;
	case QINGMING:
		return row->qingming;
	case DRAGON_BOAT:
		return row->dragon_boat;
	case MID_AUTUMN:
		return row->mid_autumn;
	}
	return 0;
}

int decree_days(int year, struct decree_day out[DECREE_DAYS])
{
	int count = 0;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct decree_row *row = &rows[i];
		int month_day = festival_day(row->festival, year);
		if (year < row->from || year > row->until || month_day == 0)
			continue;
		struct civil_date first = civil_date_add(date_of(year, month_day), row->first);
		for (int day = 0; day < row->days; day++)
			out[count++] = (struct decree_day){
				.date = civil_date_add(first, day),
				.name = festival_names[row->festival],
			};
	}
	return count;
}

const char *decree_day_name(struct civil_date date)
{
	struct decree_day days[DECREE_DAYS];
	int count = decree_days(date.year, days);
	for (int i = 0; i < count; i++)
		if (civil_date_compare(days[i].date, date) == 0)
			return days[i].name;
	return NULL;
}

const char *decree_basis(int year)
{
	for (size_t i = 0; i < ARRAY_LEN(bases); i++)
		if (year >= bases[i].from)
			return bases[i].basis;
	return "";
}

bool decree_knows_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(festival_words); i++)
		if (strstr(name, festival_words[i]) != NULL)
			return true;
	return false;
}
