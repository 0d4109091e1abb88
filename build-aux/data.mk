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
templates_messagedir = $(pkgdatadir)/templates/message
dist_templates_message_DATA = \
	templates/message/digest.mustache \
	templates/message/subject.mustache
templates_pagedir = $(pkgdatadir)/templates/page
dist_templates_page_DATA = \
	templates/page/board.mustache \
	templates/page/dossier.mustache \
	templates/page/foot.mustache \
	templates/page/head.mustache \
	templates/page/style.mustache
templates_sitedir = $(pkgdatadir)/templates/site
dist_templates_site_DATA = \
	templates/site/banner.mustache \
	templates/site/foot.mustache \
	templates/site/head.mustache \
	templates/site/index.mustache \
	templates/site/list.mustache \
	templates/site/page.mustache \
	templates/site/rows.mustache \
	templates/site/side.mustache \
	templates/site/style.mustache
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
etc_sample_documentsdir = $(pkgdatadir)/etc/sample/documents
dist_etc_sample_documents_DATA = \
	etc/sample/documents/01-river-cleaning.json \
	etc/sample/documents/02-winter-works.json \
	etc/sample/documents/03-water-permits.json \
	etc/sample/documents/04-fee-standards.json \
	etc/sample/documents/05-appointment.json \
	etc/sample/documents/07-inspection-report.json \
	etc/sample/documents/08-unknown-department.json
etc_sample_documents_06_flood_plandir = $(pkgdatadir)/etc/sample/documents/06-flood-plan
dist_etc_sample_documents_06_flood_plan_DATA = \
	etc/sample/documents/06-flood-plan/body.html \
	etc/sample/documents/06-flood-plan/manifest.json \
	etc/sample/documents/06-flood-plan/防汛物资储备表.csv
dist_units_DATA =
nodist_units_DATA = \
	systemd/gongshid.service
EXTRA_DIST += \
	systemd/gongshid.service.in
CLEANFILES += \
	systemd/gongshid.service
systemd/gongshid.service: systemd/gongshid.service.in Makefile
	$(fill_in) $(srcdir)/systemd/gongshid.service.in > $@
dist_sysusers_DATA = \
	systemd/sysusers.d/gongshi.conf
dist_tmpfiles_DATA = \
	systemd/tmpfiles.d/gongshi.conf
EXTRA_DIST += \
	build-aux/demo \
	build-aux/list-sources \
	build-aux/make-han-table
dist_man_MANS = \
	doc/gongshi.conf.5 \
	doc/gongshictl.1 \
	doc/gongshid.8
EXTRA_DIST += \
	doc/states.md
