# Written by build-aux/list-sources; do not edit.
libprobe_a_SOURCES = \
	src/probe/file_links.c \
	src/probe/file_links.h \
	src/probe/files.c \
	src/probe/guard.c \
	src/probe/guard.h \
	src/probe/job.h \
	src/probe/probe.c \
	src/probe/probe.h \
	src/probe/reading.c \
	src/probe/reading.h
