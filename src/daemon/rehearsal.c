/* `--clock START[,SPEED]`: a rehearsal never touches real entries, and the other way round. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "daemon/daemon.h"

int rehearsal_parse(const char *text, int offset_s, struct instant *start, double *speed,
		    struct error *err)
{
	char moment[64] = "";
	const char *comma = strchr(text, ',');
	size_t len = comma == NULL ? strlen(text) : (size_t)(comma - text);
	struct civil_date date;
	char day[CIVIL_DATE_TEXT] = "";
	if (len < sizeof(moment) && len >= 10) {
		memcpy(moment, text, len);
		memcpy(day, text, 10);
	}
	char *end = NULL;
	*speed = comma == NULL ? 1 : strtod(comma + 1, &end);
	bool good = *speed > 0 && *speed <= 1e9 && (end == NULL || *end == '\0') &&
		    civil_date_parse(day, &date) == 0;
	int hour = 0, minute = 0, used = 0;
	if (good && len > 10 && instant_parse(moment, start) == 0)
		return 0; /* with an offset of its own */
	if (good && len > 10)
		good = sscanf(moment + 10, "T%2d:%2d%n", &hour, &minute, &used) == 2 &&
		       (moment[10 + used] == '\0' || strncmp(moment + 10 + used, ":00", 4) == 0) &&
		       hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
	if (!good)
		return error_set(
			err, E_INVALID,
			"--clock %s: write it as 2009-01-01T08:00 or 2009-01-01T08:00,86400", text);
	*start = instant_of(date, hour * 3600 + minute * 60, offset_s);
	return 0;
}

static int last_time(void *ctx, uint64_t seq, const char *line, size_t len)
{
	(void)seq;
	struct instant *at = ctx;
	struct pool pool = {0};
	struct fact fact;
	struct error err;
	int rc = ledger_read(line, len, &pool, &fact, &err);
	if (rc == 0)
		*at = fact.at;
	pool_finish(&pool);
	return rc;
}

int rehearsal_check(struct store *store, bool rehearsal, struct instant start, bool *fresh,
		    struct error *err)
{
	scoped(buf_finish) struct buf mark = {0};
	struct error none;
	uint64_t entries = store_entries(store);
	bool marked = store_setting(store, "rehearsal", &mark, &none) == 0;
	*fresh = rehearsal && !marked;
	if (entries == 0)
		return 0;
	if (rehearsal && !marked)
		return error_set(
			err, E_DENIED,
			"the state directory holds real entries: a rehearsal (--clock) needs "
			"a state directory of its own");
	if (!rehearsal && marked)
		return error_set(
			err, E_DENIED,
			"the state directory holds a rehearsal: start with --clock, or with "
			"another state directory");
	struct instant last = {0};
	int rc = store_lines(store, entries - 1, entries - 1, last_time, &last, err);
	if (rc == 0 && rehearsal && instant_before(start, last))
		return error_set(err, E_DENIED,
				 "--clock starts before the last entry of the ledger: start later");
	return rc;
}
