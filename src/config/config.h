/* Reading a libconfig file by tables: kinds, units, ranges, defaults, and the line of what is wrong.
 *
 * A room with settings of its own describes them as `struct config_field` rows; from one row come
 * reading, defaults, range checks, the sentence for a mistake and the manual.  Mistakes do not stop
 * the reading: all of them are gathered in a report.  Unknown settings are mistakes, with the
 * nearest known name.  Values are copied into the pool of the file. */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/pool.h"
#include "base/sha256.h"

struct config;	    /* a parsed file */
struct config_node; /* a group, list or value in it; lives as long as the file */

enum config_kind {
	CONFIG_TEXT,	 /* const char * */
	CONFIG_TEXTS,	 /* const char *const *, NULL-ended, NULL when absent; a single text is a
			  * list of one */
	CONFIG_BOOL,	 /* bool */
	CONFIG_INT,	 /* int64_t within min..max */
	CONFIG_DURATION, /* int64_t microseconds: "10 minutes", "60 s", "5 hours", "2 days" or a
			  * bare number of seconds; min and max in seconds */
	CONFIG_BYTES,	 /* int64_t: "64 MiB", "4096" */
	CONFIG_TIME,	 /* int32_t second of the day: "08:30", "24:00" */
	CONFIG_DATE,	 /* struct civil_date: "2019-05-15" */
	CONFIG_OFFSET,	 /* int: seconds east of UTC, "+08:00" */
	CONFIG_PATH,	 /* const char *: made absolute, relative to the file */
	CONFIG_PATHS,	 /* const char *const * */
	CONFIG_SECRET,	 /* const char *: the file named here is read and trimmed; it must be
			  * readable by us and by no group or others */
	CONFIG_URL,	 /* const char *: absolute, with a scheme and a host */
	CONFIG_NODE,	 /* const struct config_node *: a group or list, walked by the caller */
};

struct config_field {
	const char *name;
	enum config_kind kind;
	size_t offset; /* into the struct handed to config_fields */
	bool required;
	int64_t min, max;   /* both 0: any */
	int64_t def;	    /* INT, DURATION (seconds), BYTES, TIME, BOOL, OFFSET */
	const char *def_text; /* TEXT, PATH (an absolute one), URL; NULL stays NULL */
	const char *help;     /* an example or a hint, shown when it is missing or wrong */
};
#define CONFIG_FIELD(type, member) offsetof(struct type, member)

/* Mistakes, gathered: "FILE:LINE: sentence" lines, Chinese and then English.  The first 200 are
 * told, all are counted.  buf_finish the lines. */
struct config_report {
	struct buf lines;
	int count;
};
/* A NULL node has no place in a file. */
void config_fault(struct config_report *report, const struct config_node *node, const char *fmt,
		  ...) PRINTF_LIKE(3, 4);
void config_fault_at(struct config_report *report, const char *file, int line, const char *fmt,
		     ...) PRINTF_LIKE(4, 5); /* line 0: the file as a whole */

/* Parse the file (and its @include).  A syntax error, a BOM, GBK bytes or an integer outside 32 bits
 * are faults with file and line; then *out stays NULL and -E_INVALID comes back. */
MUST_CHECK int config_open(const char *path, struct config **out, struct config_report *report);
void config_close(struct config *config);
const struct config_node *config_root(const struct config *config);
struct pool *config_pool(struct config *config);
const char *config_path(const struct config *config); /* absolute */
struct digest config_digest(const struct config *config); /* of every byte read, includes too */

/* Fill `into` from a group by the table (ended by a row without name).  A NULL node reads as an
 * empty group.  Faults go into the report. */
void config_fields(const struct config_node *node, const struct config_field *fields, void *into,
		   struct config_report *report);
/* As above, but names that `also` lists (NULL-ended) are allowed and left to another reader; "*"
 * allows every name. */
void config_fields_also(const struct config_node *node, const struct config_field *fields,
			const char *const *also, void *into, struct config_report *report);

const struct config_node *config_member(const struct config_node *group, const char *name);
size_t config_length(const struct config_node *list); /* 0 for NULL */
const struct config_node *config_item(const struct config_node *list, size_t index);
const char *config_name(const struct config_node *node); /* NULL in lists */
bool config_is_group(const struct config_node *node);
bool config_is_list(const struct config_node *node);
/* A scalar's text, number or truth, false when it is of another kind. */
bool config_get_text(const struct config_node *node, const char **out);
bool config_get_int(const struct config_node *node, int64_t *out);
bool config_get_bool(const struct config_node *node, bool *out);

/* What a CONFIG_SECRET reads: a regular file of at most 64 KiB that group and others cannot touch
 * (systemd's credentials are taken as they are).  -E_DENIED names the remedy; the sentence never
 * shows the content. */
MUST_CHECK int config_read_secret(const char *path, struct buf *out, struct error *err);

/* The known name (NULL-ended list) that was probably meant, NULL when none is near. */
const char *config_nearest(const char *name, const char *const *known);

#endif
