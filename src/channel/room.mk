# Written by build-aux/list-sources; do not edit.
libchannel_a_SOURCES = \
	src/channel/backend.h \
	src/channel/body.c \
	src/channel/body.h \
	src/channel/channel.c \
	src/channel/channel.h \
	src/channel/channel_http.c \
	src/channel/channel_manual.c \
	src/channel/channel_site.c \
	src/channel/html_clean.c \
	src/channel/http.h \
	src/channel/http_answer.c \
	src/channel/http_auth.c \
	src/channel/http_upload.c \
	src/channel/http_values.c \
	src/channel/preset.c \
	src/channel/preset.h \
	src/channel/preset_check.c \
	src/channel/preset_fill.c \
	src/channel/site.h \
	src/channel/site_entries.c \
	src/channel/site_feed.c \
	src/channel/site_files.c \
	src/channel/site_list.c \
	src/channel/site_page.c \
	src/channel/site_work.c \
	src/channel/web_address.c \
	src/channel/web_address.h
