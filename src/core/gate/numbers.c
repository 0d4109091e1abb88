#include "core/gate/numbers.h"

#include <string.h>

#include "base/civil_date.h"

static int number_at(const char *digit, int count)
{
	int value = 0;
	for (int i = 0; i < count; i++)
		value = value * 10 + (digit[i] - '0');
	return value;
}

static bool is_date(int year, int month, int day)
{
	return civil_date_is_valid(
		(struct civil_date){(int16_t)year, (uint8_t)month, (uint8_t)day});
}

/* The provinces of GB/T 2260; 81 to 83 are residents from Hong Kong, Macao and Taiwan, 91
 * foreigners with a permanent residence. */
static bool is_region(const char *digit)
{
	static const char regions[] =
		"11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
		"50 51 52 53 54 61 62 63 64 65 71 81 82 83 91 ";
	char wanted[] = {digit[0], digit[1], ' ', '\0'};
	return strstr(regions, wanted) != NULL;
}

static bool are_digits(const char *text, int count)
{
	for (int i = 0; i < count; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

bool number_is_id18(const char *digit)
{
	static const int weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	if (!are_digits(digit, 17) || !is_region(digit))
		return false;
	int sum = 0;
	for (int i = 0; i < 17; i++)
		sum += weight[i] * (digit[i] - '0');
	int year = number_at(digit + 6, 4);
	return digit[17] == "10X98765432"[sum % 11] && year >= 1900 && year < 2100 &&
	       is_date(year, number_at(digit + 10, 2), number_at(digit + 12, 2));
}

bool number_is_id15(const char *digit)
{
	return are_digits(digit, 15) && is_region(digit) &&
	       is_date(1900 + number_at(digit + 6, 2), number_at(digit + 8, 2),
		       number_at(digit + 10, 2));
}

bool number_is_credit_code(const char *code)
{
	static const char letters[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	int sum = 0, weight = 1, last = -1;
	for (int i = 0; i < 18; i++) {
		const char *at = code[i] != '\0' ? strchr(letters, code[i]) : NULL;
		if (at == NULL)
			return false;
		last = (int)(at - letters);
		if (i < 17)
			sum += last * weight;
		weight = weight * 3 % 31;
	}
	return last == (31 - sum % 31) % 31;
}

bool number_is_card(const char *digit, int len)
{
	bool union_pay = digit[0] == '6' && digit[1] == '2';
	if (len < 16 || len > 19 || !are_digits(digit, len) ||
	    (!union_pay && digit[0] != '4' && digit[0] != '5'))
		return false;
	int sum = 0;
	for (int i = 0; i < len; i++) {
		int value = digit[len - 1 - i] - '0';
		if (i % 2 == 1)
			value = value * 2 > 9 ? value * 2 - 9 : value * 2;
		sum += value;
	}
	return sum % 10 == 0;
}

bool number_is_mobile(const char *digit)
{
	return are_digits(digit, 11) && digit[0] == '1' && digit[1] >= '3';
}
