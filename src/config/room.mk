# Written by build-aux/list-sources; do not edit.
libconfig_room_a_SOURCES =
