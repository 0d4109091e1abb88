/* How fast are lines made and checked?  bench_ledger [ENTRIES] */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/ledger/scan.h"
#include "core/ledger/tree.h"
#include "unit/core/ledger_sample.h"

static double now_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void report(const char *what, double seconds, size_t entries)
{
	printf("%-34s %7.0f ns an entry, %9.0f/s\n", what, seconds / (double)entries * 1e9,
	       (double)entries / seconds);
}

static void hash_barely(EVP_MD_CTX *ctx, const EVP_MD *sha, const void *bytes, size_t len)
{
	unsigned char out[32];
	EVP_DigestInit_ex(ctx, sha, NULL);
	EVP_DigestUpdate(ctx, bytes, len);
	EVP_DigestFinal_ex(ctx, out, NULL);
}

/* What OpenSSL needs for the same messages: all lines, and as many nodes. */
static double measure_openssl(const struct ledger_sample *sample)
{
	EVP_MD *sha = EVP_MD_fetch(NULL, "SHA256", NULL);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	char node[65] = {1};
	double start = now_s();
	for (uint64_t seq = 0; seq < sample->starts.len; seq++) {
		size_t len;
		const char *line = ledger_sample_line(sample, seq, &len);
		hash_barely(ctx, sha, line, len + 1);
	}
	double lines_s = now_s() - start;
	report("bare SHA-256 of the lines", lines_s, sample->starts.len);
	start = now_s();
	for (uint64_t seq = 0; seq < sample->starts.len; seq++)
		hash_barely(ctx, sha, node, sizeof(node));
	double nodes_s = now_s() - start;
	report("bare SHA-256 of the nodes", nodes_s, sample->starts.len);
	EVP_MD_CTX_free(ctx);
	EVP_MD_free(sha);
	return lines_s + nodes_s;
}

static double measure_check(const struct ledger_sample *sample, bool leave_form)
{
	struct ledger_check *check = ledger_check_new();
	if (leave_form)
		ledger_check_leave_form(check);
	ledger_check_expect(check, sample->tree.size, tree_root(&sample->tree), "the end");
	ledger_check_key(check, &sample->key);
	double start = now_s();
	for (uint64_t seq = 0; seq < sample->starts.len; seq++) {
		size_t len;
		const char *line = ledger_sample_line(sample, seq, &len);
		if (!ledger_check_line(check, line, len))
			break;
	}
	struct error err = {0};
	if (!ledger_check_end(check, NULL, NULL, &err))
		printf("%s\n", err.text);
	double seconds = now_s() - start;
	ledger_check_free(check);
	return seconds;
}

int main(int argc, char **argv)
{
	size_t entries = argc > 1 ? strtoul(argv[1], NULL, 10) : 200000;
	struct ledger_sample sample;
	ledger_sample_init(&sample);
	double start = now_s();
	ledger_sample_grow(&sample, entries);
	report("made (JSON, leaf, tree)", now_s() - start, entries);
	printf("%zu bytes a line\n", sample.text.len / entries);

	start = now_s();
	for (uint64_t seq = 0; seq < entries; seq++) {
		size_t len;
		struct scanned scanned;
		const char *line = ledger_sample_line(&sample, seq, &len);
		if (scan_line(line, len, &scanned, NULL) < 0)
			return 1;
	}
	report("scanned", now_s() - start, entries);

	start = now_s();
	struct pool pool = {0};
	for (uint64_t seq = 0; seq < entries; seq++) {
		size_t len;
		struct fact fact;
		const char *line = ledger_sample_line(&sample, seq, &len);
		if (ledger_read(line, len, &pool, &fact, NULL) < 0)
			return 1;
		pool_finish(&pool);
	}
	report("read back", now_s() - start, entries);

	for (int round = 0; round < 3; round++) {
		double bare_s = measure_openssl(&sample);
		for (int leave_form = 0; leave_form < 2; leave_form++) {
			double check_s = measure_check(&sample, leave_form);
			report(leave_form ? "checked, JSON left to another" : "checked", check_s,
			       entries);
			printf("  at %.2f of bare hashing\n", bare_s / check_s);
		}
	}
	ledger_sample_finish(&sample);
	return 0;
}
