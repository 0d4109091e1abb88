#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <netinet/in.h>
#include <string.h>

#include "base/macros.h"
#include "net/client_address.h"

static const struct {
	const char *text;
	enum address_kind kind;
} cases[] = {
	{"8.8.8.8", ADDRESS_PUBLIC},
	{"100.63.255.255", ADDRESS_PUBLIC},
	{"100.64.0.0", ADDRESS_PRIVATE},
	{"100.128.0.0", ADDRESS_PUBLIC},
	{"172.15.255.255", ADDRESS_PUBLIC},
	{"172.16.0.1", ADDRESS_PRIVATE},
	{"172.31.255.255", ADDRESS_PRIVATE},
	{"172.32.0.0", ADDRESS_PUBLIC},
	{"192.168.1.1", ADDRESS_PRIVATE},
	{"192.169.0.0", ADDRESS_PUBLIC},
	{"10.255.255.255", ADDRESS_PRIVATE},
	{"127.0.0.1", ADDRESS_PRIVATE},
	{"127.255.0.1", ADDRESS_PRIVATE},
	{"169.254.169.254", ADDRESS_PRIVATE},
	{"198.18.0.1", ADDRESS_PRIVATE},
	{"198.20.0.1", ADDRESS_PUBLIC},
	{"0.0.0.0", ADDRESS_NEVER},
	{"0.1.2.3", ADDRESS_NEVER},
	{"223.255.255.254", ADDRESS_PUBLIC},
	{"224.0.0.1", ADDRESS_NEVER},
	{"255.255.255.255", ADDRESS_NEVER},
	{"::", ADDRESS_NEVER},
	{"::1", ADDRESS_PRIVATE},
	{"fe80::1", ADDRESS_PRIVATE},
	{"fd00::1", ADDRESS_PRIVATE},
	{"ff02::1", ADDRESS_NEVER},
	{"2400:3200::1", ADDRESS_PUBLIC},
	{"2001:db8::1", ADDRESS_PRIVATE},
	{"2001::1", ADDRESS_PRIVATE},
	{"2001:200::1", ADDRESS_PUBLIC},
	{"3fff:fff::1", ADDRESS_PRIVATE},
	{"3fff:1000::1", ADDRESS_PUBLIC},
	{"::ffff:10.0.0.1", ADDRESS_PRIVATE},
	{"::ffff:8.8.8.8", ADDRESS_PUBLIC},
	{"::ffff:0.0.0.0", ADDRESS_NEVER},
	{"64:ff9b::127.0.0.1", ADDRESS_PRIVATE},
	{"2002:7f00:1::1", ADDRESS_PRIVATE},
	{"2002:0808:0808::1", ADDRESS_PUBLIC},
};

static void test_kinds(void **state UNUSED)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct sockaddr_in v4 = {.sin_family = AF_INET};
		struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
		const struct sockaddr *address = (struct sockaddr *)&v4;
		if (strchr(cases[i].text, ':') != NULL) {
			assert_int_equal(inet_pton(AF_INET6, cases[i].text, &v6.sin6_addr), 1);
			address = (struct sockaddr *)&v6;
		} else {
			assert_int_equal(inet_pton(AF_INET, cases[i].text, &v4.sin_addr), 1);
		}
		if (address_kind(address) != cases[i].kind)
			fail_msg("%s: kind %d, want %d", cases[i].text, (int)address_kind(address),
				 (int)cases[i].kind);
		assert_int_equal(address_is_allowed(address, false),
				 cases[i].kind == ADDRESS_PUBLIC);
		assert_int_equal(address_is_allowed(address, true), cases[i].kind != ADDRESS_NEVER);
	}
}

static void test_other_families(void **state UNUSED)
{
	struct sockaddr local = {.sa_family = AF_UNIX};
	assert_false(address_is_allowed(&local, true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_other_families),
	};
	return cmocka_run_group_tests_name("net/client_address", tests, NULL, NULL);
}
