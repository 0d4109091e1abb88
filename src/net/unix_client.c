#include "net/unix_client.h"

#include <curl/curl.h>
#include <errno.h>
#include <string.h>

/* Above what the daemon may take for anything it does while a person waits. */
#define TIMEOUT_MS 120000L

static void drop_easy(CURL **easy)
{
	curl_easy_cleanup(*easy);
}

static void drop_list(struct curl_slist **list)
{
	curl_slist_free_all(*list);
}

static void drop_form(curl_mime **form)
{
	curl_mime_free(*form);
}

static size_t on_answer(char *bytes, size_t each, size_t count, void *ctx)
{
	buf_add(ctx, bytes, each * count);
	return each * count;
}

static int explain(CURL *easy, CURLcode rc, const char *socket_path, struct error *err)
{
	long os_error = 0;
	curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &os_error);
	if (rc != CURLE_COULDNT_CONNECT)
		return error_set(err, E_NET, "%s: the daemon did not answer: %s", socket_path,
				 curl_easy_strerror(rc));
	if (os_error == EACCES || os_error == EPERM)
		return error_set(err, E_NET,
				 "%s: permission denied: ask to be added to the group that owns "
				 "the socket, then log in again",
				 socket_path);
	return error_set(err, E_NET,
			 "%s: the daemon does not answer (%s): start it with \"systemctl start "
			 "gongshid\", or name its socket with --socket",
			 socket_path, os_error != 0 ? strerror((int)os_error) : "no connection");
}

static CURL *prepare(const char *socket_path, const char *target, struct buf *answer)
{
	CURL *easy = curl_easy_init();
	if (easy == NULL)
		return NULL;
	scoped(buf_finish) struct buf url = {0};
	buf_print(&url, "http://gongshid%s%s", target[0] == '/' ? "" : "/", target);
	curl_easy_setopt(easy, CURLOPT_URL, buf_text(&url));
	curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, socket_path);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, TIMEOUT_MS);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, answer);
	return easy;
}

static int perform(CURL *easy, const char *socket_path, struct error *err)
{
	CURLcode rc = curl_easy_perform(easy);
	if (rc != CURLE_OK)
		return explain(easy, rc, socket_path, err);
	long status = 0;
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	return (int)status;
}

int unix_request(const char *socket_path, const char *method, const char *target,
		 const char *content_type, const void *body, size_t body_bytes, struct buf *answer,
		 struct error *err)
{
	scoped(drop_easy) CURL *easy = prepare(socket_path, target, answer);
	if (easy == NULL)
		return error_set(err, E_NET, "libcurl has no handle");
	scoped(drop_list) struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
	if (body != NULL) {
		scoped(buf_finish) struct buf line = {0};
		buf_print(&line, "Content-Type: %s",
			  content_type != NULL ? content_type : "application/json");
		headers = curl_slist_append(headers, buf_text(&line));
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body_bytes);
	} else if (strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0) {
		headers = curl_slist_append(headers, "Content-Type:");
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, "");
	}
	if (strcmp(method, "HEAD") == 0)
		curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	else
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	return perform(easy, socket_path, err);
}

static CURLcode add_part(curl_mime *form, const struct unix_part *part)
{
	curl_mimepart *piece = curl_mime_addpart(form);
	curl_mime_name(piece, part->name);
	CURLcode rc = part->path != NULL
			      ? curl_mime_filedata(piece, part->path)
			      : curl_mime_data(piece, part->content != NULL ? part->content : "",
					       CURL_ZERO_TERMINATED);
	/* After the content: naming a file would have set its own name. */
	if (rc == CURLE_OK)
		rc = curl_mime_filename(piece, part->file_name);
	return rc;
}

int unix_post_form(const char *socket_path, const char *target, const struct unix_part *parts,
		   size_t count, struct buf *answer, struct error *err)
{
	scoped(drop_easy) CURL *easy = prepare(socket_path, target, answer);
	if (easy == NULL)
		return error_set(err, E_NET, "libcurl has no handle");
	scoped(drop_list) struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
	scoped(drop_form) curl_mime *form = curl_mime_init(easy);
	for (size_t i = 0; i < count; i++) {
		CURLcode rc = add_part(form, &parts[i]);
		if (rc != CURLE_OK)
			return error_set(err, E_IO, "read %s: %s",
					 parts[i].path != NULL ? parts[i].path : parts[i].name,
					 curl_easy_strerror(rc));
	}
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(easy, CURLOPT_MIMEPOST, form);
	return perform(easy, socket_path, err);
}
