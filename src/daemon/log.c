#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/daemon.h"

/* Under systemd the journal reads priorities as <N> in front of a line (sd-daemon(3)). */
static bool to_journal(void)
{
	static int known = -1;
	if (known < 0)
		known = getenv("JOURNAL_STREAM") != NULL || getenv("INVOCATION_ID") != NULL;
	return known != 0;
}

void log_sentence(void *unused, int priority, const char *sentence)
{
	(void)unused;
	char line[2048];
	int len = to_journal() ? snprintf(line, sizeof(line), "<%d>%s\n", priority, sentence)
			       : snprintf(line, sizeof(line), "gongshid: %s\n", sentence);
	if (len >= (int)sizeof(line)) {
		len = sizeof(line) - 1;
		line[len - 1] = '\n';
	}
	/* One write a line, so that threads do not mix theirs; a full pipe must not stop us. */
	ssize_t written = write(STDERR_FILENO, line, (size_t)len);
	(void)written;
}

void log_line(int priority, const char *fmt, ...)
{
	char sentence[1536];
	va_list args;
	va_start(args, fmt);
	vsnprintf(sentence, sizeof(sentence), fmt, args);
	va_end(args);
	log_sentence(NULL, priority, sentence);
}
