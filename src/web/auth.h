/* Inside the web room: who asks, and what he may do.
 *
 * Tokens file: a line a token, `TOKEN PERSON ROLE [DEPARTMENT]`; TOKEN as text or as sha256:HEX of
 * it; `#` begins a comment.  A reader without a department sees those in which he holds a post. */
#ifndef WEB_AUTH_H
#define WEB_AUTH_H

#include <stdbool.h>

#include "base/error.h"
#include "core/model/law.h"

enum role {
	ROLE_NOBODY = 1 << 0, /* no token, or a wrong one */
	ROLE_READER = 1 << 1,
	ROLE_OPERATOR = 1 << 2,
	ROLE_SUPERVISOR = 1 << 3,
	ROLE_AUDITOR = 1 << 4,
	ROLE_SOURCE = 1 << 5, /* may only hand in */
	ROLE_VISITOR = 1 << 6, /* pages, where no tokens are configured */
};

struct identity {
	enum role role;
	const char *person;	/* NULL: nobody, visitor, or the unix socket */
	const char *department; /* he is bound to; NULL: none, or his posts' */
	bool interactive;	/* Basic, as a browser sends it: only for reading */
};

struct tokens;
MUST_CHECK int tokens_read(const char *path, struct tokens **out, struct error *err);
MUST_CHECK int tokens_parse(const char *text, struct tokens **out, struct error *err);
void tokens_free(struct tokens *tokens); /* NULL is fine */

/* By the Authorization header (NULL: none): "Bearer TOKEN", or "Basic" with the token as password.
 * The texts live as long as the tokens.  Takes as long for a wrong token as for a right one. */
struct identity tokens_identify(const struct tokens *tokens, const char *authorization);

const char *role_name(enum role role);
/* May he see the documents of this department? */
bool identity_sees(const struct identity *who, const struct law *law, const char *department);
/* The one department he is bound to; NULL when he sees all or several. */
const char *identity_department(const struct identity *who, const struct law *law);

#endif
