/* Attributes and scope cleanup, the small words every file uses. */
#ifndef BASE_MACROS_H
#define BASE_MACROS_H

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))
#define UNUSED __attribute__((unused))

/* `scoped(file_close) FILE *f = ...;` calls file_close(&f) when the block is left. */
#define scoped(destroyer) __attribute__((cleanup(destroyer)))

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
