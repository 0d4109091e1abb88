# Written by build-aux/list-sources; do not edit.
libsettings_a_SOURCES = \
	src/settings/backends.c \
	src/settings/holidays.c \
	src/settings/ladders.c \
	src/settings/match.c \
	src/settings/people.c \
	src/settings/reach.c \
	src/settings/reading.c \
	src/settings/reading.h \
	src/settings/rules.c \
	src/settings/settings.c \
	src/settings/settings.h
