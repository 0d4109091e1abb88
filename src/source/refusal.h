/* Filling in a refusal: code, field and a sentence in both languages that says what is wrong, where
 * it stands and what to do. */
#ifndef SOURCE_REFUSAL_H
#define SOURCE_REFUSAL_H

#include <jansson.h>

#include "source/source.h"

/* Both sentences take the same arguments in the same order.  Returns -code. */
int refusal_set(struct refusal *refusal, enum error_code code, const char *name, const char *field,
		const char *zh, const char *en, ...)
	__attribute__((format(printf, 5, 7), format(printf, 6, 7)));

/* As reason.json has it: code, field, sentence_zh, sentence_en. */
json_t *refusal_json(const struct refusal *refusal);

/* A foreign text for a sentence: cut to a length that leaves room for the rest, controls shown as
 * blanks. */
#define REFUSAL_EXCERPT 96
const char *refusal_excerpt(const char *text, char out[REFUSAL_EXCERPT]);

#endif
