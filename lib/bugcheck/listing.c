/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "lib/bugcheck/condition.h"
#include "lib/bugcheck/listing.h"

static bool is_field(const struct bugcheck_rule *r)
{
	enum { WHOLE = 64 };
	return r->width < WHOLE;
}

static void write_rule(struct json_writer *w, const struct bugcheck_rule *r,
		       const struct buf *conditions)
{
	char bits[sizeof("63-63")];
	bool says_value = r->kind == RULE_CASE || r->kind == RULE_OTHERWISE;
	json_object_begin(w, NULL);
	if (conditions->n)
		json_text(w, "when", buf_slice(conditions));
	json_number(w, "n", r->parameter + 1u);
	if (is_field(r)) {
		snprintf(bits, sizeof(bits), "%u-%u", (r->shift + r->width - 1u) & 63u,
			 r->shift & 63u);
		json_literal(w, "bits", bits);
	}
	json_literal(w, says_value ? "decoded" : "meaning", bugcheck_text(r->text));
	json_object_end(w);
}

/* In a flat list an else has to say what it is the opposite of: all forms in one row before it. */
static void add_else(struct buf *conditions, const struct bugcheck_rule *forms,
		     const struct bugcheck_rule *end)
{
	const char *separator = "not (";
	for (const struct bugcheck_rule *r = forms; r < end; r += r->span) {
		buf_add_string(conditions, separator);
		condition_add(conditions, r);
		separator = "; ";
	}
	buf_add_byte(conditions, ')');
}

/* forms: the first of the forms in one row before r. */
static void add_condition(struct buf *conditions, const struct bugcheck_rule *r,
			  const struct bugcheck_rule *forms)
{
	if (r->kind == RULE_MEANING || r->kind == RULE_FIELD)
		return;
	if (conditions->n)
		buf_add_string(conditions, " and ");
	if (r->kind == RULE_ELSE)
		add_else(conditions, forms, r);
	else
		condition_add(conditions, r);
}

/* Depth is that of the source. */
static void write_rules(struct json_writer *w, const struct bugcheck_rule *r,
			const struct bugcheck_rule *end, struct buf *conditions)
{
	const struct bugcheck_rule *forms = r;
	for (; r < end; r += r->span) {
		size_t outer = conditions->n;
		add_condition(conditions, r, forms);
		if (r->kind != RULE_FORM)
			forms = r + r->span;
		if (r->kind != RULE_FORM && r->kind != RULE_ELSE)
			write_rule(w, r, conditions);
		write_rules(w, r + 1, r + r->span, conditions);
		conditions->n = outer;
	}
}

void bugcheck_write_rules(struct json_writer *w, const struct bugcheck_knowledge *k)
{
	struct buf conditions = {0};
	const struct bugcheck_rule *first = &bugcheck_rules[k->rule];
	if (k->rules == 0)
		return;
	json_array_begin(w, "rules");
	write_rules(w, first, first + k->rules, &conditions);
	json_array_end(w);
	buf_free(&conditions);
}
