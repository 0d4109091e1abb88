/* Ed25519 signatures (RFC 8032), by OpenSSL. */
#ifndef BASE_ED25519_H
#define BASE_ED25519_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/macros.h"

struct ed25519_seed {
	uint8_t byte[32]; /* the private key; wipe it after use */
};
struct ed25519_public {
	uint8_t byte[32];
};
struct ed25519_signature {
	uint8_t byte[64];
};

/* Fresh from the operating system's random source; ends the process when there is none. */
struct ed25519_seed ed25519_generate(void);
struct ed25519_public ed25519_public_of(const struct ed25519_seed *seed);
struct ed25519_signature ed25519_sign(const struct ed25519_seed *seed, const void *bytes,
				      size_t len);
bool ed25519_verify(const struct ed25519_public *key, const struct ed25519_signature *signature,
		    const void *bytes, size_t len);

#endif
