/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/rules.h"

/* UNKNOWN: it depends on a parameter that is not known. */
enum verdict { DOES_NOT_HOLD, HOLDS, UNKNOWN };

struct walk {
	const struct bugcheck *bugcheck;
	void (*visit)(void *context, const struct bugcheck_rule *rule, bool holds);
	void *context;
};

static uint64_t field(uint64_t value, unsigned shift, unsigned width)
{
	value >>= shift;
	return width < 64 ? value & ((UINT64_C(1) << width) - 1) : value;
}

uint64_t bugcheck_rule_field(const struct bugcheck_rule *rule, const struct bugcheck *b)
{
	return field(b->parameters[rule->parameter], rule->shift, rule->width);
}

static bool in_ranges(const struct bugcheck_test *t, uint64_t value)
{
	for (size_t i = 0; i < t->ranges; i++) {
		const struct bugcheck_range *r = &bugcheck_ranges[t->range + i];
		if (value >= r->first && value <= r->last)
			return true;
	}
	return false;
}

static enum verdict judge_test(const struct bugcheck_test *t, const struct bugcheck *b)
{
	if (!b->parameter_known[t->parameter])
		return UNKNOWN;
	uint64_t value = field(b->parameters[t->parameter], t->shift, t->width);
	uint64_t mask = bugcheck_ranges[t->range].first;
	switch ((enum bugcheck_test_kind)t->kind) {
	case TEST_IN:
		return in_ranges(t, value) ? HOLDS : DOES_NOT_HOLD;
	case TEST_NOT_IN:
		return in_ranges(t, value) ? DOES_NOT_HOLD : HOLDS;
	case TEST_BITS:
		return (value & mask) == mask ? HOLDS : DOES_NOT_HOLD;
	}
	return UNKNOWN;
}

/* Do all tests of a rule hold? One that surely does not settles it. */
static enum verdict judge_tests(const struct bugcheck_rule *rule, const struct bugcheck *b)
{
	enum verdict all = HOLDS;
	for (size_t i = 0; i < rule->tests; i++) {
		enum verdict one = judge_test(&bugcheck_tests[rule->test + i], b);
		if (one == DOES_NOT_HOLD)
			return DOES_NOT_HOLD;
		if (one == UNKNOWN)
			all = UNKNOWN;
	}
	return all;
}

static bool same_field(const struct bugcheck_rule *a, const struct bugcheck_rule *b)
{
	return a->parameter == b->parameter && a->shift == b->shift && a->width == b->width;
}

/* Does none of the cases before rule, in the scope that begins at scope, hold for its field? */
static enum verdict judge_otherwise(const struct bugcheck_rule *scope,
				    const struct bugcheck_rule *rule, const struct bugcheck *b)
{
	if (!b->parameter_known[rule->parameter])
		return UNKNOWN;
	for (const struct bugcheck_rule *r = scope; r < rule; r += r->span)
		if (r->kind == RULE_CASE && same_field(r, rule) && judge_tests(r, b) == HOLDS)
			return DOES_NOT_HOLD;
	return HOLDS;
}

/* The verdict on an else, from the forms in one row before it: none of them may hold. */
static enum verdict judge_else(enum verdict forms)
{
	switch (forms) {
	case HOLDS:
		return DOES_NOT_HOLD;
	case DOES_NOT_HOLD:
		return HOLDS;
	case UNKNOWN:
		break;
	}
	return UNKNOWN;
}

/* The verdict on a row of forms as a whole, with one more: does any of them hold? */
static enum verdict any_form(enum verdict before, enum verdict one)
{
	if (before == HOLDS || one == HOLDS)
		return HOLDS;
	return before == UNKNOWN || one == UNKNOWN ? UNKNOWN : DOES_NOT_HOLD;
}

/* Rules nest as deep as the source has them: a handful of levels, whatever the parameters are. */
static void walk_scope(const struct walk *w, const struct bugcheck_rule *scope,
		       const struct bugcheck_rule *end)
{
	enum verdict forms = DOES_NOT_HOLD;
	for (const struct bugcheck_rule *r = scope; r < end; r += r->span) {
		enum verdict verdict = HOLDS;
		switch ((enum bugcheck_rule_kind)r->kind) {
		case RULE_MEANING:
			break;
		case RULE_FIELD:
			verdict = w->bugcheck->parameter_known[r->parameter] ? HOLDS : UNKNOWN;
			break;
		case RULE_CASE:
		case RULE_FORM:
			verdict = judge_tests(r, w->bugcheck);
			break;
		case RULE_OTHERWISE:
			verdict = judge_otherwise(scope, r, w->bugcheck);
			break;
		case RULE_ELSE:
			verdict = judge_else(forms);
			break;
		}
		forms = r->kind == RULE_FORM ? any_form(forms, verdict) : DOES_NOT_HOLD;
		if (r->kind == RULE_CASE && verdict == DOES_NOT_HOLD)
			w->visit(w->context, r, false);
		if (verdict != HOLDS)
			continue;
		w->visit(w->context, r, true);
		walk_scope(w, r + 1, r + r->span);
	}
}

void bugcheck_walk(const struct bugcheck_knowledge *k, const struct bugcheck *b,
		   void (*visit)(void *context, const struct bugcheck_rule *rule, bool holds),
		   void *context)
{
	const struct walk w = {b, visit, context};
	const struct bugcheck_rule *first = &bugcheck_rules[k->rule];
	walk_scope(&w, first, first + k->rules);
}
