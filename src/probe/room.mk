# Written by build-aux/list-sources; do not edit.
libprobe_a_SOURCES =
