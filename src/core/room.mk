# Written by build-aux/list-sources; do not edit.
libcore_a_SOURCES =
