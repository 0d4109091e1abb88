# Written by build-aux/list-sources; do not edit.
libreader_a_SOURCES =
