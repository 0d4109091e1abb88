#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <uv.h>

#include "base/mem.h"
#include "net/server_inside.h"

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static int take(int *fd)
{
	int taken = *fd;
	*fd = -1;
	return taken;
}

/* --- unix ------------------------------------------------------------------------------- */

/* A socket left by a daemon that died is in the way; one that answers belongs to a live one. */
static int remove_stale(const struct sockaddr_un *name, struct error *err)
{
	struct stat st;
	if (lstat(name->sun_path, &st) < 0)
		return errno == ENOENT ? 0 : error_sys(err, "look at %s", name->sun_path);
	if (!S_ISSOCK(st.st_mode))
		return error_set(err, E_EXISTS, "%s is not a socket: move it away", name->sun_path);

	scoped(close_fd) int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (probe < 0)
		return error_sys(err, "make a socket");
	if (connect(probe, (const struct sockaddr *)name, sizeof(*name)) == 0)
		return error_set(err, E_EXISTS, "another daemon answers on %s: stop it first",
				 name->sun_path);
	if (unlink(name->sun_path) < 0 && errno != ENOENT)
		return error_sys(err, "remove the old socket %s", name->sun_path);
	return 0;
}

int server_socket_unix(struct listener *listener, const char *path, struct error *err)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	if (strlen(path) >= sizeof(name.sun_path))
		return error_set(err, E_LIMIT, "socket path %s: at most %zu bytes", path,
				 sizeof(name.sun_path) - 1);
	memcpy(name.sun_path, path, strlen(path));
	int rc = remove_stale(&name, err);
	if (rc < 0)
		return rc;

	scoped(close_fd) int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return error_sys(err, "make a socket");
	/* Linux gives the file the mode of the unbound socket, so there is no moment in which
	 * others could connect; chmod then undoes a umask stricter than ours. */
	if (fchmod(fd, 0660) < 0 || bind(fd, (struct sockaddr *)&name, sizeof(name)) < 0)
		return error_sys(err, "bind %s", path);
	struct stat st;
	if (chmod(name.sun_path, 0660) < 0 || lstat(name.sun_path, &st) < 0 ||
	    listen(fd, SOMAXCONN) < 0) {
		rc = error_sys(err, "listen on %s", name.sun_path);
		unlink(name.sun_path);
		return rc;
	}
	listener->path = mem_copy_text(path);
	listener->path_device = st.st_dev;
	listener->path_inode = st.st_ino;
	listener->fd = take(&fd);
	return 0;
}

void server_socket_remove(struct listener *listener)
{
	struct stat st;
	if (listener->path != NULL && lstat(listener->path, &st) == 0 &&
	    st.st_dev == listener->path_device && st.st_ino == listener->path_inode)
		unlink(listener->path);
	mem_free(listener->path);
	listener->path = NULL;
}

/* --- TCP -------------------------------------------------------------------------------- */

/* "127.0.0.1:8710" or "[::1]:8710", numbers only: a listener must not depend on names. */
static int parse_address(const char *text, struct sockaddr_storage *out, struct error *err)
{
	const char *colon = strrchr(text, ':');
	char *end = NULL;
	long port = colon == NULL ? -1 : strtol(colon + 1, &end, 10);
	if (colon == NULL || end == colon + 1 || *end != '\0' || port < 0 || port > 65535)
		return error_set(err, E_INVALID, "address %s: want for example 127.0.0.1:8710",
				 text);

	char host[64] = "";
	size_t len = (size_t)(colon - text);
	bool is_bracketed = len >= 2 && text[0] == '[' && text[len - 1] == ']';
	if (is_bracketed) {
		text++;
		len -= 2;
	}
	if (len < sizeof(host))
		memcpy(host, text, len);
	int rc = is_bracketed ? uv_ip6_addr(host, (int)port, (struct sockaddr_in6 *)out)
			      : uv_ip4_addr(host, (int)port, (struct sockaddr_in *)out);
	if (rc < 0)
		return error_set(err, E_INVALID, "address %s: not a numeric address", host);
	return 0;
}

int server_socket_tcp(struct listener *listener, const char *address, uint16_t *port,
		      struct error *err)
{
	struct sockaddr_storage name = {0};
	int rc = parse_address(address, &name, err);
	if (rc < 0)
		return rc;
	socklen_t len = name.ss_family == AF_INET ? sizeof(struct sockaddr_in)
						  : sizeof(struct sockaddr_in6);
	scoped(close_fd) int fd = socket(name.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
					 0);
	if (fd < 0)
		return error_sys(err, "make a socket");
	int on = 1;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    bind(fd, (struct sockaddr *)&name, len) < 0 || listen(fd, SOMAXCONN) < 0 ||
	    getsockname(fd, (struct sockaddr *)&name, &len) < 0)
		return error_sys(err, "listen on %s", address);
	if (port != NULL)
		*port = ntohs(name.ss_family == AF_INET
				      ? ((struct sockaddr_in *)&name)->sin_port
				      : ((struct sockaddr_in6 *)&name)->sin6_port);
	listener->fd = take(&fd);
	return 0;
}
