#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "web_house.h"

#define FORM "Content-Type: multipart/form-data; boundary=XX\r\n"
#define PART(rest) "--XX\r\nContent-Disposition: form-data; " rest "\r\n\r\n"
#define UPLOAD_MANIFEST                                                                                                      \
	"{\"doc_number\":\"盐水政〔2009〕7号\",\"title\":\"关于附件的通知\",\"issuer\":\"盐城市水利局\"," \
	"\"department\":\"hydrology\",\"issued_on\":\"2009-03-02\","                                                         \
	"\"category\":\"official-document\",\"disclosure\":\"active\",\"public_interest\":false,\"body\":\"见附件。\","  \
	"\"attachments\":[\"附件.pdf\"]}"

/* One after the other: what a row did is there for the next. */
struct step {
	const char *method, *target, *headers, *body;
	int status;
	const char *says;
};

static void walk(struct web_house *house, const struct step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int status = web_house_ask(house, DOOR_UNIX, steps[i].method, steps[i].target,
					   steps[i].headers != NULL ? steps[i].headers : "",
					   steps[i].body);
		if (status != steps[i].status || !web_house_says(house, steps[i].says))
			fail_msg("row %zu: %s %s: %d %s", i, steps[i].method, steps[i].target,
				 status, house->body);
	}
}

#define WALK(house, steps) walk(house, steps, ARRAY_LEN(steps))

/* --- handing in -------------------------------------------------------------------------------------- */

static const struct step refused_documents[] = {
	{"POST", "/v1/documents", NULL, "", 422, "\"code\":\"json\""},
	{"POST", "/v1/documents", NULL, "[]", 422, "\"code\""},
	{"POST", "/v1/documents", NULL, "{\"title\":\"x\",\"title\":\"y\"}", 422, "\"code\""},
	{"POST", "/v1/documents", NULL, "{\"title\":\"x\"}", 422, "\"field\""},
	{"POST", "/v1/documents", FORM, "", 422, "\"code\":\"multipart\""},
	{"POST", "/v1/documents", "Content-Type: multipart/form-data\r\n", "x", 422, "boundary"},
	{"POST", "/v1/documents", FORM, PART("name=\"other\"") "{}\r\n--XX--\r\n", 422,
	 "Exactly one part must be named manifest"},
	{"POST", "/v1/documents", FORM,
	 PART("name=\"manifest\"") "{}\r\n" PART("name=\"manifest\"") "{}\r\n--XX--\r\n", 422,
	 "Exactly one part must be named manifest"},
	{"POST", "/v1/documents", FORM,
	 PART("name=\"manifest\"") "{}\r\n" PART("name=\"f\"") "1\r\n--XX--\r\n", 422,
	 "has no file name"},
	{"POST", "/v1/documents", FORM,
	 PART("name=\"manifest\"") "{}\r\n" PART("name=\"f\"; filename=\"../x\"") "1\r\n--XX--\r\n",
	 422, "\"code\":\"path\""},
	{"POST", "/v1/documents", FORM,
	 PART("name=\"manifest\"") UPLOAD_MANIFEST
	 "\r\n" PART("name=\"f\"; filename=\"b.pdf\"") "1\r\n--XX--\r\n",
	 422, "attachment"},
	{"POST", "/v1/documents", NULL, UPLOAD_MANIFEST, 422, "attachment"},
};

static void what_is_wrong_is_refused_and_recorded(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, NULL);
	WALK(&house, refused_documents);
	assert_int_equal(web_house_count(&house, "document.refused"), ARRAY_LEN(refused_documents));
	assert_int_equal(web_house_count(&house, "document.received"), 0);
	web_house_close(&house);
}

static void the_same_is_the_same(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, NULL);
	assert_int_equal(web_house_hand_in(&house, 4, false), 1);
	assert_string_equal(web_house_header(&house, "Location"), "/v1/documents/1");
	assert_int_equal(web_house_ask(&house, DOOR_UNIX, "POST", "/v1/documents", "",
				       web_house_manifest(4, false)),
			 200);
	assert_string_equal(house.body, "{\"id\":1,\"status\":\"same\"}\n");
	assert_int_equal(web_house_count(&house, "review.recorded"), 0);
	assert_int_equal(web_house_ask(&house, DOOR_UNIX, "POST", "/v1/documents", "",
				       web_house_manifest(4, true)),
			 200); /* the same, now with its review */
	assert_int_equal(web_house_count(&house, "review.recorded"), 1);
	assert_int_equal(web_house_hand_in(&house, 5, false), 2);
	web_house_close(&house);
}

static int names_in(const struct web_house *house, const char *name)
{
	char path[200];
	int count = 0;
	snprintf(path, sizeof(path), "%s/%s", house->folder.path, name);
	DIR *dir = opendir(path);
	for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;)
		count += entry->d_name[0] != '.';
	if (dir != NULL)
		closedir(dir);
	return count;
}

static const struct step uploads[] = {
	{"POST", "/v1/documents", FORM,
	 PART("name=\"manifest\"; filename=\"m.json\"") UPLOAD_MANIFEST
	 "\r\n" PART("name=\"file\"; filename=\"附件.pdf\"") "%PDF-1.4 one\r\n--XX--\r\n",
	 201, "{\"id\":1,\"status\":\"created\"}"},
	{"POST", "/v1/documents", FORM,
	 PART("name=\"file\"; filename=\"附件.pdf\"") "%PDF-1.4 one\r\n" PART("name=\"manifest\"")
		 UPLOAD_MANIFEST "\r\n--XX--\r\n",
	 200, "same"},
	{"POST", "/v1/documents", FORM,
	 PART("name=\"manifest\"") UPLOAD_MANIFEST
	 "\r\n" PART("name=\"file\"; filename=\"附件.pdf\"") "%PDF-1.4 two\r\n--XX--\r\n",
	 201, "{\"id\":1,\"status\":\"revised\"}"},
};

static void files_come_with_their_manifest(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, NULL);
	WALK(&house, uploads);
	assert_int_equal(house.kept_objects, 3);
	assert_int_equal(names_in(&house, "upload"), 0); /* nothing is left lying about */
	web_house_close(&house);
}

static void a_source_hands_in_for_its_department(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, WEB_HOUSE_TOKENS "other other source planning\n");
	assert_int_equal(
		web_house_as(&house, "other", "POST", "/v1/documents", web_house_manifest(1, true)),
		422);
	assert_true(web_house_says(&house, "\"code\":\"department\""));
	assert_int_equal(web_house_as(&house, "source-token", "POST", "/v1/documents",
				      web_house_manifest(1, true)),
			 201);
	assert_int_equal(web_house_count(&house, "document.refused"), 1);
	assert_true(web_house_says(&house, "\"actor\":\"source:register\""));
	web_house_close(&house);
}

/* --- reading ------------------------------------------------------------------------------------------ */

static const struct step reads[] = {
	{"GET", "/v1/documents", NULL, NULL, 200, "\"next\":null"},
	{"GET", "/v1/documents?limit=1", NULL, NULL, 200, "\"next\":\"3\""},
	{"GET", "/v1/documents?limit=1&cursor=3", NULL, NULL, 200, "\"id\":2,"},
	{"GET", "/v1/documents?phase=met", NULL, NULL, 200, "{\"documents\":[{\"id\":1,"},
	{"GET", "/v1/documents?phase=due-soon&limit=1", NULL, NULL, 200, "[{\"id\":2,"},
	{"GET", "/v1/documents?phase=overdue", NULL, NULL, 200, "{\"documents\":[]"},
	{"GET", "/v1/documents?state=awaiting-review", NULL, NULL, 200,
	 "{\"documents\":[{\"id\":3,"},
	{"GET", "/v1/documents?department=%E6%B0%B4%E6%96%87%E5%A4%84", NULL, NULL, 200,
	 "\"id\":3"},
	{"GET", "/v1/documents?department=planning", NULL, NULL, 200, "{\"documents\":[]"},
	{"GET", "/v1/documents?search=%E7%AC%AC2%E5%8F%B7", NULL, NULL, 200, "[{\"id\":2,"},
	{"GET", "/v1/documents?due_before=2009-03-14", NULL, NULL, 200, "[{\"id\":2,"},
	{"GET", "/v1/documents?due_before=2009-03-12", NULL, NULL, 200, "{\"documents\":[]"},
	{"GET", "/v1/documents?phase=gone", NULL, NULL, 400, "phase is one of"},
	{"GET", "/v1/documents?state=gone", NULL, NULL, 400, "state is one of"},
	{"GET", "/v1/documents?department=gone", NULL, NULL, 400, "\"code\":\"department\""},
	{"GET", "/v1/documents?due_before=12.3.", NULL, NULL, 400, "2009-03-12"},
	{"GET", "/v1/documents?limit=0", NULL, NULL, 400, "limit must be"},
	{"GET", "/v1/documents?limit=ten", NULL, NULL, 400, "limit must be"},
	{"GET", "/v1/documents?cursor=x", NULL, NULL, 400, "cursor"},
	{"GET", "/v1/documents?phase=open&cursor=3", NULL, NULL, 400, "cursor"},
	{"GET", "/v1/documents/1", NULL, NULL, 200, "\"phase\":\"met\""},
	{"GET", "/v1/documents/%E7%9B%90%E6%B0%B4%E6%94%BF%E3%80%942009%E3%80%951%E5%8F%B7", NULL,
	 NULL, 200, "{\"id\":1,"},
	{"GET", "/v1/documents/9", NULL, NULL, 404, "\"code\":\"not-found\""},
	{"GET", "/v1/documents/0", NULL, NULL, 404, "\"code\":\"not-found\""},
	{"GET", "/v1/documents/99999999999999999999", NULL, NULL, 404, "not-found"},
	{"GET", "/v1/documents/nonsense", NULL, NULL, 404, "not-found"},
	{"GET", "/v1/documents/2/explain", NULL, NULL, 200, "\"due_on\":\"2009-03-12\""},
	{"GET", "/v1/documents/2/schedule", NULL, NULL, 200, "\"rung\":"},
	{"GET", "/v1/documents/2/timeline", NULL, NULL, 200, "document.received"},
	{"GET", "/v1/documents/2/proof", NULL, NULL, 200, "\"complete\":"},
	{"GET", "/v1/documents/9/proof", NULL, NULL, 404, "not-found"},
	{"GET", "/v1/documents/9/timeline", NULL, NULL, 404, "not-found"},
	{"GET", "/v1/alerts", NULL, NULL, 200, "\"person\":\"zhang\""},
	{"GET", "/v1/alerts?person=nobody", NULL, NULL, 200, "{\"alerts\":[]"},
	{"GET", "/v1/alerts?state=delivered", NULL, NULL, 200, "\"document\":2"},
	{"GET", "/v1/alerts?limit=999", NULL, NULL, 400, "limit must be"},
	{"GET", "/v1/status", NULL, NULL, 200, "\"awaiting_review\":2"},
	{"GET", "/v1/rules", NULL, NULL, 200, "ten-day"},
	{"GET", "/v1/reports/2009", NULL, NULL, 501, "unsupported"},
	{"GET", "/metrics", NULL, NULL, 200,
	 "gongshi_channel_failing{name=\"website\",type=\"http\"} 1\n"},
	{"GET", "/metrics", NULL, NULL, 200, "gongshi_dossiers_without_wakeup 0\n"},
	{"GET", "/metrics", NULL, NULL, 200, "gongshi_overdue_without_attempt 0\n"},
	{"GET", "/v1/ledger/key", NULL, NULL, 200, "ledger.example.org+"},
	{"GET", "/v1/ledger/entries?from=0&to=0", NULL, NULL, 200, "\"seq\":0,"},
	{"GET", "/v1/ledger/entries?from=999999", NULL, NULL, 200, ""},
	{"GET", "/v1/ledger/entries?from=-1", NULL, NULL, 400, "from must be"},
	{"GET", "/v1/ledger/tile/9/nonsense", NULL, NULL, 404, "LEVEL/INDEX"},
	{"GET", "/v1/ledger/tile/0/000", NULL, NULL, 404, "not grown"},
	{"GET", "/v1/ledger/checkpoint", NULL, NULL, 200, "ledger.example.org\n"},
	{"GET", "/", NULL, NULL, 200, "关于第3号事项的通知"},
	{"GET", "/dossiers/3", NULL, NULL, 200, "关于第3号事项的通知"},
	{"GET", "/dossiers/9", NULL, NULL, 404, ""},
};

static void everything_can_be_read(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, NULL);
	web_house_hand_in(&house, 1, true);
	web_house_hand_in(&house, 2, false);
	web_house_hand_in(&house, 3, false);
	WALK(&house, reads);
	web_house_close(&house);
}

static void readers_see_their_own(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, WEB_HOUSE_TOKENS);
	web_house_hand_in(&house, 1, false);
	web_house_hand_in(&house, 2, false);
	static const struct {
		const char *target;
		int status;
		const char *says;
	} cases[] = {
		{"/v1/documents", 200, "{\"documents\":[]"},
		{"/v1/documents?department=hydrology", 403, "department"},
		{"/v1/documents/1", 404, "not-found"},
		{"/v1/documents/1/timeline", 404, "not-found"},
		{"/v1/documents/1/proof", 404, "not-found"},
		{"/v1/alerts", 200, "{\"alerts\":[]"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		print_message("%s\n", cases[i].target);
		assert_int_equal(
			web_house_as(&house, "planner-token", "GET", cases[i].target, NULL),
			cases[i].status);
		assert_true(web_house_says(&house, cases[i].says));
	}
	assert_int_equal(web_house_as(&house, "planner-token", "GET", "/", NULL), 200);
	assert_false(web_house_says(&house, "关于第1号事项"));
	assert_int_equal(web_house_as(&house, "reader-token", "GET", "/v1/documents", NULL), 200);
	assert_true(web_house_says(&house, "\"id\":2"));
	web_house_close(&house);
}

/* --- decisions ------------------------------------------------------------------------------------------ */

static const struct step decisions[] = {
	{"POST", "/v1/documents/1/hold", NULL, "[]", 400, "\"code\":\"json\""},
	{"POST", "/v1/documents/1/hold", NULL, "{", 400, "\"code\":\"json\""},
	{"POST", "/v1/documents/1/hold", NULL, "{\"colour\":\"red\"}", 400, "\"field\":\"colour\""},
	{"POST", "/v1/documents/1/hold", NULL, "{\"by\":7}", 400, "\"field\":\"by\""},
	{"POST", "/v1/documents/1/extend", NULL, "{\"to\":\"soon\"}", 400, "\"field\":\"to\""},
	{"POST", "/v1/documents/9/hold", NULL, "{\"by\":\"li\"}", 404, "not-found"},
	{"POST", "/v1/documents/1/exempt", NULL,
	 "{\"by\":\"li\",\"approved_by\":\"li\",\"reason\":\"x\"}", 409, "\"code\""},
	{"POST", "/v1/documents/1/review", NULL, "{\"by\":\"li\",\"signed_by\":\"wang\"}", 200,
	 "{\"id\":1,\"status\":\"recorded\"}"},
	{"GET", "/v1/documents/1", NULL, NULL, 200, "\"state\":\"closed\""},
	{"POST", "/v1/documents/2/hold", NULL,
	 "{\"by\":\"li\",\"approved_by\":\"wang\",\"reason\":\"待核\",\"review_on\":\"2009-03-20\","
	 "\"rule\":null}",
	 200, "recorded"},
	{"GET", "/v1/documents/2", NULL, NULL, 200, "待核"},
};

static void decisions_are_recorded_refused_ones_too(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, NULL);
	web_house_hand_in(&house, 1, false);
	web_house_hand_in(&house, 2, false);
	WALK(&house, decisions);
	assert_int_equal(web_house_count(&house, "decision.refused"), 7);
	assert_int_equal(web_house_count(&house, "review.recorded"), 1);
	web_house_close(&house);
}

/* The alert of a rung that has fallen: 3 workdays before 2009-03-12 is 2009-03-09. */
static int first_alert(struct web_house *house)
{
	scoped(json_drop) json_t *json = NULL;
	web_house_get(house, "/v1/alerts");
	assert_int_equal(json_read(house->body, house->body_bytes, &json, NULL), 0);
	return (int)json_member_int(json_at_pointer(json, "/alerts/0"), "id", -1);
}

static void alerts_are_acknowledged_by_whom_they_tell(void **state)
{
	(void)state;
	struct web_house house;
	char target[80];
	web_house_open(&house, WEB_HOUSE_TOKENS);
	web_house_hand_in(&house, 1, false);
	int alert = first_alert(&house);
	assert_in_range(alert, 1, 100);
	snprintf(target, sizeof(target), "/v1/alerts/%d/ack", alert);
	assert_int_equal(web_house_as(&house, "planner-token", "POST", target, "{}"), 403);
	assert_int_equal(web_house_as(&house, "auditor-token", "POST", target, "{}"), 403);
	assert_int_equal(web_house_as(&house, "source-token", "POST", target, "{}"), 403);
	assert_int_equal(web_house_as(&house, "reader-token", "POST", "/v1/alerts/0/ack", "{}"),
			 404);
	assert_int_equal(web_house_as(&house, "reader-token", "POST", "/v1/alerts/x/ack", "{}"),
			 404);
	assert_int_equal(web_house_as(&house, "reader-token", "POST", "/v1/alerts/9999/ack", "{}"),
			 404);
	assert_int_equal(web_house_as(&house, "reader-token", "POST", target, "{}"), 200);
	assert_int_equal(web_house_count(&house, "alert.acknowledged"), 1);
	web_house_close(&house);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_wrong_is_refused_and_recorded),
		cmocka_unit_test(the_same_is_the_same),
		cmocka_unit_test(files_come_with_their_manifest),
		cmocka_unit_test(a_source_hands_in_for_its_department),
		cmocka_unit_test(everything_can_be_read),
		cmocka_unit_test(readers_see_their_own),
		cmocka_unit_test(decisions_are_recorded_refused_ones_too),
		cmocka_unit_test(alerts_are_acknowledged_by_whom_they_tell),
	};
	return cmocka_run_group_tests_name("web/api", tests, web_house_clock, NULL);
}
