/* SPDX-License-Identifier: MIT */
/*
 * Run by the build: does what grammars/bugcheck.parameters says come out?
 *
 * - Every example gives what it promises.
 * - Every value of every case leads to the text of that case, with values for the other parameters
 *   that meet the conditions around it.
 * - Every form, else, otherwise, range, mask and field is reached by an example.
 *
 * Prints every failure, with its line.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "build-aux/bugcheck_examples.h"
#include "lib/base/memory.h"
#include "lib/bugcheck/decode.h"
#include "lib/bugcheck/rules.h"

enum { NESTING = 8 /* the generator refuses more */ };

struct check {
	const char *file;
	bool *reached; /* one for each rule: by an example */
	bool *checked; /* the same: the first of its code has been checked */
	size_t failures;
	struct bugcheck_decoding decoding;
};

/* A rule, and the conditions around it, outermost first. */
struct place {
	const struct bugcheck_knowledge *knowledge;
	size_t rule;
	size_t around[NESTING];
	size_t depth;
};

static void PRINTF_LIKE(3, 4) complain(struct check *c, uint32_t line, const char *format, ...)
{
	va_list arguments;
	fprintf(stderr, "%s:%" PRIu32 ": ", c->file, line);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	c->failures++;
}

static bool contains(struct slice text, const char *words)
{
	size_t n = strlen(words);
	for (size_t i = 0; i + n <= text.n; i++)
		if (strncasecmp((const char *)text.p + i, words, n) == 0)
			return true;
	return false;
}

/* ---- Examples */

static void mark(void *context, const struct bugcheck_rule *rule, bool holds)
{
	if (!holds)
		return;
	bool *reached = context;
	reached[rule - bugcheck_rules] = true;
}

static struct bugcheck bugcheck_of(const struct bugcheck_example *e)
{
	struct bugcheck b = {.code = e->code};
	memcpy(b.parameters, e->parameters, sizeof(b.parameters));
	memcpy(b.parameter_known, e->known, sizeof(b.parameter_known));
	return b;
}

static void check_expectation(struct check *c, const struct bugcheck_expectation *e)
{
	const struct bugcheck_parameter *p = &c->decoding.parameters[e->parameter];
	const char *meaning = p->meaning ? p->meaning : "";
	struct slice decoded = buf_slice(&p->decoded);
	if (contains(slice_of_string(meaning), e->words) || contains(decoded, e->words))
		return;
	complain(c, e->line, "'%s' is neither in the meaning '%s' nor in '%.*s'", e->words, meaning,
		 (int)decoded.n, (const char *)decoded.p);
}

static void check_examples(struct check *c)
{
	for (size_t i = 0; i < bugcheck_example_count; i++) {
		const struct bugcheck_example *e = &bugcheck_examples[i];
		const struct bugcheck_knowledge *k = bugcheck_knowledge_find(e->code);
		struct bugcheck b = bugcheck_of(e);
		bugcheck_walk(k, &b, mark, c->reached);
		bugcheck_decode(&c->decoding, k, &b);
		for (size_t j = 0; j < e->expectations; j++)
			check_expectation(c, &bugcheck_expectations[e->expectation + j]);
	}
}

/* ---- Values of cases */

static void put_field(struct bugcheck *b, unsigned parameter, unsigned shift, unsigned width,
		      uint64_t value)
{
	uint64_t mask = width < 64 ? (UINT64_C(1) << width) - 1 : UINT64_MAX;
	b->parameters[parameter] &= ~(mask << shift);
	b->parameters[parameter] |= (value & mask) << shift;
	b->parameter_known[parameter] = true;
}

static const struct bugcheck_range *range_of(const struct bugcheck_test *t, uint64_t value)
{
	for (size_t i = 0; i < t->ranges; i++) {
		const struct bugcheck_range *r = &bugcheck_ranges[t->range + i];
		if (value >= r->first && value <= r->last)
			return r;
	}
	return NULL;
}

/* The smallest value that lies in none of the ranges; these cover some values only. */
static uint64_t value_outside(const struct bugcheck_test *t)
{
	uint64_t value = 0;
	const struct bugcheck_range *r;
	while ((r = range_of(t, value)) && r->last < UINT64_MAX)
		value = r->last + 1;
	return value;
}

/* Changes b as little as the test asks for. */
static void meet(struct bugcheck *b, const struct bugcheck_test *t)
{
	uint64_t mask = t->width < 64 ? (UINT64_C(1) << t->width) - 1 : UINT64_MAX;
	uint64_t value = b->parameters[t->parameter] >> t->shift & mask;
	uint64_t first = bugcheck_ranges[t->range].first;
	switch ((enum bugcheck_test_kind)t->kind) {
	case TEST_IN:
		value = range_of(t, value) ? value : first;
		break;
	case TEST_NOT_IN:
		value = range_of(t, value) ? value_outside(t) : value;
		break;
	case TEST_BITS:
		value |= first;
		break;
	}
	put_field(b, t->parameter, t->shift, t->width, value);
}

static void meet_all(struct bugcheck *b, const struct bugcheck_rule *rule)
{
	for (size_t i = 0; i < rule->tests; i++)
		meet(b, &bugcheck_tests[rule->test + i]);
}

struct look_out {
	const struct bugcheck_rule *rule;
	bool seen;
};

static void look(void *context, const struct bugcheck_rule *rule, bool holds)
{
	if (!holds)
		return;
	struct look_out *l = context;
	l->seen = l->seen || rule == l->rule;
}

/* Does b, changed so that the conditions around hold and the case has this value, reach the case?
 */
static bool reaches(const struct place *p, struct bugcheck b, uint64_t value, struct bugcheck *out)
{
	const struct bugcheck_rule *rule = &bugcheck_rules[p->rule];
	struct look_out l = {rule, false};
	for (size_t i = 0; i < p->depth; i++)
		meet_all(&b, &bugcheck_rules[p->around[i]]);
	put_field(&b, rule->parameter, rule->shift, rule->width, value);
	bugcheck_walk(p->knowledge, &b, look, &l);
	*out = b;
	return l.seen;
}

/* Starts from zeros, then from each example of the code: these know how to reach an else. */
static bool find_way(const struct place *p, uint64_t value, struct bugcheck *out)
{
	struct bugcheck zeros = {.code = p->knowledge->code,
				 .parameter_known = {true, true, true, true}};
	if (reaches(p, zeros, value, out))
		return true;
	for (size_t i = 0; i < bugcheck_example_count; i++)
		if (bugcheck_examples[i].code == p->knowledge->code &&
		    reaches(p, bugcheck_of(&bugcheck_examples[i]), value, out))
			return true;
	return false;
}

static void check_value(struct check *c, const struct place *p, uint64_t value)
{
	const struct bugcheck_rule *rule = &bugcheck_rules[p->rule];
	uint32_t line = bugcheck_rule_lines[p->rule];
	struct bugcheck b;
	if (!find_way(p, value, &b)) {
		complain(c, line,
			 "found no parameters that lead to this case with 0x%" PRIx64
			 "; give an example for the conditions around it",
			 value);
		return;
	}
	bugcheck_decode(&c->decoding, p->knowledge, &b);
	const char *text = bugcheck_text(rule->text);
	struct slice decoded = buf_slice(&c->decoding.parameters[rule->parameter].decoded);
	if (!contains(decoded, text))
		complain(c, line, "value 0x%" PRIx64 " gives '%.*s'", value, (int)decoded.n,
			 (const char *)decoded.p);
}

static void check_case(struct check *c, const struct place *p)
{
	const struct bugcheck_test *t = &bugcheck_tests[bugcheck_rules[p->rule].test];
	for (size_t i = 0; i < t->ranges; i++) {
		const struct bugcheck_range *r = &bugcheck_ranges[t->range + i];
		check_value(c, p, r->first);
		if (r->last != r->first)
			check_value(c, p, r->last);
	}
}

/* ---- All of it */

static bool is_range(const struct bugcheck_test *t)
{
	for (size_t i = 0; i < t->ranges; i++)
		if (bugcheck_ranges[t->range + i].first != bugcheck_ranges[t->range + i].last)
			return true;
	return false;
}

/* Is this rule one that an example has to reach? */
static bool wants_example(const struct bugcheck_rule *rule)
{
	const struct bugcheck_test *t = &bugcheck_tests[rule->test];
	switch ((enum bugcheck_rule_kind)rule->kind) {
	case RULE_MEANING:
		return false;
	case RULE_CASE:
		return t->kind == TEST_BITS || is_range(t);
	case RULE_FIELD:
	case RULE_OTHERWISE:
	case RULE_FORM:
	case RULE_ELSE:
		return true;
	}
	return false;
}

static void check_rule(struct check *c, const struct place *p)
{
	const struct bugcheck_rule *rule = &bugcheck_rules[p->rule];
	if (wants_example(rule) && !c->reached[p->rule])
		complain(c, bugcheck_rule_lines[p->rule], "no example reaches this line");
	if (rule->kind == RULE_CASE && bugcheck_tests[rule->test].kind == TEST_IN)
		check_case(c, p);
}

static void check_rules(struct check *c, const struct bugcheck_knowledge *k)
{
	struct place p = {.knowledge = k};
	size_t end[NESTING];
	for (p.rule = k->rule; p.rule < k->rule + k->rules; p.rule++) {
		while (p.depth && p.rule >= end[p.depth - 1])
			p.depth--;
		check_rule(c, &p);
		if (bugcheck_rules[p.rule].span > 1) {
			p.around[p.depth] = p.rule;
			end[p.depth++] = p.rule + bugcheck_rules[p.rule].span;
		}
	}
}

/* Codes that refer to another one share its rules: these are checked once. */
static void check_codes(struct check *c)
{
	for (size_t i = 0; i < bugcheck_knowledge_count; i++) {
		const struct bugcheck_knowledge *k = &bugcheck_knowledge[i];
		if (!k->rules || c->checked[k->rule])
			continue;
		c->checked[k->rule] = true;
		check_rules(c, k);
	}
}

/* The file's name in messages may be given: parts of it are checked on their own. */
int main(int argc, char **argv)
{
	struct check c = {.file = argc > 1 ? argv[1] : "grammars/bugcheck.parameters"};
	c.reached = memory_zeroed(bugcheck_rule_count + 1, sizeof(*c.reached));
	c.checked = memory_zeroed(bugcheck_rule_count + 1, sizeof(*c.checked));
	check_examples(&c);
	check_codes(&c);
	bugcheck_decoding_free(&c.decoding);
	free(c.reached);
	free(c.checked);
	return c.failures > 0;
}
