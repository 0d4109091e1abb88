# Written by build-aux/list-sources; do not edit.
libconfig_room_a_SOURCES = \
	src/config/config.h \
	src/config/fields.c \
	src/config/file.c \
	src/config/kinds.c \
	src/config/kinds.h \
	src/config/nearest.c \
	src/config/node.c \
	src/config/node.h \
	src/config/origin.c \
	src/config/origin.h \
	src/config/scan.c \
	src/config/scan.h \
	src/config/secret.c \
	src/config/values.c \
	src/config/values.h
