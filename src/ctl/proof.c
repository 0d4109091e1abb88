/* ledger check-proof: that the entries of a dossier stand in the ledger that a checkpoint signs.
 *
 * A proof is what GET /v1/documents/ID/proof answers: { document, checkpoint: "signed note",
 * entries: [ { index, line, proof: [ base64... ] } ] }, the path of RFC 9162, 2.1.3; `proof` is
 * null for entries that are younger than the checkpoint. */
#include <stdio.h>
#include <string.h>

#include "base/encode.h"
#include "base/json.h"
#include "ctl/book.h"
#include "ctl/commands.h"
#include "ctl/whole.h"

#define LIMIT_PROOF_BYTES (64u << 20)
#define PATH_MOST 64

struct signed_tree {
	uint64_t size;
	struct digest root;
};

static int read_path(const json_t *list, struct digest path[PATH_MOST], int *count)
{
	size_t length = json_array_size(list);
	if (!json_is_array(list) || length > PATH_MOST)
		return -E_INVALID;
	for (size_t i = 0; i < length; i++) {
		const char *text = json_string_value(json_array_get(list, i));
		scoped(buf_finish) struct buf bytes = {0};
		if (text == NULL || decode_base64(text, strlen(text), &bytes) < 0 ||
		    bytes.len != sizeof(path[i].byte))
			return -E_INVALID;
		memcpy(path[i].byte, bytes.data, bytes.len);
	}
	*count = (int)length;
	return 0;
}

/* NULL when the entry is proven, else what is wrong with it. */
static const char *check_entry(const json_t *entry, const json_t *document,
			       const struct signed_tree *tree)
{
	struct digest path[PATH_MOST];
	struct error none;
	int count;
	scoped(json_drop) json_t *said = NULL;
	const char *line = json_member_text(entry, "line");
	long long index = json_member_int(entry, "index", -1);
	if (line == NULL || index < 0 ||
	    read_path(json_object_get(entry, "proof"), path, &count) < 0)
		return "line, index or proof is missing";
	if (json_read(line, strlen(line), &said, &none) < 0)
		return "its line is no entry";
	if (json_member_int(said, "seq", -1) != index)
		return "its line has another seq";
	if (!json_equal(json_object_get(said, "document"), document))
		return "its line is about another document";
	if (!proof_inclusion_holds(ledger_leaf(line, strlen(line)), (uint64_t)index, tree->size,
				   path, count, tree->root))
		return "it does not stand in the ledger that the checkpoint signs";
	return NULL;
}

static enum ctl_end check_entries(const struct session *session, const json_t *proof,
				  const struct signed_tree *tree)
{
	char root[DIGEST_TEXT];
	const json_t *document = json_object_get(proof, "document");
	const json_t *entries = json_object_get(proof, "entries");
	size_t count = json_array_size(entries);
	if (count == 0 || !json_is_integer(document))
		return complain(session, CTL_NO,
				"the proof names no document or no entry: get it again with "
				"'gongshictl ledger prove ID'");
	size_t younger = 0;
	for (size_t i = 0; i < count; i++) {
		const json_t *entry = json_array_get(entries, i);
		long long index = json_member_int(entry, "index", -1);
		bool is_younger = json_is_null(json_object_get(entry, "proof")) && index >= 0 &&
				  (uint64_t)index >= tree->size;
		const char *fault = is_younger ? NULL : check_entry(entry, document, tree);
		younger += is_younger;
		if (fault == NULL)
			continue;
		fprintf(session->out, "not proven: entry %lld: %s\n", index, fault);
		return CTL_NO;
	}
	if (younger == count)
		return complain(session, CTL_NO,
				"all entries are younger than the checkpoint: get the proof again "
				"after the next one");
	fprintf(session->out,
		"ok: document %lld, %zu of %zu entries in the ledger of %llu, root %s\n",
		(long long)json_integer_value(document), count - younger, count,
		(unsigned long long)tree->size, digest_print(tree->root, root));
	if (younger > 0)
		complain(
			session, CTL_DONE,
			"%zu entries are younger than the checkpoint: get the proof again after the "
			"next one",
			younger);
	return CTL_DONE;
}

enum ctl_end run_check_proof(struct session *session, const struct args *args)
{
	const char *path = args_operand(args, 0);
	const char *key_path = args_value(args, "key");
	struct error err = {0};
	struct ledger_key key;
	struct signed_tree tree;
	scoped(buf_finish) struct buf bytes = {0};
	scoped(json_drop) json_t *proof = NULL;
	if (whole_read(path, session->streams->in, LIMIT_PROOF_BYTES, &bytes, &err) < 0)
		return complain(session, CTL_USAGE, "%s", err.text);
	int rc = key_path != NULL ? book_key_file(session, key_path, &key, &err)
				  : book_key_found(session, &key, &err);
	if (rc < 0)
		return complain(session, CTL_USAGE, "%s", err.text);
	if (json_read(buf_text(&bytes), bytes.len, &proof, &err) < 0)
		return complain(session, CTL_NO, "%s is no proof: %s", path, err.text);
	const char *note = json_member_text(proof, "checkpoint");
	if (note == NULL)
		return complain(session, CTL_NO,
				"%s has no checkpoint: wait for the daily one and "
				"get the proof again",
				path);
	if (checkpoint_open(note, strlen(note), &key, &tree.size, &tree.root, &err) < 0)
		return complain(session, CTL_NO, "%s: checkpoint: %s", path, err.text);
	return check_entries(session, proof, &tree);
}
