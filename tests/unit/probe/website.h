/* A website on 127.0.0.1 with the pages that a test puts there. */
#ifndef TEST_PROBE_WEBSITE_H
#define TEST_PROBE_WEBSITE_H

#include <stddef.h>
#include <stdint.h>

#define WEBSITE_HANGS (-1) /* as a status: no answer ever comes */

struct website;
struct website *website_open(void);
uint16_t website_port(const struct website *website);
/* `headers` are "Name: value\n" lines or NULL.  Before the first request only. */
void website_put(struct website *website, const char *path, int status, const char *content_type,
		 const char *headers, const void *body, size_t len);
/* How often a path was asked for; NULL: any path. */
unsigned website_asked(const struct website *website, const char *path);
void website_close(struct website *website);

#endif
