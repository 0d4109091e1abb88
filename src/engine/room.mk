# Written by build-aux/list-sources; do not edit.
libengine_a_SOURCES =
