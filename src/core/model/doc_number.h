/* 发文字号: issuing code, year, serial, as "盐水政〔2009〕9号".
 *
 * Source: GB/T 9704-2012, 7.2.5; the forms met in the field are in the tests. */
#ifndef CORE_MODEL_DOC_NUMBER_H
#define CORE_MODEL_DOC_NUMBER_H

#include <stdbool.h>

#include "base/pool.h"

struct doc_number {
	const char *original; /* as written, trimmed */
	const char *normal;   /* canonical form for comparing: 盐水政〔2009〕9号, 国务院令第492号,
			       * 公告2023年第5号; equals original where no grammar fits */
	const char *code;     /* 机关代字, "" when unknown */
	int year;	      /* 0: none written */
	int serial;	      /* 0: none found */
	bool comparable;      /* identifies a document by itself: a number without a year does not */
	bool irregular;	      /* written against GB/T 9704: told as a warning */
};

/* Never fails: a text that is no number comes back not comparable.  Texts live in the pool. */
struct doc_number doc_number_read(struct pool *pool, const char *text);

#endif
