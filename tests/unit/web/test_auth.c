#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <sys/stat.h>

#include "../../lib/law_sample.h"
#include "../config/conf_folder.h"
#include "web/auth.h"

/* sha256 of "secret" */
#define SECRET "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"

static const struct {
	const char *text;
	const char *fault; /* part of the sentence; NULL: it is good */
} files[] = {
	{"", NULL},
	{"# nobody\n\n   \n", NULL},
	{"a zhang reader\r\nb li operator hydrology # note\n", NULL},
	{"\tsha256:" SECRET "  zhang   auditor", NULL},
	{"a zhang", "line 1"},
	{"a\n", "line 1: write TOKEN PERSON ROLE"},
	{"a zhang reader\nb li king", "line 2: no role king"},
	{"a zhang visitor", "no role visitor"},
	{"a zhang nobody", "no role nobody"},
	{"a zhang reader hydrology planning", "planning is one word too many"},
	{"sha256:12 zhang reader", "64 hexadecimal"},
	{"a zhang reader\na li reader", "line 2: this token stands here twice"},
	{"secret zhang reader\nsha256:" SECRET " li reader", "stands here twice"},
};

static void files_are_read_strictly(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct tokens *tokens = NULL;
		struct error err = {0};
		int rc = tokens_parse(files[i].text, &tokens, &err);
		print_message("%s\n", files[i].text);
		assert_int_equal(rc, files[i].fault == NULL ? 0 : -E_INVALID);
		if (files[i].fault != NULL)
			assert_non_null(strstr(err.text, files[i].fault));
		tokens_free(tokens);
	}
	tokens_free(NULL);
}

static const struct {
	const char *authorization;
	enum role role;
	const char *person; /* "": nobody */
	bool interactive;
} askers[] = {
	{NULL, ROLE_NOBODY, "", false},
	{"", ROLE_NOBODY, "", false},
	{"Bearer", ROLE_NOBODY, "", false},
	{"Bearer ", ROLE_NOBODY, "", false},
	{"Bearer one", ROLE_READER, "zhang", false},
	{"bearer   one", ROLE_READER, "zhang", false},
	{"Bearer on", ROLE_NOBODY, "", false},
	{"Bearer onee", ROLE_NOBODY, "", false},
	{"Bearer ONE", ROLE_NOBODY, "", false},
	{"Bearer secret", ROLE_SUPERVISOR, "li", false},
	{"Bearer sha256:" SECRET, ROLE_NOBODY, "", false},
	{"Token one", ROLE_NOBODY, "", false},
	{"Basic eDpvbmU=", ROLE_READER, "zhang", true},          /* x:one */
	{"Basic Om9uZQ==", ROLE_READER, "zhang", true},          /* :one */
	{"basic emhhbmc6c2VjcmV0", ROLE_SUPERVISOR, "li", true}, /* zhang:secret */
	{"Basic eDp3cm9uZw==", ROLE_NOBODY, "", true},           /* x:wrong */
	{"Basic b25l", ROLE_NOBODY, "", true},                   /* one, no colon */
	{"Basic !!!", ROLE_NOBODY, "", true},
};

static void askers_are_known_by_their_token(void **state)
{
	(void)state;
	struct tokens *tokens = NULL;
	struct error err = {0};
	assert_int_equal(tokens_parse("one zhang reader hydrology\nsha256:" SECRET
				      " li supervisor\n",
				      &tokens, &err),
			 0);
	for (size_t i = 0; i < ARRAY_LEN(askers); i++) {
		struct identity who = tokens_identify(tokens, askers[i].authorization);
		print_message("%s\n", askers[i].authorization);
		assert_int_equal(who.role, askers[i].role);
		assert_string_equal(who.person != NULL ? who.person : "", askers[i].person);
		assert_int_equal(who.interactive && who.role != ROLE_NOBODY,
				 askers[i].interactive && askers[i].role != ROLE_NOBODY);
	}
	assert_int_equal(tokens_identify(NULL, "Bearer one").role, ROLE_NOBODY);
	tokens_free(tokens);
}

static void a_file_that_others_can_read_is_refused(void **state)
{
	(void)state;
	struct conf_folder folder;
	struct tokens *tokens = NULL;
	struct error err = {0};
	conf_folder_open(&folder);
	const char *path = conf_folder_write(&folder, "tokens", "one zhang reader\n");
	chmod(path, 0644);
	assert_true(tokens_read(path, &tokens, &err) < 0);
	assert_non_null(strstr(err.text, "chmod 600"));
	chmod(path, 0600);
	assert_int_equal(tokens_read(path, &tokens, &err), 0);
	assert_int_equal(tokens_identify(tokens, "Bearer one").role, ROLE_READER);
	tokens_free(tokens);
	tokens = NULL;
	conf_folder_write(&folder, "tokens", "one zhang\n");
	chmod(path, 0600);
	assert_int_equal(tokens_read(path, &tokens, &err), -E_INVALID);
	assert_non_null(strstr(err.text, folder.path));
	assert_int_equal(tokens_read("/nowhere/tokens", &tokens, &err), -E_NOT_FOUND);
	conf_folder_close(&folder);
}

static void departments_bound_what_is_seen(void **state)
{
	(void)state;
	static const struct {
		struct identity who;
		const char *department;
		bool sees;
		const char *only; /* NULL: all or several */
	} cases[] = {
		{{.role = ROLE_OPERATOR}, "hydrology", true, NULL},
		{{.role = ROLE_OPERATOR}, "gone", true, NULL},
		{{.role = ROLE_VISITOR}, "planning", true, NULL},
		{{.role = ROLE_READER, .person = "zhang", .department = "hydrology"},
		 "hydrology",
		 true,
		 "hydrology"},
		{{.role = ROLE_READER, .person = "zhang", .department = "水文处"},
		 "hydrology",
		 true,
		 "hydrology"},
		{{.role = ROLE_READER, .person = "zhang", .department = "hydrology"},
		 "planning",
		 false,
		 "hydrology"},
		{{.role = ROLE_AUDITOR, .person = "chen", .department = "planning"},
		 "hydrology",
		 false,
		 "planning"},
		{{.role = ROLE_READER, .person = "zhang", .department = "none"},
		 "hydrology",
		 false,
		 "none"},
		/* without one: where he holds a post */
		{{.role = ROLE_READER, .person = "zhang"}, "planning", true, NULL},
		{{.role = ROLE_READER, .person = "zhou"}, "planning", false, NULL},
		{{.role = ROLE_READER, .person = "zhang"}, "gone", false, NULL},
	};
	struct law *law = law_sample();
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *only = identity_department(&cases[i].who, law);
		assert_int_equal(identity_sees(&cases[i].who, law, cases[i].department),
				 cases[i].sees);
		if (cases[i].only == NULL)
			assert_null(only);
		else
			assert_string_equal(only, cases[i].only);
	}
	law_free(law);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_read_strictly),
		cmocka_unit_test(askers_are_known_by_their_token),
		cmocka_unit_test(a_file_that_others_can_read_is_refused),
		cmocka_unit_test(departments_bound_what_is_seen),
	};
	return cmocka_run_group_tests_name("web/auth", tests, NULL, NULL);
}
