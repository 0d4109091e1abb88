/* A scripted TCP peer on 127.0.0.1 in a thread of its own: each connection is handed to `talk`,
 * one after the other, and closed when that returns. */
#ifndef TEST_NET_PEER_H
#define TEST_NET_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct peer;
typedef void peer_talk(struct peer *peer, int fd, int number); /* number: 0, 1, 2... */

struct peer *peer_open(peer_talk *talk, void *ctx);
uint16_t peer_port(const struct peer *peer);
void *peer_ctx(const struct peer *peer);
void peer_close(struct peer *peer);

/* Read one request with its body (Content-Length) into `out`; false at the end of the stream. */
bool peer_read_request(int fd, struct buf *out);
bool peer_read_line(int fd, struct buf *out); /* without the line end */
void peer_write(int fd, const char *text);
void peer_wait_for_end(int fd); /* until the other side closes */
void peer_reset(int fd);        /* make the coming close a reset */
uint16_t peer_free_port(void);  /* nobody listens there */

#endif
