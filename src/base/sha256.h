/* SHA-256 digests and HMAC-SHA-256 (FIPS 180-4, RFC 2104), by OpenSSL.  The only file that asks
 * OpenSSL for digests: a system with 1.1.1 or with other providers is met here. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"

struct digest {
	uint8_t byte[32];
};

#define DIGEST_TEXT 65 /* hex and its NUL */

struct sha256; /* a running digest */
struct sha256 *sha256_new(void);
void sha256_add(struct sha256 *sha, const void *bytes, size_t len);
struct digest sha256_end(struct sha256 *sha); /* and ready for the next message */
void sha256_free(struct sha256 *sha);         /* NULL is fine */

struct digest sha256_of(const void *bytes, size_t len); /* thread-safe, context reused */
/* The digest of `prefix` followed by `bytes`, as Merkle trees need it. */
struct digest sha256_of2(const void *prefix, size_t prefix_len, const void *bytes, size_t len);
struct digest hmac_sha256(const void *key, size_t key_len, const void *bytes, size_t len);

bool digest_equal(struct digest a, struct digest b);
const char *digest_print(struct digest d, char out[DIGEST_TEXT]); /* lower-case hex */
MUST_CHECK int digest_parse(const char *hex, struct digest *out); /* -E_INVALID */

#endif
