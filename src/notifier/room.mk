# Written by build-aux/list-sources; do not edit.
libnotifier_a_SOURCES =
