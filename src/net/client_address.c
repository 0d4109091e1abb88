#include "net/client_address.h"

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

#include "base/macros.h"

struct v4_range {
	uint32_t net;
	int bits;
	enum address_kind kind;
};

#define NET(a, b, c, d) ((uint32_t)(a) << 24 | (b) << 16 | (c) << 8 | (d))

static const struct v4_range v4_ranges[] = {
	{NET(0, 0, 0, 0), 8, ADDRESS_NEVER},   /* this network */
	{NET(224, 0, 0, 0), 4, ADDRESS_NEVER}, /* multicast */
	{NET(240, 0, 0, 0), 4, ADDRESS_NEVER}, /* reserved, broadcast */
	{NET(10, 0, 0, 0), 8, ADDRESS_PRIVATE},
	{NET(100, 64, 0, 0), 10, ADDRESS_PRIVATE}, /* carrier-grade NAT */
	{NET(127, 0, 0, 0), 8, ADDRESS_PRIVATE},
	{NET(169, 254, 0, 0), 16, ADDRESS_PRIVATE}, /* link-local; metadata of clouds */
	{NET(172, 16, 0, 0), 12, ADDRESS_PRIVATE},
	{NET(192, 0, 0, 0), 24, ADDRESS_PRIVATE},
	{NET(192, 0, 2, 0), 24, ADDRESS_PRIVATE},   /* documentation, also below */
	{NET(192, 88, 99, 0), 24, ADDRESS_PRIVATE}, /* old 6to4 relays */
	{NET(192, 168, 0, 0), 16, ADDRESS_PRIVATE},
	{NET(198, 18, 0, 0), 15, ADDRESS_PRIVATE}, /* benchmarks */
	{NET(198, 51, 100, 0), 24, ADDRESS_PRIVATE},
	{NET(203, 0, 113, 0), 24, ADDRESS_PRIVATE},
};

static enum address_kind v4_kind(uint32_t address)
{
	for (size_t i = 0; i < ARRAY_LEN(v4_ranges); i++) {
		uint32_t mask = UINT32_MAX << (32 - v4_ranges[i].bits);
		if ((address & mask) == v4_ranges[i].net)
			return v4_ranges[i].kind;
	}
	return ADDRESS_PUBLIC;
}

static uint32_t v4_inside(const uint8_t *byte)
{
	return NET(byte[0], byte[1], byte[2], byte[3]);
}

static bool starts_with(const uint8_t *address, const char *prefix, size_t len)
{
	return memcmp(address, prefix, len) == 0;
}

static enum address_kind v6_kind(const uint8_t *a)
{
	static const uint8_t zero[16];
	/* IPv4 in another coat: mapped, NAT64, 6to4. */
	if (starts_with(a, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12))
		return v4_kind(v4_inside(a + 12));
	if (starts_with(a, "\0\x64\xff\x9b\0\0\0\0\0\0\0\0", 12))
		return v4_kind(v4_inside(a + 12));
	if (starts_with(a, "\x20\x02", 2))
		return v4_kind(v4_inside(a + 2));
	if (a[0] == 0xff || memcmp(a, zero, 16) == 0)
		return ADDRESS_NEVER;
	if (starts_with(a, "\x20\x01\x0d\xb8", 4)) /* documentation */
		return ADDRESS_PRIVATE;
	if (starts_with(a, "\x20\x01", 2) && a[2] < 2) /* protocol assignments, Teredo */
		return ADDRESS_PRIVATE;
	if (starts_with(a, "\x3f\xff", 2) && a[2] < 0x10) /* documentation (RFC 9637) */
		return ADDRESS_PRIVATE;
	/* Only 2000::/3 has been given out for the public; the rest is loopback, link-local,
	 * unique local, or nothing yet. */
	return (a[0] & 0xe0) == 0x20 ? ADDRESS_PUBLIC : ADDRESS_PRIVATE;
}

enum address_kind address_kind(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return v4_kind(ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr));
	if (address->sa_family == AF_INET6)
		return v6_kind(((const struct sockaddr_in6 *)address)->sin6_addr.s6_addr);
	return ADDRESS_NEVER;
}

bool address_is_allowed(const struct sockaddr *address, bool may_be_private)
{
	enum address_kind kind = address_kind(address);
	return kind == ADDRESS_PUBLIC || (kind == ADDRESS_PRIVATE && may_be_private);
}
