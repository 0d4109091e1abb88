/* What libcurl's multi interface can do: the same requests, with so many in flight.
 *
 *     bare_http BASE_URL IN_FLIGHT REQUESTS
 *
 * One easy handle a slot, kept alive; epoll below curl_multi_socket_action. */
#include <curl/curl.h>
#include <sys/epoll.h>

#include "bench.h"

static struct run {
	const char *base;
	struct bench_request *requests;
	size_t count, sent, ended, bytes;
	size_t by_status[600];
	struct curl_slist *headers;
	CURLM *multi;
	int epoll;
	long timeout_ms;
} run;

static size_t take(char *bytes, size_t size, size_t count, void *unused)
{
	(void)bytes;
	(void)unused;
	run.bytes += size * count;
	return size * count;
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *ctx, void *known)
{
	(void)easy;
	(void)ctx;
	if (what == CURL_POLL_REMOVE) {
		epoll_ctl(run.epoll, EPOLL_CTL_DEL, fd, NULL);
		return 0;
	}
	struct epoll_event event = {.data.fd = fd};
	event.events = (what & CURL_POLL_IN ? EPOLLIN : 0u) |
		       (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
	if (epoll_ctl(run.epoll, known == NULL ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event) < 0)
		bench_die("epoll_ctl");
	curl_multi_assign(run.multi, fd, &run);
	return 0;
}

static int on_timer(CURLM *multi, long timeout_ms, void *ctx)
{
	(void)multi;
	(void)ctx;
	run.timeout_ms = timeout_ms;
	return 0;
}

static void start_next(CURL *easy)
{
	const struct bench_request *request = &run.requests[run.sent++];
	char url[1024];
	snprintf(url, sizeof(url), "%s%.*s", run.base, (int)request->path.len, request->path.data);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	if (request->body.len > 0) {
		curl_easy_setopt(easy, CURLOPT_POST, 1L);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body.data);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)request->body.len);
	} else {
		curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
	}
	curl_multi_add_handle(run.multi, easy);
}

static CURL *slot_new(void)
{
	CURL *easy = curl_easy_init();
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, run.headers);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
	return easy;
}

static void reap(void)
{
	CURLMsg *message;
	int left;
	while ((message = curl_multi_info_read(run.multi, &left)) != NULL) {
		if (message->msg != CURLMSG_DONE)
			continue;
		CURL *easy = message->easy_handle;
		long status = 0;
		if (message->data.result != CURLE_OK)
			bench_die("%s", curl_easy_strerror(message->data.result));
		curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
		run.by_status[status % 600]++;
		run.ended++;
		curl_multi_remove_handle(run.multi, easy);
		if (run.sent < run.count)
			start_next(easy);
		else
			curl_easy_cleanup(easy);
	}
}

static void go(void)
{
	int running;
	while (run.ended < run.count) {
		struct epoll_event events[64];
		int wait_ms = run.timeout_ms < 0 || run.timeout_ms > 1000 ? 1000
									  : (int)run.timeout_ms;
		int ready = epoll_wait(run.epoll, events, 64, wait_ms);
		if (ready <= 0)
			curl_multi_socket_action(run.multi, CURL_SOCKET_TIMEOUT, 0, &running);
		for (int i = 0; i < ready; i++) {
			int what = (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)
					    ? CURL_CSELECT_IN
					    : 0) |
				   (events[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0);
			curl_multi_socket_action(run.multi, events[i].data.fd, what, &running);
		}
		reap();
	}
}

int main(int argc, char **argv)
{
	if (argc != 4)
		bench_die("usage: bare_http BASE_URL IN_FLIGHT REQUESTS");
	long in_flight = atol(argv[2]);
	run.base = argv[1];
	run.requests = bench_requests(argv[3], &run.count);
	run.epoll = epoll_create1(EPOLL_CLOEXEC);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	run.headers = curl_slist_append(run.headers, "Content-Type: application/json");
	run.headers = curl_slist_append(run.headers, "Expect:");
	run.multi = curl_multi_init();
	curl_multi_setopt(run.multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(run.multi, CURLMOPT_TIMERFUNCTION, on_timer);
	curl_multi_setopt(run.multi, CURLMOPT_MAXCONNECTS, in_flight);
	double start = bench_now_s();
	for (long i = 0; i < in_flight && run.sent < run.count; i++)
		start_next(slot_new());
	go();
	double seconds = bench_now_s() - start;
	printf("{\"count\":%zu,\"seconds\":%.6f,\"cpu_s\":%.6f,\"bytes\":%zu,\"status\":{",
	       run.count, seconds, bench_cpu_s(), run.bytes);
	const char *comma = "";
	for (int status = 0; status < 600; status++) {
		if (run.by_status[status] == 0)
			continue;
		printf("%s\"%d\":%zu", comma, status, run.by_status[status]);
		comma = ",";
	}
	printf("}}\n");
	curl_multi_cleanup(run.multi);
	curl_slist_free_all(run.headers);
	return 0;
}
