#include "net/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "net/loop.h"

/* One datagram with lines of NAME=value.  Source: sd_notify(3).  Nobody needs to know whether it
 * arrived: a manager that misses it acts on its own time limits. */
static void send_lines(const char *lines, size_t len)
{
	const char *path = getenv("NOTIFY_SOCKET");
	if (path == NULL || (path[0] != '/' && path[0] != '@'))
		return;

	struct sockaddr_un peer = {.sun_family = AF_UNIX};
	size_t path_len = strlen(path);
	if (path_len < 2 || path_len >= sizeof(peer.sun_path))
		return;
	memcpy(peer.sun_path, path, path_len);
	if (path[0] == '@') /* the abstract namespace: no file behind it */
		peer.sun_path[0] = '\0';

	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	socklen_t peer_len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path_len);
	while (sendto(fd, lines, len, MSG_NOSIGNAL, (struct sockaddr *)&peer, peer_len) < 0 &&
	       errno == EINTR)
		;
	close(fd);
}

static void send_text(const char *lines)
{
	send_lines(lines, strlen(lines));
}

/* A status is one line: a line feed in it would begin another variable. */
static void add_status(struct buf *lines, const char *status)
{
	buf_text_add(lines, "STATUS=");
	for (; status != NULL && *status != '\0'; status++)
		buf_char(lines, *status == '\n' ? ' ' : *status);
}

void notify_ready(const char *status)
{
	scoped(buf_finish) struct buf lines = {0};
	buf_text_add(&lines, "READY=1\n");
	add_status(&lines, status);
	send_lines(lines.data, lines.len);
}

void notify_status(const char *status)
{
	scoped(buf_finish) struct buf lines = {0};
	add_status(&lines, status);
	send_lines(lines.data, lines.len);
}

void notify_reloading(void)
{
	scoped(buf_finish) struct buf lines = {0};
	buf_print(&lines, "RELOADING=1\nMONOTONIC_USEC=%llu",
		  (unsigned long long)clock_monotonic_us());
	send_lines(lines.data, lines.len);
}

void notify_stopping(void)
{
	send_text("STOPPING=1");
}

void notify_alive(void)
{
	send_text("WATCHDOG=1");
}

uint64_t notify_watchdog_ms(void)
{
	const char *limit_us = getenv("WATCHDOG_USEC");
	const char *pid = getenv("WATCHDOG_PID");
	if (limit_us == NULL || (pid != NULL && strtol(pid, NULL, 10) != (long)getpid()))
		return 0;
	char *end = NULL;
	unsigned long long us = strtoull(limit_us, &end, 10);
	if (end == limit_us || *end != '\0')
		return 0;
	return us / 2000;
}
