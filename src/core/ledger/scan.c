/* What counts is the slow way: jansson reads the line and writes it again.  That takes twenty times
 * as long as hashing it, so a scan comes first that knows the one form our writer gives to lines
 * and says "yes" or "not sure". */
#include "core/ledger/scan.h"

#include <endian.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"

/* --- the scan: each step moves `at`, NULL means not sure --- */

struct scan {
	const char *at, *end; /* at is NULL once the scan is not sure */
};

static bool expect(struct scan *s, const char *text, size_t len)
{
	if (s->at == NULL || (size_t)(s->end - s->at) < len || memcmp(s->at, text, len) != 0) {
		s->at = NULL;
		return false;
	}
	s->at += len;
	return true;
}
#define EXPECT(s, literal) expect(s, literal, sizeof(literal) - 1)

/* Bytes that stand for themselves in a string; all others need a look. */
static inline bool is_plain(char c)
{
	return (unsigned char)c >= ' ' && (unsigned char)c < 0x80 && c != '"' && c != '\\';
}

/* Eight bytes at once: how many stand for themselves before the first that does not. */
static inline int plain_of_eight(const char *at)
{
	const uint64_t ones = 0x0101010101010101u;
	const uint64_t tops = 0x8080808080808080u;
	uint64_t bytes;
	memcpy(&bytes, at, sizeof(bytes));
	bytes = le64toh(bytes);
	/* A byte below the limit borrows and so sets its own top bit.  The borrow may spoil the
	 * bytes above it, but it is the lowest top bit that we look for. */
	uint64_t quote = (bytes ^ ones * '"') - ones;
	uint64_t backslash = (bytes ^ ones * '\\') - ones;
	uint64_t odd = (bytes | (bytes - ones * ' ') | quote | backslash) & tops;
	return odd == 0 ? 8 : __builtin_ctzll(odd) / 8;
}

static inline const char *skip_plain(const char *at, const char *end)
{
	while (end - at >= 8) {
		int plain = plain_of_eight(at);
		at += plain;
		if (plain < 8)
			return at;
	}
	while (at < end && is_plain(*at))
		at++;
	return at;
}

/* An escape or a character that is not ASCII; its bytes, 0 when not sure. */
static size_t scan_odd(const char *at, const char *end)
{
	uint32_t code;
	if (*at != '\\') {
		size_t step = text_decode(at, end, &code);
		return step > 1 ? step : 0;
	}
	/* Escapes with a code are left to the slow way: they have more than one spelling. */
	return end - at > 1 && at[1] != '\0' && strchr("\"\\bfnrt", at[1]) != NULL ? 2 : 0;
}

/* The rest of a string, its first quote being read. */
static void scan_string(struct scan *s)
{
	const char *at = s->at;
	const char *end = s->end;
	if (at == NULL)
		return;
	s->at = NULL;
	for (at = skip_plain(at, end); at < end; at = skip_plain(at, end)) {
		if (*at == '"') {
			s->at = at + 1;
			return;
		}
		size_t step;
		do {
			step = scan_odd(at, end);
			at += step;
		} while (step > 0 && at < end && (unsigned char)*at >= 0x80);
		if (step == 0)
			return;
	}
}

static void scan_text(struct scan *s)
{
	if (EXPECT(s, "\""))
		scan_string(s);
}

/* At most 18 digits, so that it fits whatever they are. */
static uint64_t scan_number(struct scan *s)
{
	uint64_t value = 0;
	const char *start = s->at;
	if (start == NULL)
		return 0;
	const char *at = start;
	for (; at < s->end && *at >= '0' && *at <= '9'; at++)
		value = value * 10 + (uint64_t)(*at - '0');
	bool sure = at > start && at - start <= 18 && (*start != '0' || at - start == 1);
	s->at = sure ? at : NULL;
	return value;
}

static void scan_texts(struct scan *s)
{
	s->at++;
	if (s->at < s->end && *s->at == ']') {
		s->at++;
		return;
	}
	scan_text(s);
	while (s->at != NULL && s->at < s->end && *s->at == ',') {
		s->at++;
		scan_text(s);
	}
	EXPECT(s, "]");
}

/* The values our writer makes but reals, which are rare. */
static void scan_value(struct scan *s)
{
	if (s->at == NULL || s->at >= s->end) {
		s->at = NULL;
		return;
	}
	switch (*s->at) {
	case '"':
		scan_text(s);
		return;
	case 't':
		EXPECT(s, "true");
		return;
	case 'f':
		EXPECT(s, "false");
		return;
	case '[':
		scan_texts(s);
		return;
	case '-':
		s->at++;
		if (scan_number(s) == 0)
			s->at = NULL;
		return;
	default:
		scan_number(s);
		return;
	}
}

/* The names of one object so far; more than our widest kind has. */
#define NAMES_MAX 40

struct names {
	uint64_t seen; /* a bit for each hash: mostly enough to know that a name is new */
	int count;
	const char *name[NAMES_MAX];
	size_t len[NAMES_MAX];
};

static uint64_t name_bit(const char *name, size_t len)
{
	unsigned hash = (unsigned)len * 5u + (unsigned char)name[0] * 3u +
			(unsigned char)name[len / 2] * 7u + (unsigned char)name[len - 1];
	return UINT64_C(1) << hash % 64u;
}

/* False when it was there before, or when we cannot know. */
static bool add_name(struct names *names, const char *name, size_t len)
{
	if (len == 0 || names->count == NAMES_MAX)
		return false;
	uint64_t bit = name_bit(name, len);
	if ((names->seen & bit) != 0)
		for (int i = 0; i < names->count; i++)
			if (names->len[i] == len && memcmp(names->name[i], name, len) == 0)
				return false;
	names->seen |= bit;
	names->name[names->count] = name;
	names->len[names->count++] = len;
	return true;
}

static void scan_data(struct scan *s)
{
	struct names names;
	names.seen = 0;
	names.count = 0;
	if (!EXPECT(s, "{"))
		return;
	bool more = s->at < s->end && *s->at != '}';
	while (more) {
		if (!EXPECT(s, "\""))
			return;
		const char *name = s->at;
		scan_string(s);
		if (s->at == NULL || !add_name(&names, name, (size_t)(s->at - 1 - name))) {
			s->at = NULL;
			return;
		}
		EXPECT(s, ":");
		scan_value(s);
		more = s->at != NULL && s->at < s->end && *s->at == ',';
		s->at += more;
	}
	EXPECT(s, "}");
}

/* The text of a string that was just read, when it fits the room. */
static bool copy_string(const char *start, const char *behind_quote, char *out, size_t room)
{
	size_t len = (size_t)(behind_quote - 1 - start);
	if (len >= room)
		return false;
	memcpy(out, start, len);
	out[len] = '\0';
	return true;
}

static bool scan_time(struct scan *s, struct instant *time)
{
	char text[INSTANT_TEXT];
	const char *start = s->at;
	scan_string(s);
	return s->at != NULL && copy_string(start, s->at, text, sizeof(text)) &&
	       instant_parse(text, time) == 0;
}

static bool scan_prev(struct scan *s, char prev[DIGEST_TEXT])
{
	const char *start = s->at;
	scan_string(s);
	return s->at != NULL && s->at - 1 - start == DIGEST_TEXT - 1 &&
	       copy_string(start, s->at, prev, DIGEST_TEXT);
}

static bool is_checkpoint(const char *event)
{
	static const char name[] = "checkpoint.signed\"";
	return strncmp(event, name, sizeof(name) - 1) == 0;
}

/* Up to and with the name of `document`. */
static bool scan_head(struct scan *s, struct scanned *out)
{
	EXPECT(s, "{\"seq\":");
	out->seq = scan_number(s);
	if (!EXPECT(s, ",\"time\":\"") || !scan_time(s, &out->time) || !EXPECT(s, ",\"event\":\""))
		return false;
	const char *event = s->at;
	scan_string(s);
	if (!EXPECT(s, ",\"document\":"))
		return false;
	out->is_checkpoint = is_checkpoint(event); /* ends in a quote before the end */
	return true;
}

static bool scan_tail(struct scan *s, struct scanned *out)
{
	return EXPECT(s, ",\"prev\":\"") && scan_prev(s, out->prev) && EXPECT(s, "}") &&
	       s->at == s->end;
}

static bool scan_fast(const char *line, size_t len, struct scanned *out)
{
	struct scan s = {line, line + len};
	if (!scan_head(&s, out))
		return false;
	if (s.at < s.end && *s.at == 'n')
		EXPECT(&s, "null");
	else
		scan_number(&s);
	EXPECT(&s, ",\"actor\":");
	scan_text(&s);
	EXPECT(&s, ",\"data\":");
	scan_data(&s);
	return scan_tail(&s, out);
}

bool scan_envelope(const char *line, size_t len, struct scanned *out)
{
	static const size_t tail = sizeof(",\"prev\":\"\"}") - 1 + DIGEST_TEXT - 1;
	struct scan s = {line, line + len};
	if (len > LIMIT_LEDGER_LINE_BYTES || !scan_head(&s, out) || (size_t)(s.end - s.at) < tail)
		return false;
	s.at = s.end - tail;
	return scan_tail(&s, out);
}

/* --- the slow way --- */

static bool is_canonical(const json_t *value, const char *line, size_t len)
{
	scoped(buf_finish) struct buf again = {0};
	json_line(value, &again);
	return again.len == len && memcmp(again.data, line, len) == 0;
}

static int scan_slowly(const char *line, size_t len, struct scanned *out, struct error *err)
{
	scoped(json_drop) json_t *value = NULL;
	if (json_read(line, len, &value, err) < 0)
		return error_wrap(err, -E_CORRUPT, "not JSON");
	if (!is_canonical(value, line, len))
		return error_set(err, E_CORRUPT, "the JSON is not in the form that we write");

	const json_t *document = json_object_get(value, "document");
	const char *event = json_member_text(value, "event");
	const char *prev = json_member_text(value, "prev");
	long long seq = json_member_int(value, "seq", -1);
	if (seq < 0 || event == NULL || json_member_text(value, "actor") == NULL ||
	    !json_is_object(json_object_get(value, "data")) ||
	    (!json_is_integer(document) && !json_is_null(document)))
		return error_set(err, E_CORRUPT,
				 "one of seq, event, document, actor, data is missing or no such "
				 "thing");
	if (instant_parse(json_member_text(value, "time"), &out->time) < 0)
		return error_set(err, E_CORRUPT, "the time is missing or none");
	if (prev == NULL || strlen(prev) != DIGEST_TEXT - 1)
		return error_set(err, E_CORRUPT, "prev is missing or no digest");
	memcpy(out->prev, prev, DIGEST_TEXT);
	out->seq = (uint64_t)seq;
	out->is_checkpoint = strcmp(event, fact_name(FACT_CHECKPOINT_SIGNED)) == 0;
	return 0;
}

int scan_line(const char *line, size_t len, struct scanned *out, struct error *err)
{
	if (len > LIMIT_LEDGER_LINE_BYTES)
		return error_set(err, E_CORRUPT, "the line has %zu bytes; at most %u are allowed",
				 len, LIMIT_LEDGER_LINE_BYTES);
	struct scanned scanned;
	if (!scan_fast(line, len, &scanned)) {
		int rc = scan_slowly(line, len, &scanned, err);
		if (rc < 0)
			return rc;
	}
	*out = scanned;
	return 0;
}
