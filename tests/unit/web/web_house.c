#include "web_house.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "../../lib/law_sample.h"
#include "../channel/channel_bench.h"
#include "net/loop.h"

#define MAX_BODY_BYTES (4u << 20)

static void check(int rc, const struct error *err)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "web_house: %s\n", err->text);
	abort();
}

int web_house_clock(void **state)
{
	(void)state;
	clock_rehearse(instant_of((struct civil_date){2009, 3, 9}, 9 * 3600, 8 * 3600), 1);
	return 0;
}

/* --- the world ------------------------------------------------------------------------------------- */

static void answer_task(struct web_house *house, const struct task *task)
{
	struct job *job;
	if (task->kind == ACTION_PUBLISH) {
		job = job_published(
			task,
			&(struct event_published){
				.channel = task->channel,
				.operation = task->operation,
				.end = PUBLISH_ACCEPTED,
				.remote_id = "5",
				.url = pool_print(&task->document->pool,
						  "https://www.example.gov.cn/%s", task->key),
				.retry_after_s = -1,
				.started_at = task->started_at,
			},
			clock_now());
	} else if (task->kind == ACTION_PROBE) {
		job = job_probed(task,
				 &(struct event_probed){
					 .channel = task->channel,
					 .url = task->url,
					 .verdict = "present",
					 .seen_at = clock_now(),
					 .accepted_at = task->accepted_at,
				 },
				 clock_now());
	} else {
		job = job_told(task,
			       &(struct event_told){.alert = task->items[0].alert,
						    .notifier = task->notifier,
						    .end = TOLD_DELIVERED,
						    .retry_after_s = -1},
			       clock_now());
	}
	struct job **last = &house->waiting;
	while (*last != NULL)
		last = &(*last)->next;
	*last = job;
}

static void take_task(void *ctx, struct task *task)
{
	answer_task(ctx, task);
	task_free(task);
}

/* Let all follow that follows at once: answers of the world, and turns owed within some
 * milliseconds. */
static void settle(struct web_house *house)
{
	struct error err = {0};
	struct instant next;
	do {
		struct job *jobs = house->waiting;
		house->waiting = NULL;
		check(engine_run(house->engine, jobs, clock_now(), &next, &err), &err);
		usleep(200);
	} while (house->waiting != NULL ||
		 instant_before(next, instant_add_us(clock_now(), 20000)));
}

static bool submit(void *ctx, struct job *job)
{
	struct web_house *house = ctx;
	struct error err = {0};
	struct instant next;
	if (house->queue_is_full)
		return false;
	job->next = NULL;
	check(engine_run(house->engine, job, clock_now(), &next, &err), &err);
	settle(house);
	return true;
}

static int keep_object(void *ctx, struct digest digest, const char *path, struct error *err)
{
	struct web_house *house = ctx;
	house->kept_objects++;
	return store_add_object(house->store, digest, path, NULL, 0, err);
}

static void stats(void *ctx, struct engine_stats *engine, json_t *status)
{
	struct web_house *house = ctx;
	engine_stats(house->engine, engine);
	json_object_set_new(status, "channels",
			    json_pack("[{s:s, s:s, s:s}]", "name", "website", "type", "http",
				      "health", "failing"));
	json_object_set_new(status, "notifiers", json_array());
}

static void log_sentence(void *ctx, int priority, const char *sentence)
{
	(void)ctx;
	(void)priority;
	(void)sentence;
}

/* --- life -------------------------------------------------------------------------------------------- */

static void open_engine(struct web_house *house, struct ledger_key *key)
{
	static const struct engine_channel channels[] = {{"website", 4}, {"board", 1}};
	struct error err = {0};
	struct engine_options options = {
		.store = house->store,
		.law = house->law,
		.channels = channels,
		.channel_count = ARRAY_LEN(channels),
		.task = take_task,
		.log = log_sentence,
		.ctx = house,
	};
	snprintf(options.key.name, sizeof(options.key.name), "ledger.example.org");
	memset(&options.seed, 7, sizeof(options.seed));
	options.key.key = ed25519_public_of(&options.seed);
	*key = options.key;
	check(engine_open(&house->engine, &options, clock_now(), &err), &err);
}

static void open_web(struct web_house *house, const struct ledger_key *key)
{
	char site[160], upload[160];
	struct error err = {0};
	scoped(buf_finish) struct buf printed = {0};
	ledger_key_print(key, &printed);
	snprintf(site, sizeof(site), "%s/site", house->folder.path);
	snprintf(upload, sizeof(upload), "%s/upload", house->folder.path);
	mkdir(site, 0755);
	const struct web_site sites[] = {{site, "/"}, {site, "/gov/"}};
	const struct web_options options = {
		.store_type = "sqlite",
		.store_path = house->state,
		.upload = upload,
		.tokens_file = house->tokens,
		.ledger_key = buf_text(&printed),
		.attachment_bytes = 1 << 20,
		.templates = house->pages,
		.law = house->law,
		.sites = sites,
		.site_count = ARRAY_LEN(sites),
		.submit = submit,
		.keep_object = keep_object,
		.stats = stats,
		.log = log_sentence,
		.ctx = house,
	};
	check(web_open(&house->web, &options, &err), &err);
}

static void open_server(struct web_house *house)
{
	struct error err = {0};
	const struct server_options options = {
		.max_body_bytes = MAX_BODY_BYTES,
		.max_connections = 50,
		.idle_timeout_s = 10,
		.handle = web_handle,
		.ctx = house->web,
	};
	snprintf(house->socket, sizeof(house->socket), "%s/socket", house->folder.path);
	check(server_open(&house->server, &options, &err), &err);
	check(server_listen(house->server, SERVER_UNIX, house->socket, WEB_UNIX, NULL, &err), &err);
	check(server_listen(house->server, SERVER_TCP, "127.0.0.1:0", WEB_TCP, &house->port, &err),
	      &err);
	check(server_listen(house->server, SERVER_TCP, "127.0.0.1:0", WEB_SITE, &house->site_port,
			    &err),
	      &err);
	check(server_listen(house->server, SERVER_TCP, "127.0.0.1:0", WEB_SITE + 1,
			    &house->sub_port, &err),
	      &err);
	check(server_start(house->server, &err), &err);
}

void web_house_open(struct web_house *house, const char *tokens)
{
	struct error err = {0};
	struct ledger_key key;
	char path[512];
	*house = (struct web_house){0};
	conf_folder_open(&house->folder);
	house->law = law_sample();
	if (tokens != NULL) {
		house->tokens = strdup(conf_folder_write(&house->folder, "tokens", tokens));
		chmod(house->tokens, 0600);
	}
	snprintf(house->state, sizeof(house->state), "%s/state", house->folder.path);
	mkdir(house->state, 0700);
	check(store_open("sqlite", house->state, false, &house->store, &err), &err);
	const char *folders[] = {channel_bench_source(path, "templates/page"), NULL};
	check(render_open(folders, &house->pages, &err), &err);
	open_engine(house, &key);
	open_web(house, &key);
	open_server(house);
}

void web_house_close(struct web_house *house)
{
	server_stop(house->server, 1000);
	server_close(house->server);
	web_close(house->web);
	engine_close(house->engine);
	store_close(house->store);
	render_close(house->pages);
	law_free(house->law);
	while (house->waiting != NULL) {
		struct job *job = house->waiting;
		house->waiting = job->next;
		job_free(job);
	}
	buf_finish(&house->answer);
	free((char *)house->tokens);
	conf_folder_close(&house->folder);
}

/* --- asking ------------------------------------------------------------------------------------------- */

static int dial(const struct web_house *house, enum web_door door)
{
	uint16_t port = door == DOOR_TCP    ? house->port
			: door == DOOR_SITE ? house->site_port
					    : house->sub_port;
	struct sockaddr_in tcp = {.sin_family = AF_INET,
				  .sin_port = htons(port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr_un local = {.sun_family = AF_UNIX};
	memcpy(local.sun_path, house->socket, strnlen(house->socket, sizeof(local.sun_path) - 1));
	bool is_local = door == DOOR_UNIX;
	int fd = socket(is_local ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int rc = connect(fd,
			 is_local ? (const struct sockaddr *)&local : (const struct sockaddr *)&tcp,
			 is_local ? sizeof(local) : sizeof(tcp));
	assert(rc == 0);
	struct timeval patience = {.tv_sec = 20};
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return fd;
}

static void write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t put = send(fd, bytes, len, MSG_NOSIGNAL);
		assert(put > 0);
		bytes += put;
		len -= (size_t)put;
	}
}

static void read_answer(struct web_house *house, int fd)
{
	char piece[16384];
	ssize_t got;
	buf_clear(&house->answer);
	while ((got = read(fd, piece, sizeof(piece))) > 0)
		buf_add(&house->answer, piece, (size_t)got);
	const char *text = buf_text(&house->answer);
	const char *end = strstr(text, "\r\n\r\n");
	house->status = strncmp(text, "HTTP/1.1 ", 9) == 0 ? atoi(text + 9) : 0;
	house->body = end != NULL ? end + 4 : "";
	house->body_bytes = end != NULL ? house->answer.len - (size_t)(house->body - text) : 0;
}

int web_house_send(struct web_house *house, enum web_door door, const char *method,
		   const char *target, const char *headers, const void *body, size_t len)
{
	scoped(buf_finish) struct buf request = {0};
	buf_print(&request, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s", method,
		  target, headers);
	if (body != NULL)
		buf_print(&request, "Content-Length: %zu\r\n", len);
	buf_text_add(&request, "\r\n");
	if (body != NULL)
		buf_add(&request, body, len);
	int fd = dial(house, door);
	write_all(fd, request.data, request.len);
	read_answer(house, fd);
	close(fd);
	return house->status;
}

int web_house_ask(struct web_house *house, enum web_door door, const char *method,
		  const char *target, const char *headers, const char *body)
{
	return web_house_send(house, door, method, target, headers, body,
			      body != NULL ? strlen(body) : 0);
}

int web_house_get(struct web_house *house, const char *target)
{
	return web_house_ask(house, DOOR_UNIX, "GET", target, "", NULL);
}

int web_house_as(struct web_house *house, const char *token, const char *method, const char *target,
		 const char *body)
{
	char header[200];
	snprintf(header, sizeof(header), "Authorization: Bearer %s\r\n", token);
	return web_house_ask(house, DOOR_TCP, method, target, header, body);
}

const char *web_house_header(struct web_house *house, const char *name)
{
	static char value[1024];
	size_t len = strlen(name);
	value[0] = '\0';
	for (const char *line = strstr(buf_text(&house->answer), "\r\n");
	     line != NULL && line + 4 < house->body; line = strstr(line, "\r\n")) {
		line += 2;
		if (strncasecmp(line, name, len) == 0 && line[len] == ':')
			snprintf(value, sizeof(value), "%.*s", (int)strcspn(line + len + 2, "\r"),
				 line + len + 2);
	}
	return value;
}

bool web_house_says(const struct web_house *house, const char *text)
{
	return strstr(house->body, text) != NULL;
}

int web_house_count(struct web_house *house, const char *event)
{
	char wanted[80];
	int count = 0;
	snprintf(wanted, sizeof(wanted), "\"event\":\"%s\"", event);
	web_house_get(house, "/v1/ledger/entries?from=0");
	for (const char *at = house->body; (at = strstr(at, wanted)) != NULL; at++)
		count++;
	return count;
}

const char *web_house_manifest(int number, bool reviewed)
{
	static char text[1024];
	snprintf(text, sizeof(text),
		 "{\"doc_number\":\"盐水政〔2009〕%d号\",\"title\":\"关于第%d号事项的通知\","
		 "\"issuer\":\"盐城市水利局\",\"department\":\"hydrology\","
		 "\"issued_on\":\"2009-03-02\",\"category\":\"official-document\","
		 "\"disclosure\":\"active\",\"public_interest\":true,%s"
		 "\"body\":\"各单位：现将第%d号事项通知如下，请遵照执行。\"}",
		 number, number,
		 reviewed ? "\"review\":{\"result\":\"passed\",\"reviewer\":\"li\","
			    "\"signer\":\"wang\",\"on\":\"2009-03-03\"},"
			  : "",
		 number);
	return text;
}

int web_house_hand_in(struct web_house *house, int number, bool reviewed)
{
	int status = web_house_ask(house, DOOR_UNIX, "POST", "/v1/documents", "",
				   web_house_manifest(number, reviewed));
	int id = 0;
	if (status != 201 || sscanf(house->body, "{\"id\":%d", &id) != 1) {
		fprintf(stderr, "web_house: %d %s\n", status, house->body);
		abort();
	}
	return id;
}
