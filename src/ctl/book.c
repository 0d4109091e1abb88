#include "ctl/book.h"

#include <stdio.h>
#include <string.h>

#include "base/encode.h"
#include "base/text.h"
#include "ctl/ask.h"
#include "ctl/whole.h"

#define LIMIT_KEY_BYTES 4096

int book_open(struct session *session, struct store **out, struct error *err)
{
	const struct places *places = session_places_quietly(session, err);
	if (places == NULL)
		return -E_INVALID;
	return error_wrap(err, store_open(places->store_type, places->state, true, out, err),
			  "the store below %s", places->state);
}

void book_close(struct store **store)
{
	if (*store != NULL)
		store_close(*store);
}

int book_key_file(const struct session *session, const char *path, struct ledger_key *out,
		  struct error *err)
{
	scoped(buf_finish) struct buf text = {0};
	int rc = whole_read(path, session->streams->in, LIMIT_KEY_BYTES, &text, err);
	if (rc == 0)
		rc = ledger_key_parse(buf_text(&text), out, err);
	return rc < 0 ? error_wrap(err, rc, "key %s", path) : 0;
}

static void wipe(struct buf *secret)
{
	if (secret->data != NULL)
		explicit_bzero(secret->data, secret->room);
	buf_finish(secret);
}

/* The file is one line, "NAME SEED", the private key in base64; only its public half leaves this
 * function. */
int book_key_kept(struct session *session, struct ledger_key *out, struct error *err)
{
	const struct places *places = session_places_quietly(session, err);
	if (places == NULL)
		return -E_INVALID;
	scoped(buf_finish) struct buf path = {0};
	scoped(wipe) struct buf text = {0};
	scoped(wipe) struct buf bytes = {0};
	buf_print(&path, "%s/ledger.key", places->state);
	int rc = whole_read(buf_text(&path), -1, LIMIT_KEY_BYTES, &text, err);
	if (rc < 0)
		return rc;
	struct ed25519_seed seed;
	size_t len = text.len;
	const char *line = text_trim(buf_text(&text), &len);
	const char *blank = memchr(line, ' ', len);
	size_t name_len = blank == NULL ? 0 : (size_t)(blank - line);
	if (name_len == 0 || name_len >= sizeof(out->name) ||
	    decode_base64(blank + 1, len - name_len - 1, &bytes) < 0 ||
	    bytes.len != sizeof(seed.byte))
		return error_set(err, E_CORRUPT, "%s is not a key", buf_text(&path));
	memcpy(seed.byte, bytes.data, sizeof(seed.byte));
	*out = (struct ledger_key){.key = ed25519_public_of(&seed)};
	memcpy(out->name, line, name_len);
	explicit_bzero(&seed, sizeof(seed));
	return 0;
}

int book_key_found(struct session *session, struct ledger_key *out, struct error *err)
{
	scoped(buf_finish) struct buf text = {0};
	struct error none = {0};
	if (book_key_kept(session, out, &none) == 0)
		return 0;
	int result = ask_quietly(session, "GET", "/v1/ledger/key", NULL, &text, &none);
	if (result == 200)
		return ledger_key_parse(buf_text(&text), out, err);
	return error_set(
		err, E_NOT_FOUND,
		"the key is not known here: give it with --key FILE, as 'gongshictl ledger "
		"key' prints it");
}
