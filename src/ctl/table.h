/* Rows of texts in aligned columns, for people. */
#ifndef CTL_TABLE_H
#define CTL_TABLE_H

#include <jansson.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/pool.h"
#include "base/vec.h"

struct table {
	struct pool pool; /* owns the texts */
	size_t columns;
	struct vec_of(const char *) cells; /* row by row */
};

/* `columns` must be set before the first cell.  The text is copied and made safe
 * for a terminal; NULL is an empty cell.  A row ends by itself after `columns` cells. */
void table_cell(struct table *table, const char *text);
/* The last column is not padded, and a column that is empty all through is left out. */
void table_print(const struct table *table, const char *indent, FILE *out);
void table_finish(struct table *table);

/* A column made from a member of JSON objects. */
struct column {
	const char *heading; /* NULL in a table without headings */
	const char *member;  /* the first of these that is there is shown */
	const char *instead; /* NULL */
};
/* One table out of an array of objects by columns (ended by a row without member). */
void table_objects(const json_t *array, const struct column *columns, const char *indent,
		   FILE *out);

/* A value as people read it: texts as they are, instants as "2009-03-12 08:30", numbers, yes or no,
 * arrays joined by blanks; "" for null. */
void table_value(const json_t *value, struct buf *out);

#endif
