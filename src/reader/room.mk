# Written by build-aux/list-sources; do not edit.
libreader_a_SOURCES = \
	src/reader/charset.c \
	src/reader/charset.h \
	src/reader/encoding.c \
	src/reader/encoding.h \
	src/reader/html.c \
	src/reader/html.h \
	src/reader/html_element.c \
	src/reader/html_element.h \
	src/reader/html_guard.c \
	src/reader/html_guard.h \
	src/reader/html_kind.c \
	src/reader/html_style.c \
	src/reader/html_style.h \
	src/reader/html_text.c \
	src/reader/html_text.h \
	src/reader/reader.h
