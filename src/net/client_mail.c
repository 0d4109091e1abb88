#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/client_inside.h"

/* A mail goes through curl on a thread of the pool, not on the loop: on a multi handle curl waits
 * for the reply to the message's end, and for the one to QUIT, without returning (7.88, smtp_done
 * and smtp_disconnect).  The call belongs to that thread between mail_start and on_sent. */

/* --- on the pool's thread --------------------------------------------------------------- */

static void hang_up(struct call *call)
{
	for (size_t i = 0; i < call->mail_fd_count; i++)
		shutdown(call->mail_fds[i], SHUT_RDWR);
}

static curl_socket_t on_open(void *ctx, curlsocktype purpose UNUSED, struct curl_sockaddr *address)
{
	struct call *call = ctx;
	if (!address_is_allowed(&address->addr, call->may_be_private)) {
		call->is_address_refused = true;
		return CURL_SOCKET_BAD;
	}
	if (call->mail_fd_count == ARRAY_LEN(call->mail_fds))
		return CURL_SOCKET_BAD;
	int fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
	if (fd < 0)
		return CURL_SOCKET_BAD;
	call->mail_fds[call->mail_fd_count++] = fd;
	return fd;
}

static int on_close(void *ctx, curl_socket_t fd)
{
	struct call *call = ctx;
	for (size_t i = 0; i < call->mail_fd_count; i++) {
		if (call->mail_fds[i] == fd)
			call->mail_fds[i] = call->mail_fds[--call->mail_fd_count];
	}
	return close(fd);
}

#ifdef CURL_PREREQFUNC_OK
static int on_envelope(void *ctx, char *peer UNUSED, char *self UNUSED, int peer_port UNUSED,
		       int self_port UNUSED)
{
	struct call *call = ctx;
	call->tries++;
	return CURL_PREREQFUNC_OK;
}
#endif

/* A connection that was refused something is of no more use, and curl would wait for the reply to
 * its QUIT, if it were still alive.  Before the envelope a refusal need not be the end: EHLO gives
 * way to HELO, one way to log in to another. */
static size_t on_reply(char *line, size_t each, size_t count, void *ctx)
{
	struct call *call = ctx;
	size_t len = each * count;
	if (call->tries > 0 && len > 3 && (line[0] == '4' || line[0] == '5'))
		hang_up(call);
	return len;
}

static size_t on_read(char *to, size_t each, size_t count, void *ctx)
{
	struct call *call = ctx;
	size_t room = each * count;
	size_t left = call->mail.message_bytes - call->sent_bytes;
	size_t len = left < room ? left : room;
	memcpy(to, call->mail.message + call->sent_bytes, len);
	call->sent_bytes += len;
	return len;
}

static int on_progress(void *ctx, curl_off_t a UNUSED, curl_off_t b UNUSED, curl_off_t c UNUSED,
		       curl_off_t d UNUSED)
{
	struct call *call = ctx;
	return call->client->is_closing ? 1 : 0;
}

static void on_work(uv_work_t *job)
{
	struct call *call = job->data;
	call->mail_rc = curl_easy_perform(call->easy);
	long code = 0;
	curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &code);
	call->mail_code = (int)code;
	hang_up(call); /* no QUIT: see on_reply */
	curl_easy_cleanup(call->easy);
	call->easy = NULL;
}

/* --- on the loop's thread --------------------------------------------------------------- */

/* A refusal by number is an answer.  Otherwise the mail can have been taken only once its text
 * was being handed over. */
static void end_mail(struct call *call)
{
	const char *key = call->host->key;
	CURLcode rc = call->mail_rc;
	const char *reason = call->reason[0] != '\0' ? call->reason : curl_easy_strerror(rc);
	call->status = call->mail_code;
	if (rc == CURLE_OK || call->mail_code >= 400)
		call_end(call, CLIENT_ANSWERED, "%s", "");
	else if (call->is_address_refused && call->tries == 0)
		call_end(call, CLIENT_REFUSED, "%s: has a private address, which is not allowed",
			 key);
	else if (call->sent_bytes == 0)
		call_end(call, CLIENT_NOT_SENT, "%s: %s", key, reason);
	else
		call_end(call, CLIENT_UNCLEAR, "%s: %s", key, reason);
}

static void on_sent(uv_work_t *job, int status UNUSED)
{
	struct call *call = job->data;
	struct client *client = call->client;
	call->is_away = false;
	if (client->is_closing) {
		call_free(call); /* it was told of its end by client_close */
	} else {
		struct host *host = call->host;
		call_leave(call);
		client->mails--;
		end_mail(call);
		client->last_used_us = clock_monotonic_us();
		host_freed(host);
	}
	client_let_go(client);
}

static void set_security(struct call *call)
{
	const struct client_mail *mail = &call->mail;
	CURL *easy = call->easy;
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
#else
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_SMTP | CURLPROTO_SMTPS));
#endif
	long tls = mail->require_tls  ? CURLUSESSL_ALL
		   : mail->refuse_tls ? CURLUSESSL_NONE
				      : CURLUSESSL_TRY;
	curl_easy_setopt(easy, CURLOPT_USE_SSL, tls);
	curl_easy_setopt(easy, CURLOPT_USERNAME, mail->user);
	curl_easy_setopt(easy, CURLOPT_PASSWORD, mail->password);
	if (mail->ca_file != NULL)
		curl_easy_setopt(easy, CURLOPT_CAINFO, mail->ca_file);
}

static void set_callbacks(struct call *call)
{
	CURL *easy = call->easy;
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, call->reason);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, call);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, call);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_reply);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, call);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(easy, CURLOPT_READDATA, call);
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(easy, CURLOPT_XFERINFODATA, call);
#ifdef CURL_PREREQFUNC_OK
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_envelope);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, call);
#endif
}

void mail_start(struct call *call, const char *pin)
{
	call->easy = curl_easy_init();
	if (call->easy == NULL) {
		call_end(call, CLIENT_NOT_SENT, "%s: libcurl has no handle", call->host->key);
		return;
	}
	set_security(call);
	set_callbacks(call);
	call_set_target(call, pin);
	for (const char *const *to = call->mail.to; *to != NULL; to++)
		call->recipients = curl_slist_append(call->recipients, *to);
	curl_easy_setopt(call->easy, CURLOPT_MAIL_FROM, call->mail.from);
	curl_easy_setopt(call->easy, CURLOPT_MAIL_RCPT, call->recipients);
	curl_easy_setopt(call->easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(call->easy, CURLOPT_INFILESIZE_LARGE,
			 (curl_off_t)call->mail.message_bytes);

	call->is_away = true;
	call_join(call, &call->client->on_pool);
	call->client->mails++;
	client_hold(call->client);
	call->job.data = call;
	uv_queue_work(loop_uv(call->client->loop), &call->job, on_work, on_sent);
}

/* Also what RFC 5321 would allow in quotes: nothing an office needs, much that hides tricks. */
static bool is_address(const char *text)
{
	for (const char *c = text; *c != '\0'; c++) {
		if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 0x7f || *c == '<' || *c == '>')
			return false;
	}
	return true;
}

static bool copy_addresses(struct call *call, const struct client_mail *mail)
{
	size_t count = 0;
	while (mail->to[count] != NULL)
		count++;
	const char **to = pool_alloc(&call->pool, (count + 1) * sizeof(*to));
	bool is_good = count > 0 && is_address(mail->from);
	for (size_t i = 0; i < count; i++) {
		to[i] = pool_text(&call->pool, mail->to[i]);
		is_good = is_good && mail->to[i][0] != '\0' && is_address(mail->to[i]);
	}
	call->mail.to = to;
	call->mail.from = pool_text(&call->pool, mail->from);
	return is_good;
}

void client_send_mail(struct client *client, const struct client_mail *mail, client_done *done,
		      void *ctx)
{
	struct call *call = call_new(client, done, ctx, mail->timeout_ms);
	if (client->is_closing) {
		call_end(call, CLIENT_CANCELED, "shutting down");
		return;
	}
	call->is_mail = true;
	call->mail = *mail;
	call->mail.url = NULL; /* lives in call->url */
	call->mail.user = pool_text(&call->pool, mail->user);
	call->mail.password = pool_text(&call->pool, mail->password);
	call->mail.ca_file = pool_text(&call->pool, mail->ca_file);
	/* A copy: at close the caller is told before the thread is done with it. */
	call->mail.message = pool_text_len(&call->pool, mail->message, mail->message_bytes);
	call->may_be_private = mail->allow_private;
	if (!copy_addresses(call, mail)) {
		call_end(call, CLIENT_REFUSED,
			 "%s: a mail address is empty or has forbidden "
			 "characters",
			 mail->url);
		return;
	}
	if (call_set_url(call, mail->url))
		call_enqueue(call);
}
