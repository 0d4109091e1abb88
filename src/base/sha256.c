#include "base/sha256.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

#define HMAC_BLOCK_BYTES 64

struct sha256 {
	EVP_MD_CTX *ctx;
};

/* OpenSSL refuses SHA-256 only when it is broken or out of memory: nothing to carry on with. */
static void must(int ok)
{
	if (ok)
		return;
	fputs("OpenSSL cannot compute SHA-256\n", stderr);
	abort();
}

static const EVP_MD *algorithm; /* looked up once: the look-up costs as much as a short digest */
static pthread_key_t thread_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void free_thread_ctx(void *ctx)
{
	EVP_MD_CTX_free(ctx);
}

static void prepare(void)
{
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
	algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
#else
	algorithm = EVP_sha256();
#endif
	must(algorithm != NULL);
	must(pthread_key_create(&thread_key, free_thread_ctx) == 0);
}

static EVP_MD_CTX *ctx_new(void)
{
	must(pthread_once(&once, prepare) == 0);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	must(ctx != NULL && EVP_DigestInit_ex(ctx, algorithm, NULL));
	return ctx;
}

/* Each thread keeps one context; it is always left ready for a message. */
static EVP_MD_CTX *thread_ctx(void)
{
	static __thread EVP_MD_CTX *ctx;
	if (ctx == NULL) {
		ctx = ctx_new();
		must(pthread_setspecific(thread_key, ctx) == 0);
	}
	return ctx;
}

static void ctx_add(EVP_MD_CTX *ctx, const void *bytes, size_t len)
{
	if (len > 0)
		must(EVP_DigestUpdate(ctx, bytes, len));
}

static struct digest ctx_end(EVP_MD_CTX *ctx)
{
	struct digest digest;
	must(EVP_DigestFinal_ex(ctx, digest.byte, NULL));
	must(EVP_DigestInit_ex(ctx, algorithm, NULL));
	return digest;
}

struct sha256 *sha256_new(void)
{
	struct sha256 *sha = mem_alloc(sizeof(*sha));
	sha->ctx = ctx_new();
	return sha;
}

void sha256_add(struct sha256 *sha, const void *bytes, size_t len)
{
	ctx_add(sha->ctx, bytes, len);
}

struct digest sha256_end(struct sha256 *sha)
{
	return ctx_end(sha->ctx);
}

void sha256_free(struct sha256 *sha)
{
	if (sha == NULL)
		return;
	EVP_MD_CTX_free(sha->ctx);
	mem_free(sha);
}

struct digest sha256_of(const void *bytes, size_t len)
{
	EVP_MD_CTX *ctx = thread_ctx();
	ctx_add(ctx, bytes, len);
	return ctx_end(ctx);
}

struct digest sha256_of2(const void *prefix, size_t prefix_len, const void *bytes, size_t len)
{
	EVP_MD_CTX *ctx = thread_ctx();
	ctx_add(ctx, prefix, prefix_len);
	ctx_add(ctx, bytes, len);
	return ctx_end(ctx);
}

struct digest hmac_sha256(const void *key, size_t key_len, const void *bytes, size_t len)
{
	uint8_t inner[HMAC_BLOCK_BYTES] = {0};
	if (key_len > sizeof(inner)) {
		struct digest short_key = sha256_of(key, key_len);
		memcpy(inner, short_key.byte, sizeof(short_key.byte));
	} else if (key_len > 0) {
		memcpy(inner, key, key_len);
	}

	uint8_t outer[HMAC_BLOCK_BYTES];
	for (size_t i = 0; i < sizeof(inner); i++) {
		outer[i] = inner[i] ^ 0x5c;
		inner[i] ^= 0x36;
	}
	struct digest digest = sha256_of2(inner, sizeof(inner), bytes, len);
	digest = sha256_of2(outer, sizeof(outer), digest.byte, sizeof(digest.byte));
	explicit_bzero(inner, sizeof(inner));
	explicit_bzero(outer, sizeof(outer));
	return digest;
}

bool digest_equal(struct digest a, struct digest b)
{
	/* In constant time: signatures of webhooks are compared with it too. */
	uint8_t differs = 0;
	for (size_t i = 0; i < sizeof(a.byte); i++)
		differs |= a.byte[i] ^ b.byte[i];
	return differs == 0;
}

const char *digest_print(struct digest d, char out[DIGEST_TEXT])
{
	static const char hex[] = "0123456789abcdef";
	for (size_t i = 0; i < sizeof(d.byte); i++) {
		out[2 * i] = hex[d.byte[i] >> 4];
		out[2 * i + 1] = hex[d.byte[i] & 0x0f];
	}
	out[DIGEST_TEXT - 1] = '\0';
	return out;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int digest_parse(const char *hex, struct digest *out)
{
	if (hex == NULL || strnlen(hex, DIGEST_TEXT) != DIGEST_TEXT - 1)
		return -E_INVALID;
	struct digest digest;
	for (size_t i = 0; i < sizeof(digest.byte); i++) {
		int high = hex_value(hex[2 * i]);
		int low = hex_value(hex[2 * i + 1]);
		if (high < 0 || low < 0)
			return -E_INVALID;
		digest.byte[i] = (uint8_t)(high << 4 | low);
	}
	*out = digest;
	return 0;
}
