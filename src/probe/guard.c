#include "probe/guard.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/macros.h"

/* A header's name and, unless NULL, what its value contains. */
static const struct {
	const char *name, *value, *mark;
} guards[] = {
	{"cf-mitigated", NULL, "Cloudflare"},
	{"cf-chl-bypass", NULL, "Cloudflare"},
	{"X-Via-JSL", NULL, "加速乐"},
	{"Set-Cookie", "__jsl_clearance", "加速乐"},
	{"Server", "yunjiasu", "云加速"},
	{"Server", "safedog", "安全狗"},
	{"Server", "WAF", "WAF"},
	{"Server", "CloudWAF", "CloudWAF"},
	{"Set-Cookie", "acw_sc__v", "阿里云盾"},
	{"Set-Cookie", "wzws_", "360 网站卫士"},
	{"X-Powered-By-360WZB", NULL, "360 网站卫士"},
	{"X-Powered-By-Anquanbao", NULL, "安全宝"},
	{"x-amzn-waf-action", NULL, "AWS WAF"},
	{"X-Iinfo", NULL, "Incapsula"},
	{"X-Safe-Firewall", NULL, "安全防火墙"},
};

static bool is_header(const char *line, size_t len, const char *name, const char *value)
{
	size_t name_len = strlen(name);
	if (len <= name_len || line[name_len] != ':' || strncasecmp(line, name, name_len) != 0)
		return false;
	scoped(buf_finish) struct buf text = {0};
	buf_add(&text, line + name_len, len - name_len);
	return value == NULL || strcasestr(buf_text(&text), value) != NULL;
}

const char *guard_in_headers(const char *headers)
{
	for (const char *line = headers; line != NULL && *line != '\0';) {
		size_t len = strcspn(line, "\r\n");
		for (size_t i = 0; i < ARRAY_LEN(guards); i++)
			if (is_header(line, len, guards[i].name, guards[i].value))
				return guards[i].mark;
		line += len;
		line += strspn(line, "\r\n");
	}
	return NULL;
}
