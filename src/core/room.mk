# Written by build-aux/list-sources; do not edit.
libcore_a_SOURCES = \
	src/core/calendar/calendar.h \
	src/core/ledger/ledger.h \
	src/core/model/date_text.h \
	src/core/model/doc_number.h \
	src/core/model/document.h \
	src/core/model/fact.h \
	src/core/model/law.h \
	src/core/model/term.h \
	src/core/rule/rule.h \
	src/core/verify/verify.h
