#include "channel/web_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "base/text.h"
#include "net/client_address.h"
#include "net/url.h"

const char *web_address_host(struct pool *pool, const char *url)
{
	scoped(buf_finish) struct buf host = {0};
	if (strncasecmp(url, "http://", 7) != 0 && strncasecmp(url, "https://", 8) != 0)
		return NULL;
	return url_host(url, &host) == 0 ? pool_text(pool, buf_text(&host)) : NULL;
}

bool web_address_is_private(const char *host)
{
	char name[256];
	size_t len = host[0] == '[' ? strcspn(host, "]") : strcspn(host, ":");
	const char *at = host[0] == '[' ? host + 1 : host;
	if (host[0] == '[')
		len--;
	if (len >= sizeof(name))
		return false;
	memcpy(name, at, len);
	name[len] = '\0';

	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	if (inet_pton(AF_INET, name, &v4.sin_addr) == 1)
		return address_kind((struct sockaddr *)&v4) == ADDRESS_PRIVATE;
	if (inet_pton(AF_INET6, name, &v6.sin6_addr) == 1)
		return address_kind((struct sockaddr *)&v6) == ADDRESS_PRIVATE;
	return text_equal(name, "localhost") || text_ends(name, ".localhost");
}

const char *web_address_join(struct pool *pool, const char *base, const char *path)
{
	size_t len = strlen(base);
	while (len > 0 && base[len - 1] == '/')
		len--;
	return pool_print(pool, "%.*s%s%s", (int)len, base, path[0] == '/' ? "" : "/", path);
}

const char *web_address_resolve(struct pool *pool, const char *base, const char *text)
{
	if (text[0] == '\0')
		return NULL;
	/* What has no slash in front belongs below the base, which is a folder. */
	scoped(buf_finish) struct buf folder = {0};
	scoped(buf_finish) struct buf whole = {0};
	buf_print(&folder, "%s%s", base, text_ends(base, "/") ? "" : "/");
	return url_join(buf_text(&folder), text, &whole) == 0 ? pool_text(pool, buf_text(&whole))
							      : NULL;
}

const char *web_address_path(const char *url)
{
	const char *at = strstr(url, "://");
	at = at != NULL ? at + strlen("://") : url;
	at += strcspn(at, "/?#");
	return *at == '/' ? at : "/";
}
