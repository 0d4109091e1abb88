# Written by build-aux/list-sources; do not edit.
libweb_a_SOURCES =
