#include "store_sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A helper has no test to fail: it says what is wrong and ends the program. */
static void must(int rc, const struct error *err, const char *what)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "store_sample: %s: %s\n", what, err->text);
	abort();
}

void store_sample_reopen(struct store_sample *sample)
{
	struct error err = {0};
	store_close(sample->store);
	sample->store = NULL;
	must(store_open(sample->type, sample->folder, false, &sample->store, &err), &err, "open");
}

void store_sample_init(struct store_sample *sample, const char *type)
{
	*sample = (struct store_sample){.type = type};
	const char *temporary = getenv("TMPDIR");
	snprintf(sample->folder, sizeof(sample->folder), "%.40s/gongshi-store-XXXXXX",
		 temporary != NULL ? temporary : "/tmp");
	must(mkdtemp(sample->folder) != NULL ? 0 : -E_IO, &(struct error){0}, sample->folder);
	store_sample_reopen(sample);
}

void store_sample_finish(struct store_sample *sample)
{
	char command[128];
	store_close(sample->store);
	snprintf(command, sizeof(command), "rm -rf '%s'", sample->folder);
	must(system(command) == 0 ? 0 : -E_IO, &(struct error){0}, command);
	*sample = (struct store_sample){0};
}

size_t store_sample_line(uint64_t seq, char *out, size_t room)
{
	int len = snprintf(out, room,
			   "{\"seq\":%llu,\"event\":\"sample\",\"data\":{\"盐\":\"%0*d\"}}",
			   (unsigned long long)seq, (int)(seq % 40) + 1, 7);
	return (size_t)len;
}

void store_sample_put(struct store_sample *sample, size_t entries)
{
	char line[256];
	struct error err = {0};
	for (; entries > 0; entries--) {
		uint64_t seq = sample->tree.size;
		size_t len = store_sample_line(seq, line, sizeof(line));
		struct digest leaf = ledger_leaf(line, len);
		must(store_put_entry(sample->store, seq, line, len, leaf, &err), &err, "put entry");
		tree_add(&sample->tree, leaf);
	}
}

void store_sample_begin(struct store_sample *sample)
{
	struct error err = {0};
	must(store_begin(sample->store, &err), &err, "begin");
}

void store_sample_commit(struct store_sample *sample)
{
	struct error err = {0};
	must(store_commit(sample->store, &err), &err, "commit");
}

struct store_row row_sample(int64_t id)
{
	static char key[8][64], number[8][64];
	static int turn;
	turn = (turn + 1) % 8; /* some rows may be held at once */
	snprintf(key[turn], sizeof(key[turn]), "盐城市水利局/盐水政〔2009〕%lld号", (long long)id);
	snprintf(number[turn], sizeof(number[turn]), "盐水政〔2009〕%lld号", (long long)id);
	return (struct store_row){
		.id = id,
		.key = key[turn],
		.number = number[turn],
		.title = "关于防汛工作的通知",
		.issuer = "盐城市水利局",
		.department = "hydrology",
		.category = "official-document",
		.content = "00",
		.revision = 1,
		.issued_on = {2009, 3, 2},
		.received_at = {id * 1000},
		.due_at = {id * ROW_SAMPLE_DAY_US},
		.soon_at = {id * ROW_SAMPLE_DAY_US - ROW_SAMPLE_DAY_US / 2},
		.open = 1,
		.state = "open",
		.wake_at = {id * ROW_SAMPLE_DAY_US / 2},
		.changed_at = {id * 1000 + 1},
		.notes = "",
	};
}

void store_sample_fill(struct store_sample *sample, int64_t count)
{
	struct error err = {0};
	store_sample_begin(sample);
	for (int64_t id = 1; id <= count; id++) {
		struct store_row row = row_sample(id);
		uint64_t seq = sample->tree.size;
		store_sample_put(sample, 1);
		must(store_put_row(sample->store, &row, &seq, 1, &err), &err, "put row");
	}
	store_sample_commit(sample);
}
