/* The whole text of a configuration: the file and what it includes, in one piece, and for each
 * line of it the file and the line where a person finds it.
 *
 * We include ourselves: libconfig 1.5 puts one folder in front of every name, also of absolute
 * ones, and we want to have read the very bytes that are parsed. */
#ifndef CONFIG_ORIGIN_H
#define CONFIG_ORIGIN_H

#include "base/buf.h"
#include "base/pool.h"
#include "base/vec.h"
#include "config/config.h"

#define LIMIT_CONFIG_BYTES (4u << 20) /* all files together */
#define LIMIT_CONFIG_DEPTH 10         /* files that include files */
#define LIMIT_CONFIG_FILES 1000

/* Lines from `from` on (counted from 1 in the whole) stand in `file` from `line` on. */
struct origin_part {
	int from;
	const char *file;
	int line;
};

struct origin {
	struct pool pool; /* file names */
	struct buf text;
	struct vec_of(struct origin_part) parts;
	int lines; /* line feeds in text */
	int files;
};

/* Returns -E_INVALID when anything was faulty; the report tells. */
MUST_CHECK int origin_read(struct origin *origin, const char *path, struct config_report *report);
void origin_finish(struct origin *origin);

/* The file and line of a line of the whole. */
struct origin_part origin_of(const struct origin *origin, int line);

/* `name` as seen from `file`: absolute names stay, others are beside it. */
char *origin_beside(struct pool *pool, const char *file, const char *name);

/* Read a regular file of at most `limit` bytes. */
MUST_CHECK int origin_slurp(const char *path, size_t limit, struct buf *out, struct error *err);

#endif
