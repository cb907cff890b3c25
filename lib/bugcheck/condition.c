/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "lib/bugcheck/condition.h"

enum { WHOLE = 64 /* bits of a parameter */ };

void condition_field_add(struct buf *out, uint8_t parameter, uint8_t shift, uint8_t width)
{
	if (width == 1)
		buf_printf(out, "bit %u of ", shift);
	else if (width < WHOLE)
		buf_printf(out, "bits %u to %u of ", shift + width - 1, shift);
	buf_printf(out, "parameter %u", parameter + 1);
}

/* A value above 32 bits that repeats one before it, sign-extended: the source has it once. */
static bool is_sign_extension(const struct bugcheck_test *t, size_t i)
{
	const struct bugcheck_range *r = &bugcheck_ranges[t->range + i];
	for (size_t j = 0; j < t->ranges; j++) {
		const struct bugcheck_range *other = &bugcheck_ranges[t->range + j];
		if (j != i && other->first <= UINT32_MAX && other->first >> 31 &&
		    r->first == (uint64_t)(int64_t)(int32_t)(uint32_t)other->first)
			return true;
	}
	return false;
}

static void add_range(struct buf *out, const struct bugcheck_range *r)
{
	buf_printf(out, "0x%" PRIx64, r->first);
	if (r->last == UINT64_MAX && r->first != r->last)
		buf_add_string(out, " or more");
	else if (r->last != r->first)
		buf_printf(out, " to 0x%" PRIx64, r->last);
}

static void add_ranges(struct buf *out, const struct bugcheck_test *t)
{
	size_t left = 0;
	const char *separator = "";
	if (t->kind == TEST_BITS) {
		buf_printf(out, "bits 0x%" PRIx64, bugcheck_ranges[t->range].first);
		return;
	}
	for (size_t i = 0; i < t->ranges; i++)
		left += !is_sign_extension(t, i);
	for (size_t i = 0; i < t->ranges; i++) {
		if (is_sign_extension(t, i))
			continue;
		buf_add_string(out, separator);
		add_range(out, &bugcheck_ranges[t->range + i]);
		separator = --left == 1 ? " or " : ", ";
	}
}

static void add_test(struct buf *out, const struct bugcheck_test *t)
{
	condition_field_add(out, t->parameter, t->shift, t->width);
	bool many = t->width > 1 && t->width < WHOLE;
	buf_add_string(out, t->kind == TEST_BITS ? (many ? " have " : " has ")
			    : many               ? " are "
						 : " is ");
	if (t->kind == TEST_NOT_IN)
		buf_add_string(out, "not ");
	add_ranges(out, t);
}

void condition_add(struct buf *out, const struct bugcheck_rule *rule)
{
	if (rule->kind == RULE_ELSE) {
		buf_add_string(out, "otherwise");
	} else if (rule->kind == RULE_OTHERWISE) {
		condition_field_add(out, rule->parameter, rule->shift, rule->width);
		buf_add_string(out, " is anything else");
	} else {
		for (size_t i = 0; i < rule->tests; i++) {
			buf_add_string(out, i ? " and " : "");
			add_test(out, &bugcheck_tests[rule->test + i]);
		}
	}
}
