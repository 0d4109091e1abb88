/* Bytes as a register: every row gives a manifest or a refusal, and the rows written out again are
 * a register of as many rows. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "source/register.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void table_drop(struct csv_register **table)
{
	register_free(*table);
}

static void read_rows(const struct csv_register *table, struct buf *lines)
{
	register_line(table, -1, lines);
	for (int i = 0; i < register_count(table); i++) {
		json_t *value = NULL;
		struct refusal refusal = {0};
		must(register_number(table, i) > 1);
		if (register_manifest(table, i, &value, &refusal) == 0)
			json_decref(value);
		else
			must(refusal.code[0] != '\0');
		register_line(table, i, lines);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	scoped(table_drop) struct csv_register *table = NULL;
	struct refusal refusal = {0};
	if (register_read((const char *)bytes, len, &table, &refusal) < 0) {
		must(refusal.code[0] != '\0');
		return 0;
	}
	scoped(buf_finish) struct buf lines = {0};
	/* The mark says UTF-8, as it does in the list of refused rows. */
	buf_text_add(&lines, "\xef\xbb\xbf");
	read_rows(table, &lines);
	scoped(table_drop) struct csv_register *again = NULL;
	must(register_read(lines.data, lines.len, &again, &refusal) == 0);
	must(register_count(again) == register_count(table));
	return 0;
}
