# Written by build-aux/list-sources; do not edit.
libdaemon_a_SOURCES = \
	src/daemon/daemon.c \
	src/daemon/daemon.h \
	src/daemon/intake.c \
	src/daemon/key.c \
	src/daemon/log.c \
	src/daemon/open.c \
	src/daemon/part.h \
	src/daemon/refusals.c \
	src/daemon/refusals.h \
	src/daemon/rehearsal.c \
	src/daemon/reload.c \
	src/daemon/slim.c \
	src/daemon/stats.c \
	src/daemon/teller.c \
	src/daemon/teller.h \
	src/daemon/thread.c \
	src/daemon/world.c
sbin_PROGRAMS += \
	gongshid
gongshid_SOURCES = \
	src/daemon/main.c
gongshid_LDADD = \
	$(daemon_libs)
