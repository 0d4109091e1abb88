# Written by build-aux/list-sources; do not edit.
libctl_a_SOURCES = \
	src/ctl/absent.c \
	src/ctl/args.c \
	src/ctl/args.h \
	src/ctl/ask.c \
	src/ctl/ask.h \
	src/ctl/book.c \
	src/ctl/book.h \
	src/ctl/calendar.c \
	src/ctl/commands.c \
	src/ctl/commands.h \
	src/ctl/ctl.c \
	src/ctl/ctl.h \
	src/ctl/decide.c \
	src/ctl/due.c \
	src/ctl/explain.c \
	src/ctl/explain.h \
	src/ctl/findings.c \
	src/ctl/findings.h \
	src/ctl/help.c \
	src/ctl/help.h \
	src/ctl/ledger.c \
	src/ctl/lines.c \
	src/ctl/lines.h \
	src/ctl/list.c \
	src/ctl/parcel.c \
	src/ctl/parcel.h \
	src/ctl/places.c \
	src/ctl/places.h \
	src/ctl/proof.c \
	src/ctl/rules.c \
	src/ctl/safe.c \
	src/ctl/safe.h \
	src/ctl/session.c \
	src/ctl/session.h \
	src/ctl/show.c \
	src/ctl/submit.c \
	src/ctl/table.c \
	src/ctl/table.h \
	src/ctl/verify.c \
	src/ctl/whole.c \
	src/ctl/whole.h \
	src/ctl/width.c \
	src/ctl/width.h
bin_PROGRAMS += \
	gongshictl
gongshictl_SOURCES = \
	src/ctl/main.c
gongshictl_LDADD = \
	$(ctl_libs)
