#include "reader/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "reader/charset.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */
#define GOOD_PER_DAMAGED 20        /* fewer, and the charset is the wrong one */
#define BYTES_PER_NUL 100          /* more NULs than that: no text at all */

/* One reading of the bytes. */
struct reading {
	struct buf text;
	size_t damaged;
	size_t wide;   /* characters beyond ASCII */
	size_t widest; /* of these, the ones from U+0800 on: Chinese is always among them */
};

static void reading_finish(struct reading *reading)
{
	buf_finish(&reading->text);
}

static bool bearable(const struct reading *reading, size_t good)
{
	return reading->damaged * GOOD_PER_DAMAGED <= good;
}

static void drop_nuls(struct buf *text)
{
	size_t kept = 0;
	for (size_t i = 0; i < text->len; i++)
		if (text->data[i] != '\0')
			text->data[kept++] = text->data[i];
	text->len = kept;
	if (text->data != NULL)
		text->data[kept] = '\0';
}

static void count_wide(struct reading *reading)
{
	const char *at = buf_text(&reading->text);
	const char *end = at + reading->text.len;
	uint32_t code;
	for (size_t step; (step = text_decode(at, end, &code)) > 0; at += step) {
		reading->wide += code >= 0x80;
		reading->widest += code >= 0x800 && code != 0xfffd;
	}
}

static void read_utf8(const char *bytes, size_t len, struct reading *out)
{
	const char *end = bytes + len;
	const char *plain = bytes; /* start of the run that is good as it stands */
	buf_reserve(&out->text, len);
	for (const char *at = bytes; at < end;) {
		uint32_t code;
		size_t step = text_decode(at, end, &code);
		if (step == 0) {
			buf_add(&out->text, plain, (size_t)(at - plain));
			buf_text_add(&out->text, REPLACEMENT);
			out->damaged++;
			plain = at + 1;
		}
		at += step > 0 ? step : 1;
	}
	buf_add(&out->text, plain, (size_t)(end - plain));
	count_wide(out);
}

static void read_latin1(const char *bytes, size_t len, struct reading *out)
{
	buf_reserve(&out->text, len);
	for (size_t i = 0; i < len; i++)
		text_encode(&out->text, (unsigned char)bytes[i]);
	count_wide(out);
}

static void iconv_drop(iconv_t *with)
{
	if (*with != (iconv_t)-1)
		iconv_close(*with);
}

/* Run all bytes through iconv; one that fits nothing becomes `replacement`. */
static int convert(iconv_t with, const char *bytes, size_t len, const char *replacement,
		   struct reading *out)
{
	char *in = (char *)bytes; /* iconv does not write there */
	size_t in_left = len;
	buf_reserve(&out->text, len + len / 2 + 16);
	while (in_left > 0) {
		char *to = out->text.data + out->text.len;
		size_t to_left = out->text.room - out->text.len - 1;
		size_t before = to_left;
		size_t rc = iconv(with, &in, &in_left, &to, &to_left);
		int why = errno;
		out->text.len += before - to_left;
		out->text.data[out->text.len] = '\0';
		if (rc != (size_t)-1)
			break;
		if (why == E2BIG) {
			buf_reserve(&out->text, in_left * 2 + 16);
			continue;
		}
		/* EILSEQ, or EINVAL for a character cut off at the end. */
		if (replacement == NULL)
			return -E_INVALID;
		buf_text_add(&out->text, replacement);
		out->damaged++;
		in++;
		in_left--;
	}
	return 0;
}

static int read_iconv(enum charset charset, const char *bytes, size_t len, struct reading *out,
		      struct error *err)
{
	scoped(iconv_drop) iconv_t with = iconv_open("UTF-8", charset_name(charset));
	if (with == (iconv_t)-1)
		return error_set(err, E_UNSUPPORTED,
				 "this system cannot convert %s: install the gconv modules",
				 charset_name(charset));
	int rc = convert(with, bytes, len, REPLACEMENT, out);
	count_wide(out);
	return rc;
}

static int read_as(enum charset charset, const char *bytes, size_t len, struct reading *out,
		   struct error *err)
{
	if (charset == CHARSET_UTF8)
		read_utf8(bytes, len, out);
	else if (charset == CHARSET_LATIN1)
		read_latin1(bytes, len, out);
	else
		return read_iconv(charset, bytes, len, out, err);
	return 0;
}

static enum charset mark_at(const char *bytes, size_t len, size_t *mark_bytes)
{
	static const struct {
		const char *bytes;
		size_t len;
		enum charset charset;
	} marks[] = {
		{"\xef\xbb\xbf", 3, CHARSET_UTF8},
		{"\xff\xfe", 2, CHARSET_UTF16LE},
		{"\xfe\xff", 2, CHARSET_UTF16BE},
		{"\x84\x31\x95\x33", 4, CHARSET_GB18030},
	};
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		if (len < marks[i].len || memcmp(bytes, marks[i].bytes, marks[i].len) != 0)
			continue;
		*mark_bytes = marks[i].len;
		return marks[i].charset;
	}
	return CHARSET_NONE;
}

/* Accented letters stand alone, Chinese characters are runs of an even number of high bytes.
 * Servers (Tomcat for one) call everything ISO-8859-1 when nobody told them better. */
static bool looks_latin(const char *bytes, size_t len)
{
	size_t single = 0;
	size_t even = 0;
	for (size_t i = 0; i < len;) {
		size_t run = 0;
		while (i + run < len && ((unsigned char)bytes[i + run] & 0x80) != 0)
			run++;
		single += run == 1;
		even += run > 0 && run % 2 == 0;
		i += run + 1;
	}
	return single > even;
}

/* The whole of what is asked and claimed about one text. */
struct question {
	const char *bytes;
	size_t len;
	size_t nuls;
	enum charset header, meta;
};

static bool claims(const struct question *question, enum charset charset)
{
	return question->header == charset || question->meta == charset;
}

static bool is_utf16(enum charset charset)
{
	return charset == CHARSET_UTF16LE || charset == CHARSET_UTF16BE;
}

/* Try one charset; returns 1 when the reading fits, 0 when not. */
static int fits(const struct question *question, enum charset charset, struct reading *out,
		struct error *err)
{
	reading_finish(out);
	*out = (struct reading){0};
	int rc = read_as(charset, question->bytes, question->len, out, err);
	if (rc < 0)
		return rc;
	return bearable(out, charset == CHARSET_UTF8 ? out->widest : out->wide);
}

/* "D2 BB" is a Cyrillic letter in UTF-8 and the character for "one" in GBK: a short text that
 * claims to be GBK and would be strange UTF-8 is GBK. */
static bool strange_utf8(const struct question *question, const struct reading *utf8)
{
	return utf8->damaged == 0 && utf8->wide > 0 && utf8->widest == 0 &&
	       claims(question, CHARSET_GB18030) && !claims(question, CHARSET_UTF8);
}

/* Find the reading without the help of a mark.  Returns the charset, or a negative code. */
static int choose(const struct question *question, struct reading *out, struct error *err)
{
	int rc;
	if (is_utf16(question->header)) {
		rc = fits(question, question->header, out, err);
		if (rc < 0 || (rc == 1 && question->nuls > 0))
			return rc < 0 ? rc : (int)question->header;
	}
	if (question->nuls * BYTES_PER_NUL > question->len)
		return error_set(err, E_INVALID, "this is not text: it has %zu NUL bytes",
				 question->nuls);

	rc = fits(question, CHARSET_UTF8, out, err);
	if (rc < 0 || (rc == 1 && !strange_utf8(question, out)))
		return rc < 0 ? rc : (int)CHARSET_UTF8;
	bool plain_utf8 = rc == 1;

	if (claims(question, CHARSET_LATIN1) && !claims(question, CHARSET_GB18030) &&
	    looks_latin(question->bytes, question->len)) {
		rc = fits(question, CHARSET_LATIN1, out, err);
		return rc < 0 ? rc : (int)CHARSET_LATIN1;
	}
	rc = fits(question, CHARSET_GB18030, out, err);
	if (rc < 0 || (rc == 1 && (!plain_utf8 || out->damaged == 0)))
		return rc < 0 ? rc : (int)CHARSET_GB18030;
	if (plain_utf8) {
		rc = fits(question, CHARSET_UTF8, out, err);
		return rc < 0 ? rc : (int)CHARSET_UTF8;
	}
	return error_set(err, E_INVALID, "the bytes are neither UTF-8 nor GB18030 text");
}

static bool in_conflict(const struct question *question, enum charset used, bool ascii_only)
{
	const enum charset claimed[] = {question->header, question->meta};
	for (size_t i = 0; i < ARRAY_LEN(claimed); i++) {
		if (claimed[i] == CHARSET_NONE || claimed[i] == used)
			continue;
		/* ASCII text is good text in every charset but UTF-16. */
		if (!ascii_only || is_utf16(claimed[i]) || is_utf16(used))
			return true;
	}
	return question->header != CHARSET_NONE && question->meta != CHARSET_NONE &&
	       question->header != question->meta;
}

static size_t count_nuls(const char *bytes, size_t len)
{
	size_t nuls = 0;
	const char *end = bytes + len;
	for (const char *at = bytes; (at = memchr(at, '\0', (size_t)(end - at))) != NULL; at++)
		nuls++;
	return nuls;
}

int encoding_to_utf8(const char *bytes, size_t len, const char *header_charset, struct buf *out,
		     struct encoding_found *found, struct error *err)
{
	if (len == 0)
		bytes = ""; /* an empty buffer may come as NULL */
	size_t mark_bytes = 0;
	enum charset mark = mark_at(bytes, len, &mark_bytes);
	struct question question = {
		.bytes = bytes + mark_bytes,
		.len = len - mark_bytes,
		.header = charset_parse(header_charset,
					header_charset != NULL ? strlen(header_charset) : 0),
		.meta = charset_sniff(bytes + mark_bytes, len - mark_bytes),
	};
	question.nuls = count_nuls(question.bytes, question.len);

	scoped(reading_finish) struct reading reading = {0};
	int used = 0;
	if (mark != CHARSET_NONE && (question.nuls == 0 || is_utf16(mark))) {
		int rc = fits(&question, mark, &reading, err);
		if (rc < 0)
			return rc;
		used = rc == 1 ? (int)mark : 0;
	}
	if (used == 0)
		used = choose(&question, &reading, err);
	if (used < 0)
		return used;

	size_t before = reading.text.len;
	drop_nuls(&reading.text);
	*found = (struct encoding_found){
		.used = charset_name((enum charset)used),
		.conflict = in_conflict(&question, (enum charset)used, reading.wide == 0),
		.damaged = reading.damaged + before - reading.text.len,
	};
	buf_add(out, buf_text(&reading.text), reading.text.len);
	return 0;
}

void encoding_name_to_utf8(const char *name, struct buf *out)
{
	size_t len = strlen(name);
	struct encoding_found found;
	if (encoding_to_utf8(name, len, NULL, out, &found, NULL) == 0)
		return;
	scoped(reading_finish) struct reading repaired = {0};
	read_utf8(name, len, &repaired);
	buf_add(out, buf_text(&repaired.text), repaired.text.len);
}

int encoding_name_to_gb18030(const char *name, struct buf *out)
{
	scoped(iconv_drop) iconv_t with = iconv_open("GB18030", "UTF-8");
	if (with == (iconv_t)-1)
		return -E_UNSUPPORTED;
	scoped(reading_finish) struct reading reading = {0};
	int rc = convert(with, name, strlen(name), NULL, &reading);
	if (rc < 0)
		return rc;
	buf_add(out, buf_text(&reading.text), reading.text.len);
	return 0;
}
