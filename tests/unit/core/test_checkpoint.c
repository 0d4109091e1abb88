#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/encode.h"
#include "ledger_sample.h"

/* Source: C2SP signed-note, the example of a verifier key; golang.org/x/mod, sumdb/note, the
 * example of a note; and the key and two tree heads that sum.golang.org has published. */
#define EXAMPLE_KEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define EXAMPLE_NOTE                                                                             \
	"This is an example message.\n\n"                                                        \
	"— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOB" \
	"H3mFXmRKuwHjG1Yu72IneyaQM=\n"
#define PETER_KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_NOTE                                                                                \
	"If you think cryptography is the answer to your problem,\n"                              \
	"then you don't know what your problem is.\n\n"                                           \
	"— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqd" \
	"ngotpRZb6KE6RyyBwJnAM=\n"
#define SUM_KEY "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
#define SUM_TEXT "go.sum database tree\n445646\njEFFy4AtYgBBNTSZTiNnQrgQqMbcH0mfO2oP2FxR9VU=\n"
#define SUM_LINE                                                                                  \
	"— sum.golang.org Az3grkGho/PqvUmEuTv6+r2g303hUhu60FOD6vLpm19mBwH9UjquWY2OKxNmZ55z0gHr" \
	"p24AgPC3Q5WO7uZrVdvdCQU=\n"
#define SUM_NOTE SUM_TEXT "\n" SUM_LINE
#define OTHER_LINE "— witness.example.org AAAAAAEC\n"

static void keys_are_read_and_printed(void **state)
{
	(void)state;
	static const char *const good[] = {EXAMPLE_KEY, PETER_KEY, SUM_KEY};
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct ledger_key key;
		scoped(buf_finish) struct buf text = {0};
		assert_int_equal(ledger_key_parse(good[i], &key, NULL), 0);
		ledger_key_print(&key, &text);
		assert_string_equal(text.data, good[i]);
	}
	struct ledger_key key;
	assert_int_equal(ledger_key_parse(" " SUM_KEY "\n", &key, NULL), 0);

	static const char *const bad[] = {
		"",
		"+",
		"sum.golang.org",
		"sum.golang.org+033de0ae",
		"+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
		"sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
		"sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn9",
		"sum.golang.org+033de0ae+As4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
		"sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8O",
		"sum.golang.orh+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
		"sum golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
		"sum.golang.org+33de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
	};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct error err = {0};
		if (ledger_key_parse(bad[i], &key, &err) != -E_INVALID || err.text[0] == '\0')
			fail_msg("taken: %s", bad[i]);
	}
}

static void published_notes_open(void **state)
{
	(void)state;
	static const struct {
		const char *key, *note, *complaint;
	} cases[] = {
		{SUM_KEY, SUM_NOTE, NULL},
		{SUM_KEY, SUM_TEXT "\n" OTHER_LINE SUM_LINE, NULL},
		{SUM_KEY, SUM_TEXT "\n" SUM_LINE OTHER_LINE, NULL},
		/* Their signatures hold, and so what is told is that they are no checkpoints. */
		{EXAMPLE_KEY, EXAMPLE_NOTE, "not a size and a root"},
		{PETER_KEY, PETER_NOTE, "not a size and a root"},
		{EXAMPLE_KEY, SUM_NOTE, "no signature of example.com/foo"},
		{SUM_KEY, SUM_TEXT "\n" OTHER_LINE, "no signature of sum.golang.org"},
		{SUM_KEY, SUM_TEXT "\n", "no signature of sum.golang.org"},
		{SUM_KEY, "x" SUM_NOTE, "signature of sum.golang.org is wrong"},
		{SUM_KEY, SUM_TEXT SUM_LINE, "not a signed note"},
		{SUM_KEY, SUM_NOTE "x", "not a signed note"},
		{SUM_KEY, SUM_NOTE "\n", "no signature"},
		{SUM_KEY, SUM_NOTE "hello\n", "signature line 2"},
		{SUM_KEY, SUM_NOTE "— a !!!!\n", "signature line 2"},
		{SUM_KEY, "\x01" SUM_NOTE, "not a signed note"},
		{SUM_KEY, "", "not a signed note"},
		{SUM_KEY, "\n", "not a signed note"},
		{SUM_KEY, "\n\n", "not a signed note"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct ledger_key key;
		uint64_t size = 0;
		struct digest root;
		struct error err = {0};
		assert_int_equal(ledger_key_parse(cases[i].key, &key, NULL), 0);
		int rc = checkpoint_open(cases[i].note, strlen(cases[i].note), &key, &size, &root,
					 &err);
		if (cases[i].complaint == NULL) {
			char hex[DIGEST_TEXT];
			assert_int_equal(rc, 0);
			assert_int_equal(size, 445646);
			assert_string_equal(digest_print(root, hex),
					    "8c4145cb802d620041353499"
					    "4e236742b810a8c6dc1f499f3b6a0fd85c51f555");
		} else if (rc != -E_CORRUPT || strstr(err.text, cases[i].complaint) == NULL) {
			fail_msg("%zu: %d %s", i, rc, err.text);
		}
	}
}

static void what_we_sign_opens_and_nothing_else(void **state)
{
	(void)state;
	struct ledger_sample sample;
	ledger_sample_init(&sample);
	scoped(buf_finish) struct buf note = {0};
	struct digest root = sha256_of("root", 4);
	checkpoint_sign("ledger.example.org", 1234, root, &sample.key, &sample.seed, &note);
	assert_memory_equal(note.data, "ledger.example.org\n1234\n", 24);

	uint64_t size;
	struct digest found;
	assert_int_equal(checkpoint_open(note.data, note.len, &sample.key, &size, &found, NULL), 0);
	assert_int_equal(size, 1234);
	assert_true(digest_equal(found, root));

	for (size_t at = 0; at < note.len; at++) {
		for (int bit = 0; bit < 8; bit++) {
			note.data[at] ^= (char)(1 << bit);
			if (checkpoint_open(note.data, note.len, &sample.key, &size, &found,
					    NULL) == 0)
				fail_msg("opens with bit %d of byte %zu flipped", bit, at);
			note.data[at] ^= (char)(1 << bit);
		}
		assert_int_equal(checkpoint_open(note.data, at, &sample.key, &size, &found, NULL),
				 -E_CORRUPT);
	}
	ledger_sample_finish(&sample);
}

static void signed_texts_must_be_checkpoints(void **state)
{
	(void)state;
#define ROOT "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
	static const struct {
		const char *text;
		int rc;
	} cases[] = {
		{"o\n0\n" ROOT, 0},
		{"o\n0\n" ROOT "an extension\n", 0},
		{"o\n18446744073709551615\n" ROOT, 0},
		{"o\n18446744073709551616\n" ROOT, -E_CORRUPT},
		{"o\n00\n" ROOT, -E_CORRUPT},
		{"o\n01\n" ROOT, -E_CORRUPT},
		{"o\n-1\n" ROOT, -E_CORRUPT},
		{"o\n1 \n" ROOT, -E_CORRUPT},
		{"o\n\n" ROOT, -E_CORRUPT},
		{"\n1\n" ROOT, -E_CORRUPT},
		{"o\n1\nAAAA\n", -E_CORRUPT},
		{"o\n1\n", -E_CORRUPT},
		{"o\n1\n!" ROOT, -E_CORRUPT},
	};
	struct ledger_sample sample;
	ledger_sample_init(&sample);
	scoped(buf_finish) struct buf empty = {0};
	checkpoint_sign("o", 0, sha256_of("", 0), &sample.key, &sample.seed, &empty);
	uint8_t hash[4];
	scoped(buf_finish) struct buf signature = {0};
	const char *line = strstr(empty.data, "org ") + 4;
	assert_int_equal(decode_base64(line, strcspn(line, "\n"), &signature), 0);
	memcpy(hash, signature.data, sizeof(hash));

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct ed25519_signature own = ed25519_sign(&sample.seed, cases[i].text,
							    strlen(cases[i].text));
		scoped(buf_finish) struct buf bytes = {0};
		scoped(buf_finish) struct buf note = {0};
		buf_add(&bytes, hash, sizeof(hash));
		buf_add(&bytes, own.byte, sizeof(own.byte));
		buf_print(&note, "%s\n— %s ", cases[i].text, sample.key.name);
		encode_base64(&note, bytes.data, bytes.len);
		buf_char(&note, '\n');
		uint64_t size;
		struct digest root;
		int rc = checkpoint_open(note.data, note.len, &sample.key, &size, &root, NULL);
		if (rc != cases[i].rc)
			fail_msg("%d: %s", rc, cases[i].text);
	}
	ledger_sample_finish(&sample);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_read_and_printed),
		cmocka_unit_test(published_notes_open),
		cmocka_unit_test(what_we_sign_opens_and_nothing_else),
		cmocka_unit_test(signed_texts_must_be_checkpoints),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
