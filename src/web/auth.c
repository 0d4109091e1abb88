#include "web/auth.h"

#include <string.h>
#include <strings.h>

#include "base/encode.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "base/text.h"
#include "base/vec.h"
#include "config/config.h"

#define TOKEN_WORDS 4

struct token {
	struct digest digest; /* of its text: the text itself is not kept */
	struct identity who;
};

struct tokens {
	struct pool pool;
	struct vec_of(struct token) list;
};

static const struct {
	const char *name;
	enum role role;
} roles[] = {
	{"reader", ROLE_READER},   {"operator", ROLE_OPERATOR}, {"supervisor", ROLE_SUPERVISOR},
	{"auditor", ROLE_AUDITOR}, {"source", ROLE_SOURCE},     {"visitor", ROLE_VISITOR},
	{"nobody", ROLE_NOBODY},
};

const char *role_name(enum role role)
{
	for (size_t i = 0; i < ARRAY_LEN(roles); i++)
		if (roles[i].role == role)
			return roles[i].name;
	return "";
}

/* --- the file ------------------------------------------------------------------------------------ */

static void tokens_drop(struct tokens **tokens)
{
	tokens_free(*tokens);
}

static int add_token(struct tokens *tokens, char *const word[TOKEN_WORDS], size_t words, int number,
		     struct error *err)
{
	static const char hashed[] = "sha256:";
	enum role role = 0;
	for (size_t i = 0; i < ARRAY_LEN(roles) && words >= 3; i++)
		if (strcmp(roles[i].name, word[2]) == 0)
			role = roles[i].role;
	if (words < 3)
		return error_set(
			err, E_INVALID,
			"第 %d 行：应为“令牌 人员 角色 [处室]” line %d: write TOKEN PERSON "
			"ROLE [DEPARTMENT]",
			number, number);
	if (role == 0 || role == ROLE_VISITOR || role == ROLE_NOBODY)
		return error_set(
			err, E_INVALID,
			"第 %d 行：没有角色“%s” line %d: no role %s; use reader, operator, "
			"supervisor, auditor or source",
			number, word[2], number, word[2]);
	struct digest digest = sha256_of(word[0], strlen(word[0]));
	if (text_starts(word[0], hashed) && digest_parse(word[0] + sizeof(hashed) - 1, &digest) < 0)
		return error_set(
			err, E_INVALID,
			"第 %d 行：sha256: 后应为 64 位十六进制数 line %d: sha256: wants 64 "
			"hexadecimal digits",
			number, number);
	VEC_EACH(&tokens->list, other)
		if (digest_equal(other->digest, digest))
			return error_set(err, E_INVALID,
					 "第 %d 行：令牌重复 line %d: this token stands here twice",
					 number, number);
	struct token *token = VEC_PUSH(&tokens->list);
	token->digest = digest;
	token->who.role = role;
	token->who.person = pool_text(&tokens->pool, word[1]);
	token->who.department = words > 3 ? pool_text(&tokens->pool, word[3]) : NULL;
	return 0;
}

static int add_line(struct tokens *tokens, char *line, int number, struct error *err)
{
	char *word[TOKEN_WORDS] = {0};
	size_t words = 0;
	char *rest = NULL;
	for (char *at = strtok_r(line, " \t\r", &rest); at != NULL && at[0] != '#';
	     at = strtok_r(NULL, " \t\r", &rest)) {
		if (words == TOKEN_WORDS)
			return error_set(err, E_INVALID,
					 "第 %d 行：多出了“%s” line %d: %s is one word too many",
					 number, at, number, at);
		word[words++] = at;
	}
	return words == 0 ? 0 : add_token(tokens, word, words, number, err);
}

int tokens_parse(const char *text, struct tokens **out, struct error *err)
{
	scoped(mem_free_at) char *copy = mem_copy_text(text);
	scoped(tokens_drop) struct tokens *tokens = mem_alloc(sizeof(*tokens));
	int number = 1;
	for (char *line = copy; line != NULL; number++) {
		char *end = strchr(line, '\n');
		if (end != NULL)
			*end = '\0';
		int rc = add_line(tokens, line, number, err);
		if (rc < 0)
			return rc;
		line = end == NULL ? NULL : end + 1;
	}
	explicit_bzero(copy, strlen(text));
	*out = tokens;
	tokens = NULL;
	return 0;
}

int tokens_read(const char *path, struct tokens **out, struct error *err)
{
	scoped(buf_finish) struct buf text = {0};
	int rc = config_read_secret(path, &text, err);
	if (rc == 0)
		rc = tokens_parse(buf_text(&text), out, err);
	if (text.len > 0)
		explicit_bzero(text.data, text.len);
	return error_wrap(err, rc, "%s", path);
}

void tokens_free(struct tokens *tokens)
{
	if (tokens == NULL)
		return;
	VEC_FINISH(&tokens->list);
	pool_finish(&tokens->pool);
	mem_free(tokens);
}

/* --- asking ---------------------------------------------------------------------------------------- */

static bool equal_slowly(const struct digest *a, const struct digest *b)
{
	unsigned differs = 0;
	for (size_t i = 0; i < sizeof(a->byte); i++)
		differs |= (unsigned)(a->byte[i] ^ b->byte[i]);
	return differs == 0;
}

/* "Basic": what stands behind the first colon; the name before it is not asked. */
static const char *password_of(const char *encoded, struct buf *decoded)
{
	size_t len = strlen(encoded);
	const char *text = text_trim(encoded, &len);
	if (decode_base64(text, len, decoded) < 0)
		return NULL;
	const char *colon = strchr(buf_text(decoded), ':');
	return colon == NULL ? NULL : colon + 1;
}

struct identity tokens_identify(const struct tokens *tokens, const char *authorization)
{
	scoped(buf_finish) struct buf decoded = {0};
	struct identity who = {.role = ROLE_NOBODY};
	const char *given = NULL;
	bool interactive = false;
	if (authorization != NULL && strncasecmp(authorization, "Bearer ", 7) == 0) {
		given = authorization + 7 + strspn(authorization + 7, " ");
	} else if (authorization != NULL && strncasecmp(authorization, "Basic ", 6) == 0) {
		given = password_of(authorization + 6, &decoded);
		interactive = true;
	}
	if (given == NULL || tokens == NULL)
		return who;

	struct digest digest = sha256_of(given, strlen(given));
	VEC_EACH(&tokens->list, token)
		if (equal_slowly(&token->digest, &digest))
			who = token->who;
	who.interactive = interactive;
	return who;
}

/* --- departments ----------------------------------------------------------------------------------- */

static bool holds_post(const struct department *department, const char *person)
{
	for (int i = 0; i < department->post_count; i++)
		if (text_equal(department->posts[i].person, person))
			return true;
	return false;
}

bool identity_sees(const struct identity *who, const struct law *law, const char *department)
{
	if (who->department != NULL) {
		const struct department *own = law_department_named(law, who->department);
		return text_equal(own != NULL ? own->id : who->department, department);
	}
	if (who->role != ROLE_READER)
		return true;
	const struct department *asked = law_department(law, department);
	return asked != NULL && holds_post(asked, who->person);
}

const char *identity_department(const struct identity *who, const struct law *law)
{
	const char *only = NULL;
	if (who->department != NULL) {
		const struct department *own = law_department_named(law, who->department);
		return own != NULL ? own->id : who->department;
	}
	for (int i = 0; i < law->department_count && who->role == ROLE_READER; i++) {
		if (!holds_post(&law->departments[i], who->person))
			continue;
		if (only != NULL)
			return NULL;
		only = law->departments[i].id;
	}
	return only;
}
