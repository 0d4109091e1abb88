# Written by build-aux/list-sources; do not edit.
libnet_a_SOURCES = \
	src/net/client.c \
	src/net/client.h \
	src/net/client_address.c \
	src/net/client_address.h \
	src/net/client_inside.h \
	src/net/client_mail.c \
	src/net/client_request.c \
	src/net/client_resolve.c \
	src/net/client_socket.c \
	src/net/client_transfer.c \
	src/net/client_url.c \
	src/net/clock.c \
	src/net/loop.c \
	src/net/loop.h \
	src/net/loop_inside.h \
	src/net/notify.c \
	src/net/notify.h \
	src/net/server.c \
	src/net/server.h \
	src/net/server_exchange.c \
	src/net/server_inside.h \
	src/net/server_socket.c \
	src/net/timer.c \
	src/net/unix_client.c \
	src/net/unix_client.h \
	src/net/url.c \
	src/net/url.h
