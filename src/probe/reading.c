#include "probe/reading.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"
#include "base/text.h"
#include "reader/encoding.h"

/* The value of charset= in a Content-Type, "" when there is none. */
static void find_charset(const char *content_type, struct buf *out)
{
	static const char key[] = "charset=";
	for (const char *at = content_type; *at != '\0'; at++) {
		if (strncasecmp(at, key, strlen(key)) != 0)
			continue;
		at += strlen(key);
		at += strspn(at, " \"'");
		buf_add(out, at, strcspn(at, " \t;,\"'"));
		return;
	}
}

/* Nothing said is taken for HTML, as browsers do. */
static bool is_text(const char *content_type)
{
	return text_empty(content_type) || strncasecmp(content_type, "text/", 5) == 0 ||
	       strcasestr(content_type, "html") != NULL || strcasestr(content_type, "xml") != NULL;
}

static void take_links(struct reading *out, struct seen_page *seen)
{
	VEC_EACH(&out->html.links, link) {
		if (link->hidden)
			continue;
		*VEC_PUSH(&out->link_texts) = link->text;
		seen->link_text_bytes += strlen(link->text);
	}
	seen->link_texts = out->link_texts.at;
	seen->link_count = out->link_texts.len;
}

static void take_html(struct reading *out, struct seen_page *seen)
{
	const struct html_page *html = &out->html;
	VEC_EACH(&html->metas, meta)
		*VEC_PUSH(&out->metas) = (struct seen_meta){meta->name, meta->content};
	seen->metas = out->metas.at;
	seen->meta_count = out->metas.len;
	seen->title = html->title;
	seen->headings = html->headings.at;
	seen->heading_count = html->headings.len;
	seen->text = html->text;
	seen->hidden = html->hidden;
	seen->login = html->has_password_field;
	seen->refresh = html->refresh;
	take_links(out, seen);
}

void reading_page(const char *bytes, size_t len, const char *content_type, struct reading *out,
		  struct seen_page *seen)
{
	seen->title = "";
	seen->text = "";
	seen->hidden = "";
	if (!is_text(content_type)) {
		seen->encoding_failure = pool_print(&out->pool, "不是网页（%.100s）", content_type);
		return;
	}
	scoped(buf_finish) struct buf charset = {0};
	find_charset(content_type != NULL ? content_type : "", &charset);
	struct encoding_found found;
	struct error err = {0};
	if (encoding_to_utf8(bytes, len, charset.len > 0 ? buf_text(&charset) : NULL, &out->text,
			     &found, &err) < 0) {
		seen->encoding_failure = pool_text(&out->pool, err.text);
		return;
	}
	seen->charset_conflict = found.conflict;

	const char *text = buf_text(&out->text);
	bool is_plain = content_type != NULL && strncasecmp(content_type, "text/plain", 10) == 0;
	if (is_plain && !html_looks_like(text, out->text.len)) {
		seen->text = text;
		return;
	}
	if (html_read(text, out->text.len, &out->html, &err) < 0) {
		seen->encoding_failure = pool_text(&out->pool, err.text);
		return;
	}
	take_html(out, seen);
}

const char *reading_issued(struct reading *reading, const struct document *issued)
{
	if (!issued->body_is_html)
		return NULL;
	buf_clear(&reading->issued_text);
	html_to_text(issued->body, strlen(issued->body), &reading->issued_text);
	return buf_text(&reading->issued_text);
}

void reading_finish(struct reading *reading)
{
	html_finish(&reading->html);
	pool_finish(&reading->pool);
	buf_finish(&reading->text);
	buf_finish(&reading->issued_text);
	VEC_FINISH(&reading->metas);
	VEC_FINISH(&reading->link_texts);
}
