/* The files of a public site, as any web server would show them: what is hidden stays hidden, no
 * link is followed, no path leads out of the folder. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/limits.h"
#include "base/pool.h"
#include "base/text.h"
#include "web/handlers.h"
#include "web/web.h"

#define PATH_STEPS 16
#define LIMIT_MOVED_PATH_BYTES 300 /* escaped it must fit a header line */
#define COMMON_HEADERS "X-Content-Type-Options: nosniff\nCache-Control: no-cache\n"

/* --- which file ------------------------------------------------------------------------------------- */

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

/* What stands behind the prefix, beginning with "/"; NULL when the path is not below it. */
static const char *below(const char *prefix, const char *path)
{
	size_t len = strlen(prefix);
	while (len > 0 && prefix[len - 1] == '/')
		len--;
	if (strncmp(path, prefix, len) != 0 || path[len] != '/')
		return NULL;
	return path + len;
}

/* One name, looked up in the folder, links left alone.  -1: there is none. */
static int open_step(int folder, const char *name, bool is_last)
{
	if (name[0] == '\0' || name[0] == '.' || strlen(name) > LIMIT_NAME_BYTES)
		return -1;
	return openat(folder, name,
		      O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC |
			      (is_last ? 0 : O_DIRECTORY));
}

/* `path` begins with "/"; one that ends with it means the folder's index.html.  -1: there is none. */
static int open_path(const char *directory, const char *path, struct pool *pool)
{
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (int step = 0; fd >= 0 && *path == '/'; step++) {
		size_t len = strcspn(++path, "/");
		bool is_last = path[len] == '\0';
		const char *name = is_last && len == 0 ? "index.html"
						       : pool_text_len(pool, path, len);
		int next = step < PATH_STEPS ? open_step(fd, name, is_last) : -1;
		close(fd);
		fd = next;
		path += len;
	}
	return fd;
}

/* --- its type ---------------------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
	const char *ending, *type;
} types[] = {
	{"html", "text/html"},
	{"htm", "text/html"},
	{"css", "text/css"},
	{"js", "text/javascript"},
	{"txt", "text/plain"},
	{"csv", "text/csv"},
	{"atom", "application/atom+xml"},
	{"xml", "application/xml"},
	{"json", "application/json"},
	{"svg", "image/svg+xml"},
	{"png", "image/png"},
	{"jpg", "image/jpeg"},
	{"jpeg", "image/jpeg"},
	{"gif", "image/gif"},
	{"webp", "image/webp"},
	{"bmp", "image/bmp"},
	{"tif", "image/tiff"},
	{"tiff", "image/tiff"},
	{"ico", "image/x-icon"},
	{"pdf", "application/pdf"},
	{"ofd", "application/ofd"},
	{"doc", "application/msword"},
	{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{"xls", "application/vnd.ms-excel"},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"ppt", "application/vnd.ms-powerpoint"},
	{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
	{"wps", "application/vnd.ms-works"},
	{"rtf", "application/rtf"},
	{"zip", "application/zip"},
	{"rar", "application/vnd.rar"},
	{"7z", "application/x-7z-compressed"},
	{"mp3", "audio/mpeg"},
	{"mp4", "video/mp4"},
};
/* clang-format on */

/* Attachments come in any encoding, so only what was found to be UTF-8 is called so. */
static const char *type_of(const char *path, const struct buf *bytes, struct pool *pool)
{
	const char *dot = strrchr(path, '.');
	const char *type = path[strlen(path) - 1] == '/' ? "text/html" : "application/octet-stream";
	for (size_t i = 0; dot != NULL && i < ARRAY_LEN(types); i++)
		if (strcasecmp(dot + 1, types[i].ending) == 0)
			type = types[i].type;
	if (text_starts(type, "text/") && text_is_utf8(buf_text(bytes), bytes->len))
		return pool_print(pool, "%s; charset=utf-8", type);
	return type;
}

/* --- answers ----------------------------------------------------------------------------------------- */

static void answer_page(struct exchange *exchange, int status, const char *headers,
			const char *title, const char *sentence)
{
	scoped(buf_finish) struct buf page = {0};
	scoped(buf_finish) struct buf all = {0};
	buf_print(&all, COMMON_HEADERS "%s", headers);
	buf_print(&page,
		  "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
		  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		  "<title>%s</title>\n</head>\n"
		  "<body style=\"font-family: sans-serif; max-width: 40em; margin: 4em auto; "
		  "padding: 0 1em\">\n<h1>%s</h1>\n<p>%s</p>\n</body>\n</html>\n",
		  title, title, sentence);
	exchange_answer(exchange, status, "text/html; charset=utf-8", buf_text(&all),
			buf_text(&page), page.len);
}

static void answer_missing(struct exchange *exchange)
{
	answer_page(exchange, 404, "", "页面不存在",
		    "您访问的页面不存在或已被移走，请从网站首页重新查找。");
}

static void answer_moved(struct exchange *exchange, const char *path)
{
	scoped(buf_finish) struct buf headers = {0};
	if (strlen(path) > LIMIT_MOVED_PATH_BYTES || path[1] == '/') {
		answer_missing(exchange);
		return;
	}
	buf_text_add(&headers, "Location: ");
	for (const char *step = path; *step == '/';) {
		size_t len = strcspn(++step, "/");
		buf_char(&headers, '/');
		encode_percent(&headers, step, len);
		step += len;
	}
	buf_text_add(&headers, "/\n");
	answer_page(exchange, 301, buf_text(&headers), "页面已移动", "请在地址末尾加上斜线。");
}

static bool read_whole(int fd, size_t bytes, struct buf *out)
{
	buf_reserve(out, bytes + 1);
	while (out->len < bytes) {
		ssize_t got = pread(fd, out->data + out->len, bytes - out->len, (off_t)out->len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		out->len += (size_t)got;
	}
	return true;
}

static void answer_file(struct exchange *exchange, const char *path, int fd,
			const struct stat *stat, struct pool *pool)
{
	scoped(buf_finish) struct buf bytes = {0};
	const char *etag = pool_print(pool, "\"%llx-%llx\"",
				      (unsigned long long)stat->st_mtim.tv_sec * 1000000000u +
					      (unsigned long long)stat->st_mtim.tv_nsec,
				      (unsigned long long)stat->st_size);
	const char *headers = pool_print(pool, COMMON_HEADERS "ETag: %s\n", etag);
	if (text_equal(exchange_header(exchange, "If-None-Match"), etag)) {
		exchange_answer(exchange, 304, NULL, headers, "", 0);
		return;
	}
	if (!read_whole(fd, (size_t)stat->st_size, &bytes)) {
		answer_page(exchange, 500, "", "暂时无法显示", "读取页面时出错，请稍后再试。");
		return;
	}
	exchange_answer(exchange, 200, type_of(path, &bytes, pool), headers, buf_text(&bytes),
			bytes.len);
}

static void answer_path(const struct web_site *site, struct exchange *exchange, struct pool *pool)
{
	const char *path = exchange_path(exchange);
	const char *inside = below(site->prefix, path);
	scoped(close_fd) int fd = inside != NULL ? open_path(site->directory, inside, pool) : -1;
	struct stat stat;
	if (fd < 0 || fstat(fd, &stat) < 0)
		answer_missing(exchange);
	else if (S_ISDIR(stat.st_mode))
		answer_moved(exchange, path);
	else if (!S_ISREG(stat.st_mode) || stat.st_size > (off_t)LIMIT_ATTACHMENT_BYTES)
		answer_missing(exchange);
	else
		answer_file(exchange, path, fd, &stat, pool);
}

void site_handle(const struct web_site *site, struct exchange *exchange)
{
	struct pool pool = {0};
	const char *method = exchange_method(exchange);
	if (text_equal(method, "GET") || text_equal(method, "HEAD"))
		answer_path(site, exchange, &pool);
	else
		answer_page(exchange, 405, "Allow: GET, HEAD\n", "方法不对", "这里只能浏览。");
	pool_finish(&pool);
}
