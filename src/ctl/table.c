#include "ctl/table.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "ctl/safe.h"
#include "ctl/width.h"

#define GAP 2 /* blanks between columns */

void table_cell(struct table *table, const char *text)
{
	assert(table->columns > 0);
	scoped(buf_finish) struct buf safe = {0};
	if (text != NULL)
		safe_add(&safe, text);
	*VEC_PUSH(&table->cells) = pool_text(&table->pool, buf_text(&safe));
}

void table_finish(struct table *table)
{
	pool_finish(&table->pool);
	VEC_FINISH(&table->cells);
}

static const char *cell_at(const struct table *table, size_t row, size_t column)
{
	return table->cells.at[row * table->columns + column];
}

/* The last cell of a row that has a text. */
static size_t row_end(const struct table *table, size_t row)
{
	size_t end = table->columns;
	while (end > 0 && cell_at(table, row, end - 1)[0] == '\0')
		end--;
	return end;
}

static void print_row(const struct table *table, size_t row, const size_t *widths, FILE *out)
{
	size_t end = row_end(table, row);
	for (size_t column = 0; column < end; column++) {
		const char *text = cell_at(table, row, column);
		if (widths[column] == 0)
			continue;
		fputs(text, out);
		if (column + 1 < end)
			fprintf(out, "%*s", (int)(widths[column] - width_text(text) + GAP), "");
	}
	fputc('\n', out);
}

/* The first row may be a heading: it makes no column worth showing by itself. */
static void measure(const struct table *table, bool headed, size_t *widths)
{
	size_t rows = table->cells.len / table->columns;
	for (size_t column = 0; column < table->columns; column++) {
		bool filled = false;
		for (size_t row = 0; row < rows; row++) {
			size_t width = width_text(cell_at(table, row, column));
			filled = filled || (width > 0 && (row > 0 || !headed));
			if (width > widths[column])
				widths[column] = width;
		}
		if (!filled)
			widths[column] = 0;
	}
}

static void print_table(const struct table *table, bool headed, const char *indent, FILE *out)
{
	scoped(mem_free_at) size_t *widths = mem_alloc_array(table->columns, sizeof(*widths));
	measure(table, headed, widths);
	for (size_t row = 0; row < table->cells.len / table->columns; row++) {
		fputs(indent, out);
		print_row(table, row, widths, out);
	}
}

void table_print(const struct table *table, const char *indent, FILE *out)
{
	print_table(table, false, indent, out);
}

/* --- from JSON --- */

/* "2009-03-12T08:30:15+08:00": the minute is what people ask for. */
static bool is_instant(const char *text)
{
	struct instant at;
	return strlen(text) >= 20 && text[10] == 'T' && instant_parse(text, &at) == 0;
}

void table_value(const json_t *value, struct buf *out)
{
	const char *text = json_string_value(value);
	if (text != NULL && is_instant(text))
		buf_print(out, "%.10s %.5s", text, text + 11);
	else if (text != NULL)
		buf_text_add(out, text);
	else if (json_is_boolean(value))
		buf_text_add(out, json_is_true(value) ? "是" : "否");
	else if (json_is_number(value))
		json_line(value, out);
	else if (json_is_object(value))
		buf_text_add(out, json_member_text(value, "name") != NULL
					  ? json_member_text(value, "name")
					  : "");
	for (size_t i = 0; i < json_array_size(value); i++) {
		if (i > 0)
			buf_char(out, ' ');
		table_value(json_array_get(value, i), out);
	}
}

static const json_t *member_of(const json_t *object, const struct column *column)
{
	const json_t *value = json_object_get(object, column->member);
	if ((value == NULL || json_is_null(value)) && column->instead != NULL)
		value = json_object_get(object, column->instead);
	return value;
}

void table_objects(const json_t *array, const struct column *columns, const char *indent, FILE *out)
{
	scoped(table_finish) struct table table = {0};
	bool headed = false;
	for (; columns[table.columns].member != NULL; table.columns++)
		headed = headed || columns[table.columns].heading != NULL;
	for (size_t i = 0; headed && i < table.columns; i++)
		table_cell(&table, columns[i].heading);
	for (size_t row = 0; row < json_array_size(array); row++) {
		for (size_t i = 0; i < table.columns; i++) {
			scoped(buf_finish) struct buf text = {0};
			table_value(member_of(json_array_get(array, row), &columns[i]), &text);
			table_cell(&table, buf_text(&text));
		}
	}
	print_table(&table, headed, indent, out);
}
