# Written by build-aux/list-sources; do not edit.
libweb_a_SOURCES = \
	src/web/answer.c \
	src/web/api_alerts.c \
	src/web/api_decisions.c \
	src/web/api_documents.c \
	src/web/api_ledger.c \
	src/web/api_status.c \
	src/web/api_submit.c \
	src/web/auth.c \
	src/web/auth.h \
	src/web/calendar.c \
	src/web/feed.c \
	src/web/handlers.h \
	src/web/ical.c \
	src/web/ical.h \
	src/web/metrics.c \
	src/web/multipart.c \
	src/web/multipart.h \
	src/web/openapi.c \
	src/web/openapi.h \
	src/web/page_dossier.c \
	src/web/page_words.c \
	src/web/pages.c \
	src/web/pages.h \
	src/web/problem.c \
	src/web/problem.h \
	src/web/reading.c \
	src/web/request.h \
	src/web/route.c \
	src/web/route.h \
	src/web/site.c \
	src/web/upload.c \
	src/web/upload.h \
	src/web/web.c \
	src/web/web.h
