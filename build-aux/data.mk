# Written by build-aux/list-sources; do not edit.
data_holidaysdir = $(pkgdatadir)/holidays
dist_data_holidays_DATA = \
	data/holidays/2007.json \
	data/holidays/2008.json \
	data/holidays/2009.json \
	data/holidays/2010.json \
	data/holidays/2011.json \
	data/holidays/2012.json \
	data/holidays/2013.json \
	data/holidays/2014.json \
	data/holidays/2015.json \
	data/holidays/2016.json \
	data/holidays/2017.json \
	data/holidays/2018.json \
	data/holidays/2019.json \
	data/holidays/2020.json \
	data/holidays/2021.json \
	data/holidays/2022.json \
	data/holidays/2023.json \
	data/holidays/2024.json \
	data/holidays/2025.json \
	data/holidays/2026.json \
	data/holidays/README.md
presetsdir = $(pkgdatadir)/presets
dist_presets_DATA = \
	presets/generic.json \
	presets/wordpress.json
etcdir = $(pkgdatadir)/etc
dist_etc_DATA =
nodist_etc_DATA = \
	etc/gongshi.conf
EXTRA_DIST += \
	etc/gongshi.conf.in
CLEANFILES += \
	etc/gongshi.conf
etc/gongshi.conf: etc/gongshi.conf.in Makefile
	$(fill_in) $(srcdir)/etc/gongshi.conf.in > $@
etc_sampledir = $(pkgdatadir)/etc/sample
dist_etc_sample_DATA = \
	etc/sample/gongshi.conf
dist_units_DATA =
dist_sysusers_DATA =
dist_tmpfiles_DATA =
EXTRA_DIST += \
	build-aux/list-sources \
	build-aux/make-han-table
dist_man_MANS =
