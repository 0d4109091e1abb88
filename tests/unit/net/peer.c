#include "peer.h"

#include <assert.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

struct peer {
	int fd;
	uint16_t port;
	peer_talk *talk;
	void *ctx;
	pthread_t thread;
};

static void *serve(void *arg)
{
	struct peer *peer = arg;
	for (int number = 0;; number++) {
		int fd = accept(peer->fd, NULL, NULL);
		if (fd < 0)
			return NULL; /* peer_close has shut it down */
		struct timeval patience = {.tv_sec = 3};
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
		peer->talk(peer, fd, number);
		close(fd);
	}
}

static int listen_somewhere(uint16_t *port)
{
	struct sockaddr_in name = {.sin_family = AF_INET,
				   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(name);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int rc = bind(fd, (struct sockaddr *)&name, sizeof(name));
	assert(rc == 0);
	rc = listen(fd, 64);
	assert(rc == 0);
	rc = getsockname(fd, (struct sockaddr *)&name, &len);
	assert(rc == 0);
	(void)rc;
	*port = ntohs(name.sin_port);
	return fd;
}

struct peer *peer_open(peer_talk *talk, void *ctx)
{
	struct peer *peer = mem_alloc(sizeof(*peer));
	peer->talk = talk;
	peer->ctx = ctx;
	peer->fd = listen_somewhere(&peer->port);
	int rc = pthread_create(&peer->thread, NULL, serve, peer);
	assert(rc == 0);
	(void)rc;
	return peer;
}

uint16_t peer_port(const struct peer *peer)
{
	return peer->port;
}

void *peer_ctx(const struct peer *peer)
{
	return peer->ctx;
}

void peer_close(struct peer *peer)
{
	shutdown(peer->fd, SHUT_RDWR);
	pthread_join(peer->thread, NULL);
	close(peer->fd);
	mem_free(peer);
}

bool peer_read_request(int fd, struct buf *out)
{
	buf_clear(out);
	size_t whole = 0;
	while (whole == 0 || out->len < whole) {
		char bytes[4096];
		ssize_t len = read(fd, bytes, sizeof(bytes));
		if (len <= 0)
			return false;
		buf_add(out, bytes, (size_t)len);
		const char *end = strstr(buf_text(out), "\r\n\r\n");
		if (end == NULL)
			continue;
		const char *length = strcasestr(buf_text(out), "\r\nContent-Length:");
		whole = (size_t)(end + 4 - out->data);
		if (length != NULL && length < end)
			whole += strtoul(length + 17, NULL, 10);
	}
	return true;
}

bool peer_read_line(int fd, struct buf *out)
{
	buf_clear(out);
	char c = 0;
	while (read(fd, &c, 1) == 1) {
		if (c == '\n')
			return true;
		if (c != '\r')
			buf_char(out, c);
	}
	return false;
}

void peer_write(int fd, const char *text)
{
	send(fd, text, strlen(text), MSG_NOSIGNAL);
}

void peer_wait_for_end(int fd)
{
	char bytes[256];
	while (read(fd, bytes, sizeof(bytes)) > 0)
		;
}

void peer_reset(int fd)
{
	struct linger now = {.l_onoff = 1, .l_linger = 0};
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
}

uint16_t peer_free_port(void)
{
	uint16_t port = 0;
	close(listen_somewhere(&port));
	return port;
}
