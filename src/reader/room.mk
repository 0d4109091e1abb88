# Written by build-aux/list-sources; do not edit.
libreader_a_SOURCES = \
	src/reader/encoding.h \
	src/reader/html.h \
	src/reader/reader.h
