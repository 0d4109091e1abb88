/* Sends requests over keep-alive connections, as fast as the answers come.
 *
 *     post PORT|SOCKET CONNECTIONS TOKEN REQUESTS
 *
 * A port on 127.0.0.1, or the path of a unix socket; TOKEN "-" sends none; REQUESTS is a file with
 * a line "METHOD PATH BODY" each.  Plain sockets and epoll, so that the machine is left to the
 * server that is measured. */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>

#include "bench.h"

#define CONNECTIONS 1024
#define ANSWER_BYTES 65536

struct connection {
	int fd;
	double started_s;
	size_t len;
	char answer[ANSWER_BYTES];
};

static struct run {
	const char *where, *token;
	struct bench_request *requests;
	size_t count, sent, ended;
	size_t by_status[600];
	double *latency_s;
} run;

static int connect_to(const char *where)
{
	struct sockaddr_in port = {.sin_family = AF_INET,
				   .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
				   .sin_port = htons((uint16_t)atoi(where))};
	struct sockaddr_un path = {.sun_family = AF_UNIX};
	int is_path = strchr(where, '/') != NULL, one = 1;
	snprintf(path.sun_path, sizeof(path.sun_path), "%s", where);
	int fd = socket(is_path ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int rc = is_path ? connect(fd, (struct sockaddr *)&path, sizeof(path))
			 : connect(fd, (struct sockaddr *)&port, sizeof(port));
	if (rc < 0)
		bench_die("connect %s", where);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return fd;
}

/* The socket's buffer takes a whole request: sending does not wait for the server. */
static void send_next(struct connection *connection)
{
	const struct bench_request *request = &run.requests[run.sent++];
	char head[1024], token[256] = "";
	if (strcmp(run.token, "-") != 0)
		snprintf(token, sizeof(token), "Authorization: Bearer %s\r\n", run.token);
	int len = snprintf(head, sizeof(head),
			   "%.*s %.*s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s"
			   "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
			   (int)request->method.len, request->method.data, (int)request->path.len,
			   request->path.data, token, request->body.len);
	struct iovec parts[] = {{head, (size_t)len},
				{(void *)request->body.data, request->body.len}};
	connection->len = 0;
	connection->started_s = bench_now_s();
	if (writev(connection->fd, parts, 2) != (ssize_t)(parts[0].iov_len + parts[1].iov_len))
		bench_die("send");
}

/* Length of the whole answer, 0 while it is not known. */
static size_t whole_bytes(const char *answer, size_t len)
{
	const char *end = memmem(answer, len, "\r\n\r\n", 4);
	if (end == NULL)
		return 0;
	const char *field = answer;
	while ((field = memchr(field, '\n', (size_t)(end - field))) != NULL) {
		field++;
		if (strncasecmp(field, "content-length:", 15) == 0)
			return (size_t)(end + 4 - answer) + strtoul(field + 15, NULL, 10);
	}
	bench_die("an answer without a length");
	return 0;
}

static void receive(struct connection *connection)
{
	ssize_t got = recv(connection->fd, connection->answer + connection->len,
			   sizeof(connection->answer) - 1 - connection->len, MSG_DONTWAIT);
	if (got < 0 && errno == EAGAIN)
		return;
	if (got <= 0)
		bench_die("connection lost after %zu answers", run.ended);
	connection->len += (size_t)got;
	connection->answer[connection->len] = '\0';
	size_t whole = whole_bytes(connection->answer, connection->len);
	if (whole == 0 || connection->len < whole)
		return;
	int status = atoi(connection->answer + 9);
	if (status >= 300 && run.by_status[status % 600] == 0)
		fprintf(stderr, "post: %.600s\n", connection->answer);
	run.by_status[status % 600]++;
	run.latency_s[run.ended++] = bench_now_s() - connection->started_s;
	if (run.sent < run.count)
		send_next(connection);
}

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static double latency_us(double share)
{
	return run.count == 0 ? 0 : run.latency_s[(size_t)(share * (double)(run.count - 1))] * 1e6;
}

static void report(double seconds)
{
	qsort(run.latency_s, run.count, sizeof(*run.latency_s), compare);
	printf("{\"count\":%zu,\"seconds\":%.6f,\"cpu_s\":%.6f,\"p50_us\":%.1f,\"p90_us\":%.1f,"
	       "\"p99_us\":%.1f,\"max_us\":%.1f,\"status\":{",
	       run.count, seconds, bench_cpu_s(), latency_us(0.5), latency_us(0.9),
	       latency_us(0.99), latency_us(1));
	const char *comma = "";
	for (int status = 0; status < 600; status++) {
		if (run.by_status[status] == 0)
			continue;
		printf("%s\"%d\":%zu", comma, status, run.by_status[status]);
		comma = ",";
	}
	printf("}}\n");
}

int main(int argc, char **argv)
{
	if (argc != 5)
		bench_die("usage: post PORT|SOCKET CONNECTIONS TOKEN REQUESTS");
	int connections = atoi(argv[2]);
	run.where = argv[1];
	run.token = argv[3];
	run.requests = bench_requests(argv[4], &run.count);
	run.latency_s = calloc(run.count + 1, sizeof(*run.latency_s));
	struct connection *list = calloc((size_t)connections, sizeof(*list));
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	for (int i = 0; i < connections; i++) {
		list[i].fd = connect_to(run.where);
		struct epoll_event event = {.events = EPOLLIN, .data.ptr = &list[i]};
		epoll_ctl(epoll, EPOLL_CTL_ADD, list[i].fd, &event);
	}
	double start = bench_now_s();
	for (int i = 0; i < connections && run.sent < run.count; i++)
		send_next(&list[i]);
	while (run.ended < run.count) {
		struct epoll_event events[CONNECTIONS];
		int ready = epoll_wait(epoll, events, CONNECTIONS, 30000);
		if (ready <= 0)
			bench_die("no answer for 30 s after %zu of %zu", run.ended, run.count);
		for (int i = 0; i < ready; i++)
			receive(events[i].data.ptr);
	}
	report(bench_now_s() - start);
	return 0;
}
