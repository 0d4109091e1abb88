/* Checkpoints: size and root as C2SP signed notes.  Source: C2SP signed-note, tlog-checkpoint. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "base/text.h"
#include "core/ledger/ledger.h"

#define ALGORITHM_ED25519 0x01
#define SIGNATURE_START "\xe2\x80\x94 " /* an em dash and a blank */
#define SIGNATURES_MAX 64               /* of all keys: witnesses may add theirs */
#define NOTE_MAX_BYTES (64u << 10)

/* --- keys --- */

static void key_hash(const struct ledger_key *key, uint8_t out[4])
{
	scoped(buf_finish) struct buf bytes = {0};
	buf_text_add(&bytes, key->name);
	buf_char(&bytes, '\n');
	buf_char(&bytes, ALGORITHM_ED25519);
	buf_add(&bytes, key->key.byte, sizeof(key->key.byte));
	struct digest digest = sha256_of(bytes.data, bytes.len);
	memcpy(out, digest.byte, 4);
}

void ledger_key_print(const struct ledger_key *key, struct buf *out)
{
	uint8_t hash[4];
	uint8_t bytes[1 + sizeof(key->key.byte)] = {ALGORITHM_ED25519};
	memcpy(bytes + 1, key->key.byte, sizeof(key->key.byte));
	key_hash(key, hash);
	buf_print(out, "%s+", key->name);
	encode_hex(out, hash, sizeof(hash));
	buf_char(out, '+');
	encode_base64(out, bytes, sizeof(bytes));
}

static bool is_key_name(const char *name, size_t len)
{
	size_t trimmed = len;
	if (len == 0 || text_trim(name, &trimmed) != name || trimmed != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)name[i] <= ' ' || name[i] == '+' || name[i] == 0x7f)
			return false;
	return text_is_utf8(name, len);
}

int ledger_key_parse(const char *text, struct ledger_key *out, struct error *err)
{
	size_t len = strlen(text);
	text = text_trim(text, &len);
	size_t name_len = strcspn(text, "+");
	struct ledger_key key = {0};
	if (name_len >= sizeof(key.name) || !is_key_name(text, name_len) || len < name_len + 10 ||
	    text[name_len + 9] != '+')
		return error_set(err, E_INVALID,
				 "a ledger key is written NAME+HASH+KEY, with a HASH of 8 digits");
	memcpy(key.name, text, name_len);

	const char *base64 = text + name_len + 10;
	scoped(buf_finish) struct buf bytes = {0};
	if (decode_base64(base64, (size_t)(text + len - base64), &bytes) < 0 ||
	    bytes.len != 1 + sizeof(key.key.byte) || bytes.data[0] != ALGORITHM_ED25519)
		return error_set(err, E_INVALID, "ledger key %s is not an Ed25519 key", key.name);
	memcpy(key.key.byte, bytes.data + 1, sizeof(key.key.byte));

	uint8_t hash[4];
	scoped(buf_finish) struct buf hex = {0};
	key_hash(&key, hash);
	encode_hex(&hex, hash, sizeof(hash));
	if (memcmp(hex.data, text + name_len + 1, hex.len) != 0)
		return error_set(err, E_INVALID,
				 "ledger key %s does not match its hash: was it copied whole?",
				 key.name);
	*out = key;
	return 0;
}

/* --- signing --- */

void checkpoint_sign(const char *origin, uint64_t size, struct digest root,
		     const struct ledger_key *key, const struct ed25519_seed *seed, struct buf *out)
{
	assert(is_key_name(key->name, strlen(key->name)) && strchr(origin, '\n') == NULL);
	size_t start = out->len;
	buf_print(out, "%s\n%llu\n", origin, (unsigned long long)size);
	encode_base64(out, root.byte, sizeof(root.byte));
	buf_char(out, '\n');

	struct ed25519_signature signature = ed25519_sign(seed, out->data + start,
							  out->len - start);
	uint8_t bytes[4 + sizeof(signature.byte)];
	key_hash(key, bytes);
	memcpy(bytes + 4, signature.byte, sizeof(signature.byte));
	buf_print(out, "\n" SIGNATURE_START "%s ", key->name);
	encode_base64(out, bytes, sizeof(bytes));
	buf_char(out, '\n');
}

/* --- opening --- */

/* The blank line between text and signatures is the last one of the note; the text keeps its own
 * line feed.  Returns the bytes of the text, 0 when the note has no such form. */
static size_t find_text_end(const char *note, size_t len)
{
	if (len == 0 || len > NOTE_MAX_BYTES || note[len - 1] != '\n' || !text_is_utf8(note, len))
		return 0;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)note[i] < ' ' && note[i] != '\n')
			return 0;
	for (size_t i = len - 1; i > 1; i--)
		if (note[i] == '\n' && note[i - 1] == '\n')
			return i;
	return 0;
}

enum signature_found { SIGNATURE_OTHER, SIGNATURE_HOLDS, SIGNATURE_FAILS, SIGNATURE_MALFORMED };

/* One line "— NAME BASE64", without its line feed. */
static enum signature_found check_signature(const char *line, size_t len, const char *note,
					    size_t text_len, const struct ledger_key *key)
{
	const size_t start = sizeof(SIGNATURE_START) - 1;
	if (len <= start || memcmp(line, SIGNATURE_START, start) != 0)
		return SIGNATURE_MALFORMED;
	const char *name = line + start;
	const char *blank = memchr(name, ' ', len - start);
	scoped(buf_finish) struct buf bytes = {0};
	if (blank == NULL || !is_key_name(name, (size_t)(blank - name)) ||
	    decode_base64(blank + 1, (size_t)(line + len - blank - 1), &bytes) < 0 || bytes.len < 5)
		return SIGNATURE_MALFORMED;

	uint8_t hash[4];
	key_hash(key, hash);
	size_t name_len = (size_t)(blank - name);
	if (name_len != strlen(key->name) || memcmp(name, key->name, name_len) != 0 ||
	    memcmp(bytes.data, hash, sizeof(hash)) != 0)
		return SIGNATURE_OTHER;

	struct ed25519_signature signature;
	if (bytes.len != sizeof(hash) + sizeof(signature.byte))
		return SIGNATURE_FAILS;
	memcpy(signature.byte, bytes.data + sizeof(hash), sizeof(signature.byte));
	return ed25519_verify(&key->key, &signature, note, text_len) ? SIGNATURE_HOLDS
								     : SIGNATURE_FAILS;
}

static int check_signatures(const char *note, size_t len, size_t text_len,
			    const struct ledger_key *key, struct error *err)
{
	bool holds = false;
	int lines = 0;
	const char *line = note + text_len + 1;
	while (line < note + len) {
		const char *end = memchr(line, '\n', (size_t)(note + len - line));
		enum signature_found found = check_signature(line, (size_t)(end - line), note,
							     text_len, key);
		lines++;
		if (found == SIGNATURE_MALFORMED || lines > SIGNATURES_MAX)
			return error_set(err, E_CORRUPT, "signature line %d is not one", lines);
		if (found == SIGNATURE_FAILS)
			return error_set(err, E_CORRUPT, "the signature of %s is wrong", key->name);
		holds = holds || found == SIGNATURE_HOLDS;
		line = end + 1;
	}
	if (!holds)
		return error_set(err, E_CORRUPT, "there is no signature of %s", key->name);
	return 0;
}

/* "123\n": digits without needless zeros.  Returns what follows, NULL when it is not a size. */
static const char *parse_size(const char *at, uint64_t *out)
{
	uint64_t size = 0;
	const char *start = at;
	for (; *at >= '0' && *at <= '9'; at++)
		if (__builtin_mul_overflow(size, 10, &size) ||
		    __builtin_add_overflow(size, (uint64_t)(*at - '0'), &size))
			return NULL;
	if (at == start || *at != '\n' || (*start == '0' && at - start > 1))
		return NULL;
	*out = size;
	return at + 1;
}

/* Origin, size, root; lines behind them are extensions that we need not know. */
static int parse_text(const char *text, size_t len, uint64_t *size, struct digest *root)
{
	scoped(buf_finish) struct buf copy = {0};
	buf_add(&copy, text, len);
	const char *at = strchr(copy.data, '\n');
	uint64_t parsed;
	if (at == copy.data || (at = parse_size(at + 1, &parsed)) == NULL)
		return -E_CORRUPT;
	scoped(buf_finish) struct buf bytes = {0};
	if (decode_base64(at, strcspn(at, "\n"), &bytes) < 0 || bytes.len != sizeof(root->byte))
		return -E_CORRUPT;
	*size = parsed;
	memcpy(root->byte, bytes.data, sizeof(root->byte));
	return 0;
}

int checkpoint_open(const char *note, size_t len, const struct ledger_key *key, uint64_t *size,
		    struct digest *root, struct error *err)
{
	size_t text_len = find_text_end(note, len);
	if (text_len == 0)
		return error_set(err, E_CORRUPT, "this is not a signed note");
	int rc = check_signatures(note, len, text_len, key, err);
	if (rc < 0)
		return rc;
	if (parse_text(note, text_len, size, root) < 0)
		return error_set(err, E_CORRUPT, "the signed text is not a size and a root");
	return 0;
}
