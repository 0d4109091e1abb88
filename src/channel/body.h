/* The issued text as a web page needs it: clean HTML, or plain text.
 *
 * A body may be plain text or HTML.  HTML passes a list of harmless elements; scripts, styles,
 * frames, forms, event handlers and hidden parts do not.  Any thread. */
#ifndef CHANNEL_BODY_H
#define CHANNEL_BODY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "core/model/document.h"

/* Where an attachment can be had; links in the body that name the file are led there. */
struct body_file {
	const char *name;
	const char *url;
	const char *id; /* at the CMS, NULL */
};
struct body_files {
	const struct body_file *at;
	size_t count;
};

enum body_look {
	BODY_OUR_PAGE,   /* indents are classes of our style sheet */
	BODY_THEIR_PAGE, /* a CMS does not know our classes: ideographic blanks stay */
};

void body_html(const struct document *document, enum body_look look, const struct body_files *files,
	       struct buf *out);
void body_text(const struct document *document, struct buf *out);

/* A beginning of at most `characters`, on one line, for descriptions and lists. */
void body_beginning(const struct document *document, size_t characters, struct buf *out);

/* 公示内容 (people shown, where objections go) as tables; adds nothing when there is none. */
void body_notice(const struct document *document, struct buf *out);

/* "2009年3月5日".  Source: GB/T 9704-2012, 7.3.5.4. */
void body_date(struct civil_date date, struct buf *out);

/* html_clean.c: HTML through the list; `text` collects the readable text instead of markup. */
void html_clean(const char *html, size_t len, const struct body_files *files, struct buf *out);
void html_plain(const char *html, size_t len, struct buf *out);

#endif
