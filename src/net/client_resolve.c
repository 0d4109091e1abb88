#include <arpa/inet.h>
#include <string.h>

#include "base/mem.h"
#include "net/client_inside.h"

bool host_is_fresh(const struct host *host)
{
	return host->is_known && clock_monotonic_us() < host->fresh_until_us;
}

/* --- addresses -------------------------------------------------------------------------- */

static void add_address(struct buf *pin, const struct sockaddr *address)
{
	char text[INET6_ADDRSTRLEN] = "";
	bool is_v6 = address->sa_family == AF_INET6;
	const void *bytes = is_v6 ? (const void *)&((const struct sockaddr_in6 *)address)->sin6_addr
				  : (const void *)&((const struct sockaddr_in *)address)->sin_addr;
	inet_ntop(address->sa_family, bytes, text, sizeof(text));
	buf_print(pin, is_v6 ? "%s[%s]" : "%s%s", pin->len == 0 ? "" : ",", text);
}

/* "+" lets curl's own copy expire; without it, it stays for ever. */
static char *make_pin(const struct host *host, const struct buf *addresses)
{
	if (addresses->len == 0)
		return NULL;
	struct buf pin = {0};
	buf_print(&pin, "+%s:%d:%s", host->name, host->port, buf_text(addresses));
	return buf_take(&pin);
}

static void set_pins(struct host *host, const struct addrinfo *found)
{
	scoped(buf_finish) struct buf public = {0};
	scoped(buf_finish) struct buf any = {0};
	int count = 0;
	for (; found != NULL && count < LIMIT_HOST_ADDRESSES; found = found->ai_next) {
		enum address_kind kind = address_kind(found->ai_addr);
		if (kind == ADDRESS_NEVER)
			continue;
		add_address(&any, found->ai_addr);
		if (kind == ADDRESS_PUBLIC)
			add_address(&public, found->ai_addr);
		count++;
	}
	mem_free(host->pin_public);
	mem_free(host->pin_any);
	host->pin_public = make_pin(host, &public);
	host->pin_any = make_pin(host, &any);
	host->is_known = true;
	host->fresh_until_us = clock_monotonic_us() + NAME_FRESH_MS * 1000;
}

/* A literal address never grows stale, and needs nobody to look it up. */
static bool set_literal(struct host *host)
{
	struct sockaddr_storage address = {0};
	scoped(buf_finish) struct buf name = {0};
	size_t len = strlen(host->name);
	bool is_v6 = len > 2 && host->name[0] == '[' && host->name[len - 1] == ']';
	if (is_v6)
		buf_add(&name, host->name + 1, len - 2);
	int rc = is_v6 ? uv_ip6_addr(buf_text(&name), 0, (struct sockaddr_in6 *)&address)
		       : uv_ip4_addr(host->name, 0, (struct sockaddr_in *)&address);
	if (rc < 0)
		return false;
	struct addrinfo one = {.ai_addr = (struct sockaddr *)&address};
	set_pins(host, &one);
	host->fresh_until_us = UINT64_MAX;
	host->is_literal = true;
	return true;
}

/* --- names ------------------------------------------------------------------------------ */

static void on_names(uv_getaddrinfo_t *lookup, int status, struct addrinfo *found)
{
	struct host *host = lookup->data;
	struct client *client = host->client;
	host->is_looked_up = false;
	if (client->is_closing) {
		host_free(host); /* the client has let go of it */
	} else if (status < 0) {
		/* The old answer is as good as none: the name may have been taken away. */
		host->is_known = false;
		while (host->first != NULL) {
			struct call *call = host->first;
			host->first = call->next;
			call_end(call, CLIENT_NOT_SENT, "%s: name look-up failed: %s", host->name,
				 uv_strerror(status));
		}
	} else {
		set_pins(host, found);
		host_pump(host);
	}
	uv_freeaddrinfo(found);
	client_let_go(client);
}

void host_look_up(struct host *host)
{
	if (host->is_looked_up || set_literal(host))
		return;
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	host->lookup.data = host;
	if (uv_getaddrinfo(loop_uv(host->client->loop), &host->lookup, on_names, host->name, NULL,
			   &hints) < 0) {
		while (host->first != NULL) {
			struct call *call = host->first;
			host->first = call->next;
			call_end(call, CLIENT_NOT_SENT, "%s: not a host name", host->name);
		}
		return;
	}
	host->is_looked_up = true;
	client_hold(host->client);
}

/* --- hosts ------------------------------------------------------------------------------ */

void host_free(struct host *host)
{
	mem_free(host->pin_public);
	mem_free(host->pin_any);
	pool_finish(&host->pool);
	mem_free(host);
}

void hosts_forget_idle(struct client *client)
{
	struct host **link = &client->hosts;
	while (*link != NULL) {
		struct host *host = *link;
		if (host->running > 0 || host->first != NULL || host->is_looked_up) {
			link = &host->next;
			continue;
		}
		*link = host->next;
		host_free(host);
	}
}

struct host *host_find(struct client *client, const char *scheme, const char *name, int port)
{
	char key[512];
	snprintf(key, sizeof(key), "%s://%s:%d", scheme, name, port);
	size_t count = 0;
	for (struct host *host = client->hosts; host != NULL; host = host->next, count++) {
		if (strcmp(host->key, key) == 0)
			return host;
	}
	if (count >= LIMIT_HOSTS)
		hosts_forget_idle(client);

	struct host *host = mem_alloc(sizeof(*host));
	host->client = client;
	host->key = pool_text(&host->pool, key);
	host->name = pool_text(&host->pool, name);
	host->port = port;
	host->limit = strncmp(scheme, "smtp", 4) == 0 ? LIMIT_MAIL_IN_FLIGHT : LIMIT_HOST_IN_FLIGHT;
	host->next = client->hosts;
	client->hosts = host;
	return host;
}
