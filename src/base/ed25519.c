#include "base/ed25519.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

static void must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "ed25519: %s failed\n", what);
	abort();
}

static void key_drop(EVP_PKEY **key)
{
	EVP_PKEY_free(*key);
}

static void ctx_drop(EVP_MD_CTX **ctx)
{
	EVP_MD_CTX_free(*ctx);
}

static EVP_PKEY *private_key(const struct ed25519_seed *seed)
{
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed->byte,
						     sizeof(seed->byte));
	must(key != NULL, "loading the private key");
	return key;
}

struct ed25519_seed ed25519_generate(void)
{
	struct ed25519_seed seed;
	ssize_t got;
	do
		got = getrandom(seed.byte, sizeof(seed.byte), 0);
	while (got < 0 && errno == EINTR);
	must(got == (ssize_t)sizeof(seed.byte), "getrandom");
	return seed;
}

struct ed25519_public ed25519_public_of(const struct ed25519_seed *seed)
{
	scoped(key_drop) EVP_PKEY *key = private_key(seed);
	struct ed25519_public public_key;
	size_t len = sizeof(public_key.byte);
	must(EVP_PKEY_get_raw_public_key(key, public_key.byte, &len), "deriving the public key");
	return public_key;
}

struct ed25519_signature ed25519_sign(const struct ed25519_seed *seed, const void *bytes,
				      size_t len)
{
	scoped(key_drop) EVP_PKEY *key = private_key(seed);
	scoped(ctx_drop) EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	must(ctx != NULL && EVP_DigestSignInit(ctx, NULL, NULL, NULL, key) == 1, "signing");

	struct ed25519_signature signature;
	size_t signature_len = sizeof(signature.byte);
	must(EVP_DigestSign(ctx, signature.byte, &signature_len, bytes, len) == 1, "signing");
	return signature;
}

bool ed25519_verify(const struct ed25519_public *key, const struct ed25519_signature *signature,
		    const void *bytes, size_t len)
{
	scoped(key_drop) EVP_PKEY *public_key =
		EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key->byte, sizeof(key->byte));
	if (public_key == NULL)
		return false;
	scoped(ctx_drop) EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	must(ctx != NULL && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, public_key) == 1,
	     "verifying");
	return EVP_DigestVerify(ctx, signature->byte, sizeof(signature->byte), bytes, len) == 1;
}
