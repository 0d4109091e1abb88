/* Personal numbers: ID cards, mobile telephones, bank cards, also when they are split by blanks,
 * hyphens or cells of a table, or written full width.
 *
 * An ID number proves itself by region, date and check digit, so it counts however it is split.
 * A telephone or a card proves little: split, it counts only in the groups in which people write
 * it, else three numbers of a table would be one. */
#include <string.h>

#include "base/macros.h"
#include "base/text.h"
#include "core/gate/digits.h"
#include "core/gate/gate.h"
#include "core/gate/numbers.h"

#define LIMIT_SHOWN 6  /* masked values in one sentence */
#define LABEL_BYTES 48 /* so far before a number its label may stand: 16 characters */
#define LINK_BYTES 300
#define LIMIT_GROUPS 19

enum kind { KIND_NONE, KIND_ID, KIND_MOBILE, KIND_CARD };

struct hit {
	enum kind kind;
	char number[24];
	int len;
	int groups; /* of the chain that it takes */
};

struct sieve {
	const char *text;
	const struct digit_chain *chain;
	const char *allowed; /* mobiles, a blank behind each; NULL: none */
	bool after_hit;      /* the group before this one ended a hit */
};

/* --- what stands before -------------------------------------------------------------------- */

static bool has_label(const struct sieve *sieve, const struct digit_group *group,
		      const char *const *labels)
{
	size_t before = (size_t)(group->from - sieve->text);
	size_t len = before < LABEL_BYTES ? before : LABEL_BYTES;
	for (; *labels != NULL; labels++)
		if (memmem(group->from - len, len, *labels, strlen(*labels)) != NULL)
			return true;
	return false;
}

static bool is_labelled_code(const struct sieve *sieve, const struct digit_group *group)
{
	static const char *const labels[] = {"编号",   "代码",   "编码",   "单号",
					     "流水号", "注册号", "合同号", "索引号",
					     "项目号", "证号",   NULL};
	static const char *const personal[] = {"身份证", "银行卡", "卡号", NULL};
	return has_label(sieve, group, labels) && !has_label(sieve, group, personal);
}

/* Digits of a web address are numbers of pages. */
static bool is_in_link(const struct sieve *sieve, const struct digit_group *group)
{
	const char *at = group->from;
	while (at > sieve->text && group->from - at < LINK_BYTES && (unsigned char)at[-1] > ' ' &&
	       (unsigned char)at[-1] < 0x80)
		at--;
	return memmem(at, (size_t)(group->from - at), "://", 3) != NULL;
}

static bool is_bare(const struct sieve *sieve, const struct digit_group *group)
{
	return !group->letter_before && !group->letter_after && !group->is_amount &&
	       !is_in_link(sieve, group);
}

/* --- numbers in one piece ------------------------------------------------------------------ */

static void take(struct hit *hit, enum kind kind, const char *digit, int len, int groups)
{
	*hit = (struct hit){.kind = kind, .len = len, .groups = groups};
	memcpy(hit->number, digit, (size_t)len);
}

/* "SN 2009-13812345678", "3209-22-15-13812345678": the tail of a code.  A landline before it is
 * none: that one begins with 0. */
static bool is_tail_of_code(const struct sieve *sieve, int at)
{
	const struct digit_group *group = sieve->chain->group + at;
	if (at == 0 || group[-1].gap != GAP_HYPHEN)
		return false;
	bool is_year = group[-1].len == 4 && (memcmp(group[-1].digit, "19", 2) == 0 ||
					      memcmp(group[-1].digit, "20", 2) == 0);
	bool is_long = at > 1 && group[-2].gap == GAP_HYPHEN && group[-2].digit[0] != '0';
	return is_year || is_long;
}

/* 13812345678, 013812345678, 8613812345678, 008613812345678 */
static bool whole_mobile(const struct sieve *sieve, int at, struct hit *hit)
{
	static const char *const prefixes[] = {"", "0", "86", "0086"};
	const struct digit_group *group = sieve->chain->group + at;
	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		int skip = (int)strlen(prefixes[i]);
		if (group->len != 11 + skip || !text_starts(group->digit, prefixes[i]) ||
		    !number_is_mobile(group->digit + skip))
			continue;
		if (!is_bare(sieve, group) || is_tail_of_code(sieve, at))
			return false;
		take(hit, KIND_MOBILE, group->digit + skip, 11, 1);
		return true;
	}
	return false;
}

static bool is_hyphenated(const struct sieve *sieve, int at)
{
	const struct digit_group *group = sieve->chain->group + at;
	return group->gap == GAP_HYPHEN || (at > 0 && group[-1].gap == GAP_HYPHEN);
}

static bool whole_card_or_old_id(const struct sieve *sieve, int at, struct hit *hit)
{
	const struct digit_group *group = sieve->chain->group + at;
	bool is_old_id = group->len == 15 && number_is_id15(group->digit);
	bool is_card = group->len <= DIGITS_GROUP && number_is_card(group->digit, group->len) &&
		       !(group->len == 18 && number_is_credit_code(group->digit));
	if ((!is_old_id && !is_card) || !is_bare(sieve, group) || is_hyphenated(sieve, at) ||
	    is_labelled_code(sieve, group))
		return false;
	take(hit, is_old_id ? KIND_ID : KIND_CARD, group->digit, group->len, 1);
	return true;
}

/* An ID number inside a longer run, as when cells of a table were glued together. */
static bool glued_id(const struct sieve *sieve, int at, struct hit *hit)
{
	const struct digit_group *group = sieve->chain->group + at;
	if (group->len < 18 || group->len > DIGITS_GROUP || group->letter_before ||
	    is_in_link(sieve, group) || is_labelled_code(sieve, group))
		return false;
	char digit[DIGITS_GROUP + 2];
	int len = group->len;
	memcpy(digit, group->digit, (size_t)len);
	if (group->check_x)
		digit[len++] = 'X';
	else if (group->letter_after || group->is_amount)
		return false;
	for (int i = 0; i + 18 <= len; i++)
		if (number_is_id18(digit + i)) {
			take(hit, KIND_ID, digit + i, 18, 1);
			return true;
		}
	return false;
}

/* --- numbers in several -------------------------------------------------------------------- */

/* Any split will do: 340524 19800101 001 X. */
static bool split_id(const struct sieve *sieve, int at, struct hit *hit)
{
	static const char *const codes[] = {"信用代码", "税号", "识别号", NULL};
	char digit[DIGITS_GROUP + 24];
	int len = 0;
	for (int i = at; i < sieve->chain->len; i++) {
		const struct digit_group *group = sieve->chain->group + i;
		if (len + group->len > 18)
			return false;
		memcpy(digit + len, group->digit, (size_t)group->len);
		len += group->len;
		if (len == 17 && group->check_x)
			digit[len++] = 'X';
		if (len < 18)
			continue;
		bool is_code = number_is_credit_code(digit) &&
			       has_label(sieve, sieve->chain->group + at, codes);
		if (is_code || !number_is_id18(digit))
			return false;
		take(hit, KIND_ID, digit, 18, i - at + 1);
		return true;
	}
	return false;
}

/* Groups of these lengths (0 ends), parted alike; returns their number and all digits. */
static int match_groups(const struct sieve *sieve, int at, const int *lengths, char digit[24])
{
	const struct digit_group *group = sieve->chain->group + at;
	int count = 0, len = 0;
	for (; lengths[count] != 0; count++) {
		if (at + count >= sieve->chain->len || group[count].len != lengths[count])
			return 0;
		if (count > 0 && group[count - 1].gap != group[0].gap)
			return 0;
		memcpy(digit + len, group[count].digit, (size_t)lengths[count]);
		len += lengths[count];
	}
	return count;
}

/* A group that, parted in the same way, may stand beside a split number: a serial number, or
 * another whole one. */
static bool is_other(const struct digit_group *group, enum digit_gap gap)
{
	return gap == GAP_BLANK && (group->len <= 2 || group->len >= 7);
}

/* The groups stand by themselves: what is before and behind is no part of the same row. */
static bool stands_alone(const struct sieve *sieve, int at, int count)
{
	const struct digit_group *first = sieve->chain->group + at;
	const struct digit_group *last = first + count - 1;
	enum digit_gap gap = first->gap;
	if (at > 0 && first[-1].gap == gap && !sieve->after_hit && !is_other(first - 1, gap))
		return false;
	if (last->gap != gap)
		return true;
	const struct digit_group *next = last + 1;
	bool is_telephone = next->digit[0] == '0' || (next->digit[0] == '1' && next->len == 3);
	return is_other(next, gap) || (gap == GAP_BLANK && is_telephone);
}

/* +86 before it, parted in the same way. */
static bool has_country(const struct sieve *sieve, int at)
{
	const struct digit_group *before = sieve->chain->group + at - 1;
	return at > 0 && (strcmp(before->digit, "86") == 0 || strcmp(before->digit, "0086") == 0 ||
			  strcmp(before->digit, "0") == 0);
}

static bool split_mobile(const struct sieve *sieve, int at, struct hit *hit)
{
	static const int patterns[][5] = {{3, 4, 4}, {3, 8},    {7, 4},
					  {4, 3, 4}, {3, 3, 5}, {4, 4, 3}};
	const struct digit_group *group = sieve->chain->group + at;
	char digit[24];
	for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
		int count = match_groups(sieve, at, patterns[i], digit);
		if (count == 0 || !number_is_mobile(digit) || group->gap == GAP_CELL ||
		    (group->gap == GAP_DOT && i > 0))
			continue;
		const struct digit_group *last = group + count - 1;
		if (group->letter_before || last->letter_after || last->is_amount ||
		    is_in_link(sieve, group))
			return false;
		if (!stands_alone(sieve, at, count) && !has_country(sieve, at))
			continue;
		take(hit, KIND_MOBILE, digit, 11, count);
		return true;
	}
	return false;
}

static bool split_card(const struct sieve *sieve, int at, struct hit *hit)
{
	static const int patterns[][6] = {{4, 4, 4, 4, 3}, {4, 4, 4, 4, 2}, {4, 4, 4, 4, 1},
					  {4, 4, 4, 4},    {6, 13},         {6, 12},
					  {6, 11},         {6, 10}};
	const struct digit_group *group = sieve->chain->group + at;
	char digit[24];
	for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
		int count = match_groups(sieve, at, patterns[i], digit);
		int len = 0;
		for (int k = 0; k < count; k++)
			len += patterns[i][k];
		if (count == 0 || !number_is_card(digit, len) || group->gap == GAP_CELL ||
		    group->gap == GAP_DOT || !stands_alone(sieve, at, count) ||
		    !is_bare(sieve, group) || !is_bare(sieve, group + count - 1) ||
		    is_labelled_code(sieve, group))
			continue;
		take(hit, KIND_CARD, digit, len, count);
		return true;
	}
	return false;
}

/* 1 3 8 1 2 3 4 5 6 7 8: a digit a cell. */
static bool single_digits(const struct sieve *sieve, int at, struct hit *hit)
{
	const struct digit_group *group = sieve->chain->group + at;
	char digit[LIMIT_GROUPS + 2];
	int count = 0;
	if (at > 0 && group[-1].len == 1 && !sieve->after_hit)
		return false;
	while (at + count < sieve->chain->len && count <= LIMIT_GROUPS && group[count].len == 1) {
		digit[count] = group[count].digit[0];
		count++;
	}
	if (count == 11 && number_is_mobile(digit))
		take(hit, KIND_MOBILE, digit, count, count);
	else if (count == 15 && number_is_id15(digit))
		take(hit, KIND_ID, digit, count, count);
	else if (count >= 16 && count <= LIMIT_GROUPS && number_is_card(digit, count))
		take(hit, KIND_CARD, digit, count, count);
	else
		return false;
	return true;
}

/* --- all of them --------------------------------------------------------------------------- */

static bool find_at(const struct sieve *sieve, int at, struct hit *hit)
{
	static bool (*const finders[])(const struct sieve *, int, struct hit *) = {
		split_id,     glued_id,   whole_mobile,  whole_card_or_old_id,
		split_mobile, split_card, single_digits,
	};
	for (size_t i = 0; i < ARRAY_LEN(finders); i++)
		if (finders[i](sieve, at, hit))
			return true;
	return false;
}

static void mask(const struct hit *hit, struct buf *out)
{
	static const struct {
		const char *name;
		int head, tail;
	} ways[] = {
		[KIND_ID] = {"身份证号", 2, 3},
		[KIND_MOBILE] = {"手机号", 3, 4},
		[KIND_CARD] = {"银行卡号", 4, 4},
	};
	int head = ways[hit->kind].head, tail = ways[hit->kind].tail;
	buf_text_add(out, ways[hit->kind].name);
	buf_add(out, hit->number, (size_t)head);
	for (int i = head; i < hit->len - tail; i++)
		buf_char(out, '*');
	buf_add(out, hit->number + hit->len - tail, (size_t)tail);
}

static void show(const struct hit *hit, int count, struct buf *out)
{
	scoped(buf_finish) struct buf value = {0};
	mask(hit, &value);
	if (count > LIMIT_SHOWN || (out->len > 0 && strstr(out->data, value.data) != NULL))
		return;
	if (out->len > 0)
		buf_text_add(out, "、");
	buf_text_add(out, value.data);
}

static bool is_allowed(const struct sieve *sieve, const struct hit *hit)
{
	return hit->kind == KIND_MOBILE && sieve->allowed != NULL &&
	       strstr(sieve->allowed, hit->number) != NULL;
}

/* Every number is handed to `found`. */
static void sift(const char *text, size_t len, const char *allowed,
		 void (*found)(void *ctx, const struct hit *hit), void *ctx)
{
	struct digit_chain chain;
	struct digit_reader reader = {text, text, text + len};
	while (digits_next(&reader, &chain)) {
		struct sieve sieve = {.text = text, .chain = &chain, .allowed = allowed};
		for (int at = 0; at < chain.len;) {
			struct hit hit = {0};
			sieve.after_hit = find_at(&sieve, at, &hit);
			if (sieve.after_hit && !is_allowed(&sieve, &hit))
				found(ctx, &hit);
			at += sieve.after_hit ? hit.groups : 1;
		}
	}
}

struct tally {
	int count;
	struct buf *masked;
};

static void count_hit(void *ctx, const struct hit *hit)
{
	struct tally *tally = ctx;
	show(hit, ++tally->count, tally->masked);
}

static void allow_hit(void *ctx, const struct hit *hit)
{
	if (hit->kind == KIND_MOBILE)
		buf_print(ctx, "%s ", hit->number);
}

int gate_privacy(const char *text, size_t len, const char *allowed, struct buf *masked)
{
	scoped(buf_finish) struct buf mobiles = {0};
	if (allowed != NULL)
		sift(allowed, strlen(allowed), NULL, allow_hit, &mobiles);
	struct tally tally = {.masked = masked};
	sift(text, len, buf_text(&mobiles), count_hit, &tally);
	return tally.count;
}
