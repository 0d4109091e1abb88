/* What OpenSSL alone needs for a ledger: SHA-256 over every line as a leaf and, for each, over one
 * node of the tree (65 bytes).
 *
 *     bare_sha256 LEDGER */
#include <openssl/evp.h>

#include "bench.h"

static void hash(EVP_MD_CTX *ctx, const EVP_MD *sha, const char *mark, const void *bytes,
		 size_t len)
{
	unsigned char out[32];
	EVP_DigestInit_ex(ctx, sha, NULL);
	EVP_DigestUpdate(ctx, mark, 1);
	EVP_DigestUpdate(ctx, bytes, len);
	EVP_DigestFinal_ex(ctx, out, NULL);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		bench_die("usage: bare_sha256 LEDGER");
	double start = bench_now_s();
	struct bench_text rest = bench_read(argv[1]), line;
	EVP_MD *sha = EVP_MD_fetch(NULL, "SHA256", NULL);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	char node[64] = {0};
	size_t count = 0, total = rest.len;
	for (; bench_line(&rest, &line); count++) {
		hash(ctx, sha, "\0", line.data, line.len);
		hash(ctx, sha, "\1", node, sizeof(node));
	}
	EVP_MD_CTX_free(ctx);
	EVP_MD_free(sha);
	printf("{\"count\":%zu,\"seconds\":%.6f,\"cpu_s\":%.6f,\"bytes\":%zu}\n", count,
	       bench_now_s() - start, bench_cpu_s(), total);
	return 0;
}
