#include "core/verify/page_place.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"

struct place {
	const char *host; /* with port unless it is the usual one */
	size_t host_len;
	size_t name_len;  /* without port */
	const char *path; /* "" for none */
	size_t path_len;  /* without query and fragment */
	bool has_query;
};

static struct place place_of(const char *url)
{
	struct place place = {.host = url != NULL ? url : ""};
	const char *scheme_end = strstr(place.host, "://");
	bool is_tls = strncasecmp(place.host, "https:", 6) == 0;
	if (scheme_end != NULL)
		place.host = scheme_end + 3;
	place.host_len = strcspn(place.host, "/?#");
	place.path = place.host + place.host_len;
	place.path_len = strcspn(place.path, "?#");
	place.has_query = place.path[place.path_len] == '?';

	place.name_len = place.host_len;
	while (place.name_len > 0 && place.host[place.name_len - 1] >= '0' &&
	       place.host[place.name_len - 1] <= '9')
		place.name_len--;
	if (place.name_len == 0 || place.host[place.name_len - 1] != ':') {
		place.name_len = place.host_len; /* no port, perhaps an address */
		return place;
	}
	place.name_len--;
	const char *usual = is_tls ? ":443" : ":80";
	if (place.host_len - place.name_len == strlen(usual) &&
	    memcmp(place.host + place.name_len, usual, strlen(usual)) == 0)
		place.host_len = place.name_len;
	return place;
}

/* A host that is listed without port stands for all its ports: the client guards those. */
static bool is_host(const struct place *place, const char *listed)
{
	size_t len = listed != NULL ? strlen(listed) : 0;
	if (len == 0)
		return false;
	return (len == place->host_len && strncasecmp(place->host, listed, len) == 0) ||
	       (len == place->name_len && strncasecmp(place->host, listed, len) == 0);
}

bool page_is_on_host(const struct seen_page *seen)
{
	struct place place = place_of(seen->url != NULL ? seen->url : seen->asked_url);
	struct place asked = place_of(seen->asked_url);
	if (seen->host == NULL || *seen->host == '\0') {
		if (asked.host_len == place.host_len &&
		    strncasecmp(asked.host, place.host, asked.host_len) == 0)
			return true;
	} else if (is_host(&place, seen->host)) {
		return true;
	}
	for (const char *const *host = seen->hosts; host != NULL && *host != NULL; host++)
		if (is_host(&place, *host))
			return true;
	return false;
}

static bool is_home(const struct place *place)
{
	static const char *const names[] = {"",
					    "/",
					    "/index.html",
					    "/index.htm",
					    "/index.shtml",
					    "/index.php",
					    "/index.jsp",
					    "/index.aspx",
					    "/index.do",
					    "/default.html",
					    "/default.aspx",
					    "/index"};
	if (place->has_query)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strlen(names[i]) == place->path_len &&
		    strncasecmp(names[i], place->path, place->path_len) == 0)
			return true;
	return false;
}

bool page_is_home(const struct seen_page *seen)
{
	struct place asked = place_of(seen->asked_url);
	struct place place = place_of(seen->url != NULL ? seen->url : seen->asked_url);
	return is_home(&place) && !is_home(&asked);
}

bool page_is_login_place(const struct seen_page *seen)
{
	static const char *const words[] = {"login", "signin", "/sso/", "/cas/", "logon"};
	struct place place = place_of(seen->url);
	struct place asked = place_of(seen->asked_url);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (memmem(place.path, place.path_len, words[i], strlen(words[i])) != NULL &&
		    memmem(asked.path, asked.path_len, words[i], strlen(words[i])) == NULL)
			return true;
	return false;
}
