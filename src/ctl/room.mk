# Written by build-aux/list-sources; do not edit.
libctl_a_SOURCES =
