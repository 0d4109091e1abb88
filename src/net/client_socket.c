#include <string.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/mem.h"
#include "base/sha256.h"
#include "net/client_inside.h"

/* One per descriptor, for the descriptor's life: curl lets go of a socket after every transfer
 * and takes it up again with the next, and a poll handle for each of them would halve our rate. */
struct client_socket {
	uv_poll_t poll;
	struct client *client;
	curl_socket_t fd;
	int wanted;   /* by curl; 0: it does not look at the socket now */
	int armed;    /* what libuv waits for */
	bool is_ours; /* told by on_open, closed by on_close; else one of curl's own making */
	char certificate[65]; /* hex, "": none seen */
};

static struct client_socket *find_socket(struct client *client, curl_socket_t fd)
{
	return fd >= 0 && (size_t)fd < client->socket_room ? client->sockets[fd] : NULL;
}

/* --- certificates ----------------------------------------------------------------------- */

static bool hash_certificate(const char *pem, char out[65])
{
	static const char begin[] = "-----BEGIN CERTIFICATE-----";
	const char *from = strstr(pem, begin);
	const char *to = from == NULL ? NULL : strstr(from, "-----END");
	if (to == NULL)
		return false;
	scoped(buf_finish) struct buf line = {0};
	scoped(buf_finish) struct buf der = {0};
	for (from += sizeof(begin) - 1; from < to; from++) {
		if (*from != '\n' && *from != '\r')
			buf_char(&line, *from);
	}
	if (decode_base64(buf_text(&line), line.len, &der) < 0)
		return false;
	digest_print(sha256_of(der.data, der.len), out);
	return true;
}

/* curl tells certificates only to the transfer that made the connection: remember them with the
 * socket for those that come after it.  When the connection has ended with its answer there is no
 * socket any more, and the one last seen at that host must do. */
static void note_certificate(CURL *easy, struct call *call)
{
	/* Known only between the end of a transfer and its removal from the multi handle. */
	curl_socket_t fd = CURL_SOCKET_BAD;
	curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &fd);
	struct client_socket *socket = find_socket(call->client, fd);
	char *seen = socket != NULL ? socket->certificate : call->host->certificate;
	struct curl_certinfo *info = NULL;
	if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info) != CURLE_OK || info == NULL)
		return;
	struct curl_slist *line = info->num_of_certs > 0 ? info->certinfo[0] : NULL;
	for (; line != NULL; line = line->next) {
		if (strncmp(line->data, "Cert:", 5) != 0)
			continue;
		hash_certificate(line->data, seen);
		memcpy(call->host->certificate, seen, sizeof(call->host->certificate));
	}
	memcpy(call->certificate, seen, sizeof(call->certificate));
}

/* --- from curl to the loop -------------------------------------------------------------- */

/* Ends that were found inside one call into curl are told after it. */
static void drain(struct client *client)
{
	CURLMsg *message = NULL;
	int left = 0;
	client->is_draining = true;
	while (client->multi != NULL &&
	       (message = curl_multi_info_read(client->multi, &left)) != NULL) {
		CURL *easy = message->easy_handle;
		CURLcode rc = message->data.result;
		struct call *call = NULL;
		curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&call);
		if (call->has_head && strncmp(call->host->key, "https:", 6) == 0)
			note_certificate(easy, call);
		curl_multi_remove_handle(client->multi, easy);
		call_over(call, rc);
	}
	client->is_draining = false;
	client_finish_ended(client);
}

static void act(struct client *client, curl_socket_t fd, int flags)
{
	if (client->multi == NULL)
		return;
	int running = 0;
	curl_multi_socket_action(client->multi, fd, flags, &running);
	drain(client);
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
	struct client_socket *socket = poll->data;
	/* A peer that closes a pooled connection would wake us without end. */
	if (socket->wanted == 0) {
		uv_poll_stop(poll);
		socket->armed = 0;
		return;
	}
	int flags = 0;
	if (status < 0) {
		flags = CURL_CSELECT_ERR;
		socket->armed = 0; /* libuv has stopped it */
	}
	if (events & UV_READABLE)
		flags |= CURL_CSELECT_IN;
	if (events & UV_WRITABLE)
		flags |= CURL_CSELECT_OUT;
	act(socket->client, socket->fd, flags);
}

static void free_socket(uv_handle_t *handle)
{
	struct client_socket *socket = handle->data;
	struct client *client = socket->client;
	mem_free(socket);
	client_let_go(client);
}

static struct client_socket *add_socket(struct client *client, curl_socket_t fd, bool is_ours)
{
	if ((size_t)fd >= client->socket_room) {
		size_t room = (size_t)fd + 64;
		client->sockets = mem_resize(client->sockets, room * sizeof(client->sockets[0]));
		memset(client->sockets + client->socket_room, 0,
		       (room - client->socket_room) * sizeof(client->sockets[0]));
		client->socket_room = room;
	}
	struct client_socket *socket = mem_alloc(sizeof(*socket));
	if (uv_poll_init_socket(loop_uv(client->loop), &socket->poll, fd) < 0) {
		mem_free(socket);
		return NULL;
	}
	socket->poll.data = socket;
	socket->client = client;
	socket->fd = fd;
	socket->is_ours = is_ours;
	client->sockets[fd] = socket;
	client_hold(client);
	return socket;
}

static void drop_socket(struct client *client, curl_socket_t fd)
{
	struct client_socket *socket = find_socket(client, fd);
	if (socket == NULL)
		return;
	client->sockets[fd] = NULL;
	uv_close((uv_handle_t *)&socket->poll, free_socket);
}

static int on_socket(CURL *easy UNUSED, curl_socket_t fd, int what, void *ctx,
		     void *socket_ctx UNUSED)
{
	struct client *client = ctx;
	struct client_socket *socket = find_socket(client, fd);
	if (what == CURL_POLL_REMOVE) {
		if (socket != NULL)
			socket->wanted = 0;
		if (socket != NULL && !socket->is_ours)
			drop_socket(client, fd);
		return 0;
	}
	/* curl_multi_cleanup may ask for sockets again; nobody would serve them. */
	if (client->multi == NULL)
		return -1;
	if (socket == NULL)
		socket = add_socket(client, fd, false);
	if (socket == NULL)
		return -1;
	socket->wanted = (what & CURL_POLL_IN ? UV_READABLE : 0) |
			 (what & CURL_POLL_OUT ? UV_WRITABLE : 0);
	if (socket->wanted != socket->armed && socket->wanted != 0)
		uv_poll_start(&socket->poll, socket->wanted, on_poll);
	socket->armed = socket->wanted;
	return 0;
}

static curl_socket_t on_open(void *ctx, curlsocktype purpose UNUSED, struct curl_sockaddr *address)
{
	struct call *call = ctx;
	if (!address_is_allowed(&address->addr, call->may_be_private)) {
		call->is_address_refused = true;
		return CURL_SOCKET_BAD;
	}
	int fd = socket(address->family, address->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
			address->protocol);
	if (fd < 0)
		return CURL_SOCKET_BAD;
	if (add_socket(call->client, fd, true) == NULL) {
		close(fd);
		return CURL_SOCKET_BAD;
	}
	return fd;
}

static int on_close(void *ctx, curl_socket_t fd)
{
	drop_socket(ctx, fd); /* first: libuv must never wait for a closed descriptor */
	return close(fd);
}

void client_socket_options(CURL *easy, struct call *call)
{
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, call);
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
	/* The connection outlives the call. */
	curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, call->client);
}

/* --- curl's timer ----------------------------------------------------------------------- */

static void on_curl_timer(uv_timer_t *timer)
{
	act(timer->data, CURL_SOCKET_TIMEOUT, 0);
}

static void on_kick(uv_idle_t *kick)
{
	struct client *client = kick->data;
	uv_idle_stop(kick);
	if (client->multi != NULL)
		act(client, CURL_SOCKET_TIMEOUT, 0);
	else
		client_finish_ended(client);
}

void client_kick(struct client *client)
{
	if (!client->is_closing)
		uv_idle_start(&client->kick, on_kick);
}

/* curl must not be called from here; "at once" is the next turn of the loop, one for all. */
static int on_timer_wish(CURLM *multi UNUSED, long wait_ms, void *ctx)
{
	struct client *client = ctx;
	if (client->is_closing)
		return 0;
	if (wait_ms == 0) {
		client_kick(client);
	} else if (wait_ms < 0) {
		uv_timer_stop(&client->curl_timer);
	} else {
		uv_update_time(loop_uv(client->loop));
		uv_timer_start(&client->curl_timer, on_curl_timer, (uint64_t)wait_ms, 0);
	}
	return 0;
}

bool client_multi_open(struct client *client)
{
	if (client->multi != NULL)
		return true;
	if (client->is_closing)
		return false;
	CURLM *multi = curl_multi_init();
	if (multi == NULL)
		return false;
	curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, client);
	curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer_wish);
	curl_multi_setopt(multi, CURLMOPT_TIMERDATA, client);
	curl_multi_setopt(multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
	curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)LIMIT_CONNECTIONS);
	client->multi = multi;
	return true;
}

void client_multi_close(struct client *client)
{
	CURLM *multi = client->multi;
	client->multi = NULL; /* on_socket refuses from here on */
	if (multi != NULL)
		curl_multi_cleanup(multi);
	if (!client->is_closing)
		uv_timer_stop(&client->curl_timer);
}
