#include "notifier_bench.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/mem.h"

static void talk(struct peer *peer, int fd, int number)
{
	struct notifier_bench *bench = peer_ctx(peer);
	scoped(buf_finish) struct buf spare = {0};
	bool kept = number < LIMIT_REQUESTS;
	if (!peer_read_request(fd, kept ? &bench->requests[number] : &spare))
		return;
	const char *say = bench->always != NULL ? bench->always
			  : kept                ? bench->script[number]
						: NULL;
	if (say == NULL)
		peer_wait_for_end(fd);
	else if (strcmp(say, "RESET") == 0)
		peer_reset(fd);
	else
		peer_write(fd, say);
}

int notifier_bench_setup(void **state)
{
	struct notifier_bench *bench = mem_alloc(sizeof(*bench));
	struct error err = {0};
	int rc = loop_open(&bench->loop, &err);
	assert(rc == 0);
	rc = client_open(&bench->client, bench->loop, &err);
	assert(rc == 0);
	conf_folder_open(&bench->folder);
	bench->peer = peer_open(talk, bench);
	bench->message = (struct message){
		.id = "gongshi-7-0123456789abcdef",
		.person = "zhang",
		.name = "张伟",
		.mail = "zhang@example.gov.cn",
		.mobile = "13800138000",
		.subject = "【逾期】1件 政务公开催办",
		.text = "张伟：\n\n以下1件公文应当公开。\n盐水政〔2009〕9号 \"十日内\" <办法>\n",
		.offset_s = 28800,
	};
	rc = instant_parse("2009-03-16T08:30:00+08:00", &bench->message.at);
	assert(rc == 0);
	(void)rc;
	*state = bench;
	return 0;
}

void notifier_bench_close(struct notifier_bench *bench)
{
	notifier_free(bench->notifier);
	bench->notifier = NULL;
	if (bench->config != NULL)
		config_close(bench->config);
	bench->config = NULL;
}

int notifier_bench_teardown(void **state)
{
	struct notifier_bench *bench = *state;
	notifier_bench_close(bench);
	client_close(bench->client);
	loop_close(bench->loop);
	peer_close(bench->peer);
	buf_finish(&bench->report.lines);
	buf_finish(&bench->log);
	for (size_t i = 0; i < LIMIT_REQUESTS; i++)
		buf_finish(&bench->requests[i]);
	conf_folder_close(&bench->folder);
	mem_free(bench);
	return 0;
}

/* --- configuration --------------------------------------------------------------------------- */

struct notifier *notifier_bench_configure(struct notifier_bench *bench, const char *settings)
{
	notifier_bench_close(bench);
	buf_clear(&bench->report.lines);
	bench->report.count = 0;
	scoped(buf_finish) struct buf text = {0};
	buf_print(&text, "notifier = { %s };\n", settings);
	const char *path = conf_folder_write(&bench->folder, "gongshi.conf", buf_text(&text));
	if (config_open(path, &bench->config, &bench->report) < 0)
		return NULL;
	return notifier_configure(config_member(config_root(bench->config), "notifier"),
				  &bench->report);
}

static void write_log(void *ctx, int priority, const char *sentence)
{
	buf_print(ctx, "<%d>%s\n", priority, sentence);
}

void notifier_bench_start(struct notifier_bench *bench)
{
	const struct notifier_world world = {
		.loop = bench->loop,
		.client = bench->client,
		.bureau = "盐城市水利局",
		.log = write_log,
		.log_ctx = &bench->log,
	};
	struct error err = {0};
	if (notifier_start(bench->notifier, &world, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
}

void notifier_bench_open(struct notifier_bench *bench, const char *settings)
{
	scoped(buf_finish) struct buf text = {0};
	const char *port;
	while ((port = strstr(settings, "%d")) != NULL) {
		buf_add(&text, settings, (size_t)(port - settings));
		buf_print(&text, "%d", peer_port(bench->peer));
		settings = port + 2;
	}
	buf_text_add(&text, settings);
	bench->notifier = notifier_bench_configure(bench, buf_text(&text));
	if (bench->notifier == NULL) {
		fprintf(stderr, "%s\n", buf_text(&bench->report.lines));
		abort();
	}
	notifier_bench_start(bench);
}

void notifier_bench_faults(struct notifier_bench *bench, const struct bench_fault *faults,
			   size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bench->notifier = notifier_bench_configure(bench, faults[i].settings);
		const char *lines = buf_text(&bench->report.lines);
		if (bench->notifier == NULL && strstr(lines, faults[i].word) != NULL)
			continue;
		fprintf(stderr, "{ %s } should say \"%s\", but says: %s\n", faults[i].settings,
			faults[i].word, lines);
		abort();
	}
}

void notifier_bench_secret(struct notifier_bench *bench, const char *name, const char *text)
{
	int rc = chmod(conf_folder_write(&bench->folder, name, text), 0600);
	assert(rc == 0);
	(void)rc;
}

/* --- sending --------------------------------------------------------------------------------- */

static void on_done(void *ctx, const struct notifier_result *result)
{
	struct notifier_bench *bench = ctx;
	assert(result->reason != NULL);
	bench->end = result->end;
	bench->retry_after_s = result->retry_after_s;
	snprintf(bench->reason, sizeof(bench->reason), "%s", result->reason);
	bench->done++;
	if (--bench->waiting == 0)
		loop_stop(bench->loop);
}

void notifier_bench_begin(struct notifier_bench *bench)
{
	int before = bench->done;
	bench->waiting++;
	notifier_send(bench->notifier, &bench->message, on_done, bench);
	assert(bench->done == before); /* never from inside */
	(void)before;
}

void notifier_bench_wait(struct notifier_bench *bench)
{
	if (bench->waiting > 0)
		loop_run(bench->loop);
}

void notifier_bench_send(struct notifier_bench *bench)
{
	notifier_bench_begin(bench);
	notifier_bench_wait(bench);
}

void notifier_bench_cases(struct notifier_bench *bench, const struct bench_case *cases,
			  size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bench->script[i] = cases[i].say;
		notifier_bench_send(bench);
		if (bench->end == cases[i].end && bench->retry_after_s == cases[i].retry_after_s &&
		    strstr(bench->reason, cases[i].reason) != NULL)
			continue;
		fprintf(stderr, "case %zu ends as %d, after %ld: %s\n", i, (int)bench->end,
			bench->retry_after_s, bench->reason);
		abort();
	}
}

/* --- requests -------------------------------------------------------------------------------- */

const char *notifier_bench_head(struct notifier_bench *bench, int number)
{
	return buf_text(&bench->requests[number]);
}

const char *notifier_bench_body_text(struct notifier_bench *bench, int number)
{
	const char *end = strstr(notifier_bench_head(bench, number), "\r\n\r\n");
	return end != NULL ? end + 4 : "";
}

json_t *notifier_bench_body(struct notifier_bench *bench, int number)
{
	const char *text = notifier_bench_body_text(bench, number);
	struct error err = {0};
	json_t *body;
	if (json_read(text, strlen(text), &body, &err) < 0) {
		fprintf(stderr, "%s: %s\n", err.text, text);
		abort();
	}
	return body;
}
