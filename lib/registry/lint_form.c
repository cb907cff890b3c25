/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/wrap.h"
#include "lib/registry/lint_form.h"

/* --- JSON --- */

static void write_case(struct json_writer *w, const struct lint_case *c)
{
	json_object_begin(w, NULL);
	json_literal(w, "severity", lint_severity_name(c->severity));
	if (c->outcome != LINT_NOTHING)
		json_literal(w, "will_dump", lint_outcome_name(c->outcome));
	json_text(w, "message", slice_of_string(c->message));
	json_text(w, "remedy", slice_of_string(c->remedy));
	json_object_end(w);
}

void lint_rule_write_json(struct json_writer *w, const struct lint_rule *rule)
{
	json_object_begin(w, NULL);
	json_literal(w, "type", "rule");
	json_literal(w, "id", rule->id);
	json_literal(w, "rule", rule->name);
	json_literal(w, "severity", lint_severity_name(lint_rule_severity(rule)));
	json_text(w, "condition", slice_of_string(rule->condition));
	json_array_begin(w, "findings");
	for (size_t i = 0; i < rule->case_count; i++)
		write_case(w, &rule->cases[i]);
	json_array_end(w);
	json_text(w, "explanation", slice_of_string(rule->explanation));
	json_text(w, "source", slice_of_string(rule->source));
}

/* --- text --- */

void lint_rule_write_row(struct buf *b, const struct lint_rule *rule)
{
	enum { CONDITION = 44 };
	size_t start = b->n;
	buf_printf(b, "%s  %-7s  %-23s ", rule->id, lint_severity_name(lint_rule_severity(rule)),
		   rule->name);
	size_t at = b->n - start;
	if (at < CONDITION)
		buf_add_repeated(b, ' ', CONDITION - at);
	wrap_add(b, slice_of_string(rule->condition), at < CONDITION ? CONDITION : at, CONDITION);
}

static void paragraph(struct buf *b, const char *label, const char *text)
{
	enum { TEXT = 10 };
	buf_printf(b, "  %-*s", TEXT - 2, label);
	wrap_add(b, slice_of_string(text), TEXT, TEXT);
}

static void add_case(struct buf *b, const struct lint_case *c)
{
	static const char *const outcomes[] = {
		[LINT_NOTHING] = "it changes nothing about the dump",
		[LINT_UNKNOWN] = "whether there is a dump is not known then",
		[LINT_UNLIKELY] = "a dump is unlikely then",
		[LINT_NO] = "there is no dump then",
	};
	buf_printf(b, "\n  %s (%s)\n", lint_severity_name(c->severity), outcomes[c->outcome]);
	paragraph(b, "says", c->message);
	paragraph(b, "to do", c->remedy);
}

void lint_rule_write_page(struct buf *b, const struct lint_rule *rule, bool colour)
{
	buf_printf(b, "%s%s %s%s\n", colour ? "\033[1m" : "", rule->id, rule->name,
		   colour ? "\033[0m" : "");
	paragraph(b, "when", rule->condition);
	paragraph(b, "why", rule->explanation);
	paragraph(b, "source", rule->source);
	for (size_t i = 0; i < rule->case_count; i++)
		add_case(b, &rule->cases[i]);
}
