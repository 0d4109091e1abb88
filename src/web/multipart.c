#include "web/multipart.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/text.h"

#define LIMIT_BOUNDARY 70 /* RFC 2046, 5.1.1 */
#define LIMIT_PART_HEAD_BYTES 8192

static int malformed(struct error *err, const char *why)
{
	return error_set(err, E_INVALID, "multipart/form-data: %s", why);
}

/* --- headers -------------------------------------------------------------------------------------- */

/* A parameter of a header's value: `; name=token` or `; name="text"`, where \" and \\ are escaped
 * and browsers write %22 for a quote.  *at moves behind it; NULL on a broken one. */
static char *read_value(const char **at, const char *end, struct pool *pool)
{
	const char *from = *at;
	if (from < end && *from != '"') {
		while (*at < end && **at != ';' && **at != ' ' && **at != '\t')
			(*at)++;
		return pool_text_len(pool, from, (size_t)(*at - from));
	}
	char *value = pool_alloc(pool, (size_t)(end - from) + 1);
	size_t len = 0;
	for (from++; from < end && *from != '"'; from++) {
		if (*from == '\\' && from + 1 < end && (from[1] == '"' || from[1] == '\\'))
			from++;
		value[len++] = *from;
		if (len >= 3 && memcmp(value + len - 3, "%22", 3) == 0) {
			value[len - 3] = '"';
			len -= 2;
		}
	}
	if (from >= end)
		return NULL;
	value[len] = '\0';
	*at = from + 1;
	return value;
}

static void skip_blanks(const char **at, const char *end)
{
	while (*at < end && (**at == ' ' || **at == '\t'))
		(*at)++;
}

/* Finds one parameter; false when the value is broken.  *out NULL: not there. */
static bool find_parameter(const char *at, const char *end, const char *wanted, struct pool *pool,
			   const char **out)
{
	*out = NULL;
	while (at < end && *at != ';')
		at++;
	while (at < end) {
		at++; /* the semicolon */
		skip_blanks(&at, end);
		const char *name = at;
		while (at < end && *at != '=' && *at != ';')
			at++;
		size_t len = (size_t)(at - name);
		if (at == end || *at == ';')
			return len == 0;
		at++;
		char *value = read_value(&at, end, pool);
		if (value == NULL)
			return false;
		if (len == strlen(wanted) && strncasecmp(name, wanted, len) == 0) {
			if (*out != NULL)
				return false;
			*out = value;
		}
		skip_blanks(&at, end);
		if (at < end && *at != ';')
			return false;
	}
	return true;
}

static int read_disposition(const char *value, const char *end, struct pool *pool,
			    struct part *part, struct error *err)
{
	static const char form_data[] = "form-data";
	size_t len = sizeof(form_data) - 1;
	skip_blanks(&value, end);
	if (part->name != NULL)
		return malformed(err, "a part has two Content-Disposition headers");
	if ((size_t)(end - value) < len || strncasecmp(value, form_data, len) != 0 ||
	    !find_parameter(value, end, "name", pool, &part->name) || part->name == NULL ||
	    !find_parameter(value, end, "filename", pool, &part->file_name))
		return malformed(err, "a part needs Content-Disposition: form-data; name=\"...\"");
	return 0;
}

/* From the line behind the delimiter to the empty line; *at moves to the part's first byte. */
static int read_head(const char **at, const char *end, struct pool *pool, struct part *part,
		     struct error *err)
{
	static const char disposition[] = "Content-Disposition:";
	size_t name_len = sizeof(disposition) - 1;
	const char *limit = (size_t)(end - *at) > LIMIT_PART_HEAD_BYTES
				    ? *at + LIMIT_PART_HEAD_BYTES
				    : end;
	for (;;) {
		const char *line = *at;
		const char *line_end = memmem(line, (size_t)(limit - line), "\r\n", 2);
		if (line_end == NULL)
			return malformed(err, "the headers of a part do not end");
		*at = line_end + 2;
		if (line_end == line)
			break;
		if ((size_t)(line_end - line) >= name_len &&
		    strncasecmp(line, disposition, name_len) == 0) {
			int rc = read_disposition(line + name_len, line_end, pool, part, err);
			if (rc < 0)
				return rc;
		}
	}
	return part->name != NULL ? 0 : malformed(err, "a part has no Content-Disposition");
}

/* --- delimiters ------------------------------------------------------------------------------------- */

/* What follows a delimiter: a new part (0), the end of all (1), or it is none (-1). */
static int behind_delimiter(const char **at, const char *end)
{
	if (end - *at >= 2 && memcmp(*at, "--", 2) == 0)
		return 1;
	skip_blanks(at, end);
	if (end - *at < 2 || memcmp(*at, "\r\n", 2) != 0)
		return -1;
	*at += 2;
	return 0;
}

/* The part's bytes, up to the next delimiter; *at moves behind that.  The same results. */
static int read_bytes(const char **at, const char *end, const char *delimiter, struct part *part)
{
	size_t delimiter_len = strlen(delimiter);
	part->bytes = *at;
	/* The line feed of an empty part's delimiter is the one that ended its headers. */
	const char *from = *at - 2;
	for (;;) {
		const char *found = memmem(from, (size_t)(end - from), delimiter, delimiter_len);
		if (found == NULL)
			return -1;
		part->len = found > part->bytes ? (size_t)(found - part->bytes) : 0;
		*at = found + delimiter_len;
		int next = behind_delimiter(at, end);
		if (next >= 0)
			return next;
		from = found + 2;
	}
}

static int read_boundary(const char *content_type, struct pool *pool, const char **out,
			 struct error *err)
{
	const char *boundary;
	if (!find_parameter(content_type, content_type + strlen(content_type), "boundary", pool,
			    &boundary) ||
	    boundary == NULL || boundary[0] == '\0' || strlen(boundary) > LIMIT_BOUNDARY)
		return malformed(err, "Content-Type needs a boundary of 1 to 70 characters");
	*out = pool_print(pool, "\r\n--%s", boundary);
	return 0;
}

int parts_read(const char *content_type, const char *body, size_t len, struct pool *pool,
	       struct parts *out, struct error *err)
{
	const char *delimiter = NULL;
	int rc = read_boundary(content_type, pool, &delimiter, err);
	if (rc < 0)
		return rc;
	const char *at = body;
	const char *end = body + len;
	size_t first = strlen(delimiter) - 2; /* nothing stands before the first */
	if (len < first || memcmp(body, delimiter + 2, first) != 0)
		return malformed(err, "the body does not begin with the boundary");
	at += first;
	int next = behind_delimiter(&at, end);
	while (next == 0) {
		if (out->list.len == LIMIT_PARTS)
			return error_set(err, E_LIMIT, "multipart/form-data: more than %d parts",
					 LIMIT_PARTS);
		struct part *part = VEC_PUSH(&out->list);
		rc = read_head(&at, end, pool, part, err);
		if (rc < 0)
			return rc;
		next = read_bytes(&at, end, delimiter, part);
	}
	return next == 1 ? 0 : malformed(err, "the closing boundary is missing");
}

void parts_finish(struct parts *parts)
{
	VEC_FINISH(&parts->list);
}

bool part_name_is_safe(const char *file_name)
{
	size_t len = strlen(file_name);
	if (len == 0 || len > LIMIT_NAME_BYTES || file_name[0] == '.' ||
	    !text_is_utf8(file_name, len))
		return false;
	for (const char *at = file_name; *at != '\0'; at++)
		if (*at == '/' || *at == '\\' || (unsigned char)*at < ' ' || *at == 0x7f)
			return false;
	return true;
}
