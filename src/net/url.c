#include "net/url.h"

#include <ctype.h>
#include <curl/curl.h>
#include <string.h>

#include "base/error.h"

#define JOIN_FLAGS (CURLU_DISALLOW_USER | CURLU_URLENCODE)

static void drop_url(CURLU **url)
{
	curl_url_cleanup(*url);
}

static void drop_text(char **text)
{
	curl_free(*text);
}

static char *part(CURLU *url, CURLUPart which, unsigned flags)
{
	char *text = NULL;
	return curl_url_get(url, which, &text, flags) == CURLUE_OK ? text : NULL;
}

int url_join(const char *base, const char *reference, struct buf *out)
{
	scoped(drop_url) CURLU *url = curl_url();
	if (url == NULL || curl_url_set(url, CURLUPART_URL, base, JOIN_FLAGS) != CURLUE_OK ||
	    curl_url_set(url, CURLUPART_URL, reference, JOIN_FLAGS) != CURLUE_OK)
		return -E_INVALID;
	scoped(drop_text) char *scheme = part(url, CURLUPART_SCHEME, 0);
	if (scheme == NULL || (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0))
		return -E_INVALID;
	curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0);
	scoped(drop_text) char *text = part(url, CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
	if (text == NULL)
		return -E_INVALID;
	buf_text_add(out, text);
	return 0;
}

int url_host(const char *text, struct buf *out)
{
	scoped(drop_url) CURLU *url = curl_url();
	if (url == NULL || curl_url_set(url, CURLUPART_URL, text, CURLU_URLENCODE) != CURLUE_OK)
		return -E_INVALID;
	scoped(drop_text) char *name = part(url, CURLUPART_HOST, 0);
	if (name == NULL || *name == '\0')
		return -E_INVALID;
	for (char *c = name; *c != '\0'; c++)
		buf_char(out, (char)tolower((unsigned char)*c));
	scoped(drop_text) char *port = part(url, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
	if (port != NULL)
		buf_print(out, ":%s", port);
	return 0;
}

int url_path(const char *text, struct buf *out)
{
	scoped(drop_url) CURLU *url = curl_url();
	if (url == NULL || curl_url_set(url, CURLUPART_URL, text, CURLU_URLENCODE) != CURLUE_OK)
		return -E_INVALID;
	scoped(drop_text) char *path = part(url, CURLUPART_PATH, 0);
	buf_text_add(out, path != NULL ? path : "/");
	return 0;
}
