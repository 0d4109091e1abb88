#include "ledger_sample.h"

#include <string.h>

#define START_S INT64_C(1257120000) /* 2009-11-02T08:00:00+08:00 */
#define OFFSET_S (8 * 3600)
#define NAME "ledger.example.org"

struct fact fact_sample(uint64_t number)
{
	static const char *const channels[] = {"website", "board", NULL};
	static const char *const findings[] = {"tags-missing", "tag-wrong", NULL};
	const struct fact facts[] = {
		{.kind = FACT_DOCUMENT_RECEIVED,
		 .key = "盐城市水利局/盐水政〔2009〕9号",
		 .doc_number = "盐水政〔2009〕9号",
		 .title = "关于加强\"防汛\"工作的通知",
		 .issuer = "盐城市水利局",
		 .department = "hydrology",
		 .disclosure = "active",
		 .issued_on = {2009, 11, 2},
		 .revision = 1,
		 .source = "spool"},
		{.kind = FACT_OBLIGATION_OPENED,
		 .rule = "ten-day",
		 .basis = "办法第8条",
		 .trigger_on = {2009, 11, 2},
		 .due_on = {2009, 11, 12},
		 .edition = "00f1",
		 .due_at = {(START_S + 864000) * INSTANT_SECOND},
		 .channels = channels},
		{.kind = FACT_PUBLICATION_INTENDED,
		 .channel = "website",
		 .publication = "gongshi-9-r1-website",
		 .revision = 1,
		 .attempt = 1,
		 .operation = "create"},
		{.kind = FACT_PUBLICATION_FAILED,
		 .channel = "website",
		 .attempt = 1,
		 .reason = "connect 127.0.0.1:8443:\n\trefused \\ 拒绝",
		 .retry_at = {(START_S + 900) * INSTANT_SECOND}},
		{.kind = FACT_PAGE_PRESENT,
		 .channel = "website",
		 .verdict = "present",
		 .url = "https://example.org/9",
		 .findings = findings,
		 .repeats = 2},
		{.kind = FACT_CLOCK_JUMPED, .size = -7200, .reason = "set back"},
		{.kind = FACT_REHEARSAL_STARTED, .speed = 86400.5, .version = "1.0"},
	};
	struct fact fact = facts[number % ARRAY_LEN(facts)];
	if (fact.kind == FACT_REHEARSAL_STARTED && number > 20) /* rare, as in life */
		fact = (struct fact){.kind = FACT_DAEMON_STARTED,
				     .version = "1.0",
				     .edition = "0123456789abcdef"};
	fact.document = fact.kind < FACT_ALERT_OWED ? (int64_t)(number / 5 % 40 + 1) : 0;
	fact.actor = number % 3 == 0 ? "source:oa" : "gongshi";
	return fact;
}

void ledger_sample_init(struct ledger_sample *sample)
{
	*sample = (struct ledger_sample){.key.name = NAME};
	for (size_t i = 0; i < sizeof(sample->seed.byte); i++)
		sample->seed.byte[i] = (uint8_t)(i * 7 + 1);
	sample->key.key = ed25519_public_of(&sample->seed);
}

void ledger_sample_add(struct ledger_sample *sample, struct fact fact)
{
	fact.seq = sample->tree.size;
	if (!instant_is_set(fact.at))
		fact.at.us = START_S * INSTANT_SECOND + (int64_t)fact.seq * 1234000;

	size_t start = sample->text.len;
	*VEC_PUSH(&sample->starts) = start;
	ledger_line(&fact, sample->prev, OFFSET_S, &sample->text);
	sample->prev = ledger_leaf(sample->text.data + start, sample->text.len - start);
	buf_char(&sample->text, '\n');
	*VEC_PUSH(&sample->leaves) = sample->prev;
	tree_add(&sample->tree, sample->prev);
}

void ledger_sample_grow(struct ledger_sample *sample, size_t entries)
{
	while (entries-- > 0)
		ledger_sample_add(sample, fact_sample(sample->tree.size));
}

void ledger_sample_checkpoint(struct ledger_sample *sample)
{
	char root[DIGEST_TEXT];
	scoped(buf_finish) struct buf note = {0};
	checkpoint_sign(NAME, sample->tree.size, tree_root(&sample->tree), &sample->key,
			&sample->seed, &note);
	ledger_sample_add(sample, (struct fact){
					  .kind = FACT_CHECKPOINT_SIGNED,
					  .actor = "gongshi",
					  .size = (int64_t)sample->tree.size,
					  .root = digest_print(tree_root(&sample->tree), root),
					  .note = note.data,
				  });
}

void ledger_sample_finish(struct ledger_sample *sample)
{
	buf_finish(&sample->text);
	VEC_FINISH(&sample->starts);
	VEC_FINISH(&sample->leaves);
}

const char *ledger_sample_line(const struct ledger_sample *sample, uint64_t seq, size_t *len)
{
	size_t end = seq + 1 < sample->starts.len ? sample->starts.at[seq + 1] : sample->text.len;
	*len = end - sample->starts.at[seq] - 1;
	return sample->text.data + sample->starts.at[seq];
}

int ledger_sample_tile(void *ctx, int level, uint64_t index, struct digest *hashes, int *width)
{
	const struct ledger_sample *sample = ctx;
	uint64_t count = sample->leaves.len >> 8 * level;
	*width = 0;
	for (uint64_t i = index * TILE_WIDTH; i < count && *width < TILE_WIDTH; i++, ++*width) {
		struct digest below[TILE_WIDTH];
		int below_width;
		if (level == 0)
			hashes[*width] = sample->leaves.at[i];
		else if (ledger_sample_tile(ctx, level - 1, i, below, &below_width) == 0)
			hashes[*width] = tile_root(below);
	}
	return *width > 0 ? 0 : -E_NOT_FOUND;
}
