# Written by build-aux/list-sources; do not edit.
librender_a_SOURCES =
