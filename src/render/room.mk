# Written by build-aux/list-sources; do not edit.
librender_a_SOURCES = \
	src/render/render.cc \
	src/render/render.h
