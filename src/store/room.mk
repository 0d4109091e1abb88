# Written by build-aux/list-sources; do not edit.
libstore_a_SOURCES =
