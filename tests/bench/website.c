/* A website stand-in that costs next to nothing: creates posts as WordPress does, shows them as
 * pages, finds none.  Prints its port, ends when stdin ends.
 *
 *     website
 *
 *     POST /wp-json/wp/v2/posts     201 {id, slug, link, status}
 *     GET /wp-json/wp/v2/posts      200 []
 *     GET /KEY/                     the page
 *     POST /bench/hold?posts=1&pages=1   requests of that kind wait from now on (0: go on)
 *     POST /bench/forget            the posts are gone, the figures begin anew
 *     GET /bench/figures            how many, first and last moment
 *     GET /bench/bodies             what was posted: a line "POST PATH BODY" each
 *     GET /bench/pages              a line "GET PATH" a page
 *
 * Everything runs on the server's thread. */
#include <jansson.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/vec.h"
#include "bench.h"
#include "net/server.h"

struct post {
	char *body; /* as it came */
	size_t len;
	char *page; /* made when it is first needed */
	size_t page_len;
};

struct kind { /* of requests: creates or pages */
	bool held;
	struct vec_of(struct exchange *) waiting;
	size_t count;
	double first_s, last_s;
};

static struct website {
	struct vec_of(struct post) posts; /* by document number */
	struct kind creates, pages;
	uint16_t port;
} site;

static void answer_json(struct exchange *exchange, int status, const struct buf *body)
{
	exchange_answer(exchange, status, "application/json", NULL, buf_text(body), body->len);
}

static void note(struct kind *kind)
{
	kind->last_s = bench_now_s();
	if (kind->count++ == 0)
		kind->first_s = kind->last_s;
}

/* The number in "gongshi-NUMBER-r1-website". */
static size_t number_of(const char *key)
{
	return strncmp(key, "gongshi-", 8) == 0 ? strtoul(key + 8, NULL, 10) : 0;
}

/* --- posts ------------------------------------------------------------------------------------- */

static void create(struct exchange *exchange)
{
	size_t len;
	const char *body = exchange_body(exchange, &len);
	const char *slug = memmem(body, len, "\"slug\":", 7);
	slug = slug == NULL ? "" : strchr(slug + 7, '"') + 1;
	size_t number = number_of(slug);
	while (site.posts.len <= number)
		*VEC_PUSH(&site.posts) = (struct post){0};
	struct post *post = &site.posts.at[number];
	if (post->body == NULL) {
		post->body = mem_alloc(len + 1);
		memcpy(post->body, body, len);
		post->len = len;
	}
	scoped(buf_finish) struct buf out = {0};
	int slug_len = (int)strcspn(slug, "\"");
	buf_print(&out,
		  "{\"id\":%zu,\"slug\":\"%.*s\",\"status\":\"publish\",\"link\":"
		  "\"http://127.0.0.1:%u/%.*s/\"}",
		  number, slug_len, slug, site.port, slug_len, slug);
	answer_json(exchange, 201, &out);
	note(&site.creates);
}

/* --- pages ------------------------------------------------------------------------------------- */

static void render(struct post *post)
{
	struct buf page = {0};
	json_t *json = json_loadb(post->body, post->len, 0, NULL);
	const char *title = json_member_text(json, "title");
	buf_print(
		&page,
		"<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
		"<title>%s - 盐城市水利局</title><meta name=\"SiteName\" content=\"盐城市水利局\">"
		"<meta name=\"ArticleTitle\" content=\"%s\"></head><body><ul><li>"
		"<a href=\"/\">首页</a></li><li><a href=\"/list\">政务公开</a></li></ul>"
		"<h1>%s</h1><div class=\"entry\">",
		title, title, title);
	buf_text_add(&page, json_member_text(json, "content"));
	buf_text_add(&page, "</div><footer>盐城市水利局主办</footer></body></html>");
	json_decref(json);
	post->page_len = page.len;
	post->page = buf_take(&page);
}

static void show(struct exchange *exchange)
{
	size_t number = number_of(exchange_path(exchange) + 1);
	if (number >= site.posts.len || site.posts.at[number].body == NULL) {
		exchange_answer(exchange, 404, "text/html", NULL, "<h1>404</h1>", 12);
		return;
	}
	struct post *post = &site.posts.at[number];
	if (post->page == NULL)
		render(post);
	exchange_answer(exchange, 200, "text/html; charset=utf-8", NULL, post->page,
			post->page_len);
	note(&site.pages);
}

/* --- for the bench ------------------------------------------------------------------------------- */

static void set_held(struct kind *kind, const char *value, void (*answer)(struct exchange *))
{
	if (value == NULL)
		return;
	kind->held = value[0] == '1';
	if (kind->held)
		return;
	VEC_EACH(&kind->waiting, exchange)
		answer(*exchange);
	kind->waiting.len = 0;
}

static void hold(struct exchange *exchange)
{
	VEC_EACH(&site.posts, post) /* so that making a page is in nobody's time */
		if (post->body != NULL && post->page == NULL)
			render(post);
	set_held(&site.creates, exchange_query(exchange, "posts"), create);
	set_held(&site.pages, exchange_query(exchange, "pages"), show);
}

static void forget(void)
{
	VEC_EACH(&site.posts, post) {
		mem_free(post->body);
		mem_free(post->page);
	}
	site.posts.len = 0;
	site.creates.count = site.pages.count = 0;
}

static void figures_of(struct buf *out, const char *name, const struct kind *kind)
{
	buf_print(out, "\"%s\":{\"count\":%zu,\"seconds\":%.6f,\"waiting\":%zu}", name, kind->count,
		  kind->last_s - kind->first_s, kind->waiting.len);
}

static void bodies(struct buf *out)
{
	VEC_EACH(&site.posts, post) {
		if (post->body == NULL)
			continue;
		buf_text_add(out, "POST /wp-json/wp/v2/posts?_fields=id,slug,link,status ");
		buf_add(out, post->body, post->len);
		buf_char(out, '\n');
	}
}

static void pages(struct buf *out)
{
	for (size_t i = 0; i < site.posts.len; i++)
		if (site.posts.at[i].body != NULL)
			buf_print(out, "GET /gongshi-%zu-r1-website/\n", i);
}

static void control(struct exchange *exchange, const char *what)
{
	scoped(buf_finish) struct buf out = {0};
	if (strcmp(what, "hold") == 0) {
		hold(exchange);
	} else if (strcmp(what, "forget") == 0) {
		forget();
	} else if (strcmp(what, "bodies") == 0) {
		bodies(&out);
	} else if (strcmp(what, "pages") == 0) {
		pages(&out);
	} else {
		buf_char(&out, '{');
		figures_of(&out, "posts", &site.creates);
		buf_char(&out, ',');
		figures_of(&out, "pages", &site.pages);
		buf_char(&out, '}');
	}
	answer_json(exchange, 200, &out);
}

static void or_wait(struct exchange *exchange, struct kind *kind, void (*answer)(struct exchange *))
{
	if (kind->held)
		*VEC_PUSH(&kind->waiting) = exchange_keep(exchange);
	else
		answer(exchange);
}

static void handle(void *ctx, struct exchange *exchange, int tag)
{
	const char *path = exchange_path(exchange);
	(void)ctx;
	(void)tag;
	if (strncmp(path, "/bench/", 7) == 0)
		control(exchange, path + 7);
	else if (strncmp(path, "/wp-json/", 9) != 0)
		or_wait(exchange, &site.pages, show);
	else if (strcmp(exchange_method(exchange), "POST") == 0)
		or_wait(exchange, &site.creates, create);
	else
		exchange_answer(exchange, 200, "application/json", NULL, "[]", 2);
}

int main(void)
{
	const struct server_options options = {
		.max_body_bytes = 16u << 20,
		.max_connections = 512,
		.idle_timeout_s = 120,
		.handle = handle,
	};
	struct server *server = NULL;
	struct error err = {0};
	int rc = server_open(&server, &options, &err);
	if (rc == 0)
		rc = server_listen(server, SERVER_TCP, "127.0.0.1:0", 0, &site.port, &err);
	if (rc == 0)
		rc = server_start(server, &err);
	errno = 0;
	if (rc < 0)
		bench_die("%s", err.text);
	printf("%u\n", site.port);
	fflush(stdout);
	char byte;
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	server_stop(server, 100);
	server_close(server);
	return 0;
}
