/* The keys of a manifest, in English and in Chinese.  Source: contract of the manifest; the table
 * is the one place that knows them. */
#ifndef SOURCE_MANIFEST_KEY_H
#define SOURCE_MANIFEST_KEY_H

#include <stddef.h>

enum manifest_key {
	KEY_DOC_NUMBER,
	KEY_TITLE,
	KEY_ISSUER,
	KEY_DEPARTMENT,
	KEY_ISSUED_ON,
	KEY_RECEIVED_ON,
	KEY_CATEGORY,
	KEY_DISCLOSURE,
	KEY_PUBLIC_INTEREST,
	KEY_EXEMPT_REASON,
	KEY_REVIEW,
	KEY_SUMMARY,
	KEY_BODY,
	KEY_BODY_FILE,
	KEY_BODY_TYPE,
	KEY_ATTACHMENTS,
	KEY_INDEX_NUMBER,
	KEY_SUBJECTS,
	KEY_KEYWORDS,
	KEY_VALID_UNTIL,
	KEY_NOT_BEFORE,
	KEY_AUDIENCE,
	KEY_NOTICE,
	KEY_SUPERSEDES,
	KEY_REVISES,
	KEY_ID,
	KEY_COUNT,
	KEY_UNKNOWN = KEY_COUNT,
};

/* `text` trimmed, English in any case, without the marks that forms put beside names ("*标题：").
 * KEY_UNKNOWN: other programs may add what they like. */
enum manifest_key manifest_key_find(const char *text, size_t len);

const char *manifest_key_name(enum manifest_key key);  /* "title" */
const char *manifest_key_label(enum manifest_key key); /* "标题" */

#define MANIFEST_REQUIRED 7
extern const enum manifest_key manifest_required[MANIFEST_REQUIRED];

/* The keys inside `review`. */
enum review_key { REVIEW_RESULT, REVIEW_REVIEWER, REVIEW_SIGNER, REVIEW_ON, REVIEW_UNKNOWN };
enum review_key review_key_find(const char *text, size_t len);

#endif
