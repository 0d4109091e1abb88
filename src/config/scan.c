#include "config/scan.h"

#include <string.h>

#include "base/macros.h"
#include "base/text.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '*';
}

static bool is_name_part(char c)
{
	return is_name_start(c) || is_digit(c) || c == '-' || c == '_';
}

/* Passes over white space and the three kinds of comment; false when a comment does not end. */
static bool skip_blank(struct scanner *scanner)
{
	while (scanner->at < scanner->end) {
		const char *at = scanner->at;
		size_t rest = (size_t)(scanner->end - at);
		if (*at == '\n') {
			scanner->line++;
			scanner->at++;
		} else if (strchr(" \t\r\f", *at) != NULL) {
			scanner->at++;
		} else if (*at == '#' || (rest > 1 && at[0] == '/' && at[1] == '/')) {
			const char *eol = memchr(at, '\n', rest);
			scanner->at = eol != NULL ? eol : scanner->end;
		} else if (rest > 1 && at[0] == '/' && at[1] == '*') {
			const char *close = memmem(at + 2, rest - 2, "*/", 2);
			if (close == NULL)
				return false;
			for (; scanner->at < close + 2; scanner->at++)
				scanner->line += *scanner->at == '\n';
		} else {
			return true;
		}
	}
	return true;
}

static size_t string_length(const char *at, const char *end, enum scan_kind *kind)
{
	const char *from = at++;
	for (; at < end && *at != '\n' && *at != '\r'; at++) {
		if (*at == '"') {
			*kind = SCAN_STRING;
			return (size_t)(at + 1 - from);
		}
		if (*at == '\\' && at + 1 < end && at[1] != '\n' && at[1] != '\r')
			at++;
	}
	*kind = SCAN_UNCLOSED;
	return (size_t)(at - from);
}

static size_t number_length(const char *at, const char *end)
{
	const char *from = at;
	while (at < end && (is_name_part(*at) || strchr("+.", *at) != NULL))
		at++;
	return (size_t)(at - from);
}

static size_t alien_length(const char *at, const char *end)
{
	uint32_t code;
	size_t len = text_decode(at, end, &code);
	return len > 0 ? len : 1;
}

struct scan_word scan_next(struct scanner *scanner)
{
	static const char include[] = "@include";
	bool closed = skip_blank(scanner);
	const char *at = scanner->at;
	struct scan_word word = {.kind = SCAN_END, .at = at, .line = scanner->line};
	size_t rest = (size_t)(scanner->end - at);
	if (rest == 0)
		return word;

	if (!closed) {
		word.kind = SCAN_COMMENT_UNCLOSED;
		word.len = rest;
	} else if (*at == '"') {
		word.len = string_length(at, scanner->end, &word.kind);
	} else if (is_name_start(*at)) {
		word.kind = SCAN_NAME;
		while (word.len < rest && is_name_part(at[word.len]))
			word.len++;
	} else if (is_digit(*at) || strchr("+-.", *at) != NULL) {
		word.kind = SCAN_NUMBER;
		word.len = number_length(at, scanner->end);
	} else if (strchr("=:;,()[]{}", *at) != NULL) {
		word.kind = SCAN_SIGN;
		word.len = 1;
	} else if (rest >= sizeof(include) - 1 && memcmp(at, include, sizeof(include) - 1) == 0) {
		word.kind = SCAN_INCLUDE;
		word.len = sizeof(include) - 1;
	} else {
		word.kind = SCAN_ALIEN;
		word.len = alien_length(at, scanner->end);
	}
	scanner->at += word.len;
	return word;
}

/* Trap T19: libconfig 1.5 wraps a number that does not fit into 32 bits, reads 010 as ten, and
 * makes infinity of 1e400. */
static const char *number_fault(const char *text, size_t len)
{
	static const char range[] =
		"整数超出范围（-2147483648 到 2147483647） integer out of range "
		"(-2147483648 to 2147483647)";
	size_t i = text[0] == '-' || text[0] == '+';
	bool hex = len - i > 2 && text[i] == '0' && (text[i + 1] == 'x' || text[i + 1] == 'X');
	if (hex || !is_digit(text[i]))
		return hex ? "请写成十进制整数 write a decimal integer"
			   : "这不是整数 not an integer";
	if (text[i] == '0' && len - i > 1)
		return "整数前面不要写 0 no leading zeros in an integer";

	int64_t value = 0;
	for (; i < len; i++) {
		if (!is_digit(text[i]))
			return "这不是整数；带单位的值和日期、时间都要加引号，如 \"10 days\" "
			       "not an integer; put values with a unit, dates and times in quotes, "
			       "as \"10 days\"";
		value = value * 10 + (text[i] - '0');
		if (value > INT64_C(2147483648))
			return range;
	}
	return value == INT64_C(2147483648) && text[0] != '-' ? range : NULL;
}

static bool is_sign(const struct scan_word *word, char sign)
{
	return word->kind == SCAN_SIGN && *word->at == sign;
}

static bool is_truth(const struct scan_word *word)
{
	return (word->len == 4 && strncasecmp(word->at, "true", 4) == 0) ||
	       (word->len == 5 && strncasecmp(word->at, "false", 5) == 0);
}

static bool begins_value(const struct scan_word *before)
{
	return is_sign(before, '=') || is_sign(before, ':') || is_sign(before, '[');
}

static const char *word_fault(const struct scan_word *word, const struct scan_word *before)
{
	switch (word->kind) {
	case SCAN_NUMBER:
		return number_fault(word->at, word->len);
	case SCAN_NAME:
		if (begins_value(before) && !is_truth(word))
			return "文字要加英文引号；是与否写 true 或 false "
			       "put text in quotes; truth is true or false";
		return NULL;
	case SCAN_SIGN:
		if (is_sign(before, ',') && strchr(")],", *word->at) != NULL)
			return "这里多了一个逗号：最后一项后面不写逗号 "
			       "a comma too many: none follows the last item";
		return NULL;
	case SCAN_UNCLOSED:
		return "这一行的引号没有成对 a quotation mark on this line has no partner";
	case SCAN_COMMENT_UNCLOSED:
		return "注释 /* 没有结束，缺少 */ this comment is not closed, */ is missing";
	case SCAN_ALIEN:
		if ((unsigned char)*word->at >= 0x80)
			return "引号之外只能用半角英文符号 only half-width ASCII outside quotes";
		return "这里不能写这个字符 this character cannot stand here";
	case SCAN_STRING:
	case SCAN_INCLUDE:
	case SCAN_END:
		break;
	}
	return NULL;
}

static int line_of(const char *text, size_t at)
{
	int line = 1;
	for (size_t i = 0; i < at; i++)
		line += text[i] == '\n';
	return line;
}

static bool check_encoding(const char *file, const char *text, size_t len,
			   struct config_report *report)
{
	if (len >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0)) {
		config_fault_at(report, file, 1,
				"文件是 UTF-16 编码，请另存为 UTF-8（无 BOM） "
				"the file is UTF-16; save it as UTF-8 without BOM");
		return false;
	}
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		config_fault_at(report, file, 1,
				"文件开头有 BOM，请另存为“UTF-8 无 BOM” "
				"the file begins with a BOM; save it as UTF-8 without BOM");
		return false;
	}
	size_t at = 0;
	uint32_t code;
	for (size_t step = 1; at < len && step > 0; at += step) {
		step = text_decode(text + at, text + len, &code);
		if (step > 0 && code == 0)
			step = 0;
	}
	if (at == len)
		return true;
	config_fault_at(report, file, line_of(text, at),
			"这一行不是 UTF-8，多半是 GBK；请转换: iconv -f GB18030 -t UTF-8 "
			"not UTF-8, probably GBK; convert it: iconv -f GB18030 -t UTF-8");
	return false;
}

bool scan_check(const char *file, const char *text, size_t len, struct config_report *report)
{
	if (!check_encoding(file, text, len, report))
		return false;

	bool good = true;
	struct scanner scanner = {.at = text, .end = text + len, .line = 1};
	struct scan_word before = {.kind = SCAN_END};
	int told_line = 0; /* one sentence a line: the rest mostly follows from the first */
	for (;;) {
		struct scan_word word = scan_next(&scanner);
		if (word.kind == SCAN_END)
			return good;
		const char *fault = word_fault(&word, &before);
		if (fault != NULL && word.line != told_line) {
			int shown = word.kind == SCAN_COMMENT_UNCLOSED ? 2
				    : word.len > 40 ? (int)text_cut(word.at, word.len, 40)
						    : (int)word.len;
			config_fault_at(report, file, word.line, "%.*s: %s", shown, word.at, fault);
			told_line = word.line;
			good = false;
		}
		before = word;
	}
}
