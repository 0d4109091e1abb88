#include "ctl/findings.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "core/calendar/calendar.h"
#include "settings/settings.h"

static void add(struct findings *findings, bool warning, const char *file, const char *sentence)
{
	struct finding *finding = VEC_PUSH(&findings->found);
	finding->warning = warning;
	finding->file = pool_text(&findings->pool, file);
	finding->sentence = pool_text(&findings->pool, sentence);
}

static void on_finding(void *ctx, bool warning, const char *source, const char *sentence)
{
	add(ctx, warning, source, sentence);
}

/* A file that was read and refused is told of by the check already. */
static bool is_told(const struct findings *findings, const char *file)
{
	VEC_EACH(&findings->found, finding)
		if (!finding->warning && text_equal(finding->file, file))
			return true;
	return false;
}

/* "FILE: sentence" or "FILE:LINE: sentence". */
static void add_report_line(struct findings *findings, const char *line)
{
	const char *colon = strstr(line, ": ");
	if (colon == NULL) {
		add(findings, false, "-", line);
		return;
	}
	const char *file = pool_text_len(&findings->pool, line, (size_t)(colon - line));
	if (!is_told(findings, file))
		add(findings, false, file, colon + 2);
}

void findings_gather(const struct places *places, struct findings *out)
{
	/* Only what settings_calendar asks for: the rest of the file may be faulty. */
	const struct settings settings = {
		.config = places->config,
		.state = places->state,
		.holidays = places->holidays,
	};
	struct config_report report = {0};
	struct calendar *calendar = settings_calendar(&settings, &report);
	calendar_check(calendar, on_finding, out);
	calendar_free(calendar);

	char *rest = report.lines.data;
	while (rest != NULL && *rest != '\0') {
		const char *line = strsep(&rest, "\n");
		if (*line != '\0')
			add_report_line(out, line);
	}
	buf_finish(&report.lines);
}

size_t findings_faults(const struct findings *findings)
{
	size_t count = 0;
	VEC_EACH(&findings->found, finding)
		count += !finding->warning;
	return count;
}

void findings_finish(struct findings *findings)
{
	VEC_FINISH(&findings->found);
	pool_finish(&findings->pool);
}
