#include <errno.h>
#include <limits.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "source/spool.h"

#define EVENTS_BYTES 65536

/* IN_CREATE tells of folders, and of files that were linked into place. */
#define WANTED (IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF)

void spool_watch_open(struct spool *spool)
{
	bool fresh = spool->inotify_fd < 0;
	if (fresh)
		spool->inotify_fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (spool->inotify_fd < 0)
		return;
	char path[64];
	/* By descriptor: the path may have been renamed meanwhile. */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", spool->incoming_fd);
	spool->watch = inotify_add_watch(spool->inotify_fd, path, WANTED | IN_ONLYDIR);
	/* One that the loop watches already stays open: it must not poll a closed one. */
	if (spool->watch < 0 && fresh)
		folder_close_fd(&spool->inotify_fd);
}

/* True when only a full listing can tell what happened. */
static bool note(struct spool *spool, const struct inotify_event *event)
{
	if ((event->mask & (IN_Q_OVERFLOW | IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF)) != 0)
		return true;
	if (event->len == 0)
		return false;
	mode_t mode = (event->mask & IN_ISDIR) != 0 ? S_IFDIR : 0;
	bool in_place = (event->mask & IN_MOVED_TO) != 0;
	bool closed = (event->mask & IN_CLOSE_WRITE) != 0;
	/* A file that was only created is not written yet; it is met when it is closed, or by a
	 * listing. */
	if ((event->mask & IN_CREATE) == 0 || mode == S_IFDIR)
		spool_meet(spool, event->name, mode, in_place, closed);
	return false;
}

bool spool_watch_drain(struct spool *spool)
{
	if (spool->inotify_fd < 0)
		return false;
	_Alignas(struct inotify_event) char events[EVENTS_BYTES];
	bool lost = false;
	ssize_t got;
	while ((got = read(spool->inotify_fd, events, sizeof(events))) > 0 ||
	       (got < 0 && errno == EINTR)) {
		for (ssize_t at = 0; at < got;) {
			const struct inotify_event *event = (const void *)(events + at);
			lost |= note(spool, event);
			at += (ssize_t)(sizeof(*event) + event->len);
		}
	}
	return lost;
}
