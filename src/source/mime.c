#include "source/mime.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/macros.h"

/* Source: the IANA registry of media types; OFD is not in it and goes by custom. */
/* clang-format off */
static const struct {
	const char *ending, *mime;
} types[] = {
	{"pdf", "application/pdf"},
	{"ofd", "application/ofd"},
	{"doc", "application/msword"},
	{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
	{"xls", "application/vnd.ms-excel"},
	{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{"ppt", "application/vnd.ms-powerpoint"},
	{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
	{"wps", "application/vnd.ms-works"},
	{"odt", "application/vnd.oasis.opendocument.text"},
	{"ods", "application/vnd.oasis.opendocument.spreadsheet"},
	{"rtf", "application/rtf"},
	{"txt", "text/plain"},
	{"csv", "text/csv"},
	{"htm", "text/html"},
	{"html", "text/html"},
	{"xml", "application/xml"},
	{"json", "application/json"},
	{"jpg", "image/jpeg"},
	{"jpeg", "image/jpeg"},
	{"png", "image/png"},
	{"gif", "image/gif"},
	{"bmp", "image/bmp"},
	{"tif", "image/tiff"},
	{"tiff", "image/tiff"},
	{"webp", "image/webp"},
	{"mp3", "audio/mpeg"},
	{"mp4", "video/mp4"},
	{"zip", "application/zip"},
	{"rar", "application/vnd.rar"},
	{"7z", "application/x-7z-compressed"},
};
/* clang-format on */

const char *mime_of(const char *name)
{
	const char *dot = strrchr(name, '.');
	for (size_t i = 0; dot != NULL && i < ARRAY_LEN(types); i++)
		if (strcasecmp(dot + 1, types[i].ending) == 0)
			return types[i].mime;
	return "application/octet-stream";
}
