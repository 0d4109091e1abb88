# Written by build-aux/list-sources; do not edit.
libnet_a_SOURCES = \
	src/net/client.h \
	src/net/clock.c \
	src/net/loop.c \
	src/net/loop.h \
	src/net/loop_inside.h \
	src/net/notify.c \
	src/net/notify.h \
	src/net/server.h \
	src/net/timer.c \
	src/net/unix_client.h
