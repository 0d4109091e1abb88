#include "core/verify/tags.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "base/text.h"
#include "core/model/date_text.h"

#define TOLERANCE_US (10 * INSTANT_MINUTE) /* between the clocks of the site and ours */
#define STALE_S 600

/* Source: 国办发〔2017〕47号, the tags that an article's page must have. */
static const char *const required[] = {"SiteName",   "SiteDomain",   "SiteIDCode", "ColumnName",
				       "ColumnType", "ArticleTitle", "PubDate",    "ContentSource"};

static void add(struct verify_result *out, const char *finding)
{
	size_t count = 0;
	while (out->findings[count] != NULL)
		count++;
	assert(count < VERIFY_FINDINGS);
	out->findings[count] = finding;
}

static const char *meta(const struct seen_page *seen, const char *name)
{
	for (size_t i = 0; i < seen->meta_count; i++)
		if (strcasecmp(seen->metas[i].name, name) == 0 &&
		    !text_empty(seen->metas[i].content))
			return seen->metas[i].content;
	return NULL;
}

static bool is_any_missing(const struct seen_page *seen)
{
	for (size_t i = 0; i < ARRAY_LEN(required); i++)
		if (meta(seen, required[i]) == NULL)
			return true;
	return false;
}

static bool is_title_wrong(const struct look *look)
{
	const char *title = meta(look->seen, "ArticleTitle");
	if (title == NULL)
		return false;
	scoped(buf_finish) struct buf folded = {0};
	verify_fold(title, strlen(title), &folded);
	return strcmp(buf_text(&folded), buf_text(&look->title)) != 0;
}

/* --- PubDate --------------------------------------------------------------------------------- */

struct pub_date {
	struct civil_date date; /* unset: nothing that can be read */
	int32_t second_of_day;  /* -1: a date alone */
	bool regular;           /* YYYY-MM-DD HH:MM */
};

/* Two digits, or -1; *at moves behind them. */
static int two_digits(const char **at)
{
	const char *text = *at;
	if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
		return -1;
	*at += 2;
	return (text[0] - '0') * 10 + text[1] - '0';
}

static struct pub_date read_pub_date(const char *text)
{
	struct pub_date read = {.second_of_day = -1};
	size_t len;
	const char *end = text + strlen(text);
	const char *place = date_text_find(text, end, &read.date, &len);
	if (place == NULL)
		return (struct pub_date){.second_of_day = -1};
	const char *at = place + len;
	bool is_iso = place == text && len == 10 && text[4] == '-' && text[7] == '-';
	bool is_parted = *at == ' ';
	at += strspn(at, " T\t");
	int hour = two_digits(&at);
	if (hour < 0 || hour > 23 || *at != ':')
		return read;
	at++;
	int minute = two_digits(&at);
	if (minute < 0 || minute > 59)
		return read;
	read.second_of_day = hour * 3600 + minute * 60;
	read.regular = is_iso && is_parted && at == end && end - text == 16;
	return read;
}

static int64_t distance(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* A template with hh in place of HH turns 15:30 into 03:30 of the same day. */
static bool is_twelve_hours_off(const struct pub_date *read, struct instant accepted, int offset_s)
{
	if (read->second_of_day < 0 ||
	    civil_date_compare(read->date, civil_date_at(accepted, offset_s)) != 0)
		return false;
	int64_t shown_us = read->second_of_day * INSTANT_SECOND;
	int64_t real_us = instant_second_of_day(accepted, offset_s) * INSTANT_SECOND;
	return distance(distance(shown_us, real_us), 12 * INSTANT_HOUR) <= TOLERANCE_US;
}

static void judge_pub_date(const struct seen_page *seen, const char *text,
			   struct verify_result *out)
{
	struct pub_date read = read_pub_date(text);
	if (!read.regular)
		add(out, "pubdate-format");
	if (!civil_date_is_set(read.date))
		return;
	struct instant accepted = instant_is_set(seen->published_at) ? seen->published_at
								     : seen->first_seen_at;
	bool has_time = read.second_of_day >= 0;
	struct instant shown = instant_of(read.date, has_time ? read.second_of_day : 0,
					  seen->offset_s);

	if (instant_is_set(accepted) && is_twelve_hours_off(&read, accepted, seen->offset_s)) {
		add(out, "pubdate-12h");
		return;
	}
	if (instant_is_set(seen->at) &&
	    instant_before(instant_add_us(seen->at, TOLERANCE_US), shown))
		add(out, "pubdate-future");
	/* Another day and earlier by more than the clocks may differ around midnight. */
	struct instant latest = has_time ? shown : instant_of(read.date, 86400, seen->offset_s);
	if (instant_is_set(accepted) &&
	    civil_date_compare(read.date, civil_date_at(accepted, seen->offset_s)) < 0 &&
	    instant_before(instant_add_us(latest, TOLERANCE_US), accepted))
		add(out, "back-dating");
}

void tags_find_transport(const struct seen_page *seen, struct verify_result *out)
{
	if (seen->charset_conflict)
		add(out, "charset-conflict");
	if (seen->age_s > STALE_S)
		add(out, "stale-cache");
}

void tags_find(const struct look *look, struct verify_result *out)
{
	const struct seen_page *seen = look->seen;
	const char *pub_date = meta(seen, "PubDate");
	if (pub_date != NULL)
		judge_pub_date(seen, pub_date, out);
	if (is_any_missing(seen))
		add(out, "tags-missing");
	if (is_title_wrong(look))
		add(out, "tag-wrong");
	if (look->number == SHOWN_IRREGULAR)
		add(out, "doc-number-form");
}
