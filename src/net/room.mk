# Written by build-aux/list-sources; do not edit.
libnet_a_SOURCES =
