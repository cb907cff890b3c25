/* SPDX-License-Identifier: MIT */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/memory.h"
#include "lib/dslog/grammar.h"

/* Steps of one match. The patterns need about one a byte of a component name; a line of the largest
 * input that still needs more is not one of Windows'. */
enum { MATCH_LIMIT = 100000 };

struct compiled_rule {
	uint64_t head;      /* the first bytes of the literal beginning, at most eight */
	uint64_t head_mask; /* ones where head has a byte */
	pcre2_code *code;   /* owned; NULL until first needed */
	bool fast;          /* JIT code is there */
	uint8_t field_count;
	struct {
		uint8_t field, group;
	} fields[DSLOG_FIELD_COUNT]; /* those that the pattern has */
};

struct dslog_grammar {
	struct compiled_rule *compiled; /* one for each of dslog_rules */
	size_t *next;                   /* the next rule with the same first byte, or the count */
	size_t first[256];              /* the first rule for a first byte, or the count */
	pcre2_match_data *data;
	pcre2_match_context *context;
};

static const char *const field_names[DSLOG_FIELD_COUNT] = {
	[DSLOG_FIELD_UTC] = "utc",
	[DSLOG_FIELD_LOCAL] = "local",
	[DSLOG_FIELD_GUID] = "guid",
	[DSLOG_FIELD_REGISTER] = "register",
	[DSLOG_FIELD_VALUE] = "value",
	[DSLOG_FIELD_MILLISECONDS] = "milliseconds",
	[DSLOG_FIELD_DUMP_TYPE] = "dump_type",
	[DSLOG_FIELD_TOTAL_SIZE] = "total_size",
	[DSLOG_FIELD_SECONDARY_SIZE] = "secondary_size",
	[DSLOG_FIELD_MAX_TRANSFER_SIZE] = "max_transfer_size",
	[DSLOG_FIELD_DUMP_FILE_SIZE] = "dump_file_size",
	[DSLOG_FIELD_REQUIRED_SIZE] = "required_size",
	[DSLOG_FIELD_BITMAP] = "bitmap",
	[DSLOG_FIELD_TOTAL_PAGES] = "total_pages",
	[DSLOG_FIELD_PAGES_WRITTEN] = "pages_written",
	[DSLOG_FIELD_MIB_PER_SECOND] = "mib_per_second",
	[DSLOG_FIELD_PERCENT] = "percent",
	[DSLOG_FIELD_PAGES] = "pages",
	[DSLOG_FIELD_COMPONENT] = "component",
	[DSLOG_FIELD_CALLBACK_TYPE] = "callback_type",
};

/* The first eight bytes of a line in one word; zeros stand for what is missing. */
static uint64_t head_of(struct slice s)
{
	uint64_t word = 0;
	if (s.n >= sizeof(word))
		memcpy(&word, s.p, sizeof(word));
	else
		memcpy(&word, s.p, s.n);
	return word;
}

struct dslog_grammar *dslog_grammar_new(void)
{
	struct dslog_grammar *g = memory_zeroed(1, sizeof(*g));
	g->compiled = memory_zeroed(dslog_rule_count, sizeof(*g->compiled));
	g->next = memory_zeroed(dslog_rule_count, sizeof(*g->next));
	for (size_t i = 0; i < COUNT_OF(g->first); i++)
		g->first[i] = dslog_rule_count;
	for (size_t i = dslog_rule_count; i-- > 0;) {
		static const uint8_t ones[8] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
		struct slice begins = dslog_rules[i].begins;
		uint8_t byte = begins.p[0];
		g->compiled[i].head = head_of(begins);
		g->compiled[i].head_mask =
			head_of(slice_of(ones, begins.n < sizeof(ones) ? begins.n : sizeof(ones)));
		g->next[i] = g->first[byte];
		g->first[byte] = i;
	}
	g->data = pcre2_match_data_create(DSLOG_FIELD_COUNT + 1, NULL);
	g->context = pcre2_match_context_create(NULL);
	if (!g->data || !g->context)
		memory_exhausted();
	pcre2_set_match_limit(g->context, MATCH_LIMIT);
	return g;
}

void dslog_grammar_free(struct dslog_grammar *g)
{
	for (size_t i = 0; i < dslog_rule_count; i++)
		pcre2_code_free(g->compiled[i].code);
	pcre2_match_context_free(g->context);
	pcre2_match_data_free(g->data);
	free(g->next);
	free(g->compiled);
	free(g);
}

/* Bytes, not characters: names are whatever a driver left in memory. A dot is any byte, since line
 * ends may be part of a name. */
static void compile(struct compiled_rule *c, const struct dslog_rule *rule)
{
	int error;
	PCRE2_SIZE at;
	struct buf pattern = {0};
	buf_printf(&pattern, "(?:%s)\\z", rule->pattern);
	c->code = pcre2_compile(pattern.p, pattern.n,
				PCRE2_ANCHORED | PCRE2_DOTALL | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP,
				&error, &at, NULL);
	buf_free(&pattern);
	if (!c->code && error == PCRE2_ERROR_HEAP_FAILED)
		memory_exhausted();
	assert(c->code && "the build has checked every pattern");
	/* Without JIT support (or without memory for it) the interpreter serves, only slower. */
	c->fast = pcre2_jit_compile(c->code, PCRE2_JIT_COMPLETE) == 0;
	for (size_t f = 0; f < DSLOG_FIELD_COUNT; f++) {
		int group = pcre2_substring_number_from_name(c->code, (PCRE2_SPTR)field_names[f]);
		if (group <= 0)
			continue;
		c->fields[c->field_count].field = (uint8_t)f;
		c->fields[c->field_count++].group = (uint8_t)group;
	}
}

static void capture(const struct dslog_grammar *g, const struct compiled_rule *c, struct slice rest,
		    int groups, struct dslog_match *match)
{
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(g->data);
	for (size_t i = 0; i < c->field_count; i++) {
		size_t group = c->fields[i].group;
		if ((int)group >= groups || ends[2 * group] == PCRE2_UNSET)
			continue;
		match->present |= UINT32_C(1) << c->fields[i].field;
		match->fields[c->fields[i].field] = (struct slice){
			rest.p + ends[2 * group], ends[2 * group + 1] - ends[2 * group]};
	}
}

/* Does the rule match the line, which has its literal beginning? */
static bool confirm(struct dslog_grammar *g, size_t i, struct slice line, struct dslog_match *match)
{
	const struct dslog_rule *rule = &dslog_rules[i];
	struct slice rest = slice_from(line, rule->begins.n);
	if (!slice_ends_with(rest, rule->ends))
		return false;
	rest.n -= rule->ends.n;
	if (rule->pattern[0] == 0) {
		if (rest.n)
			return false;
		match->rule = rule;
		return true;
	}
	struct compiled_rule *c = &g->compiled[i];
	if (!c->code)
		compile(c, rule);
	int groups = c->fast ? pcre2_jit_match(c->code, rest.p, rest.n, 0, 0, g->data, g->context)
			     : pcre2_match(c->code, rest.p, rest.n, 0, 0, g->data, g->context);
	if (groups == PCRE2_ERROR_NOMEMORY)
		memory_exhausted();
	if (groups <= 0)
		return false; /* no match, or the limit: not a line of Windows' */
	match->rule = rule;
	capture(g, c, rest, groups, match);
	return true;
}

void dslog_grammar_match(struct dslog_grammar *g, struct slice line, struct dslog_match *match)
{
	match->rule = NULL;
	match->present = 0;
	while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\t'))
		line.n--;
	if (line.n == 0)
		return;
	uint64_t head = head_of(line);
	for (size_t i = g->first[line.p[0]]; i < dslog_rule_count; i = g->next[i]) {
		const struct compiled_rule *c = &g->compiled[i];
		if ((head & c->head_mask) == c->head &&
		    slice_starts_with(line, dslog_rules[i].begins) && confirm(g, i, line, match))
			return;
	}
}

/* Fields of the match that the example does not name, or names otherwise; NULL if none. */
static const char *compare_fields(const struct dslog_example *e, const struct dslog_match *match)
{
	bool expected[DSLOG_FIELD_COUNT] = {false};
	for (size_t i = 0; e->expected[i].field != DSLOG_FIELD_COUNT; i++) {
		enum dslog_field f = e->expected[i].field;
		expected[f] = true;
		struct slice got = dslog_match_field(match, f);
		if (!got.p || !slice_equal(got, e->expected[i].value))
			return "a field has another value";
	}
	for (size_t f = 0; f < DSLOG_FIELD_COUNT; f++)
		if (match->present >> f & 1 && !expected[f])
			return "a field is not named";
	return NULL;
}

const struct dslog_example *dslog_grammar_check(struct dslog_grammar *g, const char **why)
{
	for (size_t i = 0; i < dslog_example_count; i++) {
		const struct dslog_example *e = &dslog_examples[i];
		struct dslog_match match;
		dslog_grammar_match(g, e->text, &match);
		if (!match.rule)
			*why = "no rule matches";
		else if (strcmp(match.rule->name, e->rule) != 0)
			*why = "another rule matches first";
		else
			*why = compare_fields(e, &match);
		if (*why)
			return e;
	}
	return NULL;
}
