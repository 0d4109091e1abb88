/* Is a string of digits an official number?  Check digits only, no text around it. */
#ifndef CORE_GATE_NUMBERS_H
#define CORE_GATE_NUMBERS_H

#include <stdbool.h>

/* 公民身份号码, 18 characters.  Source: GB 11643-1999. */
bool number_is_id18(const char *digit);
/* The older form of 15 digits, without a check digit: region and date must make sense. */
bool number_is_id15(const char *digit);
/* 统一社会信用代码, 18 characters.  Source: GB 32100-2015. */
bool number_is_credit_code(const char *code);
/* Bank card: 16 to 19 digits of UnionPay (62), or beginning with 4 or 5; Luhn. */
bool number_is_card(const char *digit, int len);
/* Mobile telephone of 11 digits. */
bool number_is_mobile(const char *digit);

#endif
