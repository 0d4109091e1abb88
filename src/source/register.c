#include "source/register.h"

#include <csv.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/vec.h"
#include "reader/reader.h"
#include "source/manifest_key.h"
#include "source/refusal.h"

#define LIMIT_COLUMNS 256
#define LIMIT_ROWS 20000
#define CELL_STEP_BYTES 65536 /* how the parser's cell grows */

struct row {
	int number;
	size_t first; /* cell */
	int cells;
};

/* All cells stand in one run of bytes, each with its NUL. */
struct csv_register {
	struct buf text;
	struct vec_of(size_t) starts;
	struct row names;
	struct vec_of(struct row) rows;
	enum manifest_key columns[LIMIT_COLUMNS];
};

/* One pass of the parser. */
struct scan {
	struct csv_register *table;
	struct row row; /* the one being read */
	bool have_names;
	int last_end; /* '\r' when a line feed would belong to it */
	struct refusal *refusal;
	int rc;
};

static const char *cell(const struct csv_register *table, const struct row *row, int index)
{
	return buf_text(&table->text) + table->starts.at[row->first + (size_t)index];
}

static bool is_blank_row(const struct csv_register *table, const struct row *row)
{
	for (int i = 0; i < row->cells; i++)
		if (!text_empty(cell(table, row, i)))
			return false;
	return true;
}

/* --- the parser's events --------------------------------------------------------------------- */

static int too_many(struct scan *scan, const char *what_zh, const char *what_en, int limit)
{
	return refusal_set(scan->refusal, E_LIMIT, "too-many", "",
			   "登记表%s过多%.0s：最多 %d，请分成几个文件。",
			   "the register has too many %.0s%s: at most %d; split it into several.",
			   what_zh, what_en, limit);
}

static void on_cell(void *bytes, size_t len, void *ctx)
{
	struct scan *scan = ctx;
	struct csv_register *table = scan->table;
	if (scan->rc < 0)
		return;
	if (scan->row.cells == LIMIT_COLUMNS) {
		scan->rc = too_many(scan, "列", "columns", LIMIT_COLUMNS);
		return;
	}
	*VEC_PUSH(&table->starts) = table->text.len;
	buf_add(&table->text, bytes, len);
	buf_char(&table->text, '\0');
	scan->row.cells++;
}

static void begin_row(struct scan *scan, int number)
{
	scan->row = (struct row){.number = number, .first = scan->table->starts.len};
}

static void on_row(int end, void *ctx)
{
	struct scan *scan = ctx;
	struct csv_register *table = scan->table;
	bool second_half = scan->row.cells == 0 && end == '\n' && scan->last_end == '\r';
	scan->last_end = second_half ? 0 : end;
	if (scan->rc < 0 || second_half)
		return;

	if (is_blank_row(table, &scan->row)) {
		if (scan->row.cells > 0)
			table->text.len = table->starts.at[scan->row.first];
		table->starts.len = scan->row.first;
	} else if (!scan->have_names) {
		table->names = scan->row;
		scan->have_names = true;
	} else if (table->rows.len == LIMIT_ROWS) {
		scan->rc = too_many(scan, "行", "rows", LIMIT_ROWS);
	} else {
		*VEC_PUSH(&table->rows) = scan->row;
	}
	begin_row(scan, scan->row.number + 1);
}

/* --- reading --------------------------------------------------------------------------------- */

/* The sign between cells: the one that is most often in the row of names. */
static char delimiter_of(const char *text)
{
	static const char signs[] = {',', '\t', ';'};
	size_t counts[ARRAY_LEN(signs)] = {0};
	bool quoted = false;
	for (; *text != '\0' && (quoted || (*text != '\n' && *text != '\r')); text++) {
		quoted ^= *text == '"';
		for (size_t i = 0; !quoted && i < ARRAY_LEN(signs); i++)
			counts[i] += *text == signs[i];
	}
	size_t best = 0;
	for (size_t i = 1; i < ARRAY_LEN(signs); i++)
		if (counts[i] > counts[best])
			best = i;
	return signs[best];
}

static int parse(struct scan *scan, const char *text, size_t len)
{
	struct csv_parser parser;
	/* Every line end is reported, so that our numbers are those of the spreadsheet. */
	csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
	csv_set_realloc_func(&parser, mem_resize);
	csv_set_free_func(&parser, mem_free);
	csv_set_blk_size(&parser, CELL_STEP_BYTES);

	begin_row(scan, 1);
	if (len >= 6 && strncasecmp(text, "sep=", 4) == 0 && strchr("\r\n", text[5]) != NULL) {
		csv_set_delim(&parser, (unsigned char)text[4]);
		text += 5;
		len -= 5;
	} else {
		csv_set_delim(&parser, (unsigned char)delimiter_of(text));
	}
	bool whole = csv_parse(&parser, text, len, on_cell, on_row, scan) == len &&
		     csv_fini(&parser, on_cell, on_row, scan) == 0;
	csv_free(&parser);
	if (scan->rc < 0 || whole)
		return scan->rc;
	return refusal_set(scan->refusal, E_INVALID, "csv", "",
			   "登记表第 %d 行的引号不成对或位置不对：请用电子表格软件重新另存为 CSV。",
			   "row %d of the register has a quote out of place: save it again as CSV "
			   "from the spreadsheet.",
			   scan->row.number);
}

static int name_columns(struct csv_register *table, struct refusal *refusal)
{
	bool seen[KEY_COUNT] = {false};
	for (int i = 0; i < table->names.cells; i++) {
		const char *name = cell(table, &table->names, i);
		enum manifest_key key = manifest_key_find(name, strlen(name));
		/* A review is a decision with names under it: it follows by command. */
		table->columns[i] = key == KEY_REVIEW ? KEY_UNKNOWN : key;
		if (table->columns[i] == KEY_UNKNOWN)
			continue;
		if (seen[key])
			return refusal_set(refusal, E_INVALID, "duplicate-key",
					   manifest_key_name(key),
					   "登记表中“%s”（%s）有两列：请只保留一列。",
					   "the register has two columns %s (%s): keep only one.",
					   manifest_key_label(key), manifest_key_name(key));
		seen[key] = true;
	}
	for (size_t i = 0; i < MANIFEST_REQUIRED; i++) {
		enum manifest_key key = manifest_required[i];
		if (seen[key])
			continue;
		return refusal_set(
			refusal, E_INVALID, "field-missing", manifest_key_name(key),
			"登记表第一行没有“%s”（%s）这一列：请补上列名。",
			"the first row of the register does not name the column %s (%s): "
			"add it.",
			manifest_key_label(key), manifest_key_name(key));
	}
	return 0;
}

static void register_drop(struct csv_register **table)
{
	register_free(*table);
}

int register_read(const char *bytes, size_t len, struct csv_register **out, struct refusal *refusal)
{
	if (len > LIMIT_MANIFEST_BYTES)
		return refusal_set(refusal, E_LIMIT, "too-large", "",
				   "登记表过大：%zu 字节，最多 %u 字节，请分成几个文件。",
				   "the register is too large: %zu bytes, at most %u; split it.",
				   len, LIMIT_MANIFEST_BYTES);
	scoped(buf_finish) struct buf text = {0};
	struct encoding_found found;
	if (encoding_to_utf8(bytes, len, NULL, &text, &found, NULL) < 0 || found.damaged > 0)
		return refusal_set(
			refusal, E_INVALID, "encoding", "",
			"登记表既不是完整的 UTF-8，也不是完整的 GB18030 文字：请重新另存。",
			"the register is neither whole UTF-8 nor whole GB18030 text: save "
			"it again.");

	scoped(register_drop) struct csv_register *table = mem_alloc(sizeof(*table));
	struct scan scan = {.table = table, .refusal = refusal};
	int rc = parse(&scan, buf_text(&text), text.len);
	if (rc == 0)
		rc = name_columns(table, refusal);
	if (rc < 0)
		return rc;
	if (table->rows.len == 0)
		return refusal_set(
			refusal, E_INVALID, "register-empty", "",
			"登记表只有列名，没有公文：请补上后重新放入。",
			"the register names its columns but holds no document: add them.");
	*out = table;
	table = NULL; /* the caller owns it from here */
	return 0;
}

void register_free(struct csv_register *table)
{
	if (table == NULL)
		return;
	buf_finish(&table->text);
	VEC_FINISH(&table->starts);
	VEC_FINISH(&table->rows);
	mem_free(table);
}

/* --- rows ------------------------------------------------------------------------------------ */

int register_count(const struct csv_register *table)
{
	return (int)table->rows.len;
}

int register_number(const struct csv_register *table, int index)
{
	return table->rows.at[index].number;
}

int register_manifest(const struct csv_register *table, int index, json_t **out,
		      struct refusal *refusal)
{
	const struct row *row = &table->rows.at[index];
	scoped(json_drop) json_t *object = json_object();
	for (int i = 0; i < row->cells; i++) {
		const char *text = cell(table, row, i);
		if (text_empty(text))
			continue;
		if (i >= table->names.cells)
			return refusal_set(refusal, E_INVALID, "register-columns", "",
					   "第 %d 行的列数多于第一行：请检查是否有多余的逗号。",
					   "row %d has more columns than the first row: look for a "
					   "comma too many.",
					   row->number);
		enum manifest_key key = table->columns[i];
		if (key == KEY_ATTACHMENTS || key == KEY_BODY_FILE)
			return refusal_set(
				refusal, E_INVALID, "register-attachment", manifest_key_name(key),
				"第 %d 行：登记表不能带文件，请改用文件夹方式（manifest.json）"
				"报送。",
				"row %d: a register carries no files; hand this document in "
				"as a folder with manifest.json.",
				row->number);
		if (key != KEY_UNKNOWN)
			json_put_text(object, manifest_key_name(key), text);
	}
	*out = json_incref(object);
	return 0;
}

void register_line(const struct csv_register *table, int index, struct buf *out)
{
	const struct row *row = index < 0 ? &table->names : &table->rows.at[index];
	for (int i = 0; i < row->cells; i++) {
		buf_text_add(out, i > 0 ? ",\"" : "\"");
		for (const char *at = cell(table, row, i); *at != '\0'; at++) {
			if (*at == '"')
				buf_char(out, '"');
			buf_char(out, *at);
		}
		buf_char(out, '"');
	}
	buf_text_add(out, "\r\n");
}
