/* What the file system can do: read each file of a folder and rename it into a folder of its own,
 * as the spool does with what it accepts.
 *
 *     bare_files FROM TO */
#include <dirent.h>

#include "bench.h"

static char bytes[1 << 20];

static size_t read_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	size_t len = 0;
	ssize_t got;
	if (fd < 0)
		bench_die("open %s", path);
	while ((got = read(fd, bytes, sizeof(bytes))) > 0)
		len += (size_t)got;
	close(fd);
	return len;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		bench_die("usage: bare_files FROM TO");
	size_t count = 0, total = 0;
	double start = bench_now_s();
	DIR *folder = opendir(argv[1]);
	if (folder == NULL)
		bench_die("open %s", argv[1]);
	mkdir(argv[2], 0700);
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
		char from[1024], to[1024];
		if (entry->d_name[0] == '.')
			continue;
		snprintf(from, sizeof(from), "%s/%s", argv[1], entry->d_name);
		total += read_file(from);
		snprintf(to, sizeof(to), "%s/%zu", argv[2], ++count);
		if (mkdir(to, 0700) < 0)
			bench_die("make %s", to);
		snprintf(to, sizeof(to), "%s/%zu/%.255s", argv[2], count, entry->d_name);
		if (rename(from, to) < 0)
			bench_die("rename %s", from);
	}
	closedir(folder);
	printf("{\"count\":%zu,\"seconds\":%.6f,\"cpu_s\":%.6f,\"bytes\":%zu}\n", count,
	       bench_now_s() - start, bench_cpu_s(), total);
	return 0;
}
