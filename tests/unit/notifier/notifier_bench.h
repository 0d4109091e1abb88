/* A notifier on a loop, one message, a scripted web server to send it to, and the last end. */
#ifndef TESTS_UNIT_NOTIFIER_BENCH_H
#define TESTS_UNIT_NOTIFIER_BENCH_H

#include "../config/conf_folder.h"
#include "../net/peer.h"
#include "base/buf.h"
#include "notifier/backend.h"

#define LIMIT_REQUESTS 40
#define ANSWER(line, headers, body) "HTTP/1.1 " line "\r\nConnection: close\r\n" headers "\r\n" body
#define OK_ANSWER(body) ANSWER("200 OK", "Content-Type: application/json\r\n", body)

struct notifier_bench {
	struct loop *loop;
	struct client *client;
	struct conf_folder folder;
	struct config *config;
	struct config_report report;
	struct notifier *notifier;
	struct message message;
	struct peer *peer;
	/* What the server says, a connection each; NULL: nothing; "RESET".  `always` goes before. */
	const char *script[LIMIT_REQUESTS], *always;
	struct buf requests[LIMIT_REQUESTS];
	struct buf log; /* "<priority>sentence\n" */
	int waiting, done;
	/* of the last end */
	enum notifier_end end;
	long retry_after_s;
	char reason[2048];
};

int notifier_bench_setup(void **state); /* *state is a struct notifier_bench */
int notifier_bench_teardown(void **state);

/* `settings` stand between the braces of the group.  NULL: there were faults, in the report. */
struct notifier *notifier_bench_configure(struct notifier_bench *bench, const char *settings);
/* They must be good; the notifier is started.  "%d" in them becomes the server's port. */
void notifier_bench_open(struct notifier_bench *bench, const char *settings);
void notifier_bench_start(struct notifier_bench *bench);
void notifier_bench_close(struct notifier_bench *bench); /* the notifier alone */
/* Every one of the settings has a fault whose line holds the word beside it. */
struct bench_fault {
	const char *settings, *word;
};
void notifier_bench_faults(struct notifier_bench *bench, const struct bench_fault *faults,
			   size_t count);

/* A file of the folder that only we can read. */
void notifier_bench_secret(struct notifier_bench *bench, const char *name, const char *text);

void notifier_bench_begin(struct notifier_bench *bench);
void notifier_bench_wait(struct notifier_bench *bench);
void notifier_bench_send(struct notifier_bench *bench); /* begin and wait */

/* The head of a request as text, its body as JSON (json_decref). */
const char *notifier_bench_head(struct notifier_bench *bench, int number);
json_t *notifier_bench_body(struct notifier_bench *bench, int number);
const char *notifier_bench_body_text(struct notifier_bench *bench, int number);

/* What one answer makes of a message. */
struct bench_case {
	const char *say; /* as in `script` */
	enum notifier_end end;
	long retry_after_s;
	const char *reason; /* a part of it */
};
void notifier_bench_cases(struct notifier_bench *bench, const struct bench_case *cases,
			  size_t count);

#endif
