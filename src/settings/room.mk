# Written by build-aux/list-sources; do not edit.
libsettings_a_SOURCES =
