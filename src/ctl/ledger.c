/* ledger export, key, checkpoint: by the daemon, or from the store when it cannot be reached. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "ctl/ask.h"
#include "ctl/book.h"
#include "ctl/commands.h"

#define PAGE_ENTRIES 1000 /* as many as the daemon gives in one answer */

struct span {
	uint64_t from, to; /* both inclusive; to UINT64_MAX: the end */
	uint64_t printed;
};

static bool read_number(const char *text, uint64_t *out)
{
	if (text == NULL)
		return true;
	if (text[0] == '\0' || strspn(text, "0123456789") != strlen(text))
		return false;
	errno = 0;
	*out = strtoull(text, NULL, 10);
	return errno == 0;
}

/* --- export --- */

static size_t count_lines(const struct buf *bytes)
{
	size_t count = 0;
	const char *at = bytes->data;
	const char *end = at + bytes->len;
	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		count++;
		at++;
	}
	return count;
}

/* -E_NET when not even the first page came: then the store may be asked. */
static int export_page(struct session *session, struct span *span, bool *more, enum ctl_end *end,
		       struct error *err)
{
	scoped(buf_finish) struct buf target = {0};
	scoped(buf_finish) struct buf page = {0};
	uint64_t from = span->from + span->printed;
	uint64_t last = span->to - from < PAGE_ENTRIES ? span->to : from + PAGE_ENTRIES - 1;
	buf_print(&target, "/v1/ledger/entries?from=%llu&to=%llu", (unsigned long long)from,
		  (unsigned long long)last);
	int result = ask_quietly(session, "GET", buf_text(&target), NULL, &page, err);
	*more = false;
	if (result < 0 && span->printed == 0)
		return result;
	if (result == 404 || result == 416)
		return 0; /* behind the end */
	*end = ask_judge(session, result, &page, err);
	if (*end != CTL_DONE || page.len == 0)
		return 0;
	if (page.data[page.len - 1] != '\n') {
		*end = complain(session, CTL_FAILED,
				"the daemon's answer ends within an entry: export again");
		return 0;
	}
	fwrite(page.data, 1, page.len, session->out);
	span->printed += count_lines(&page);
	*more = span->from + span->printed <= span->to && !ferror(session->out);
	return 0;
}

static int print_entry(void *ctx, uint64_t seq UNUSED, const char *line, size_t len)
{
	FILE *out = ctx;
	fwrite(line, 1, len, out);
	fputc('\n', out);
	return ferror(out) ? -E_IO : 0;
}

static enum ctl_end export_store(struct session *session, struct span *span,
				 const struct error *unreached)
{
	struct error err = {0};
	scoped(book_close) struct store *store = NULL;
	if (book_open(session, &store, &err) < 0)
		return complain(session, CTL_UNREACHED,
				"%s; nor can it be read without the daemon: %s", unreached->text,
				err.text);
	uint64_t entries = store_entries(store);
	if (span->from >= entries)
		return CTL_DONE;
	uint64_t last = span->to < entries ? span->to : entries - 1;
	if (store_lines(store, span->from, last, print_entry, session->out, &err) < 0 &&
	    !ferror(session->out))
		return complain(session, CTL_FAILED, "%s: try 'gongshictl ledger verify'",
				err.text);
	span->printed = last - span->from + 1;
	return CTL_DONE;
}

enum ctl_end run_ledger_export(struct session *session, const struct args *args)
{
	struct span span = {0, UINT64_MAX, 0};
	if (!read_number(args_value(args, "from"), &span.from) ||
	    !read_number(args_value(args, "to"), &span.to) || span.from > span.to)
		return complain(
			session, CTL_USAGE,
			"--from and --to are numbers of entries, from 0, the first not behind "
			"the last");
	struct error err = {0};
	enum ctl_end end = CTL_DONE;
	int rc = 0;
	for (bool more = true; more && end == CTL_DONE && rc == 0;)
		rc = export_page(session, &span, &more, &end, &err);
	if (rc == -E_NET)
		end = export_store(session, &span, &err);
	else if (rc < 0)
		end = complain(session, CTL_USAGE, "%s", err.text);
	if (end == CTL_DONE && span.printed == 0 && args_has(args, "from"))
		return complain(session, CTL_NO, "there is no entry %llu: the ledger is shorter",
				(unsigned long long)span.from);
	return end;
}

/* --- key, checkpoint --- */

static enum ctl_end print_text(const struct session *session, const char *member,
			       const struct buf *text)
{
	if (session->json) {
		scoped(json_drop) json_t *object = json_object();
		json_put_text(object, member, buf_text(text));
		print_json(session, object);
		return CTL_DONE;
	}
	fwrite(buf_text(text), 1, text->len, session->out);
	if (text->len == 0 || text->data[text->len - 1] != '\n')
		fputc('\n', session->out);
	return CTL_DONE;
}

enum ctl_end run_ledger_key(struct session *session, const struct args *args UNUSED)
{
	struct error err = {0};
	struct error kept = {0};
	struct ledger_key key;
	scoped(buf_finish) struct buf text = {0};
	int result = ask_quietly(session, "GET", "/v1/ledger/key", NULL, &text, &err);
	if (result == -E_NET && book_key_kept(session, &key, &kept) == 0) {
		buf_clear(&text);
		ledger_key_print(&key, &text);
		result = 200;
	}
	enum ctl_end end = ask_judge(session, result, &text, &err);
	return end == CTL_DONE ? print_text(session, "key", &text) : end;
}

enum ctl_end run_ledger_checkpoint(struct session *session, const struct args *args UNUSED)
{
	struct error err = {0};
	struct error why = {0};
	scoped(buf_finish) struct buf note = {0};
	scoped(book_close) struct store *store = NULL;
	int result = ask_quietly(session, "GET", "/v1/ledger/checkpoint", NULL, &note, &err);
	if (result == -E_NET && book_open(session, &store, &why) == 0) {
		buf_clear(&note);
		if (store_setting(store, "checkpoint", &note, &why) < 0)
			return complain(
				session, CTL_NO,
				"no checkpoint was signed yet: the daemon signs one each day");
		result = 200;
	}
	enum ctl_end end = ask_judge(session, result, &note, &err);
	return end == CTL_DONE ? print_text(session, "checkpoint", &note) : end;
}
