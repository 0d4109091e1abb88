/* What reading and writing alone costs: dates from stdin, each checked and printed twice, as `due`
 * prints them, but without asking a calendar. */
#include "base/civil_date.h"
#include "bench.h"

int main(void)
{
	char line[64];
	size_t count = 0;
	double start = bench_now_s();
	while (fgets(line, sizeof(line), stdin) != NULL) {
		struct civil_date date;
		line[strcspn(line, "\n")] = '\0';
		if (civil_date_parse(line, &date) < 0)
			bench_die("\"%s\" is not a date", line);
		char out[32];
		memcpy(out, line, 10);
		out[10] = '\t';
		memcpy(out + 11, line, 10);
		memcpy(out + 21, "\t-\n", 3);
		fwrite(out, 1, 24, stdout);
		count++;
	}
	fflush(stdout);
	fprintf(stderr, "{\"count\":%zu,\"seconds\":%.6f,\"cpu_s\":%.6f}\n", count,
		bench_now_s() - start, bench_cpu_s());
	return 0;
}
