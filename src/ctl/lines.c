#include "ctl/lines.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

void lines_open(struct lines *lines, int fd)
{
	*lines = (struct lines){.fd = fd, .at = mem_alloc(LINES_ROOM + 1)};
}

void lines_finish(struct lines *lines)
{
	mem_free(lines->at);
	*lines = (struct lines){.fd = -1};
}

bool lines_ready(const struct lines *lines)
{
	return memchr(lines->at + lines->from, '\n', lines->to - lines->from) != NULL;
}

static int fill(struct lines *lines, struct error *err)
{
	memmove(lines->at, lines->at + lines->from, lines->to - lines->from);
	lines->to -= lines->from;
	lines->from = 0;
	if (lines->to == LINES_ROOM)
		return error_set(err, E_LIMIT, "a line is longer than %u bytes", LINES_ROOM);
	ssize_t got;
	do {
		got = read(lines->fd, lines->at + lines->to, LINES_ROOM - lines->to);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return error_sys(err, "read");
	lines->ended = got == 0;
	lines->to += (size_t)got;
	return 0;
}

int lines_next(struct lines *lines, char **line, size_t *len, bool *whole, struct error *err)
{
	char *end;
	size_t looked = 0;
	for (;;) {
		char *start = lines->at + lines->from;
		end = memchr(start + looked, '\n', lines->to - lines->from - looked);
		if (end != NULL || lines->ended)
			break;
		looked = lines->to - lines->from;
		int rc = fill(lines, err);
		if (rc < 0)
			return rc;
	}
	*whole = end != NULL;
	if (end == NULL)
		end = lines->at + lines->to;
	*line = lines->at + lines->from;
	*len = (size_t)(end - *line);
	if (*len == 0 && !*whole)
		return 0;
	*end = '\0';
	lines->from += *len + *whole;
	return 1;
}
