/* A channel on a loop, one document to publish, and the result of the last operation. */
#ifndef TESTS_UNIT_CHANNEL_BENCH_H
#define TESTS_UNIT_CHANNEL_BENCH_H

#include "../config/conf_folder.h"
#include "base/buf.h"
#include "channel/channel.h"

struct channel_bench {
	struct loop *loop;
	struct client *client;
	struct conf_folder folder; /* for the configuration, the site, attachments */
	struct config *config;
	struct config_report report;
	struct channel *channel;
	struct document document;
	struct channel_request request;
	int waiting, done;
	/* of the last end */
	enum channel_end end;
	bool permanent, changed_key;
	long retry_after_s;
	int status;
	char remote_id[256], url[512], reason[2048];
};

int channel_bench_setup(void **state); /* *state is a struct channel_bench */
int channel_bench_teardown(void **state);

/* `settings` are what stands between the braces of the channel's group; it must be good. */
void channel_bench_open(struct channel_bench *bench, const char *settings);
/* Only the faults; NULL settings are none. */
struct channel *channel_bench_configure(struct channel_bench *bench, const char *settings);
void channel_bench_start(struct channel_bench *bench);
void channel_bench_close(struct channel_bench *bench); /* the channel alone */

/* A file of the folder as the document's only attachment, or one more. */
void channel_bench_attach(struct channel_bench *bench, const char *name, const char *text);

void channel_bench_begin(struct channel_bench *bench, enum channel_operation operation);
void channel_bench_wait(struct channel_bench *bench);
void channel_bench_run(struct channel_bench *bench, enum channel_operation operation);
/* Let the loop turn for so long. */
void channel_bench_pause(struct channel_bench *bench, uint64_t ms);

const char *channel_bench_source(char out[512], const char *path); /* in the source tree */

#endif
