#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <string.h>

#include "base/error.h"
#include "base/sha256.h"

static void assert_digest(struct digest actual, const char *expected)
{
	char text[DIGEST_TEXT];
	assert_string_equal(digest_print(actual, text), expected);
}

static const struct {
	const char *message;
	const char *digest;
} vectors[] = {
	/* Source: FIPS 180-4 examples */
	{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static void known_messages_have_known_digests(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
		size_t len = strlen(vectors[i].message);
		assert_digest(sha256_of(vectors[i].message, len), vectors[i].digest);
		assert_digest(sha256_of2(vectors[i].message, len / 2, vectors[i].message + len / 2,
					 len - len / 2),
			      vectors[i].digest);
	}
	assert_digest(sha256_of(NULL, 0), vectors[0].digest);
}

static void a_running_digest_starts_anew_after_its_end(void **state)
{
	(void)state;
	struct sha256 *sha = sha256_new();
	for (int round = 0; round < 3; round++) {
		sha256_add(sha, "a", 1);
		sha256_add(sha, NULL, 0);
		/* Others may be computed meanwhile. */
		assert_digest(sha256_of("abc", 3), vectors[1].digest);
		sha256_add(sha, "bc", 2);
		assert_digest(sha256_end(sha), vectors[1].digest);
	}
	assert_digest(sha256_end(sha), vectors[0].digest);
	sha256_free(sha);
	sha256_free(NULL);
}

/* Source: RFC 4231, test cases 1, 2 and 6. */
static void hmac_follows_rfc_4231(void **state)
{
	(void)state;
	uint8_t key[131];
	memset(key, 0x0b, 20);
	assert_digest(hmac_sha256(key, 20, "Hi There", 8),
		      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	assert_digest(hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28),
		      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof(key));
	assert_digest(hmac_sha256(key, sizeof(key),
				  "Test Using Larger Than Block-Size Key - Hash Key First", 54),
		      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void digests_are_printed_and_read(void **state)
{
	(void)state;
	struct digest digest;
	assert_int_equal(digest_parse(vectors[1].digest, &digest), 0);
	assert_true(digest_equal(digest, sha256_of("abc", 3)));
	digest.byte[31] ^= 1;
	assert_false(digest_equal(digest, sha256_of("abc", 3)));
	assert_int_equal(digest_parse("BA7816BF8F01CFEA414140DE5DAE2223"
				      "B00361A396177A9CB410FF61F20015AD",
				      &digest),
			 0);
	assert_digest(digest, vectors[1].digest);

	static const char *const bad[] = {
		"",
		"ba78",
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0",
		"ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		" a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		assert_int_equal(digest_parse(bad[i], &digest), -E_INVALID);
	assert_int_equal(digest_parse(NULL, &digest), -E_INVALID);
}

static void *digest_many(void *wrong)
{
	char text[DIGEST_TEXT];
	for (int i = 0; i < 10000; i++)
		if (strcmp(digest_print(sha256_of("abc", 3), text), vectors[1].digest) != 0)
			*(int *)wrong += 1;
	return NULL;
}

static void threads_do_not_disturb_each_other(void **state)
{
	(void)state;
	pthread_t threads[4];
	int wrong[4] = {0};
	for (size_t i = 0; i < ARRAY_LEN(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, digest_many, &wrong[i]), 0);
	for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(wrong[i], 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_messages_have_known_digests),
		cmocka_unit_test(a_running_digest_starts_anew_after_its_end),
		cmocka_unit_test(hmac_follows_rfc_4231),
		cmocka_unit_test(digests_are_printed_and_read),
		cmocka_unit_test(threads_do_not_disturb_each_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
