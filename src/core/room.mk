# Written by build-aux/list-sources; do not edit.
libcore_a_SOURCES = \
	src/core/calendar/calendar.c \
	src/core/calendar/calendar.h \
	src/core/calendar/calendar_check.c \
	src/core/calendar/day_set.c \
	src/core/calendar/day_set.h \
	src/core/calendar/decree.c \
	src/core/calendar/decree.h \
	src/core/calendar/holiday_file.c \
	src/core/calendar/holiday_file.h \
	src/core/calendar/state.h \
	src/core/model/date_text.c \
	src/core/model/date_text.h \
	src/core/model/doc_number.c \
	src/core/model/doc_number.h \
	src/core/model/document.c \
	src/core/model/document.h \
	src/core/model/law.c \
	src/core/model/law.h \
	src/core/model/term.c \
	src/core/model/term.h \
	src/core/rule/rule.c \
	src/core/rule/rule.h \
	src/core/rule/rule_explain.c
