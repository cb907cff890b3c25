/* SPDX-License-Identifier: MIT */
/*
 * The log grammar at work: which rule a line matches, and what its fields are. Rules are found by
 * their literal beginning; PCRE2 confirms the rest and captures. The only user of PCRE2.
 */
#ifndef DSLOG_GRAMMAR_H
#define DSLOG_GRAMMAR_H

#include "lib/dslog/rule.h"

/* Compiled patterns; one thread at a time. */
struct dslog_grammar;

struct dslog_match {
	const struct dslog_rule *rule;          /* NULL: no rule matched */
	uint32_t present;                       /* bit f: the line has field f */
	struct slice fields[DSLOG_FIELD_COUNT]; /* borrowed from the line; set where present */
};

/* A field of the match; its p is NULL where the line has none. */
static inline struct slice dslog_match_field(const struct dslog_match *match, enum dslog_field f)
{
	return match->present >> f & 1 ? match->fields[f] : (struct slice){NULL, 0};
}

/* A grammar to match with; patterns are compiled when first needed. Ends the program without
 * memory. Free with dslog_grammar_free(). */
struct dslog_grammar *dslog_grammar_new(void);

void dslog_grammar_free(struct dslog_grammar *g);

/* Matches a whole line (without its end). Trailing blanks do not count. */
void dslog_grammar_match(struct dslog_grammar *g, struct slice line, struct dslog_match *match);

/*
 * Does each example match its own rule, no earlier one, with the fields it names and no others?
 * Returns the first that does not, NULL if all hold; *why then points to a static text.
 */
const struct dslog_example *dslog_grammar_check(struct dslog_grammar *g, const char **why);

#endif
