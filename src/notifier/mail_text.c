#include "notifier/mail_text.h"

#include <string.h>

#include "base/encode.h"
#include "base/macros.h"
#include "base/text.h"

#define LINE_CHARACTERS 76 /* RFC 2047, 2: of a line that holds an encoded word */
#define WORD_FRAME 12      /* =?UTF-8?B? and ?= */
#define WORD_CHARACTERS 75
#define BODY_LINE_CHARACTERS 76 /* RFC 2045, 6.8 */

/* --- addresses --------------------------------------------------------------------------- */

static bool is_local_part(const char *text, size_t len)
{
	static const char others[] = "!#$%&'*+-/=?^_`{|}~.";
	if (len == 0 || len > 64 || text[0] == '.' || text[len - 1] == '.')
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
				 (c >= '0' && c <= '9');
		if (c == '\0' || (!is_letter && strchr(others, c) == NULL))
			return false;
		if (c == '.' && text[i + 1] == '.')
			return false;
	}
	return true;
}

static bool is_domain(const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-.";
	size_t len = strlen(text);
	return len > 0 && len <= 253 && text[strspn(text, allowed)] == '\0' && text[0] != '.' &&
	       text[0] != '-' && text[len - 1] != '.' && text[len - 1] != '-' &&
	       strstr(text, "..") == NULL;
}

bool mail_address_is_good(const char *address)
{
	if (address == NULL)
		return false;
	const char *at = strchr(address, '@');
	return at != NULL && is_local_part(address, (size_t)(at - address)) && is_domain(at + 1);
}

/* --- headers ----------------------------------------------------------------------------- */

/* One line of good UTF-8: control characters become blanks, bad bytes U+FFFD. */
static void clean_line(const char *text, struct buf *out)
{
	const char *end = text + strlen(text);
	while (text < end) {
		uint32_t code;
		size_t step = text_decode(text, end, &code);
		if (step == 0)
			text_encode(out, 0xfffd);
		else if (code < ' ' || (code >= 0x7f && code < 0xa0) || code == 0x2028 ||
			 code == 0x2029)
			buf_char(out, ' ');
		else
			buf_add(out, text, step);
		text += step > 0 ? step : 1;
	}
	buf_text(out);
}

/* May stand as it is: short plain ASCII that no reader takes for an encoded word. */
static bool is_plain(const char *text, size_t len, size_t room)
{
	if (len > room || strstr(text, "=?") != NULL)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] >= 0x7f || (unsigned char)text[i] < ' ')
			return false;
	return len == 0 || (text[0] != ' ' && text[len - 1] != ' ');
}

/* `column` characters of the first line are taken. */
static void encoded_words(struct buf *out, const char *text, size_t len, size_t column)
{
	while (len > 0) {
		size_t room = LINE_CHARACTERS - column;
		if (room > WORD_CHARACTERS)
			room = WORD_CHARACTERS;
		size_t take = text_cut(text, len, (room - WORD_FRAME) / 4 * 3);
		buf_text_add(out, "=?UTF-8?B?");
		encode_base64(out, text, take);
		buf_text_add(out, "?=");
		text += take;
		len -= take;
		if (len > 0)
			buf_text_add(out, "\r\n ");
		column = 1;
	}
}

void mail_header(struct buf *out, const char *name, const char *value)
{
	scoped(buf_finish) struct buf line = {0};
	clean_line(value, &line);
	size_t column = strlen(name) + 2;
	buf_print(out, "%s: ", name);
	if (is_plain(buf_text(&line), line.len, LINE_CHARACTERS - column))
		buf_add(out, line.data, line.len);
	else
		encoded_words(out, line.data, line.len, column);
	buf_text_add(out, "\r\n");
}

static void quoted_name(struct buf *out, const char *name)
{
	buf_char(out, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"' || *name == '\\')
			buf_char(out, '\\');
		buf_char(out, *name);
	}
	buf_char(out, '"');
}

static void address_header(struct buf *out, const char *header, const char *name,
			   const char *address)
{
	scoped(buf_finish) struct buf line = {0};
	clean_line(name != NULL ? name : "", &line);
	size_t column = strlen(header) + 2;
	buf_print(out, "%s: ", header);
	if (text_empty(buf_text(&line))) {
		buf_print(out, "<%s>\r\n", address);
		return;
	}
	if (is_plain(line.data, line.len, 40))
		quoted_name(out, line.data);
	else
		encoded_words(out, line.data, line.len, column);
	buf_print(out, "\r\n <%s>\r\n", address);
}

/* RFC 5322, 3.3: "Thu, 05 Mar 2009 08:30:00 +0800" */
static void date_header(struct buf *out, struct instant at, int offset_s)
{
	static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct civil_date date = civil_date_at(at, offset_s);
	if (!civil_date_is_set(date))
		return;
	int second = instant_second_of_day(at, offset_s);
	int minutes = offset_s / 60;
	int size = minutes < 0 ? -minutes : minutes;
	buf_print(out, "Date: %s, %02d %s %04d %02d:%02d:%02d %c%02d%02d\r\n",
		  days[civil_date_weekday(date) - 1], date.day, months[date.month - 1], date.year,
		  second / 3600, second / 60 % 60, second % 60, minutes < 0 ? '-' : '+', size / 60,
		  size % 60);
}

/* --- the whole ----------------------------------------------------------------------------- */

/* A bare LF is not allowed in mail, and base64 would carry it through to the reader. */
static void base64_body(struct buf *out, const char *text)
{
	scoped(buf_finish) struct buf lines = {0};
	for (; *text != '\0'; text++) {
		if (*text == '\r')
			continue;
		if (*text == '\n')
			buf_char(&lines, '\r');
		buf_char(&lines, *text);
	}
	if (lines.len > 0 && lines.data[lines.len - 1] != '\n')
		buf_text_add(&lines, "\r\n");

	scoped(buf_finish) struct buf code = {0};
	encode_base64(&code, lines.data, lines.len);
	for (size_t at = 0; at < code.len; at += BODY_LINE_CHARACTERS) {
		size_t rest = code.len - at;
		buf_add(out, code.data + at,
			rest < BODY_LINE_CHARACTERS ? rest : BODY_LINE_CHARACTERS);
		buf_text_add(out, "\r\n");
	}
}

int mail_compose(const struct mail_text *mail, struct buf *out, struct error *err)
{
	if (!mail_address_is_good(mail->from))
		return error_set(err, E_INVALID, "发件人邮箱地址不合规");
	if (!mail_address_is_good(mail->to))
		return error_set(err, E_INVALID, "收件人邮箱地址不合规");

	date_header(out, mail->at, mail->offset_s);
	address_header(out, "From", mail->from_name, mail->from);
	address_header(out, "To", mail->to_name, mail->to);
	/* Percent-encoded, an id has only characters that may stand in a Message-ID. */
	scoped(buf_finish) struct buf id = {0};
	encode_percent(&id, mail->id, strlen(mail->id));
	buf_print(out, "Message-ID: <%s%s>\r\n", buf_text(&id), strchr(mail->from, '@'));
	mail_header(out, "Subject", mail->subject);
	buf_print(out, "X-Gongshi-Id: %s\r\n", buf_text(&id));
	if (mail->urgent)
		buf_text_add(out, "Importance: high\r\n");
	/* RFC 3834: no holiday replies, please. */
	buf_text_add(out, "Auto-Submitted: auto-generated\r\n"
			  "MIME-Version: 1.0\r\n"
			  "Content-Type: text/plain; charset=UTF-8\r\n"
			  "Content-Transfer-Encoding: base64\r\n"
			  "\r\n");
	base64_body(out, mail->text);
	return 0;
}
