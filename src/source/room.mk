# Written by build-aux/list-sources; do not edit.
libsource_a_SOURCES = \
	src/source/folder.c \
	src/source/folder.h \
	src/source/manifest.c \
	src/source/manifest.h \
	src/source/manifest_canonical.c \
	src/source/manifest_field.c \
	src/source/manifest_field.h \
	src/source/manifest_file.c \
	src/source/manifest_file.h \
	src/source/manifest_key.c \
	src/source/manifest_key.h \
	src/source/manifest_parse.c \
	src/source/mime.c \
	src/source/mime.h \
	src/source/refusal.c \
	src/source/refusal.h \
	src/source/register.c \
	src/source/register.h \
	src/source/source.h \
	src/source/spool.c \
	src/source/spool.h \
	src/source/spool_entry.c \
	src/source/spool_look.c \
	src/source/spool_move.c \
	src/source/spool_read.c \
	src/source/spool_watch.c
