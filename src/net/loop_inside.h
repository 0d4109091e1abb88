/* For the files of net/ only: the libuv loop below a struct loop. */
#ifndef NET_LOOP_INSIDE_H
#define NET_LOOP_INSIDE_H

#include <uv.h>

#include "net/loop.h"

uv_loop_t *loop_uv(struct loop *loop);

#endif
