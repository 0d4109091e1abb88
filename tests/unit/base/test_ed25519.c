#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/ed25519.h"
#include "base/encode.h"

static void assert_hex(const void *bytes, size_t len, const char *expected)
{
	scoped(buf_finish) struct buf hex = {0};
	encode_hex(&hex, bytes, len);
	assert_string_equal(buf_text(&hex), expected);
}

/* Source: RFC 8032, section 7.1, tests 1 and 2. */
static const struct {
	struct ed25519_seed seed;
	const char *public_key;
	const char *message;
	size_t len;
	const char *signature;
} vectors[] = {
	{
		.seed = {{0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a,
			  0xf4, 0x92, 0xec, 0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32,
			  0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60}},
		.public_key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
		.message = "",
		.len = 0,
		.signature = "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
			     "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
	},
	{
		.seed = {{0x4c, 0xcd, 0x08, 0x9b, 0x28, 0xff, 0x96, 0xda, 0x9d, 0xb6, 0xc3,
			  0x46, 0xec, 0x11, 0x4e, 0x0f, 0x5b, 0x8a, 0x31, 0x9f, 0x35, 0xab,
			  0xa6, 0x24, 0xda, 0x8c, 0xf6, 0xed, 0x4f, 0xb8, 0xa6, 0xfb}},
		.public_key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
		.message = "\x72",
		.len = 1,
		.signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
			     "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
	},
};

static void rfc_8032_is_followed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
		struct ed25519_public key = ed25519_public_of(&vectors[i].seed);
		assert_hex(key.byte, sizeof(key.byte), vectors[i].public_key);
		struct ed25519_signature signature =
			ed25519_sign(&vectors[i].seed, vectors[i].message, vectors[i].len);
		assert_hex(signature.byte, sizeof(signature.byte), vectors[i].signature);
		assert_true(ed25519_verify(&key, &signature, vectors[i].message, vectors[i].len));
	}
}

static void any_change_breaks_the_signature(void **state)
{
	(void)state;
	struct ed25519_seed seed = ed25519_generate();
	struct ed25519_public key = ed25519_public_of(&seed);
	char root[] = "checkpoint 7";
	size_t len = strlen(root);
	struct ed25519_signature signature = ed25519_sign(&seed, root, len);
	assert_true(ed25519_verify(&key, &signature, root, len));
	for (size_t i = 0; i < len; i++) {
		root[i] ^= 1;
		assert_false(ed25519_verify(&key, &signature, root, len));
		root[i] ^= 1;
	}
	for (size_t i = 0; i < sizeof(signature.byte); i++) {
		signature.byte[i] ^= 1;
		assert_false(ed25519_verify(&key, &signature, root, len));
		signature.byte[i] ^= 1;
	}
	assert_false(ed25519_verify(&key, &signature, root, len - 1));
	struct ed25519_public stranger = ed25519_public_of(&vectors[0].seed);
	assert_false(ed25519_verify(&stranger, &signature, root, len));
	memset(&stranger, 0xff, sizeof(stranger));
	assert_false(ed25519_verify(&stranger, &signature, root, len));
}

static void generated_keys_differ(void **state)
{
	(void)state;
	struct ed25519_seed a = ed25519_generate();
	struct ed25519_seed b = ed25519_generate();
	assert_memory_not_equal(a.byte, b.byte, sizeof(a.byte));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rfc_8032_is_followed),
		cmocka_unit_test(any_change_breaks_the_signature),
		cmocka_unit_test(generated_keys_differ),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
