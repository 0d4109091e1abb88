#include "ctl/explain.h"

#include "base/json.h"
#include "base/text.h"
#include "ctl/safe.h"
#include "ctl/table.h"

static const char *text_of(const json_t *object, const char *member)
{
	const char *text = json_member_text(object, member);
	return text != NULL ? text : "";
}

static void print_days(const json_t *days, FILE *out)
{
	scoped(table_finish) struct table table = {.columns = 6};
	int counted = 0;
	for (size_t i = 0; i < json_array_size(days); i++) {
		const json_t *day = json_array_get(days, i);
		bool counts = json_member_bool(day, "counted", false);
		char number[16];
		counted += counts;
		snprintf(number, sizeof(number), "%3d", counted);
		const char *why = text_of(day, "why_label");
		table_cell(&table, counts ? number : "  -");
		table_cell(&table, text_of(day, "date"));
		table_cell(&table, text_of(day, "weekday"));
		table_cell(&table, why[0] != '\0' ? why : text_of(day, "why"));
		table_cell(&table, text_of(day, "name"));
		table_cell(&table, text_of(day, "notice"));
	}
	table_print(&table, "  ", out);
}

void explain_print(const json_t *explained, FILE *out)
{
	scoped(buf_finish) struct buf text = {0};
	const char *settings = text_of(explained, "settings_label");
	buf_print(&text, "%s  %s", text_of(explained, "rule"), text_of(explained, "basis"));
	safe_print(out, buf_text(&text));
	fprintf(out, "\n  起算 trigger %s  到期 due %s%s\n", text_of(explained, "trigger_on"),
		text_of(explained, "due_on"),
		json_member_bool(explained, "provisional", false) ? "  暂定 provisional" : "");
	fputs("  ", out);
	safe_print(out, settings[0] != '\0' ? settings : text_of(explained, "settings"));
	fputc('\n', out);
	if (!text_empty(text_of(explained, "note"))) {
		fputs("  ", out);
		safe_print(out, text_of(explained, "note"));
		fputc('\n', out);
	}
	print_days(json_object_get(explained, "days"), out);
}
