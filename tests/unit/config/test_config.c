#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/civil_date.h"
#include "base/mem.h"
#include "conf_folder.h"
#include "config/config.h"

/* One member a kind. */
struct sample {
	const char *text, *path, *secret, *url;
	const char *const *texts, *const *paths;
	bool truth;
	int64_t number, wait_us, bytes;
	int32_t time;
	struct civil_date date;
	int offset;
	const struct config_node *node;
};

static const struct config_field sample_fields[] = {
	{"text", CONFIG_TEXT, .offset = CONFIG_FIELD(sample, text), .def_text = "usual"},
	{"texts", CONFIG_TEXTS, .offset = CONFIG_FIELD(sample, texts)},
	{"truth", CONFIG_BOOL, .offset = CONFIG_FIELD(sample, truth), .def = 1},
	{"number", CONFIG_INT, .offset = CONFIG_FIELD(sample, number), .min = -5, .max = 5,
	 .def = 3},
	{"wait", CONFIG_DURATION, .offset = CONFIG_FIELD(sample, wait_us), .min = 1, .max = 86400,
	 .def = 30},
	{"size", CONFIG_BYTES, .offset = CONFIG_FIELD(sample, bytes), .max = 1 << 30, .def = 4096},
	{"time", CONFIG_TIME, .offset = CONFIG_FIELD(sample, time), .def = 86400},
	{"date", CONFIG_DATE, .offset = CONFIG_FIELD(sample, date)},
	{"offset", CONFIG_OFFSET, .offset = CONFIG_FIELD(sample, offset), .def = 28800},
	{"path", CONFIG_PATH, .offset = CONFIG_FIELD(sample, path), .def_text = "/usual"},
	{"paths", CONFIG_PATHS, .offset = CONFIG_FIELD(sample, paths)},
	{"secret_file", CONFIG_SECRET, .offset = CONFIG_FIELD(sample, secret)},
	{"url", CONFIG_URL, .offset = CONFIG_FIELD(sample, url)},
	{"node", CONFIG_NODE, .offset = CONFIG_FIELD(sample, node)},
	{0},
};

struct test {
	struct conf_folder folder;
	struct config *config;
	struct config_report report;
	struct sample sample;
};

static int setup(void **state)
{
	struct test *test = mem_alloc(sizeof(*test));
	conf_folder_open(&test->folder);
	*state = test;
	return 0;
}

static void forget(struct test *test)
{
	config_close(test->config);
	test->config = NULL;
	buf_finish(&test->report.lines);
	test->report = (struct config_report){0};
}

static int teardown(void **state)
{
	struct test *test = *state;
	forget(test);
	conf_folder_close(&test->folder);
	mem_free(test);
	return 0;
}

/* Reads a text by the sample's table; what was wrong is in the report. */
static void read_bytes(struct test *test, const char *text, size_t len)
{
	forget(test);
	const char *path = conf_folder_write_bytes(&test->folder, "gongshi.conf", text, len);
	if (config_open(path, &test->config, &test->report) == 0)
		config_fields(config_root(test->config), sample_fields, &test->sample,
			      &test->report);
}

static void read_text(struct test *test, const char *text)
{
	read_bytes(test, text, strlen(text));
}

static void assert_reported(struct test *test, const char *part)
{
	if (strstr(buf_text(&test->report.lines), part) == NULL)
		fail_msg("\"%s\" is not in: %s", part, buf_text(&test->report.lines));
}

static void assert_no_fault(struct test *test)
{
	if (test->report.count != 0)
		fail_msg("%s", buf_text(&test->report.lines));
}

static void defaults_stand_for_what_is_absent(void **state)
{
	struct test *test = *state;
	read_text(test, "");
	assert_no_fault(test);
	assert_string_equal(test->sample.text, "usual");
	assert_string_equal(test->sample.path, "/usual");
	assert_null(test->sample.texts);
	assert_null(test->sample.paths);
	assert_null(test->sample.secret);
	assert_null(test->sample.url);
	assert_null(test->sample.node);
	assert_true(test->sample.truth);
	assert_int_equal(test->sample.number, 3);
	assert_int_equal(test->sample.wait_us, 30000000);
	assert_int_equal(test->sample.bytes, 4096);
	assert_int_equal(test->sample.time, 86400);
	assert_int_equal(test->sample.offset, 28800);
	assert_false(civil_date_is_set(test->sample.date));
}

static void every_kind_is_read(void **state)
{
	struct test *test = *state;
	const char *secret = conf_folder_write(&test->folder, "pass", " \n geheim 密 \n");
	assert_int_equal(chmod(secret, 0600), 0);
	read_text(test, "# 注释\n/* 也是\n注释 */ // 注释\n"
			"text = \"盐城\" \"市\"; texts = [ \"a\", \"b\" ]; truth = False;\r\n"
			"number = -5; wait = \"10 minutes\"; size = \"64 MiB\"; time = \"08:30\";\n"
			"date = \"2019-05-15\"; offset = \"-03:30\"; path = \"./a/b\";\n"
			"paths = ( \"/x\", \"y\" ); secret_file = \"pass\";\n"
			"url = \"https://www.example.gov.cn/a?b=c\"; node = { x = 1; };\n");
	assert_no_fault(test);
	struct sample *sample = &test->sample;
	assert_string_equal(sample->text, "盐城市");
	assert_string_equal(sample->texts[0], "a");
	assert_string_equal(sample->texts[1], "b");
	assert_null(sample->texts[2]);
	assert_false(sample->truth);
	assert_int_equal(sample->number, -5);
	assert_int_equal(sample->wait_us, INT64_C(600000000));
	assert_int_equal(sample->bytes, 64 << 20);
	assert_int_equal(sample->time, 8 * 3600 + 1800);
	assert_int_equal(civil_date_number(sample->date), 18031);
	assert_int_equal(sample->offset, -12600);
	assert_true(strncmp(sample->path, test->folder.path, strlen(test->folder.path)) == 0);
	assert_string_equal(sample->path + strlen(test->folder.path), "/a/b");
	assert_string_equal(sample->paths[0], "/x");
	assert_string_equal(sample->paths[1] + strlen(test->folder.path), "/y");
	assert_string_equal(sample->secret, "geheim 密");
	assert_string_equal(sample->url, "https://www.example.gov.cn/a?b=c");
	const struct config_node *x = config_member(sample->node, "x");
	int64_t one = 0;
	bool truth;
	const char *text;
	assert_true(config_get_int(x, &one));
	assert_int_equal(one, 1);
	assert_false(config_get_bool(x, &truth));
	assert_false(config_get_text(x, &text));
	assert_string_equal(config_name(x), "x");
}

static void one_text_is_a_list_of_one(void **state)
{
	struct test *test = *state;
	read_text(test, "texts = \"only\"; paths = []; wait = 90; size = 12; offset = \"+00:00\";");
	assert_no_fault(test);
	assert_string_equal(test->sample.texts[0], "only");
	assert_null(test->sample.texts[1]);
	assert_null(test->sample.paths[0]);
	assert_int_equal(test->sample.wait_us, 90000000);
	assert_int_equal(test->sample.bytes, 12);
}

/* A text, and what its report must hold: file:line and the sentence. */
static const struct {
	const char *text, *where, *says;
} broken[] = {
	/* trap T19: integers that wrap */
	{"\nnumber = 4294967297;", ":2: ", "out of range"},
	{"number = 2147483648;", ":1: ", "out of range"},
	{"number = -2147483649;", ":1: ", "out of range"},
	{"number = 99999999999999999999999;", ":1: ", "out of range"},
	{"number = 0xffffffff;", ":1: ", "decimal"},
	{"number = 010;", ":1: ", "leading zeros"},
	{"number = 4294967297L;", ":1: ", "out of range"},
	{"number = 5L;", ":1: ", "not an integer"},
	{"number = 1e400;", ":1: ", "not an integer"},
	{"number = 2.5;", ":1: ", "not an integer"},
	{"number = .5;", ":1: ", "not an integer"},
	{"date = 2019-05-15;", ":1: ", "quotes"},
	{"number = 2147483647;", ":1: ", "\"number\" is out of range (-5 to 5)"},
	/* kinds */
	{"number = \"3\";", ":1: ", "without quotes"},
	{"number = true;", ":1: ", "an integer"},
	{"text = 5;", ":1: ", "text in quotes"},
	{"truth = 1;", ":1: ", "true or false"},
	{"truth = \"true\";", ":1: ", "true or false"},
	{"texts = [ 1, 2 ];", ":1: ", "texts, as"},
	{"texts = ( \"a\", { b = 1; } );", ":1: ", "texts, as"},
	{"texts = [ \"\" ];", ":1: ", "empty item"},
	{"wait = \"10\";", ":1: ", "a duration"},
	{"wait = \"10 months\";", ":1: ", "a duration"},
	{"wait = \"-10 s\";", ":1: ", "a duration"},
	{"wait = -1;", ":1: ", "a duration"},
	{"wait = \"99999999999999999999 s\";", ":1: ", "a duration"},
	{"wait = \"9223372036854775807 days\";", ":1: ", "a duration"},
	{"wait = \"2 days\";", ":1: ", "out of range (1 to 86400 s)"},
	{"wait = \"0 s\";", ":1: ", "out of range"},
	{"size = \"64 MB\";", ":1: ", "a size"},
	{"size = \"2 GiB\";", ":1: ", "out of range"},
	{"time = \"8:30\";", ":1: ", "a time of day"},
	{"time = \"24:01\";", ":1: ", "a time of day"},
	{"time = \"12:60\";", ":1: ", "a time of day"},
	{"date = \"2019-02-29\";", ":1: ", "a date"},
	{"date = \"2019-5-15\";", ":1: ", "a date"},
	{"offset = \"08:00\";", ":1: ", "an offset"},
	{"offset = \"+15:00\";", ":1: ", "an offset"},
	{"path = \"\";", ":1: ", "must not be empty"},
	{"url = \"www.example.gov.cn\";", ":1: ", "a whole address"},
	{"url = \"https://\";", ":1: ", "a whole address"},
	{"url = \"https://a b/\";", ":1: ", "a whole address"},
	{"url = \"https://user:pass@example.gov.cn/\";", ":1: ", "no user or password"},
	{"node = 5;", ":1: ", "a group or list"},
	{"text = \"a\\nBcc: x\";", ":1: ", "control character"},
	{"text = \"\\xb9\\xab\";", ":1: ", "not UTF-8"},
	/* names */
	{"\n\ntxet = \"a\";", ":3: ", "did you mean \"text\"?"},
	{"\n\ntxet = \"a\";", ":3: ", "未知的设置 \"txet\"，是否为 \"text\"？"},
	{"secret = \"a\";", ":1: ", "did you mean \"secret_file\"?"},
	{"completely_other = 1;", ":1: ", "unknown setting \"completely_other\"\n"},
	{"text = \"a\";\ntext = \"b\";", ":2: ", "duplicate setting"},
	/* what a clerk types */
	{"text = \"a\"；", ":1: ", "half-width"},
	{"\ntext = “a”;", ":2: ", "half-width"},
	{"text = \"a;\nnumber = 1;", ":1: ", "has no partner"},
	{"text = a;", ":1: ", "put text in quotes"},
	{"truth = yes;", ":1: ", "true or false"},
	{"texts = [ \"a\", ];", ":1: ", "a comma too many"},
	{"texts = [ \"a\", 1 ];", ":1: ", "of one kind"},
	{"text = \"a\"\n\nnumber 5;", ":3: ", "syntax error"},
	{"node = { x = 1;", ":", "syntax error"},
	{"number = 1; @ number = 2;", ":1: ", "cannot stand here"},
	{"\n/* no end", ":2: ", "not closed"},
	{"\xef\xbb\xbftext = \"a\";", ":1: ", "BOM"},
	{"\xff\xfet\x01", ":1: ", "UTF-16"},
	{"\n\n# \xb9\xab\xca\xbe\n", ":3: ", "GBK"}, /* 公示 in GBK */
	{"secret_file = \"nowhere\";", ":1: ", "No such file"},
};

static void faults_say_what_where_and_what_to_do(void **state)
{
	struct test *test = *state;
	for (size_t i = 0; i < ARRAY_LEN(broken); i++) {
		read_text(test, broken[i].text);
		char where[256];
		snprintf(where, sizeof(where), "%s/gongshi.conf%s", test->folder.path,
			 broken[i].where);
		assert_reported(test, where);
		assert_reported(test, broken[i].says);
		if (test->report.count != 1)
			fail_msg("%s: %s", broken[i].text, buf_text(&test->report.lines));
	}
}

static void all_faults_of_a_file_are_told(void **state)
{
	struct test *test = *state;
	read_text(test, "number = 77;\ntxt = \"a\";\ntime = \"25:00\";\n");
	assert_int_equal(test->report.count, 3);
	assert_reported(test, "gongshi.conf:1: ");
	assert_reported(test, "gongshi.conf:2: ");
	assert_reported(test, "gongshi.conf:3: ");
}

static void an_avalanche_is_cut(void **state)
{
	struct test *test = *state;
	scoped(buf_finish) struct buf text = {0};
	for (int i = 0; i < 5000; i++)
		buf_print(&text, "unknown%d = 1;\n", i);
	read_text(test, buf_text(&text));
	assert_int_equal(test->report.count, 5000);
	int lines = 0;
	for (const char *at = buf_text(&test->report.lines); *at != '\0'; at++)
		lines += *at == '\n';
	assert_int_equal(lines, 200);
}

static void a_nul_byte_is_no_text(void **state)
{
	struct test *test = *state;
	read_bytes(test, "text = \"a\";\n\0number = 77;\n", 26);
	assert_int_equal(test->report.count, 1);
	assert_reported(test, ":2: ");
}

static void deep_nesting_is_refused(void **state)
{
	struct test *test = *state;
	scoped(buf_finish) struct buf text = {0};
	buf_text_add(&text, "node = ");
	for (int i = 0; i < 20000; i++)
		buf_char(&text, '(');
	for (int i = 0; i < 20000; i++)
		buf_char(&text, ')');
	read_text(test, buf_text(&text));
	assert_reported(test, "nested too deep");
}

static void required_settings_are_missed(void **state)
{
	static const struct config_field fields[] = {
		{"text", CONFIG_TEXT, .offset = CONFIG_FIELD(sample, text), .required = true,
		 .help = "text = \"x\""},
		{0},
	};
	struct test *test = *state;
	read_text(test, "\nnode = {\n};");
	config_fields(test->sample.node, fields, &test->sample, &test->report);
	assert_reported(test, ":2: 缺少设置 \"text\" missing setting \"text\" (text = \"x\")");
	read_text(test, "node = { text = \" \"; };");
	config_fields(test->sample.node, fields, &test->sample, &test->report);
	assert_reported(test, "must not be empty");
	read_text(test, "node = ( 1 );");
	config_fields(test->sample.node, fields, &test->sample, &test->report);
	assert_reported(test, "a group { … } is expected");
}

static void names_can_be_left_to_others(void **state)
{
	static const struct config_field fields[] = {
		{"text", CONFIG_TEXT, .offset = CONFIG_FIELD(sample, text)},
		{0},
	};
	static const char *const also[] = {"other", NULL}, *const any[] = {"*", NULL};
	struct test *test = *state;
	read_text(test, "node = { text = \"a\"; other = 5; };");
	config_fields_also(test->sample.node, fields, also, &test->sample, &test->report);
	assert_no_fault(test);
	config_fields_also(test->sample.node, fields, any, &test->sample, &test->report);
	assert_no_fault(test);
	config_fields(NULL, fields, &test->sample, &test->report);
	assert_no_fault(test);
	config_fields(test->sample.node, fields, &test->sample, &test->report);
	assert_reported(test, "unknown setting \"other\"");
}

static void includes_keep_their_file_and_line(void **state)
{
	struct test *test = *state;
	conf_folder_write(&test->folder, "parts/two.conf", "number = 4;\n\nwiat = 5;");
	conf_folder_write(&test->folder, "parts/one.conf",
			  "# one\n@include \"two.conf\"\ntime = 1;\n"
			  "path = \"here\";\n");
	read_text(test, "text = \"a\";\n@include \"parts/one.conf\"\ntruth = 5;\n");
	assert_int_equal(test->report.count, 3);
	assert_reported(test, "/parts/two.conf:3: 未知的设置 \"wiat\"，是否为 \"wait\"");
	assert_reported(test, "/parts/one.conf:3: ");
	assert_reported(test, "/gongshi.conf:3: ");
	assert_int_equal(test->sample.number, 4);
	assert_string_equal(test->sample.path + strlen(test->folder.path), "/parts/here");

	conf_folder_write(&test->folder, "parts/one.conf", "\n\nnumber = 3 3;");
	read_text(test, "@include \"parts/one.conf\"\n");
	assert_reported(test, "/parts/one.conf:3: 语法错误");
	conf_folder_write(&test->folder, "parts/one.conf", "\nnumber = 4294967297;");
	read_text(test, "@include \"parts/one.conf\"\n");
	assert_reported(test, "/parts/one.conf:2: ");
	conf_folder_write(&test->folder, "parts/one.conf", "@include \"../gongshi.conf\"");
	read_text(test, "@include \"parts/one.conf\"\n");
	assert_reported(test, "too deep");
	read_text(test, "\n@include \"missing.conf\"\n");
	assert_reported(test, "gongshi.conf:2: ");
	read_text(test, "@include missing\n");
	assert_reported(test, "needs a file name in quotes");
}

static void an_absolute_include_is_taken_as_it_is(void **state)
{
	struct test *test = *state;
	const char *path = conf_folder_write(&test->folder, "else/where.conf", "number = 2;");
	scoped(buf_finish) struct buf text = {0};
	buf_print(&text, "@include \"%s\"", path);
	read_text(test, buf_text(&text));
	assert_no_fault(test);
	assert_int_equal(test->sample.number, 2);
}

static void paths_are_relative_to_the_file_not_to_us(void **state)
{
	struct test *test = *state;
	char *cwd = getcwd(NULL, 0);
	conf_folder_write(&test->folder, "etc/part.conf", "paths = [ \"p\" ];");
	conf_folder_write(&test->folder, "etc/g.conf", "path = \"s\";\n@include \"part.conf\"\n");
	assert_int_equal(chdir(test->folder.path), 0);
	forget(test);
	assert_int_equal(config_open("etc/g.conf", &test->config, &test->report), 0);
	config_fields(config_root(test->config), sample_fields, &test->sample, &test->report);
	assert_int_equal(chdir(cwd), 0);
	free(cwd);
	assert_no_fault(test);
	assert_string_equal(test->sample.path + strlen(test->folder.path), "/etc/s");
	assert_string_equal(test->sample.paths[0] + strlen(test->folder.path), "/etc/p");
	assert_string_equal(config_path(test->config) + strlen(test->folder.path), "/etc/g.conf");
}

static void unreadable_files_are_told(void **state)
{
	struct test *test = *state;
	forget(test);
	assert_int_equal(config_open("/nowhere/g.conf", &test->config, &test->report), -E_INVALID);
	assert_null(test->config);
	assert_reported(test, "/nowhere/g.conf: ");
	assert_int_equal(config_open(test->folder.path, &test->config, &test->report), -E_INVALID);
	assert_reported(test, "not a regular file");
}

static void secrets_must_be_ours_alone(void **state)
{
	static const struct {
		mode_t mode;
		bool good;
	} cases[] = {
		{0600, true},  {0400, true},  {0700, true},  {0640, false}, {0604, false},
		{0644, false}, {0660, false}, {0620, false}, {0601, false},
	};
	struct test *test = *state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *path = conf_folder_write(&test->folder, "token", "hunter2\n");
		assert_int_equal(chmod(path, cases[i].mode), 0);
		read_text(test, "\nsecret_file = \"token\";");
		assert_int_equal(test->report.count, !cases[i].good);
		if (cases[i].good) {
			assert_string_equal(test->sample.secret, "hunter2");
			continue;
		}
		assert_null(test->sample.secret);
		assert_reported(test, ":2: secret_file: ");
		assert_reported(test, "chmod 600 ");
		assert_null(strstr(buf_text(&test->report.lines), "hunter2"));
	}
}

static void credentials_of_the_service_manager_are_taken(void **state)
{
	struct test *test = *state;
	const char *path = conf_folder_write(&test->folder, "cred/token", "hunter2");
	assert_int_equal(chmod(path, 0440), 0);
	read_text(test, "secret_file = \"cred/token\";");
	assert_reported(test, "chmod 600 ");
	char folder[128];
	snprintf(folder, sizeof(folder), "%s/cred", test->folder.path);
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	read_text(test, "secret_file = \"cred/token\";");
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_no_fault(test);
	assert_string_equal(test->sample.secret, "hunter2");
}

static void odd_secrets_are_refused(void **state)
{
	struct test *test = *state;
	const char *path = conf_folder_write(&test->folder, "token", " \n\n");
	assert_int_equal(chmod(path, 0600), 0);
	read_text(test, "secret_file = \"token\";");
	assert_reported(test, "the secret is empty");
	path = conf_folder_write_bytes(&test->folder, "token", "a\0b", 3);
	read_text(test, "secret_file = \"token\";");
	assert_reported(test, "not UTF-8");
	scoped(buf_finish) struct buf large = {0};
	for (int i = 0; i < 70000; i++)
		buf_char(&large, 'x');
	conf_folder_write(&test->folder, "token", buf_text(&large));
	read_text(test, "secret_file = \"token\";");
	assert_reported(test, "over 65536 bytes");
}

static void the_digest_covers_every_byte_read(void **state)
{
	struct test *test = *state;
	conf_folder_write(&test->folder, "part.conf", "number = 1;");
	read_text(test, "@include \"part.conf\"");
	struct digest first = config_digest(test->config);
	read_text(test, "@include \"part.conf\"");
	assert_true(digest_equal(first, config_digest(test->config)));
	conf_folder_write(&test->folder, "part.conf", "number = 2;");
	read_text(test, "@include \"part.conf\"");
	assert_false(digest_equal(first, config_digest(test->config)));
}

static void the_nearest_name_is_found(void **state)
{
	(void)state;
	static const char *const known[] = {"term",          "trigger", "channels", "ladder",
					    "password_file", "at",      NULL};
	static const struct {
		const char *name, *near;
	} cases[] = {
		{"terms", "term"},
		{"tirgger", "trigger"},
		{"chanels", "channels"},
		{"channel", "channels"},
		{"Ladder", "ladder"},
		{"password", "password_file"},
		{"ta", "at"},
		{"zebra", NULL},
		{"", NULL},
		{"x", NULL},
		{"rung", NULL},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *near = config_nearest(cases[i].name, known);
		if (cases[i].near == NULL)
			assert_null(near);
		else
			assert_string_equal(near, cases[i].near);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(defaults_stand_for_what_is_absent),
		TEST(every_kind_is_read),
		TEST(one_text_is_a_list_of_one),
		TEST(faults_say_what_where_and_what_to_do),
		TEST(all_faults_of_a_file_are_told),
		TEST(an_avalanche_is_cut),
		TEST(a_nul_byte_is_no_text),
		TEST(deep_nesting_is_refused),
		TEST(required_settings_are_missed),
		TEST(names_can_be_left_to_others),
		TEST(includes_keep_their_file_and_line),
		TEST(an_absolute_include_is_taken_as_it_is),
		TEST(paths_are_relative_to_the_file_not_to_us),
		TEST(unreadable_files_are_told),
		TEST(secrets_must_be_ours_alone),
		TEST(credentials_of_the_service_manager_are_taken),
		TEST(odd_secrets_are_refused),
		TEST(the_digest_covers_every_byte_read),
		cmocka_unit_test(the_nearest_name_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
