/* Bytes as a page, in whatever encoding: the text is UTF-8, and nothing is read past the end. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "reader/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void must(bool ok)
{
	if (!ok)
		abort();
}

static void check_text(const char *text)
{
	must(text != NULL && text_is_utf8(text, strlen(text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	/* The first byte chooses what the server claims. */
	static const char *const claims[] = {NULL, "utf-8", "gbk", "iso-8859-1", "utf-16le", "x"};
	const char *claim = len > 0 ? claims[bytes[0] % ARRAY_LEN(claims)] : NULL;
	const char *from = (const char *)bytes + (len > 0);
	len -= len > 0;

	scoped(buf_finish) struct buf utf8 = {0};
	struct encoding_found found;
	if (encoding_to_utf8(from, len, claim, &utf8, &found, NULL) == 0) {
		must(text_is_utf8(buf_text(&utf8), utf8.len));
		from = buf_text(&utf8);
		len = utf8.len;
	}
	scoped(html_finish) struct html_page page = {0};
	if (html_read(from, len, &page, NULL) == 0) {
		check_text(page.text);
		check_text(page.hidden);
		check_text(page.title);
		VEC_EACH(&page.links, link) {
			check_text(link->href);
			check_text(link->text);
		}
		VEC_EACH(&page.metas, meta)
			check_text(meta->content);
	}
	scoped(buf_finish) struct buf text = {0};
	html_to_text(from, len, &text);
	return 0;
}
