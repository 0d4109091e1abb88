/* ledger verify: every byte read again, against the key and the checkpoints. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/text.h"
#include "ctl/book.h"
#include "ctl/commands.h"
#include "ctl/lines.h"
#include "ctl/whole.h"

#define LIMIT_NOTE_BYTES (64u << 10)

struct verify {
	struct session *session;
	struct ledger_check *check;
	bool has_key;
	struct ledger_key key;
	struct error no_key;     /* why there is none */
	json_t *confirmed;       /* [ { checkpoint, size } ] when all is well */
	uint64_t lines;          /* fed */
	uint64_t signed_entries; /* checkpoint.signed among them */
	struct error break_off;  /* what ended the reading; code 0: the end of the file */
};

static void verify_finish(struct verify *verify)
{
	ledger_check_free(verify->check);
	json_drop(&verify->confirmed);
}

static void close_fd(int *fd)
{
	if (*fd > STDERR_FILENO)
		close(*fd);
}

/* --- what is expected --- */

static enum ctl_end expect(struct verify *verify, const char *what, const struct buf *note)
{
	struct error err = {0};
	uint64_t size;
	struct digest root;
	if (checkpoint_open(buf_text(note), note->len, &verify->key, &size, &root, &err) < 0)
		return complain(verify->session, CTL_NO, "%s: %s", what, err.text);
	scoped(buf_finish) struct buf name = {0};
	buf_print(&name, "checkpoint %s", what);
	ledger_check_expect(verify->check, size, root, buf_text(&name));
	json_array_append_new(verify->confirmed, json_pack("{s:s, s:I}", "checkpoint", what, "size",
							   (json_int_t)size));
	return CTL_DONE;
}

static enum ctl_end expect_files(struct verify *verify, const struct args *args)
{
	VEC_EACH(&args->given, given) {
		if (strcmp(given->option->name, "checkpoint") != 0)
			continue;
		struct error err = {0};
		scoped(buf_finish) struct buf note = {0};
		if (!verify->has_key)
			return complain(
				verify->session, CTL_USAGE,
				"a checkpoint can be checked only with the key: add --key FILE");
		if (whole_read(given->value, verify->session->streams->in, LIMIT_NOTE_BYTES, &note,
			       &err) < 0)
			return complain(verify->session, CTL_USAGE, "%s", err.text);
		enum ctl_end end = expect(verify, given->value, &note);
		if (end != CTL_DONE)
			return end;
	}
	return CTL_DONE;
}

static enum ctl_end find_key(struct verify *verify, const char *path)
{
	struct error *err = &verify->no_key;
	if (path != NULL && book_key_file(verify->session, path, &verify->key, err) < 0)
		return complain(verify->session, CTL_USAGE, "%s", err->text);
	verify->has_key = path != NULL || book_key_found(verify->session, &verify->key, err) == 0;
	if (verify->has_key)
		ledger_check_key(verify->check, &verify->key);
	return CTL_DONE;
}

/* --- lines --- */

static bool feed(struct verify *verify, const char *line, size_t len)
{
	static const char signed_event[] = "\"event\":\"checkpoint.signed\"";
	verify->signed_entries += memmem(line, len, signed_event, sizeof(signed_event) - 1) != NULL;
	verify->lines++;
	return ledger_check_line(verify->check, line, len);
}

/* An export that begins later cannot be checked: what its first line continues is not there. */
static bool starts_later(struct verify *verify, const char *line, size_t len)
{
	struct error none;
	scoped(json_drop) json_t *entry = NULL;
	if (json_read(line, len, &entry, &none) < 0 || json_member_int(entry, "seq", 0) <= 0)
		return false;
	error_set(&verify->break_off, E_CORRUPT,
		  "the file starts at entry %lld: export the ledger from entry 0, without --from",
		  json_member_int(entry, "seq", 0));
	return true;
}

static void feed_file(struct verify *verify, int fd)
{
	struct error *why = &verify->break_off;
	scoped(lines_finish) struct lines lines;
	lines_open(&lines, fd);
	char *line;
	size_t len;
	bool whole;
	for (;;) {
		int rc = lines_next(&lines, &line, &len, &whole, why);
		if (rc <= 0)
			return;
		if (!whole) {
			error_set(why, E_CORRUPT,
				  "it ends without a line feed: the file was cut off");
			return;
		}
		if (verify->lines == 0 && starts_later(verify, line, len))
			return;
		if (!feed(verify, line, len))
			return;
	}
}

static int feed_entry(void *ctx, uint64_t seq UNUSED, const char *line, size_t len)
{
	return feed(ctx, line, len) ? 0 : 1;
}

static enum ctl_end feed_store(struct verify *verify)
{
	struct error err = {0};
	scoped(buf_finish) struct buf note = {0};
	scoped(book_close) struct store *store = NULL;
	int rc = book_open(verify->session, &store, &err);
	if (rc < 0)
		return complain(verify->session, rc == -E_CORRUPT ? CTL_NO : CTL_USAGE,
				"%s: %sverify an export with --ledger FILE", err.text,
				rc == -E_DENIED ? "run this as the daemon's user, or " : "");
	/* The checkpoint first: entries may be added meanwhile, never taken away. */
	if (verify->has_key && store_setting(store, "checkpoint", &note, &err) == 0) {
		enum ctl_end end = expect(verify, "kept in the store", &note);
		if (end != CTL_DONE)
			return end;
	}
	uint64_t entries = store_entries(store);
	if (entries == 0)
		return CTL_DONE;
	rc = store_lines(store, 0, entries - 1, feed_entry, verify, &err);
	if (rc < 0)
		verify->break_off = err;
	else if (rc == 0 && verify->lines < entries)
		error_set(&verify->break_off, E_CORRUPT,
			  "is missing: the store speaks of %llu entries",
			  (unsigned long long)entries);
	return CTL_DONE;
}

/* --- the answer --- */

static enum ctl_end tell_bad(const struct verify *verify, uint64_t bad, const struct error *why)
{
	const struct session *session = verify->session;
	char prefix[40];
	snprintf(prefix, sizeof(prefix), "entry %llu: ", (unsigned long long)bad);
	const char *sentence = why->text + (text_starts(why->text, prefix) ? strlen(prefix) : 0);
	if (session->json) {
		scoped(json_drop)
			json_t *answer = json_pack("{s:b, s:I, s:s}", "ok", 0, "first_bad",
						   (json_int_t)bad, "sentence", sentence);
		print_json(session, answer);
	} else {
		fprintf(session->out, "first bad entry: %llu: %s\n", (unsigned long long)bad,
			sentence);
	}
	return CTL_NO;
}

static enum ctl_end tell_good(const struct verify *verify, const struct ledger_tree *tree)
{
	char root[DIGEST_TEXT];
	const struct session *session = verify->session;
	unsigned long long size = tree->size;
	digest_print(tree_root(tree), root);
	if (!verify->has_key)
		complain(session, CTL_DONE, "signatures were not checked: %s", verify->no_key.text);
	if (session->json) {
		scoped(json_drop) json_t *answer = json_pack(
			"{s:b, s:I, s:s, s:O, s:I, s:b}", "ok", 1, "entries", (json_int_t)size,
			"root", root, "checkpoints", verify->confirmed, "checkpoint_entries",
			(json_int_t)verify->signed_entries, "signatures_checked", verify->has_key);
		print_json(session, answer);
		return CTL_DONE;
	}
	fprintf(session->out, "ok: %llu entries, root %s\n", size, root);
	for (size_t i = 0; i < json_array_size(verify->confirmed); i++) {
		const json_t *one = json_array_get(verify->confirmed, i);
		fprintf(session->out, "confirmed: checkpoint %s, %lld entries\n",
			json_member_text(one, "checkpoint"), json_member_int(one, "size", 0));
	}
	if (verify->signed_entries > 0)
		fprintf(session->out, "%s: %llu checkpoint entries\n",
			verify->has_key ? "confirmed" : "signatures not checked",
			(unsigned long long)verify->signed_entries);
	return CTL_DONE;
}

/* A fault among the lines comes before whatever ended the reading. */
static enum ctl_end conclude(struct verify *verify)
{
	uint64_t bad = 0;
	struct ledger_tree tree;
	struct error why = {0};
	bool good = ledger_check_end(verify->check, &bad, &tree, &why);
	if (!good && (verify->break_off.code == 0 || bad < verify->lines))
		return tell_bad(verify, bad, &why);
	if (verify->break_off.code != 0)
		return tell_bad(verify, verify->lines, &verify->break_off);
	return tell_good(verify, &tree);
}

enum ctl_end run_ledger_verify(struct session *session, const struct args *args)
{
	const char *path = args_value(args, "ledger");
	scoped(verify_finish) struct verify verify = {
		.session = session, .check = ledger_check_new(), .confirmed = json_array()};
	scoped(close_fd) int fd = -1;
	if (path != NULL) {
		fd = strcmp(path, "-") == 0 ? session->streams->in
					    : open(path, O_RDONLY | O_CLOEXEC);
		struct error err = {0};
		if (fd < 0 && error_sys(&err, "%s", path) < 0)
			return complain(session, CTL_USAGE, "%s", err.text);
	}
	enum ctl_end end = find_key(&verify, args_value(args, "key"));
	if (end == CTL_DONE)
		end = expect_files(&verify, args);
	if (end != CTL_DONE)
		return end;
	if (path != NULL)
		feed_file(&verify, fd);
	else
		end = feed_store(&verify);
	return end == CTL_DONE ? conclude(&verify) : end;
}
