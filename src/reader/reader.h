/* Text out of what people hand in and of what websites show.  A shelf: take the header you need. */
#ifndef READER_READER_H
#define READER_READER_H

#include "reader/encoding.h"
#include "reader/html.h"

#endif
