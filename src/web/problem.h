/* Inside the web room: what is wrong with a request (RFC 9457), for programs and for people. */
#ifndef WEB_PROBLEM_H
#define WEB_PROBLEM_H

#include "base/buf.h"
#include "net/server.h"

struct problem {
	int status;
	const char *code;  /* for programs: "not-found"; NULL: none */
	const char *field; /* of a manifest or body; NULL */
	const char *zh, *en; /* whole sentences: what, and what to do; en may be NULL */
	const char *headers; /* "Name: value\n"; NULL */
};

#define PROBLEM_TYPE "application/problem+json; charset=utf-8"
void problem_print(const struct problem *problem, struct buf *out);
void problem_answer(struct exchange *exchange, const struct problem *problem); /* any thread */

#endif
