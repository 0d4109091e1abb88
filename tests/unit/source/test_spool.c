#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/mem.h"
#include "source/source.h"
#include "source_box.h"

#define QUIET 30000u
#define HAND_MAX 64
#define GOOD(title) "{\"title\":\"" title "\"," MANIFEST_REST "}"

/* A spool in a box, the clock that the test moves, and what was handed out. */
struct world {
	struct box box;
	struct spool *spool;
	uint64_t now_ms, next_ms;
	size_t room;
	struct spool_item items[HAND_MAX];
	int count;
};

static int open_world(void **state)
{
	struct world *world = mem_alloc(sizeof(*world));
	struct error err = {0};
	box_open(&world->box);
	if (spool_open(world->box.path, &world->spool, &err) < 0)
		fail_msg("%s", err.text);
	world->now_ms = 1000;
	world->room = HAND_MAX;
	*state = world;
	return 0;
}

static void forget_items(struct world *world)
{
	for (int i = 0; i < world->count; i++) {
		if (world->items[i].document != NULL)
			document_finish(world->items[i].document);
		mem_free(world->items[i].document);
	}
	world->count = 0;
}

static int close_world(void **state)
{
	struct world *world = *state;
	forget_items(world);
	spool_close(world->spool);
	box_close(&world->box);
	mem_free(world);
	return 0;
}

static void keep_item(void *ctx, struct spool_item *item)
{
	struct world *world = ctx;
	assert_true(world->count < HAND_MAX);
	assert_int_equal(item->document == NULL, item->refusal.code[0] != '\0');
	world->items[world->count++] = *item;
}

/* Let time pass and look; the items of before are forgotten. */
static int scan(struct world *world, uint64_t later_ms, bool rescan)
{
	struct error err = {0};
	forget_items(world);
	world->now_ms += later_ms;
	if (spool_scan(world->spool, &box_law, 1000, world->now_ms, rescan, world->room, keep_item,
		       world, &world->next_ms, &err) < 0)
		fail_msg("%s", err.text);
	return world->count;
}

static void accept(struct world *world, int item, int year, int64_t document)
{
	struct error err = {0};
	if (spool_accept(world->spool, world->items[item].ticket, year, document, &err) < 0)
		fail_msg("%s", err.text);
}

static void reject(struct world *world, int item)
{
	struct error err = {0};
	if (spool_reject(world->spool, world->items[item].ticket, &world->items[item].refusal,
			 &err) < 0)
		fail_msg("%s", err.text);
}

/* The one item is refused with this code. */
static void assert_refused(const struct world *world, const char *code)
{
	assert_int_equal(world->count, 1);
	if (strcmp(world->items[0].refusal.code, code) != 0)
		fail_msg("%s: %s", world->items[0].refusal.code,
			 world->items[0].refusal.sentence_en);
}

/* Scan every ten seconds until something comes; returns the seconds it took. */
static int seconds_until_found(struct world *world)
{
	for (int seconds = 0; seconds <= 120; seconds += 10)
		if (scan(world, seconds > 0 ? 10000 : 0, false) > 0)
			return seconds;
	return -1;
}

/* --- single manifests ------------------------------------------------------------------------ */

static void a_whole_manifest_is_taken_at_once(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "incoming/a.json", GOOD("t"));
	assert_int_equal(scan(world, 0, false), 1); /* inotify saw it closed */
	assert_string_equal(world->items[0].name, "a.json");
	assert_string_equal(world->items[0].document->title, "t");
	assert_int_equal(world->items[0].row, 0);
	assert_true(box_has(&world->box, "incoming/a.json"));

	assert_true(world->next_ms == UINT64_MAX);
	struct spool_item first = world->items[0];
	world->items[0].document = NULL;
	assert_int_equal(scan(world, 60000, true), 0); /* handed out: not found again */
	world->items[0] = first;
	world->count = 1;
	accept(world, 0, 2009, 9);
	assert_false(box_has(&world->box, "incoming/a.json"));
	assert_string_equal(box_read(&world->box, "accepted/2009/9/a.json"), GOOD("t"));
	assert_int_equal(scan(world, 60000, true), 0);
}

static void what_lies_there_at_the_start_is_found_by_listing(void **state)
{
	struct world *world = *state;
	spool_close(world->spool);
	box_write(&world->box, "incoming/a.json", GOOD("t"));
	assert_int_equal(spool_open(world->box.path, &world->spool, NULL), 0);
	assert_int_equal(scan(world, 0, false), 0);
	assert_int_equal(scan(world, 0, true), 1);
}

static void what_is_renamed_into_place_is_taken(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "incoming/.a.json", GOOD("t"));
	assert_int_equal(scan(world, 0, true), 0);
	box_rename(&world->box, "incoming/.a.json", "incoming/a.json");
	assert_int_equal(scan(world, 0, false), 1);
}

static void a_file_in_three_writes_is_read_once_and_whole(void **state)
{
	struct world *world = *state;
	static const char text[] = GOOD("t");
	size_t third = sizeof(text) / 3;
	for (size_t i = 0; i < 3; i++) {
		char piece[sizeof(text)] = "";
		memcpy(piece, text + i * third, i < 2 ? third : sizeof(text) - 2 * third);
		box_append(&world->box, "incoming/a.json", piece);
		assert_int_equal(scan(world, 20000, i == 1), i == 2);
	}
	assert_string_equal(world->items[0].document->title, "t");
}

static void half_a_manifest_is_refused_after_thirty_quiet_seconds(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "incoming/a.json", "{\"title\":");
	assert_int_equal(scan(world, 0, false), 0);
	assert_int_equal(scan(world, 20000, true), 0);
	box_append(&world->box, "incoming/a.json", "\"t\"");
	assert_int_equal(scan(world, 0, false), 0);
	assert_int_equal(scan(world, 20000, false), 0);
	assert_int_equal(scan(world, 9999, false), 0);
	assert_int_equal(scan(world, 10000, false), 1);
	assert_refused(world, "json");
	reject(world, 0);
	assert_false(box_has(&world->box, "incoming/a.json"));
	assert_string_equal(box_read(&world->box, "rejected/a/a.json"), "{\"title\":\"t\"");
	const char *reason = box_read(&world->box, "rejected/a/reason.json");
	assert_non_null(strstr(reason, "\"code\": \"json\""));
	assert_non_null(strstr(reason, "\"sentence_zh\""));
	assert_non_null(strstr(reason, "\"sentence_en\""));
}

static void next_ms_says_when_to_come_back(void **state)
{
	struct world *world = *state;
	assert_int_equal(scan(world, 0, true), 0);
	assert_true(world->next_ms == UINT64_MAX);
	box_write(&world->box, "incoming/a.json", "{");
	uint64_t began_ms = world->now_ms;
	int rounds = 0;
	assert_int_equal(scan(world, 0, false), 0);
	while (world->count == 0 && rounds++ < 20)
		scan(world, world->next_ms - world->now_ms, false);
	assert_int_equal(world->now_ms - began_ms, QUIET);
	assert_true(rounds <= 4);
}

static void what_is_said_wrongly_is_refused_at_once(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "incoming/a.json", "{\"title\":\"t\"}");
	assert_int_equal(scan(world, 0, false), 1);
	assert_refused(world, "field-missing");
	reject(world, 0);
	box_write(&world->box, "incoming/a.json", "{\"title\":\"u\"}");
	assert_int_equal(scan(world, 0, false), 1);
	reject(world, 0);
	assert_string_equal(box_read(&world->box, "rejected/a/a.json"), "{\"title\":\"t\"}");
	assert_string_equal(box_read(&world->box, "rejected/a-2/a.json"), "{\"title\":\"u\"}");
}

static void the_same_name_again_gets_a_number(void **state)
{
	struct world *world = *state;
	static const char *const places[] = {"accepted/2009/9/a.json", "accepted/2009/9/a-2.json",
					     "accepted/2009/9/a-3.json"};
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		box_write(&world->box, "incoming/a.json", GOOD("t"));
		assert_int_equal(scan(world, 0, false), 1);
		accept(world, 0, 2009, 9);
		assert_true(box_has(&world->box, places[i]));
	}
}

static void drafts_are_not_looked_at(void **state)
{
	struct world *world = *state;
	static const char *const names[] = {".a.json",     "~$a.json", "a.json.tmp", "a.TMP",
					    "a.json.part", "a.Part",   "a.filepart"};
	char path[64];
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		snprintf(path, sizeof(path), "incoming/%s", names[i]);
		box_write(&world->box, path, GOOD("t"));
	}
	assert_int_equal(scan(world, 0, true), 0);
	assert_int_equal(scan(world, 2 * QUIET, true), 0);
	assert_int_equal(box_count(&world->box, "rejected"), 0);
}

/* --- odd things ------------------------------------------------------------------------------ */

static void a_lone_attachment_is_refused(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "incoming/x.pdf", "%PDF");
	assert_int_equal(scan(world, 0, true), 0);
	assert_int_equal(seconds_until_found(world), 30);
	assert_refused(world, "unknown-kind");
	reject(world, 0);
	assert_string_equal(box_read(&world->box, "rejected/x.pdf/x.pdf"), "%PDF");
}

static void links_are_moved_and_never_followed(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "secret.json", GOOD("secret"));
	box_link(&world->box, "../secret.json", "incoming/a.json");
	assert_int_equal(scan(world, 0, true), 1);
	assert_refused(world, "link");
	reject(world, 0);
	char target[64] = "";
	char path[512];
	snprintf(path, sizeof(path), "%s/rejected/a.json/a.json", world->box.path);
	assert_true(readlink(path, target, sizeof(target) - 1) > 0);
	assert_string_equal(target, "../secret.json");
	assert_true(box_has(&world->box, "secret.json"));
}

static void pipes_are_refused_without_waiting_for_a_writer(void **state)
{
	struct world *world = *state;
	char path[512];
	snprintf(path, sizeof(path), "%s/incoming/a.json", world->box.path);
	assert_int_equal(mkfifo(path, 0644), 0);
	assert_int_equal(scan(world, 0, true), 1);
	assert_refused(world, "special-file");
	reject(world, 0);
	assert_true(box_has(&world->box, "rejected/a.json/a.json"));
}

static void old_file_names_are_shown_in_utf8(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "incoming/\xb9\xab\xca\xbe.json", "{\"title\":\"t\"}");
	assert_int_equal(scan(world, 0, false), 1);
	assert_string_equal(world->items[0].name, "公示.json");
	reject(world, 0);
	assert_true(box_has(&world->box, "rejected/\xb9\xab\xca\xbe/\xb9\xab\xca\xbe.json"));
}

static void a_name_of_full_length_is_moved(void **state)
{
	struct world *world = *state;
	char name[300] = "incoming/";
	while (strlen(name) < strlen("incoming/") + 250)
		strncat(name, "x", 2);
	strncat(name, ".json", 6);
	for (int i = 0; i < 2; i++) {
		box_write(&world->box, name, "{}");
		assert_int_equal(scan(world, 0, false), 1);
		reject(world, 0);
	}
	assert_int_equal(box_count(&world->box, "incoming"), 0);
	assert_int_equal(box_count(&world->box, "rejected"), 2);
}

/* --- folders --------------------------------------------------------------------------------- */

static const char with_file[] = "{\"title\":\"t\",\"attachments\":[\"a.pdf\"]," MANIFEST_REST "}";

static void a_folder_moved_into_place_is_taken_whole(void **state)
{
	struct world *world = *state;
	box_folder(&world->box, "draft");
	box_write(&world->box, "draft/manifest.json", with_file);
	box_write(&world->box, "draft/a.pdf", "%PDF");
	box_rename(&world->box, "draft", "incoming/doc");
	assert_int_equal(scan(world, 0, false), 1);
	assert_non_null(world->items[0].document);
	char path[512];
	snprintf(path, sizeof(path), "%s/incoming/doc/a.pdf", world->box.path);
	assert_string_equal(world->items[0].document->attachments[0].path, path);
	accept(world, 0, 2026, 12);
	assert_string_equal(box_read(&world->box, "accepted/2026/12/doc/a.pdf"), "%PDF");
	assert_true(box_has(&world->box, "accepted/2026/12/doc/manifest.json"));
}

static void a_folder_that_is_copied_waits_for_quiet(void **state)
{
	struct world *world = *state;
	box_folder(&world->box, "incoming/doc");
	assert_int_equal(scan(world, 0, false), 0);
	box_write(&world->box, "incoming/doc/manifest.json", with_file);
	assert_int_equal(scan(world, 20000, true), 0);
	box_write(&world->box, "incoming/doc/a.pdf", "%P");
	assert_int_equal(scan(world, 20000, true), 0);
	box_append(&world->box, "incoming/doc/a.pdf", "DF");
	assert_int_equal(scan(world, 20000, true), 0);
	assert_int_equal(seconds_until_found(world), 30);
	assert_int_equal(world->items[0].document->attachments[0].bytes, 4);
}

static void a_folder_is_refused_when_it_stays_incomplete(void **state)
{
	struct world *world = *state;
	static const struct {
		const char *manifest, *code;
	} cases[] = {
		{NULL, "manifest-missing"},
		{"{", "json"},
		{with_file, "attachment-missing"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		box_folder(&world->box, "draft");
		box_write(&world->box, "draft/other.txt", "x");
		if (cases[i].manifest != NULL)
			box_write(&world->box, "draft/manifest.json", cases[i].manifest);
		box_rename(&world->box, "draft", "incoming/doc");
		assert_int_equal(seconds_until_found(world), 30);
		assert_refused(world, cases[i].code);
		reject(world, 0);
	}
	assert_true(box_has(&world->box, "rejected/doc/other.txt"));
	assert_true(box_has(&world->box, "rejected/doc/reason.json"));
	assert_true(box_has(&world->box, "rejected/doc-3/manifest.json"));
	assert_int_equal(box_count(&world->box, "incoming"), 0);
}

static void an_older_reason_stays_beside_the_new_one(void **state)
{
	struct world *world = *state;
	box_folder(&world->box, "draft");
	box_write(&world->box, "draft/manifest.json", "{}");
	box_write(&world->box, "draft/reason.json", "older");
	box_rename(&world->box, "draft", "incoming/doc");
	assert_int_equal(scan(world, 0, false), 1);
	reject(world, 0);
	assert_string_equal(box_read(&world->box, "rejected/doc/reason-1.json"), "older");
	assert_non_null(strstr(box_read(&world->box, "rejected/doc/reason.json"), "title"));
}

static void folders_in_folders_and_links_in_folders_are_refused(void **state)
{
	struct world *world = *state;
	box_folder(&world->box, "draft");
	box_write(&world->box, "draft/manifest.json", GOOD("t"));
	box_folder(&world->box, "draft/deeper");
	box_rename(&world->box, "draft", "incoming/one");
	assert_int_equal(scan(world, 0, false), 1);
	assert_refused(world, "path");
	reject(world, 0);

	box_folder(&world->box, "draft");
	box_write(&world->box, "draft/manifest.json", with_file);
	box_link(&world->box, "/etc/passwd", "draft/a.pdf");
	box_rename(&world->box, "draft", "incoming/two");
	assert_int_equal(scan(world, 0, false), 1);
	assert_refused(world, "path");
	reject(world, 0);

	box_folder(&world->box, "draft");
	box_link(&world->box, "/etc/passwd", "draft/manifest.json");
	box_rename(&world->box, "draft", "incoming/three");
	assert_int_equal(scan(world, 0, false), 1);
	assert_refused(world, "special-file");
}

/* --- change and return ----------------------------------------------------------------------- */

static void what_was_replaced_meanwhile_is_read_anew(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "incoming/a.json", GOOD("old"));
	assert_int_equal(scan(world, 0, false), 1);
	box_write(&world->box, "draft", GOOD("newer"));
	box_rename(&world->box, "draft", "incoming/a.json");
	accept(world, 0, 2009, 1); /* the store has it; what lies there is another one */
	assert_true(box_has(&world->box, "incoming/a.json"));
	assert_int_equal(scan(world, 0, false), 1);
	assert_string_equal(world->items[0].document->title, "newer");
	accept(world, 0, 2009, 2);
	assert_string_equal(box_read(&world->box, "accepted/2009/2/a.json"), GOOD("newer"));
}

static void what_is_taken_away_is_forgotten(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "incoming/a.json", "{");
	box_write(&world->box, "incoming/b.json", GOOD("t"));
	assert_int_equal(scan(world, 0, false), 1);
	box_rename(&world->box, "incoming/a.json", "away");
	box_rename(&world->box, "incoming/b.json", "away2");
	accept(world, 0, 2009, 1);
	assert_int_equal(scan(world, 0, true), 0);
	assert_int_equal(scan(world, 2 * QUIET, false), 0);
	assert_true(world->next_ms == UINT64_MAX);
}

static void what_is_returned_comes_again_later(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "incoming/a.json", GOOD("t"));
	assert_int_equal(scan(world, 0, false), 1);
	uint64_t ticket = world->items[0].ticket;
	spool_return(world->spool, ticket);
	assert_int_equal(scan(world, 0, true), 0);
	assert_true(world->next_ms <= world->now_ms + 1000);
	assert_int_equal(scan(world, 1000, false), 1);
	accept(world, 0, 2009, 1);
	/* A ticket is worth one answer. */
	assert_int_equal(spool_accept(world->spool, ticket, 2009, 1, NULL), -E_NOT_FOUND);
	spool_return(world->spool, ticket);
}

static void a_move_that_fails_leaves_it_to_be_found_again(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "incoming/a.json", GOOD("t"));
	assert_int_equal(scan(world, 0, false), 1);
	box_write(&world->box, "accepted/2009", "in the way");
	struct error err = {0};
	assert_true(spool_accept(world->spool, world->items[0].ticket, 2009, 1, &err) < 0);
	assert_true(err.text[0] != '\0');
	assert_true(box_has(&world->box, "incoming/a.json"));
	assert_int_equal(scan(world, 1000, true), 0);
	assert_int_equal(scan(world, 30000, false), 1);
	accept(world, 0, 2010, 1);
	assert_true(box_has(&world->box, "accepted/2010/1/a.json"));
}

static void no_more_than_the_room_is_handed_out(void **state)
{
	struct world *world = *state;
	char path[64];
	for (int i = 0; i < 25; i++) {
		snprintf(path, sizeof(path), "incoming/%d.json", i);
		box_write(&world->box, path, GOOD("t"));
	}
	world->room = 10;
	static const int expected[] = {10, 10, 5, 0};
	for (size_t i = 0; i < ARRAY_LEN(expected); i++) {
		assert_int_equal(scan(world, 100, i == 0), expected[i]);
		for (int item = 0; item < world->count; item++)
			accept(world, item, 2009, (int)i * 100 + item + 1);
	}
	assert_int_equal(box_count(&world->box, "incoming"), 0);
	assert_int_equal(box_count(&world->box, "accepted/2009"), 25);
}

/* --- registers ------------------------------------------------------------------------------- */

#define NAMES "标题,发文机关,承办处室,成文日期,类别,公开属性,涉及公众利益,备注\r\n"
#define ROW(title) title ",水利局,水文处,2009年3月2日,水利公文,主动公开,是,\r\n"

static void a_register_is_settled_when_every_row_is(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "draft",
		  "\xef\xbb\xbf" NAMES ROW("甲") "\r\n" ROW("乙,x") ROW("\"丙,\"\"x\"\"\"")
			  ROW("丁"));
	box_rename(&world->box, "draft", "incoming/r.csv");
	assert_int_equal(scan(world, 0, false), 4);
	assert_string_equal(world->items[0].document->title, "甲");
	assert_int_equal(world->items[0].row, 2);
	assert_int_equal(world->items[1].row, 4); /* a blank row counts as in the spreadsheet */
	assert_null(world->items[1].document);
	assert_string_equal(world->items[2].document->title, "丙,\"x\"");
	accept(world, 3, 2009, 44);
	reject(world, 1);
	accept(world, 2, 2009, 33);
	assert_true(box_has(&world->box, "incoming/r.csv"));
	accept(world, 0, 2009, 11);
	assert_true(box_has(&world->box, "accepted/2009/11/r.csv"));
	assert_false(box_has(&world->box, "incoming/r.csv"));
	const char *rows = box_read(&world->box, "rejected/r/r.csv");
	assert_non_null(strstr(rows, "\"标题\",\"发文机关\""));
	assert_non_null(strstr(rows, "\"乙\",\"x\""));
	assert_null(strstr(rows, "丙"));
	assert_non_null(strstr(box_read(&world->box, "rejected/r/reason.json"), "\"row\": 4"));
}

static void a_register_without_a_good_row_is_rejected_whole(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "draft", NAMES ROW("") ",,,,,,,\r\n" ROW("x,y,z"));
	box_rename(&world->box, "draft", "incoming/r.CSV");
	assert_int_equal(scan(world, 0, false), 2);
	reject(world, 0);
	reject(world, 1);
	assert_true(box_has(&world->box, "rejected/r/r.CSV"));
	scoped(json_drop) json_t *reasons = NULL;
	const char *text = box_read(&world->box, "rejected/r/reason.json");
	assert_int_equal(json_read(text, strlen(text), &reasons, NULL), 0);
	assert_int_equal(json_array_size(reasons), 2);
}

static void a_register_that_is_written_waits_for_quiet(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "incoming/r.csv", NAMES ROW("甲"));
	assert_int_equal(scan(world, 0, false), 0);
	box_append(&world->box, "incoming/r.csv", ROW("乙"));
	assert_int_equal(scan(world, 10000, false), 0);
	assert_int_equal(seconds_until_found(world), 30);
	assert_int_equal(world->count, 2);
}

static void a_register_is_handed_out_as_there_is_room(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "draft", NAMES ROW("1") ROW("2") ROW("3") ROW("4") ROW("5"));
	box_rename(&world->box, "draft", "incoming/r.csv");
	world->room = 2;
	assert_int_equal(scan(world, 0, false), 2);
	spool_return(world->spool, world->items[1].ticket); /* row 3 */
	accept(world, 0, 2009, 1);
	assert_int_equal(scan(world, 100, false), 0); /* the whole register pauses */
	assert_int_equal(scan(world, 1000, true), 2);
	assert_int_equal(world->items[0].row, 3);
	accept(world, 0, 2009, 2);
	accept(world, 1, 2009, 3);
	assert_int_equal(scan(world, 100, false), 2);
	assert_int_equal(world->items[1].row, 6);
	accept(world, 0, 2009, 4);
	accept(world, 1, 2009, 5);
	assert_true(box_has(&world->box, "accepted/2009/1/r.csv"));
}

static void a_register_that_is_none_is_refused(void **state)
{
	struct world *world = *state;
	static const struct {
		const char *text, *code;
	} cases[] = {
		{"", "field-missing"},        {"标题,发文机关\r\nx,y\r\n", "field-missing"},
		{NAMES, "register-empty"},    {NAMES ROW("\"x"), "csv"},
		{NAMES ROW("a\"b"), "csv"},   {"标题,标题," NAMES, "duplicate-key"},
		{"\x80\x80\x80", "encoding"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		box_write(&world->box, "draft", cases[i].text);
		box_rename(&world->box, "draft", "incoming/r.csv");
		assert_int_equal(seconds_until_found(world), 30);
		assert_refused(world, cases[i].code);
		reject(world, 0);
	}
}

static void a_register_that_fails_to_move_ends_well_later(void **state)
{
	struct world *world = *state;
	box_write(&world->box, "draft", NAMES ROW("甲") ROW("") ROW("丙"));
	box_rename(&world->box, "draft", "incoming/r.csv");
	assert_int_equal(scan(world, 0, false), 3);
	box_write(&world->box, "accepted/2009", "in the way");
	accept(world, 0, 2009, 1);
	reject(world, 1);
	assert_true(spool_accept(world->spool, world->items[2].ticket, 2009, 3, NULL) < 0);
	assert_int_equal(scan(world, 30000, false), 1);
	box_rename(&world->box, "accepted/2009", "away");
	assert_int_equal(world->items[0].row, 4);
	accept(world, 0, 2009, 3);
	assert_true(box_has(&world->box, "accepted/2009/1/r.csv"));
	assert_int_equal(box_count(&world->box, "rejected"), 1); /* the refused row once */
}

/* --- the watch ------------------------------------------------------------------------------- */

static void the_watch_tells_of_new_files(void **state)
{
	struct world *world = *state;
	struct pollfd watched = {.fd = spool_fd(world->spool), .events = POLLIN};
	assert_true(watched.fd >= 0);
	assert_int_equal(poll(&watched, 1, 0), 0);
	box_write(&world->box, "incoming/a.json", GOOD("t"));
	assert_int_equal(poll(&watched, 1, 0), 1);
	assert_int_equal(scan(world, 0, false), 1);
	assert_int_equal(poll(&watched, 1, 0), 0);
}

static void another_incoming_is_followed(void **state)
{
	struct world *world = *state;
	box_rename(&world->box, "incoming", "old");
	assert_int_equal(scan(world, 0, true), 0); /* made anew */
	assert_true(box_has(&world->box, "incoming"));
	box_write(&world->box, "incoming/a.json", GOOD("t"));
	assert_int_equal(scan(world, 0, false), 1);
}

static void a_spool_that_is_a_link_inside_is_refused(void **state)
{
	struct world *world = *state;
	spool_close(world->spool);
	world->spool = NULL;
	box_rename(&world->box, "accepted", "elsewhere");
	box_link(&world->box, "/tmp", "accepted");
	struct error err = {0};
	assert_int_equal(spool_open(world->box.path, &world->spool, &err), -E_INVALID);
	assert_non_null(strstr(err.text, "accepted"));
}

/* --- many, and two threads ------------------------------------------------------------------- */

#define MANY 2000

struct crowd {
	struct world *world;
	pthread_mutex_t lock;
	uint64_t tickets[MANY];
	int found, settled;
};

static void note_ticket(void *ctx, struct spool_item *item)
{
	struct crowd *crowd = ctx;
	if (item->document != NULL)
		document_finish(item->document);
	mem_free(item->document);
	pthread_mutex_lock(&crowd->lock);
	crowd->tickets[crowd->found++] = item->ticket;
	pthread_mutex_unlock(&crowd->lock);
}

static void *settle_all(void *ctx)
{
	struct crowd *crowd = ctx;
	while (crowd->settled < MANY) {
		pthread_mutex_lock(&crowd->lock);
		bool more = crowd->settled < crowd->found;
		uint64_t ticket = more ? crowd->tickets[crowd->settled] : 0;
		pthread_mutex_unlock(&crowd->lock);
		if (!more)
			continue;
		crowd->settled++;
		if (spool_accept(crowd->world->spool, ticket, 2009, crowd->settled % 7 + 1, NULL) <
		    0)
			return ctx;
	}
	return NULL;
}

static void answers_may_come_from_another_thread(void **state)
{
	struct world *world = *state;
	struct crowd *crowd = mem_alloc(sizeof(*crowd));
	crowd->world = world;
	pthread_mutex_init(&crowd->lock, NULL);
	char path[64];
	for (int i = 0; i < MANY; i++) {
		snprintf(path, sizeof(path), "incoming/%d.json", i);
		box_write(&world->box, path, GOOD("t"));
	}
	pthread_t thread;
	assert_int_equal(pthread_create(&thread, NULL, settle_all, crowd), 0);
	for (int round = 0; crowd->found < MANY && round < MANY; round++)
		assert_int_equal(spool_scan(world->spool, &box_law, 1000, world->now_ms += 100,
					    round % 3 == 0, 100, note_ticket, crowd,
					    &world->next_ms, NULL),
				 0);
	void *failed = NULL;
	pthread_join(thread, &failed);
	assert_null(failed);
	assert_int_equal(crowd->settled, MANY);
	assert_int_equal(box_count(&world->box, "incoming"), 0);
	mem_free(crowd);
}

#define SPOOL_TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SPOOL_TEST(a_whole_manifest_is_taken_at_once),
		SPOOL_TEST(what_lies_there_at_the_start_is_found_by_listing),
		SPOOL_TEST(what_is_renamed_into_place_is_taken),
		SPOOL_TEST(a_file_in_three_writes_is_read_once_and_whole),
		SPOOL_TEST(half_a_manifest_is_refused_after_thirty_quiet_seconds),
		SPOOL_TEST(next_ms_says_when_to_come_back),
		SPOOL_TEST(what_is_said_wrongly_is_refused_at_once),
		SPOOL_TEST(the_same_name_again_gets_a_number),
		SPOOL_TEST(drafts_are_not_looked_at),
		SPOOL_TEST(a_lone_attachment_is_refused),
		SPOOL_TEST(links_are_moved_and_never_followed),
		SPOOL_TEST(pipes_are_refused_without_waiting_for_a_writer),
		SPOOL_TEST(old_file_names_are_shown_in_utf8),
		SPOOL_TEST(a_name_of_full_length_is_moved),
		SPOOL_TEST(a_folder_moved_into_place_is_taken_whole),
		SPOOL_TEST(a_folder_that_is_copied_waits_for_quiet),
		SPOOL_TEST(a_folder_is_refused_when_it_stays_incomplete),
		SPOOL_TEST(an_older_reason_stays_beside_the_new_one),
		SPOOL_TEST(folders_in_folders_and_links_in_folders_are_refused),
		SPOOL_TEST(what_was_replaced_meanwhile_is_read_anew),
		SPOOL_TEST(what_is_taken_away_is_forgotten),
		SPOOL_TEST(what_is_returned_comes_again_later),
		SPOOL_TEST(a_move_that_fails_leaves_it_to_be_found_again),
		SPOOL_TEST(no_more_than_the_room_is_handed_out),
		SPOOL_TEST(a_register_is_settled_when_every_row_is),
		SPOOL_TEST(a_register_without_a_good_row_is_rejected_whole),
		SPOOL_TEST(a_register_that_is_written_waits_for_quiet),
		SPOOL_TEST(a_register_is_handed_out_as_there_is_room),
		SPOOL_TEST(a_register_that_is_none_is_refused),
		SPOOL_TEST(a_register_that_fails_to_move_ends_well_later),
		SPOOL_TEST(the_watch_tells_of_new_files),
		SPOOL_TEST(another_incoming_is_followed),
		SPOOL_TEST(a_spool_that_is_a_link_inside_is_refused),
		SPOOL_TEST(answers_may_come_from_another_thread),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
