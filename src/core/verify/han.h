/* 繁 to 简, a character at a time.
 *
 * Only for comparing: where one simplified character stands for several traditional ones (后 for
 * 後 and 后) the difference is lost on purpose. */
#ifndef CORE_VERIFY_HAN_H
#define CORE_VERIFY_HAN_H

#include <stdbool.h>
#include <stdint.h>

bool han_is(uint32_t code);
/* The simplified form; the character itself when it has none. */
uint32_t han_simplify(uint32_t code);

#endif
