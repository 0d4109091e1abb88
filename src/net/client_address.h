/* What kind of network address is this?  Source: IANA special-purpose address registries (RFC 6890
 * and its updates). */
#ifndef NET_CLIENT_ADDRESS_H
#define NET_CLIENT_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

enum address_kind {
	ADDRESS_PUBLIC,
	ADDRESS_PRIVATE, /* private, loopback, link-local, reserved: only if the host was named */
	ADDRESS_NEVER,   /* nobody can be reached there: unspecified, multicast, broadcast */
};

enum address_kind address_kind(const struct sockaddr *address);
bool address_is_allowed(const struct sockaddr *address, bool may_be_private);

#endif
