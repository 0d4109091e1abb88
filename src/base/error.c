#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/macros.h"

/* A sentence that does not fit is cut between characters and ends in an ellipsis. */
static void end_with_ellipsis(char *text, size_t room)
{
	static const char ellipsis[] = "\xe2\x80\xa6";
	size_t at = room - sizeof(ellipsis);
	while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80)
		at--;
	memcpy(text + at, ellipsis, sizeof(ellipsis));
}

PRINTF_LIKE(2, 0)
static void write_text(struct error *err, const char *fmt, va_list args)
{
	int len = vsnprintf(err->text, sizeof(err->text), fmt, args);
	if (len < 0)
		err->text[0] = '\0';
	else if ((size_t)len >= sizeof(err->text))
		end_with_ellipsis(err->text, sizeof(err->text));
}

static void append_text(struct error *err, const char *text)
{
	size_t used = strlen(err->text);
	int len = snprintf(err->text + used, sizeof(err->text) - used, ": %s", text);
	if (len > 0 && (size_t)len >= sizeof(err->text) - used)
		end_with_ellipsis(err->text, sizeof(err->text));
}

static enum error_code code_of_errno(int number)
{
	switch (number) {
	case ENOSPC:
	case EDQUOT:
		return E_FULL;
	case ENOENT:
		return E_NOT_FOUND;
	case EACCES:
	case EPERM:
		return E_DENIED;
	default:
		return E_IO;
	}
}

int error_set(struct error *err, enum error_code code, const char *fmt, ...)
{
	if (err != NULL) {
		/* The arguments may point into the old sentence, so it is replaced last. */
		struct error fresh = {.code = (int)code};
		va_list args;
		va_start(args, fmt);
		write_text(&fresh, fmt, args);
		va_end(args);
		*err = fresh;
	}
	return -(int)code;
}

int error_sys(struct error *err, const char *fmt, ...)
{
	int number = errno;
	enum error_code code = code_of_errno(number);
	if (err != NULL) {
		struct error fresh = {.code = (int)code};
		va_list args;
		va_start(args, fmt);
		write_text(&fresh, fmt, args);
		va_end(args);

		char meaning[128];
		append_text(&fresh, strerror_r(number, meaning, sizeof(meaning)));
		*err = fresh;
	}
	errno = number;
	return -(int)code;
}

int error_wrap(struct error *err, int rc, const char *fmt, ...)
{
	if (err != NULL) {
		struct error fresh = {.code = rc < 0 ? -rc : err->code};
		va_list args;
		va_start(args, fmt);
		write_text(&fresh, fmt, args);
		va_end(args);
		if (err->text[0] != '\0')
			append_text(&fresh, err->text);
		*err = fresh;
	}
	return rc;
}

const char *error_name(int code)
{
	static const char *const names[] = {
		[0] = "ok",
		[E_INVALID] = "invalid",
		[E_NOT_FOUND] = "not-found",
		[E_EXISTS] = "exists",
		[E_DENIED] = "denied",
		[E_LIMIT] = "limit",
		[E_IO] = "io",
		[E_FULL] = "full",
		[E_NET] = "net",
		[E_BUSY] = "busy",
		[E_HORIZON] = "horizon",
		[E_CORRUPT] = "corrupt",
		[E_CANCELED] = "canceled",
		[E_UNSUPPORTED] = "unsupported",
	};
	/* Both forms are at hand: err.code is positive, a return value negative. */
	size_t index = code < 0 ? -(size_t)code : (size_t)code;
	return index < ARRAY_LEN(names) ? names[index] : "unknown";
}
