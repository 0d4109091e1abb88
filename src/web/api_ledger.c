/* The ledger, for those who check it: checkpoint, key, tiles, lines, inclusion proofs. */
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "core/ledger/ledger.h"
#include "web/handlers.h"
#include "web/request.h"

#define ENTRIES_A_REQUEST 1000
#define LIMIT_ENTRIES_BYTES (8u << 20)
#define TEXT_PLAIN "text/plain; charset=utf-8"
#define FOR_EVER "Cache-Control: public, max-age=31536000, immutable\n"
#define FRESH "Cache-Control: no-cache\nX-Content-Type-Options: nosniff\n"

/* --- checkpoint, key, tiles ---------------------------------------------------------------------------- */

static void on_checkpoint(void *ctx, const struct job_result *result) /* engine thread */
{
	struct pending *pending = ctx;
	if (result->rc < 0)
		answer_job_failure(pending->exchange, result);
	else
		exchange_answer(pending->exchange, 200, TEXT_PLAIN, FRESH, result->sentence,
				strlen(result->sentence));
	mem_free(pending);
}

/* Signed for the ledger as it is now: an older one would not cover what was just handed in. */
void get_checkpoint(struct request *request)
{
	(void)answer_by_job(request, job_checkpoint(request->now), on_checkpoint);
}

void get_key(struct request *request)
{
	scoped(buf_finish) struct buf key = {0};
	if (request->web->options.ledger_key == NULL) {
		answer_problem(request, 404, "not-found", "没有可出示的公钥。",
			       "The daemon was not given a key to show.");
		return;
	}
	buf_print(&key, "%s\n", request->web->options.ledger_key);
	answer_bytes(request, 200, TEXT_PLAIN, FRESH, &key);
}

/* A partial tile stays there when the tile has grown: its hashes are the first of it. */
void get_tile(struct request *request)
{
	uint8_t hashes[TILE_WIDTH * sizeof(struct digest)];
	int level, asked, width = 0;
	uint64_t index;
	struct error err = {0};
	if (tile_path_parse(request->part[0], &level, &index, &asked) < 0) {
		answer_problem(request, 404, "not-found", "没有这样的分块地址。",
			       "A tile's address is LEVEL/INDEX or LEVEL/INDEX.p/WIDTH.");
		return;
	}
	int rc = store_tile(request->web->store, level, index, hashes, &width, &err);
	if (rc < 0 && rc != -E_NOT_FOUND) {
		answer_failure(request, rc, &err);
		return;
	}
	if (rc == -E_NOT_FOUND || width < asked) {
		answer_problem(request, 404, "not-found", "这一分块还没有满。",
			       "The tree has not grown so far.");
		return;
	}
	exchange_answer(request->exchange, 200, "application/octet-stream", FOR_EVER, hashes,
			(size_t)asked * sizeof(struct digest));
}

/* --- lines --------------------------------------------------------------------------------------------- */

struct printing {
	struct buf body;
	uint64_t next;
};

static int print_line(void *ctx, uint64_t seq, const char *line, size_t len)
{
	struct printing *printing = ctx;
	if (printing->body.len > LIMIT_ENTRIES_BYTES)
		return 1;
	buf_add(&printing->body, line, len);
	buf_char(&printing->body, '\n');
	printing->next = seq + 1;
	return 0;
}

void get_entries(struct request *request)
{
	int64_t from, to;
	struct error err = {0};
	uint64_t entries = store_entries(request->web->store);
	if (!identity_sees(&request->who, request->web->law, NULL) &&
	    request->who.department != NULL) {
		answer_problem(request, 403, "role",
			       "台账包含全局各处室的记录，本令牌只限一个处室。",
			       "The ledger tells of all departments; this token is bound to one.");
		return;
	}
	if (!request_number(request, "from", 0, INT64_MAX, 0, &from) ||
	    !request_number(request, "to", 0, INT64_MAX, INT64_MAX, &to))
		return;
	struct printing printing = {.next = (uint64_t)from};
	if (to > from + ENTRIES_A_REQUEST - 1)
		to = from > INT64_MAX - ENTRIES_A_REQUEST ? INT64_MAX
							  : from + ENTRIES_A_REQUEST - 1;
	if (entries > 0 && (uint64_t)to > entries - 1)
		to = (int64_t)entries - 1;
	int rc = entries == 0 || from > to ? 0
					   : store_lines(request->web->store, (uint64_t)from,
							 (uint64_t)to, print_line, &printing, &err);
	if (rc < 0) {
		answer_failure(request, rc == -E_NOT_FOUND ? -E_CORRUPT : rc, &err);
	} else {
		scoped(buf_finish) struct buf headers = {0};
		buf_print(&headers, "Cache-Control: no-store\nX-Entries: %llu\n",
			  (unsigned long long)entries);
		if (printing.next < entries && printing.body.len > 0)
			buf_print(
				&headers,
				"Link: </v1/ledger/entries?from=%llu>; rel=\"next\"\nX-Next: %llu\n",
				(unsigned long long)printing.next,
				(unsigned long long)printing.next);
		answer_bytes(request, 200, "application/x-ndjson; charset=utf-8",
			     buf_text(&headers), &printing.body);
	}
	buf_finish(&printing.body);
}

/* --- proof ------------------------------------------------------------------------------------------------ */

struct proving {
	struct request *request;
	uint64_t size; /* of the tree that the checkpoint signs */
	json_t *entries;
	bool whole;
	struct error *err;
};

static int read_tile(void *ctx, int level, uint64_t index, struct digest *hashes, int *width)
{
	struct error err;
	return store_tile(ctx, level, index, (uint8_t *)hashes, width, &err);
}

static json_t *prove(struct proving *proving, uint64_t seq, int *rc)
{
	struct digest path[64];
	int count = 0;
	*rc = proof_inclusion(read_tile, proving->request->web->store, seq, proving->size, path,
			      &count, proving->err);
	json_t *list = json_array();
	for (int i = 0; *rc == 0 && i < count; i++) {
		scoped(buf_finish) struct buf text = {0};
		encode_base64(&text, path[i].byte, sizeof(path[i].byte));
		json_array_append_new(list, json_string(buf_text(&text)));
	}
	return list;
}

static int prove_line(void *ctx, uint64_t seq, const char *line, size_t len)
{
	struct proving *proving = ctx;
	int rc = 0;
	json_t *json = json_object();
	json_object_set_new(json, "index", json_integer((json_int_t)seq));
	json_object_set_new(json, "line", json_stringn(line, len));
	if (seq < proving->size) {
		json_object_set_new(json, "proof", prove(proving, seq, &rc));
	} else {
		json_object_set_new(json, "proof", json_null());
		proving->whole = false;
	}
	json_array_append_new(proving->entries, json);
	return rc;
}

/* The second line of a checkpoint is its size; we wrote it ourselves. */
static uint64_t checkpoint_size(const char *note)
{
	const char *line = strchr(note, '\n');
	return line == NULL ? 0 : strtoull(line + 1, NULL, 10);
}

/* Entries younger than the checkpoint have proof null: ask again after the next one. */
void get_proof(struct request *request)
{
	scoped(buf_finish) struct buf note = {0};
	struct error err = {0};
	int64_t id = request_document(request, request->part[0]);
	if (id == 0)
		return;
	int rc = store_setting(request->web->store, "checkpoint", &note, &err);
	if (rc < 0 && rc != -E_NOT_FOUND) {
		answer_failure(request, rc, &err);
		return;
	}
	struct proving proving = {
		.request = request,
		.size = checkpoint_size(buf_text(&note)),
		.entries = json_array(),
		.whole = true,
		.err = &err,
	};
	rc = store_load(request->web->store, id, prove_line, &proving, &err);
	json_t *answer = json_pack("{s:I, s:o, s:b}", "document", (json_int_t)id, "entries",
				   proving.entries, "complete", proving.whole);
	json_object_set_new(answer, "checkpoint",
			    note.len > 0 ? json_string(buf_text(&note)) : json_null());
	if (rc == 0) {
		answer_json(request, 200, answer);
		return;
	}
	json_decref(answer);
	answer_failure(request, rc, &err);
}
