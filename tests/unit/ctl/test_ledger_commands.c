#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../core/ledger_sample.h"
#include "base/encode.h"
#include "base/json.h"
#include "base/macros.h"
#include "base/mem.h"
#include "rig.h"
#include "store/store.h"

#define BEFORE 200 /* entries before the checkpoint entry */
#define BEHIND 20

struct books {
	struct rig *rig;
	struct ledger_sample sample;
	char ledger[192], key[192], note[192];
};

static void sign(const struct ledger_sample *sample, struct buf *note)
{
	checkpoint_sign(sample->key.name, sample->tree.size, tree_root(&sample->tree), &sample->key,
			&sample->seed, note);
}

static int setup(void **state)
{
	void *rig;
	rig_setup(&rig);
	struct books *books = mem_alloc(sizeof(*books));
	struct buf text = {0};
	books->rig = rig;
	ledger_sample_init(&books->sample);
	ledger_sample_grow(&books->sample, BEFORE);
	ledger_sample_checkpoint(&books->sample);
	ledger_sample_grow(&books->sample, BEHIND);
	strncpy(books->ledger, rig_file(books->rig, "ledger.jsonl", buf_text(&books->sample.text)),
		191);
	ledger_key_print(&books->sample.key, &text);
	buf_char(&text, '\n');
	strncpy(books->key, rig_file(books->rig, "key", buf_text(&text)), 191);
	buf_clear(&text);
	sign(&books->sample, &text);
	strncpy(books->note, rig_file(books->rig, "note", buf_text(&text)), 191);
	buf_finish(&text);
	*state = books;
	return 0;
}

static int teardown(void **state)
{
	struct books *books = *state;
	void *rig = books->rig;
	ledger_sample_finish(&books->sample);
	mem_free(books);
	return rig_teardown(&rig);
}

static const char *write_ledger(struct books *books, const char *bytes, size_t len)
{
	return conf_folder_write_bytes(&books->rig->folder, "changed.jsonl", bytes, len);
}

static void test_good(void **state)
{
	struct books *books = *state;
	struct rig *rig = books->rig;
	char root[DIGEST_TEXT], line[160];
	snprintf(line, sizeof(line), "ok: %d entries, root %s\n", BEFORE + 1 + BEHIND,
		 digest_print(tree_root(&books->sample.tree), root));
	assert_int_equal(rig_ctl(rig, "ledger", "verify", "--ledger", books->ledger, "--key",
				 books->key, "--checkpoint", books->note),
			 CTL_DONE);
	assert_int_equal(strncmp(rig->out, line, strlen(line)), 0);
	assert_non_null(strstr(rig->out, "confirmed: checkpoint "));
	assert_non_null(strstr(rig->out, "confirmed: 1 checkpoint entries"));
	assert_string_equal(rig->err, "");
	assert_int_equal(rig_ctl(rig, "ledger", "verify", "--ledger", books->ledger), CTL_DONE);
	assert_non_null(strstr(rig->err, "signatures were not checked"));
	assert_int_equal(rig_ctl(rig, "ledger", "verify", "--json", "--ledger", books->ledger,
				 "--key", books->key),
			 CTL_DONE);
	assert_non_null(strstr(rig->out, "\"ok\": true"));
}

static void assert_bad(struct books *books, const char *path, unsigned long long entry)
{
	char start[48];
	snprintf(start, sizeof(start), "first bad entry: %llu: ", entry);
	assert_int_equal(
		rig_ctl(books->rig, "ledger", "verify", "--ledger", path, "--key", books->key),
		CTL_NO);
	if (strncmp(books->rig->out, start, strlen(start)) != 0)
		fail_msg("%s: %s", start, books->rig->out);
	assert_null(strstr(books->rig->out + strlen(start), "entry entry"));
}

static void test_bad(void **state)
{
	struct books *books = *state;
	const struct buf *text = &books->sample.text;
	const size_t *starts = books->sample.starts.at;
	char *copy = mem_copy_text(buf_text(text));

	copy[starts[7] + 30] ^= 1;
	assert_bad(books, write_ledger(books, copy, text->len), 7);
	copy[starts[7] + 30] ^= 1;
	/* Cut within the last line, and without its line feed alone. */
	assert_bad(books, write_ledger(books, copy, text->len - 9), BEFORE + BEHIND);
	assert_bad(books, write_ledger(books, copy, text->len - 1), BEFORE + BEHIND);
	/* The fault before counts, not the cut. */
	copy[starts[7] + 30] ^= 1;
	assert_bad(books, write_ledger(books, copy, text->len - 9), 7);
	copy[starts[7] + 30] ^= 1;
	/* The first entries are missing. */
	assert_bad(books, write_ledger(books, copy + starts[5], text->len - starts[5]), 0);
	assert_non_null(strstr(books->rig->out, "starts at entry 5"));
	/* A line longer than any. */
	struct buf endless = {0};
	buf_add(&endless, copy, starts[3]);
	while (endless.len < 3u << 20)
		buf_text_add(&endless, "0123456789abcdef");
	assert_bad(books, write_ledger(books, endless.data, endless.len), 3);
	buf_finish(&endless);
	mem_free(copy);
}

static void test_checkpoints(void **state)
{
	struct books *books = *state;
	struct rig *rig = books->rig;
	/* Entries behind the checkpoint were taken away. */
	const char *shorter = write_ledger(books, buf_text(&books->sample.text),
					   books->sample.starts.at[BEFORE + 10]);
	assert_int_equal(rig_ctl(rig, "ledger", "verify", "--ledger", shorter, "--key", books->key,
				 "--checkpoint", books->note),
			 CTL_NO);
	assert_int_equal(strncmp(rig->out, "first bad entry: 210: ", 22), 0);
	/* A note that somebody else wrote. */
	const char *false_note = rig_file(rig, "false",
					  "ledger.example.org\n3\nAAAA\n\n— x AAAAAAAA\n");
	assert_int_equal(rig_ctl(rig, "ledger", "verify", "--ledger", books->ledger, "--key",
				 books->key, "--checkpoint", false_note),
			 CTL_NO);
	assert_non_null(strstr(rig->err, "/false: "));
	/* Wrong use. */
	assert_int_equal(rig_ctl(rig, "ledger", "verify", "--ledger", books->ledger, "--checkpoint",
				 books->note),
			 CTL_USAGE);
	assert_int_equal(rig_ctl(rig, "ledger", "verify", "--ledger", "/nonexistent"), CTL_USAGE);
	assert_int_equal(
		rig_ctl(rig, "ledger", "verify", "--ledger", books->ledger, "--key", books->note),
		CTL_USAGE);
	assert_int_equal(rig_ctl(rig, "ledger", "verify"), CTL_USAGE); /* no store yet */
}

/* --- without the daemon --- */

static void keep_in_store(struct books *books)
{
	struct error err = {0};
	struct store *store;
	struct buf note = {0}, seed = {0};
	char state[128];
	snprintf(state, sizeof(state), "%s/state", books->rig->folder.path);
	mkdir(state, 0700);
	assert_int_equal(store_open("sqlite", state, false, &store, &err), 0);
	assert_int_equal(store_begin(store, &err), 0);
	for (size_t seq = 0; seq < books->sample.leaves.len; seq++) {
		size_t len;
		const char *line = ledger_sample_line(&books->sample, seq, &len);
		assert_int_equal(
			store_put_entry(store, seq, line, len, books->sample.leaves.at[seq], &err),
			0);
	}
	sign(&books->sample, &note);
	assert_int_equal(store_put_setting(store, "checkpoint", buf_text(&note), &err), 0);
	assert_int_equal(store_commit(store, &err), 0);
	store_close(store);
	buf_print(&seed, "%s ", books->sample.key.name);
	encode_base64(&seed, books->sample.seed.byte, sizeof(books->sample.seed.byte));
	buf_char(&seed, '\n');
	rig_file(books->rig, "state/ledger.key", buf_text(&seed));
	buf_finish(&note);
	buf_finish(&seed);
}

static void test_store(void **state)
{
	struct books *books = *state;
	struct rig *rig = books->rig;
	keep_in_store(books);
	assert_int_equal(rig_ctl(rig, "ledger", "export"), CTL_DONE);
	assert_string_equal(rig->out, buf_text(&books->sample.text));
	assert_int_equal(rig_ctl(rig, "ledger", "export", "--from", "3", "--to=3"), CTL_DONE);
	assert_int_equal(strlen(rig->out), books->sample.starts.at[4] - books->sample.starts.at[3]);
	assert_int_equal(rig_ctl(rig, "ledger", "export", "--from", "99999"), CTL_NO);
	assert_int_equal(rig_ctl(rig, "ledger", "export", "--from", "4", "--to", "3"), CTL_USAGE);
	assert_int_equal(rig_ctl(rig, "ledger", "export", "--from", "x"), CTL_USAGE);

	assert_int_equal(rig_ctl(rig, "ledger", "checkpoint"), CTL_DONE);
	assert_int_equal(strncmp(rig->out, "ledger.example.org\n221\n", 23), 0);
	/* The key keeps the name that it was made with. */
	assert_int_equal(rig_ctl(rig, "ledger", "key"), CTL_DONE);
	assert_int_equal(strncmp(rig->out, "ledger.example.org+", 19), 0);

	assert_int_equal(rig_ctl(rig, "ledger", "verify", "--key", books->key), CTL_DONE);
	assert_non_null(strstr(rig->out, "ok: 221 entries"));
	assert_non_null(strstr(rig->out, "confirmed: checkpoint kept in the store, 221 entries"));
}

/* --- by the daemon --- */

static void test_pages(void **state)
{
	struct books *books = *state;
	struct rig *rig = books->rig;
	struct buf first = {0}, second = {0};
	for (int i = 0; i < 1000; i++)
		buf_print(&first, "{\"seq\":%d}\n", i);
	buf_text_add(&second, "{\"seq\":1000}\n{\"seq\":1001}\n");
	const struct stand_in_answer answers[] = {
		{"GET /v1/ledger/entries?from=0&to=999 ", 200, buf_text(&first)},
		{"GET /v1/ledger/entries?from=1000&to=1999 ", 200, buf_text(&second)},
		{"GET /v1/ledger/entries?from=1002&to=2001 ", 200, ""},
		{"GET /v1/ledger/entries?from=5&to=5 ", 200, "{\"seq\":5"},
		{"GET /v1/ledger/key ", 200, "NAME+00000000+AAAA\n"},
		{"GET /v1/ledger/checkpoint ", 404, "{\"detail\":\"none yet\"}"},
		{0},
	};
	rig_stand_in(rig, answers);
	assert_int_equal(rig_ctl(rig, "ledger", "export"), CTL_DONE);
	assert_int_equal(strlen(rig->out), first.len + second.len);
	assert_int_equal(rig_ctl(rig, "ledger", "export", "--from", "5", "--to", "5"), CTL_FAILED);
	assert_int_equal(rig_ctl(rig, "ledger", "key"), CTL_DONE);
	assert_string_equal(rig->out, "NAME+00000000+AAAA\n");
	assert_int_equal(rig_ctl(rig, "ledger", "checkpoint"), CTL_NO);
	rig_stand_down(rig);
	buf_finish(&first);
	buf_finish(&second);
}

/* --- proofs --- */

static json_t *proof_of(struct books *books, int64_t document)
{
	struct buf note = {0};
	json_t *entries = json_array();
	sign(&books->sample, &note);
	for (size_t seq = 0; seq < books->sample.leaves.len; seq++) {
		struct digest path[64];
		struct error err;
		int count;
		size_t len;
		const char *line = ledger_sample_line(&books->sample, seq, &len);
		json_t *said = NULL;
		assert_int_equal(json_read(line, len, &said, &err), 0);
		bool ours = json_member_int(said, "document", 0) == document;
		json_decref(said);
		if (!ours)
			continue;
		assert_int_equal(proof_inclusion(ledger_sample_tile, &books->sample, seq,
						 books->sample.tree.size, path, &count, &err),
				 0);
		json_t *list = json_array();
		for (int i = 0; i < count; i++) {
			struct buf text = {0};
			encode_base64(&text, path[i].byte, sizeof(path[i].byte));
			json_array_append_new(list, json_string(buf_text(&text)));
			buf_finish(&text);
		}
		json_array_append_new(entries,
				      json_pack("{s:I, s:o, s:o}", "index", (json_int_t)seq, "line",
						json_stringn(line, len), "proof", list));
	}
	json_t *proof = json_pack("{s:I, s:o, s:s}", "document", (json_int_t)document, "entries",
				  entries, "checkpoint", buf_text(&note));
	buf_finish(&note);
	return proof;
}

static enum ctl_end check_proof(struct books *books, const json_t *proof)
{
	struct buf text = {0};
	json_pretty(proof, &text);
	rig_file(books->rig, "proof.json", buf_text(&text));
	buf_finish(&text);
	return rig_ctl(books->rig, "ledger", "check-proof", books->rig->folder.file, "--key",
		       books->key);
}

static void test_proofs(void **state)
{
	struct books *books = *state;
	struct rig *rig = books->rig;
	scoped(json_drop) json_t *proof = proof_of(books, 3);
	json_t *entries = json_object_get(proof, "entries");
	assert_true(json_array_size(entries) > 2);
	assert_int_equal(check_proof(books, proof), CTL_DONE);
	assert_int_equal(strncmp(rig->out, "ok: document 3, ", 16), 0);

	json_t *entry = json_array_get(entries, 1);
	json_t *line = json_incref(json_object_get(entry, "line"));
	struct buf changed = {0};
	buf_text_add(&changed, json_string_value(line));
	*strstr(changed.data, "gongshi") = 'G';
	json_object_set_new(entry, "line", json_string(changed.data));
	buf_finish(&changed);
	assert_int_equal(check_proof(books, proof), CTL_NO);
	assert_non_null(strstr(rig->out, "not proven: entry "));
	json_object_set_new(entry, "line", line);

	json_object_set_new(proof, "document", json_integer(4));
	assert_int_equal(check_proof(books, proof), CTL_NO);
	json_object_set_new(proof, "document", json_integer(3));
	/* What is said to be younger than the checkpoint must be so. */
	json_object_set_new(entry, "proof", json_null());
	assert_int_equal(check_proof(books, proof), CTL_NO);
	json_object_set_new(proof, "checkpoint", json_null());
	assert_int_equal(check_proof(books, proof), CTL_NO);
	assert_int_equal(rig_ctl(rig, "ledger", "check-proof", "/nonexistent"), CTL_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_good, setup, teardown),
		cmocka_unit_test_setup_teardown(test_bad, setup, teardown),
		cmocka_unit_test_setup_teardown(test_checkpoints, setup, teardown),
		cmocka_unit_test_setup_teardown(test_store, setup, teardown),
		cmocka_unit_test_setup_teardown(test_pages, setup, teardown),
		cmocka_unit_test_setup_teardown(test_proofs, setup, teardown),
	};
	return cmocka_run_group_tests_name("ctl/ledger_commands", tests, NULL, NULL);
}
