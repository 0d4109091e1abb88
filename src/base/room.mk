# Written by build-aux/list-sources; do not edit.
libbase_a_SOURCES = \
	src/base/buf.c \
	src/base/buf.h \
	src/base/civil_date.c \
	src/base/civil_date.h \
	src/base/ed25519.c \
	src/base/ed25519.h \
	src/base/encode.c \
	src/base/encode.h \
	src/base/error.c \
	src/base/error.h \
	src/base/instant.c \
	src/base/instant.h \
	src/base/json.c \
	src/base/json.h \
	src/base/limits.h \
	src/base/macros.h \
	src/base/mem.c \
	src/base/mem.h \
	src/base/pool.c \
	src/base/pool.h \
	src/base/sha256.c \
	src/base/sha256.h \
	src/base/text.c \
	src/base/text.h \
	src/base/vec.c \
	src/base/vec.h
