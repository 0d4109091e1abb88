# Written by build-aux/list-sources; do not edit.
libdaemon_a_SOURCES =
