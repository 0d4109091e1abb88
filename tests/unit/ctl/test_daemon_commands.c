#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/macros.h"
#include "rig.h"

#define ENCODED "/v1/documents/%E7%9B%90%E6%B0%B4%E6%94%BF%E3%80%942009%E3%80%959%E5%8F%B7"
#define DOSSIER                                                                                   \
	"{\"id\":9,\"doc_number\":\"盐水政〔2009〕9号\",\"issuer\":\"盐城市水利局\"," \
	"\"title\":\"关于防汛的通知\",\"department\":\"hydrology\",\"state\":\"open\","    \
	"\"obligations\":[{\"rule\":\"ten-day\",\"due_on\":\"2009-03-12\",\"phase\":\"open\","    \
	"\"phase_label\":\"在期\"}],\"publications\":[{\"channel\":\"website\",\"state\":"      \
	"\"pending\",\"attempts\":0}],\"holds\":[{\"code\":\"review-missing\",\"sentence\":"      \
	"\"缺保密审查\"}],\"alerts\":[]}"

static void test_ends(void **state)
{
	static const struct {
		int status;
		const char *body, *sentence;
		enum ctl_end end;
	} cases[] = {
		{200, "{\"phases\":{\"open\":3}}", "", CTL_DONE},
		{200, "<html>", "no JSON", CTL_FAILED},
		{404, "{\"title\":\"t\",\"detail\":\"there is none\"}", "there is none", CTL_NO},
		{403, "{\"detail\":\"bad\\nname\",\"field\":\"by\"}", "by: bad name", CTL_NO},
		{400, "nothing", "HTTP 400", CTL_NO},
		{500, "{\"detail\":\"disk\"}", "the daemon failed: disk", CTL_FAILED},
		{503, "{\"detail\":\"full\"}", "busy: full", CTL_FAILED},
		{302, "", "HTTP 302", CTL_FAILED},
	};
	struct rig *rig = *state;
	assert_int_equal(rig_ctl(rig, "status"), CTL_UNREACHED);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct stand_in_answer answers[] = {
			{"GET /v1/status", cases[i].status, cases[i].body}, {0}};
		rig_stand_in(rig, answers);
		assert_int_equal(rig_ctl(rig, "status"), cases[i].end);
		if (strstr(rig->err, cases[i].sentence) == NULL)
			fail_msg("%d: %s", cases[i].status, rig->err);
		assert_int_equal(rig->err[0] != '\0', cases[i].end != CTL_DONE);
		rig_stand_down(rig);
	}
}

/* The socket alone is enough, whatever the configuration is like. */
static void test_socket(void **state)
{
	static const struct stand_in_answer answers[] = {{"GET /v1/status", 200, "{}"}, {0}};
	struct rig *rig = *state;
	rig_stand_in(rig, answers);
	assert_int_equal(rig_run(rig, "", "--config", "/nonexistent", "--socket", rig->socket,
				 "status", NULL),
			 CTL_DONE);
	assert_int_equal(rig_run(rig, "", "--config", "/nonexistent", "status", NULL), CTL_USAGE);
	assert_non_null(strstr(rig->err, "--socket"));
	assert_int_equal(rig_run(rig, "", "--config", "/nonexistent", "submit", "x", NULL),
			 CTL_USAGE);
	/* A fault outside of `paths` does not keep anybody out. */
	const char *broken = rig_file(rig, "broken.conf",
				      "bureau = { nme = 1; }; paths = { socket = \"socket\"; };");
	assert_int_equal(rig_run(rig, "", "--config", broken, "status", NULL), CTL_DONE);
	rig_stand_down(rig);
}

static void test_list(void **state)
{
	static const struct stand_in_answer answers[] = {
		{"GET /v1/documents?phase=open&due_before=2009-03-12&search=%E9%98%B2%20%E6%B1%9B&"
		 "limit=2 ",
		 200, "{\"documents\":[" DOSSIER "],\"next\":\"c1\"}"},
		{"GET /v1/documents?phase=open&due_before=2009-03-12&search=%E9%98%B2%20%E6%B1%9B&"
		 "limit=1&cursor=c1 ",
		 200, "{\"documents\":[{\"id\":8}],\"next\":\"c2\"}"},
		{"GET /v1/documents?department=none", 200, "{\"documents\":[],\"next\":null}"},
		{0},
	};
	struct rig *rig = *state;
	struct error err = {0};
	scoped(json_drop) json_t *answer = NULL;
	rig_stand_in(rig, answers);
	assert_int_equal(rig_ctl(rig, "list", "--phase", "open", "--due-before", "2009年3月12日",
				 "--search", "防 汛", "--limit", "2"),
			 CTL_DONE);
	assert_non_null(strstr(rig->out, "9     盐水政〔2009〕9号  2009-03-12  在期"));
	assert_non_null(strstr(rig->err, "--cursor c2"));
	assert_int_equal(rig_ctl(rig, "list", "--phase", "open", "--due-before", "2009-03-12",
				 "--search", "防 汛", "--limit=2", "--json"),
			 CTL_DONE);
	assert_int_equal(json_read(rig->out, strlen(rig->out), &answer, &err), 0);
	assert_int_equal(json_array_size(json_object_get(answer, "documents")), 2);
	assert_string_equal(json_member_text(answer, "next"), "c2");

	assert_int_equal(rig_ctl(rig, "list", "--department", "none"), CTL_NO);
	assert_int_equal(rig_ctl(rig, "list", "--phase", "late"), CTL_USAGE);
	assert_int_equal(rig_ctl(rig, "list", "--due-before", "soon"), CTL_USAGE);
	assert_int_equal(rig_ctl(rig, "list", "--limit", "0"), CTL_USAGE);
	rig_stand_down(rig);
}

static void test_one(void **state)
{
	static const struct stand_in_answer answers[] = {
		{"GET " ENCODED " ", 200, DOSSIER},
		{"GET /v1/documents/9 ", 200, DOSSIER},
		{"GET /v1/documents/9/explain ", 200,
		 "[{\"rule\":\"ten-day\",\"basis\":\"b\",\"trigger_on\":\"2009-03-02\",\"due_on\":"
		 "\"2009-03-12\",\"provisional\":true,\"settings\":\"days\",\"days\":[{\"date\":"
		 "\"2009-03-03\",\"counted\":true,\"why\":\"calendar day\",\"notice\":\"n\"}]}]"},
		{"GET /v1/documents/9/schedule ", 200,
		 "[{\"at\":\"2009-03-09T08:30:00+08:00\",\"what\":\"rung\",\"rung\":1}]"},
		{0},
	};
	struct rig *rig = *state;
	rig_stand_in(rig, answers);
	assert_int_equal(rig_ctl(rig, "show", "9"), CTL_DONE);
	assert_non_null(strstr(rig->out, "关于防汛的通知"));
	assert_non_null(strstr(rig->out, "review-missing"));
	assert_int_equal(rig_ctl(rig, "show", "盐水政〔2009〕9号", "--json"), CTL_DONE);
	assert_int_equal(rig->out[0], '{');
	assert_int_equal(rig_ctl(rig, "explain", "盐水政〔2009〕9号"), CTL_DONE);
	assert_non_null(strstr(rig->out, "2009-03-12  暂定 provisional"));
	assert_non_null(strstr(rig->out, "1  2009-03-03"));
	assert_int_equal(rig_ctl(rig, "schedule", "9"), CTL_DONE);
	assert_string_equal(rig->out, "2009-03-09 08:30  rung\n");
	assert_int_equal(rig_ctl(rig, "show", "10"), CTL_NO);
	assert_int_equal(rig_ctl(rig, "show", "99999999999999999999"), CTL_NO);
	assert_int_equal(rig_ctl(rig, "explain", "99999999999999999999"), CTL_NO);
	rig_stand_down(rig);
}

/* What the body of the last request says under a key; the texts of one run at a time. */
static const char *body_text(const struct rig *rig, const char *key)
{
	static char room[512];
	struct error err;
	const char *body = NULL;
	for (const char *at = buf_text(&rig->asked); (at = strstr(at, "\r\n\r\n")) != NULL; at += 4)
		body = at + 4;
	scoped(json_drop) json_t *json = NULL;
	if (body == NULL || json_read(body, strlen(body), &json, &err) < 0)
		return NULL;
	const char *text = json_member_text(json, key);
	if (text != NULL)
		strncpy(room, text, sizeof(room) - 1);
	return text != NULL ? room : NULL;
}

static void test_decisions(void **state)
{
	static const struct stand_in_answer answers[] = {
		{"GET " ENCODED " ", 200, DOSSIER},
		{"POST /v1/documents/9/", 200, "{\"id\":9,\"status\":\"recorded\"}"},
		{"POST /v1/documents/8/", 409, "{\"detail\":\"经办人与批准人不能是同一人\"}"},
		{"POST /v1/alerts/42/ack ", 200, "{\"id\":9,\"status\":\"recorded\"}"},
		{0},
	};
	struct rig *rig = *state;
	rig_stand_in(rig, answers);
	assert_int_equal(rig_ctl(rig, "extend", "盐水政〔2009〕9号", "ten-day", "--to",
				 "2009年4月1日", "--by", "li", "--approved-by", "wang", "--reason",
				 "修订"),
			 CTL_DONE);
	assert_non_null(strstr(buf_text(&rig->asked), "POST /v1/documents/9/extend "));
	assert_string_equal(body_text(rig, "rule"), "ten-day");
	assert_string_equal(body_text(rig, "to"), "2009-04-01");
	assert_string_equal(body_text(rig, "approved_by"), "wang");
	assert_null(body_text(rig, "hold"));

	assert_int_equal(
		rig_ctl(rig, "exempt", "8", "--by", "li", "--approved-by", "li", "--reason", "x"),
		CTL_NO);
	assert_non_null(strstr(rig->err, "不能是同一人"));
	assert_int_equal(rig_ctl(rig, "extend", "9", "ten-day", "--to", "soon"), CTL_USAGE);

	rig_file(rig, "photo.jpg", "abc");
	assert_int_equal(rig_ctl(rig, "attest", "9", "board", "--by", "li", "--witness", "wang",
				 "--evidence", rig->folder.file),
			 CTL_DONE);
	assert_string_equal(
		body_text(rig, "evidence"),
		"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad "
		"photo.jpg");
	assert_string_equal(body_text(rig, "channel"), "board");
	assert_int_equal(rig_ctl(rig, "attest", "9", "board", "--evidence", "/nonexistent"),
			 CTL_USAGE);

	assert_int_equal(rig_ctl(rig, "ack", "42", "--by", "zhang", "--json"), CTL_DONE);
	assert_non_null(strstr(rig->out, "\"recorded\""));
	assert_int_equal(rig_ctl(rig, "ack", "x", "--by", "zhang"), CTL_USAGE);
	rig_stand_down(rig);
}

static const char manifest[] =
	"{\"文号\":\"盐水政 [2009] 9 号\",\"issuer\":\"盐城市水利局\",\"body_file\":\"body.txt\","
	"\"附件\":[\"a.pdf\",{\"name\":\"b.pdf\"},\"../secret\",\"link\",\"absent.pdf\"]}";

static void test_submit(void **state)
{
	static const struct stand_in_answer answers[] = {
		{"POST /v1/documents ", 201, "{\"id\":9,\"status\":\"created\"}"}, {0}};
	struct rig *rig = *state;
	char path[256];
	rig_file(rig, "doc/body.txt", "正文在此");
	rig_file(rig, "doc/a.pdf", "bytes of a");
	rig_file(rig, "doc/b.pdf", "bytes of b");
	rig_file(rig, "secret", "not this");
	rig_file(rig, "doc/manifest.json", manifest);
	snprintf(path, sizeof(path), "%s/doc/link", rig->folder.path);
	assert_int_equal(symlink("../secret", path), 0);
	snprintf(path, sizeof(path), "%s/doc", rig->folder.path);
	rig_stand_in(rig, answers);
	assert_int_equal(rig_ctl(rig, "submit", path), CTL_DONE);
	assert_string_equal(rig->out, "9 created\n");
	const char *asked = buf_text(&rig->asked);
	assert_non_null(strstr(asked, "multipart/form-data"));
	assert_non_null(strstr(asked, "name=\"manifest\"\r\n\r\n{\"文号\""));
	assert_non_null(strstr(asked, "filename=\"body.txt\""));
	assert_non_null(strstr(asked, "正文在此"));
	assert_non_null(strstr(asked, "bytes of a"));
	assert_non_null(strstr(asked, "bytes of b"));
	assert_null(strstr(asked, "not this"));

	rig_stand_in(rig, answers);
	assert_int_equal(rig_run(rig, "{\"title\":\"t\"}", "--config", rig->conf, "submit", "-",
				 "--json", NULL),
			 CTL_DONE);
	assert_non_null(strstr(buf_text(&rig->asked), "application/json"));
	assert_non_null(strstr(buf_text(&rig->asked), "\r\n\r\n{\"title\":\"t\"}"));
	assert_non_null(strstr(rig->out, "\"manifest\": \"-\""));
	rig_stand_down(rig);
}

/* One that is refused does not keep the others out. */
static void test_submit_refused(void **state)
{
	static const struct stand_in_answer refused[] = {
		{"POST /v1/documents ", 422,
		 "{\"detail\":\"缺少标题\",\"code\":\"field-missing\"}"},
		{0}};
	struct rig *rig = *state;
	char first[256];
	rig_stand_in(rig, refused);
	strncpy(first, rig_file(rig, "one.json", "{}"), sizeof(first) - 1);
	const char *second = rig_file(rig, "two.json", "{\"title\":\"two\"}");
	assert_int_equal(rig_ctl(rig, "submit", "/nonexistent.json", first, second), CTL_NO);
	assert_non_null(strstr(rig->err, "缺少标题"));
	assert_non_null(strstr(rig->err, "two.json was not taken"));
	assert_non_null(strstr(buf_text(&rig->asked), "{\"title\":\"two\"}"));
	rig_stand_down(rig);
	assert_int_equal(rig_ctl(rig, "submit", first), CTL_UNREACHED);
}

static void test_revise(void **state)
{
	static const struct stand_in_answer answers[] = {
		{"GET /v1/documents/9 ", 200, DOSSIER},
		{"GET /v1/documents/7 ", 200, "{\"id\":7}"},
		{"POST /v1/documents ", 201, "{\"id\":9,\"status\":\"revised\"}"},
		{0}};
	struct rig *rig = *state;
	rig_stand_in(rig, answers);
	rig_file(rig, "r.json", "{\"doc_number\":\"盐水政〔2009〕9号\",\"body\":\"新\"}");
	assert_int_equal(rig_ctl(rig, "revise", "9", rig->folder.file), CTL_DONE);
	assert_string_equal(rig->out, "9 revised\n");
	assert_int_equal(rig_ctl(rig, "revise", "7", rig->folder.file), CTL_NO);
	assert_non_null(strstr(rig->err, "as dossier 9"));
	buf_clear(&rig->asked);
	rig_file(rig, "r.json", "{\"doc_number\":\"盐水政〔2009〕10号\",\"body\":\"新\"}");
	assert_int_equal(rig_ctl(rig, "revise", "9", rig->folder.file), CTL_NO);
	assert_null(strstr(buf_text(&rig->asked), "POST"));
	rig_stand_down(rig);
}

static void test_absent(void **state)
{
	struct rig *rig = *state;
	assert_int_equal(rig_ctl(rig, "report", "2009"), CTL_NO);
	assert_int_equal(rig_ctl(rig, "backup", "x"), CTL_USAGE);
	assert_int_equal(rig_ctl(rig, "--help"), CTL_DONE);
	assert_non_null(strstr(rig->out, "ledger verify"));
	assert_int_equal(rig_run(rig, "", "help", "ledger", "verify", NULL), CTL_DONE);
	assert_non_null(strstr(rig->out, "--checkpoint FILE"));
	assert_int_equal(rig_run(rig, "", "help", "nonsense", NULL), CTL_USAGE);
	assert_int_equal(rig_run(rig, "", "--version", NULL), CTL_DONE);
	assert_int_equal(strncmp(rig->out, "gongshictl ", 11), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ends),           cmocka_unit_test(test_socket),
		cmocka_unit_test(test_list),           cmocka_unit_test(test_one),
		cmocka_unit_test(test_decisions),      cmocka_unit_test(test_submit),
		cmocka_unit_test(test_submit_refused), cmocka_unit_test(test_revise),
		cmocka_unit_test(test_absent),
	};
	return cmocka_run_group_tests_name("ctl/daemon_commands", tests, rig_setup, rig_teardown);
}
