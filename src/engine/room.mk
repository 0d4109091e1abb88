# Written by build-aux/list-sources; do not edit.
libengine_a_SOURCES = \
	src/engine/cache.c \
	src/engine/digest.c \
	src/engine/dispatch.c \
	src/engine/end.c \
	src/engine/engine.c \
	src/engine/engine.h \
	src/engine/engine_inside.h \
	src/engine/flight.c \
	src/engine/job.c \
	src/engine/row.c \
	src/engine/task.c \
	src/engine/turn.c
