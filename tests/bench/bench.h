/* What the programs of tests/bench share.  Each measures one thing and prints one line of JSON;
 * tests/bench/run starts them beside the daemon and draws the table. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/macros.h"

static inline double bench_now_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Processor time of this process so far. */
static inline double bench_cpu_s(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

PRINTF_LIKE(1, 2) static inline void bench_die(const char *fmt, ...)
{
	int code = errno;
	va_list args;
	va_start(args, fmt);
	fprintf(stderr, "bench: ");
	vfprintf(stderr, fmt, args);
	fprintf(stderr, code != 0 ? ": %s\n" : "\n", strerror(code));
	va_end(args);
	exit(1);
}

struct bench_text {
	const char *data;
	size_t len;
};

/* The whole file in memory, before the clock starts; stays until the end. */
static inline struct bench_text bench_read(const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0)
		bench_die("open %s", path);
	struct bench_text text = {"", (size_t)st.st_size};
	if (text.len > 0)
		text.data = mmap(NULL, text.len, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	if (text.data == MAP_FAILED)
		bench_die("map %s", path);
	close(fd);
	return text;
}

/* A line of the file, without its end; false behind the last. */
static inline int bench_line(struct bench_text *rest, struct bench_text *line)
{
	if (rest->len == 0)
		return 0;
	const char *end = memchr(rest->data, '\n', rest->len);
	line->data = rest->data;
	line->len = end == NULL ? rest->len : (size_t)(end - rest->data);
	size_t used = line->len + (end != NULL);
	rest->data += used;
	rest->len -= used;
	return 1;
}

/* A request file has a line a request: METHOD SPACE PATH [SPACE BODY]. */
struct bench_request {
	struct bench_text method, path, body;
};

static inline struct bench_text bench_word(struct bench_text *line)
{
	const char *space = memchr(line->data, ' ', line->len);
	struct bench_text word = {line->data,
				  space == NULL ? line->len : (size_t)(space - line->data)};
	size_t used = word.len + (space != NULL);
	line->data += used;
	line->len -= used;
	return word;
}

static inline struct bench_request *bench_requests(const char *path, size_t *count)
{
	struct bench_text rest = bench_read(path), line;
	struct bench_request *list = NULL;
	size_t room = 0;
	*count = 0;
	while (bench_line(&rest, &line)) {
		if (*count == room) {
			room = room == 0 ? 1024 : room * 2;
			list = realloc(list, room * sizeof(*list));
			if (list == NULL)
				bench_die("memory");
		}
		struct bench_request *request = &list[(*count)++];
		request->method = bench_word(&line);
		request->path = bench_word(&line);
		request->body = line;
	}
	return list;
}

#endif
