/* The web room with all that stands below it: server, engine and store in one process, and a world
 * that does at once whatever it is asked.  It is 2009-03-09, shortly after 09:00, at +08:00. */
#ifndef TESTS_UNIT_WEB_WEB_HOUSE_H
#define TESTS_UNIT_WEB_WEB_HOUSE_H

#include <stdbool.h>

#include "../config/conf_folder.h"
#include "base/buf.h"
#include "net/server.h"
#include "web/web.h"

/* zhou operator, wang supervisor, chen auditor; zhang reader of hydrology, li reader of planning;
 * register source of hydrology */
#define WEB_HOUSE_TOKENS                                                    \
	"# who may do what\n"                                               \
	"operator-token zhou operator\nsupervisor-token wang supervisor\n"  \
	"auditor-token chen auditor\nreader-token zhang reader hydrology\n" \
	"planner-token li reader planning\nsource-token register source hydrology\n"

struct web_house {
	struct conf_folder folder;
	char state[128], socket[128];
	const char *tokens; /* path of the tokens file; NULL: none */
	struct law *law;
	struct store *store; /* the writer */
	struct engine *engine;
	struct render_set *pages;
	struct web *web;
	struct server *server;
	uint16_t port, site_port, sub_port; /* API; the site below "/"; the same below "/gov/" */
	struct job *waiting;                /* what the world answered */
	bool queue_is_full;
	int kept_objects;
	/* of the last answer */
	struct buf answer; /* all of it */
	int status;
	const char *body;
	size_t body_bytes;
};

/* Once in a program, before the first house: sets the clock. */
int web_house_clock(void **state);
/* `tokens` NULL: there is no tokens file. */
void web_house_open(struct web_house *house, const char *tokens);
void web_house_close(struct web_house *house);

/* Where to ask: on the unix socket, on TCP, at the served sites. */
enum web_door { DOOR_UNIX, DOOR_TCP, DOOR_SITE, DOOR_SUB };
/* `headers` are whole lines with CRLF, "" for none; the status. */
int web_house_ask(struct web_house *house, enum web_door door, const char *method,
		  const char *target, const char *headers, const char *body);
int web_house_send(struct web_house *house, enum web_door door, const char *method,
		   const char *target, const char *headers, const void *body, size_t len);
int web_house_get(struct web_house *house, const char *target); /* on the unix socket */
/* With a bearer token, on TCP. */
int web_house_as(struct web_house *house, const char *token, const char *method, const char *target,
		 const char *body);
/* The value of a header of the last answer, "" when it is not there; valid until the next call. */
const char *web_house_header(struct web_house *house, const char *name);
bool web_house_says(const struct web_house *house, const char *text); /* in the body */

/* How often an event stands in the ledger. */
int web_house_count(struct web_house *house, const char *event);

/* A manifest of hydrology, issued on 2009-03-02, due on 2009-03-12; with a review it is published
 * and proven at once.  Static, until the next call. */
const char *web_house_manifest(int number, bool reviewed);
/* Hand it in on the unix socket; its id. */
int web_house_hand_in(struct web_house *house, int number, bool reviewed);

#endif
