# Written by build-aux/list-sources; do not edit.
libstore_a_SOURCES = \
	src/store/backend.h \
	src/store/memory.c \
	src/store/memory.h \
	src/store/memory_list.c \
	src/store/memory_read.c \
	src/store/objects.c \
	src/store/objects.h \
	src/store/sqlite.c \
	src/store/sqlite.h \
	src/store/sqlite_list.c \
	src/store/sqlite_read.c \
	src/store/sqlite_schema.c \
	src/store/sqlite_write.c \
	src/store/store.c \
	src/store/store.h \
	src/store/tiles.c \
	src/store/tiles.h \
	src/store/words.c \
	src/store/words.h
