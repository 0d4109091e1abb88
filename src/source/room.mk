# Written by build-aux/list-sources; do not edit.
libsource_a_SOURCES =
