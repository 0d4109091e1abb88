# Written by build-aux/list-sources; do not edit.
libchannel_a_SOURCES =
