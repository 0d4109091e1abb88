# Written by build-aux/list-sources; do not edit.
dist_units_DATA =
dist_sysusers_DATA =
dist_tmpfiles_DATA =
EXTRA_DIST += \
	build-aux/list-sources
dist_man_MANS =
