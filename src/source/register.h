/* A register: a table in CSV (RFC 4180), a row a document, the first row naming the keys of the
 * manifest in either language.  UTF-8, GB18030 or what a spreadsheet calls Unicode text; commas,
 * semicolons or tabs. */
#ifndef SOURCE_REGISTER_H
#define SOURCE_REGISTER_H

#include <jansson.h>

#include "base/buf.h"
#include "source/source.h"

struct csv_register;

/* -E_INVALID or -E_LIMIT with the refusal filled when the file as a whole is no register. */
MUST_CHECK int register_read(const char *bytes, size_t len, struct csv_register **out,
			     struct refusal *refusal);
void register_free(struct csv_register *table);

/* Rows that hold a document, from index 0. */
int register_count(const struct csv_register *table);

/* The row's number as a spreadsheet shows it: the names are row 1, blank rows count. */
int register_number(const struct csv_register *table, int index);

/* The row as a manifest whose values are all texts. */
MUST_CHECK int register_manifest(const struct csv_register *table, int index, json_t **out,
				 struct refusal *refusal);

/* Append the row to a CSV file that is a register again; index -1 is the row of names. */
void register_line(const struct csv_register *table, int index, struct buf *out);

#endif
