/* SPDX-License-Identifier: MIT */
#include "lib/base/limits.h"
#include "lib/base/number.h"
#include "lib/registry/lint_run.h"

/* --- findings --- */

/* The text that a placeholder stands for; the build checked that there is one of this name. */
static struct slice word_named(struct slice name, const struct lint_words *words)
{
#define WORD(word)                           \
	if (slice_equal(name, SLICE(#word))) \
		return words->word;
	LINT_WORDS(WORD)
#undef WORD
	return (struct slice){NULL, 0};
}

/* A sentence of the rules with its placeholders filled in; each brace is closed. */
static struct slice sentence(struct lint_run *l, const char *pattern,
			     const struct lint_words *words)
{
	struct slice rest = slice_of_string(pattern);
	while (rest.n) {
		size_t open = slice_find_byte(rest, '{');
		buf_add_slice(&l->text, slice_sub(rest, 0, open));
		rest = slice_from(rest, open);
		if (rest.n == 0)
			break;
		size_t close = slice_find_byte(rest, '}');
		lint_add_shortened(&l->text, word_named(slice_sub(rest, 1, close - 1), words));
		rest = slice_from(rest, close + 1);
	}
	return lint_take(l);
}

void lint_find(struct lint_run *l, enum lint_case_id id, struct lint_words words)
{
	const struct lint_case *c = &lint_cases[id];
	if (l->of_rule == LIMIT_CRASHCFG_RULE_FINDINGS || l->lint->count == LIMIT_CRASHCFG_FINDINGS)
		return;
	l->of_rule++;
	l->lint->list[l->lint->count++] = (struct lint_finding){
		.rule = c->rule,
		.severity = c->severity,
		.outcome = c->outcome,
		.path = words.path,
		.value = words.value,
		.message = sentence(l, c->message, &words),
		.remedy = sentence(l, c->remedy, &words),
	};
}

bool lint_has_found(const struct lint_run *l, enum lint_case_id id)
{
	for (size_t i = 0; i < l->lint->count; i++)
		if (l->lint->list[i].rule == lint_cases[id].rule)
			return true;
	return false;
}

void lint_run(struct lint *l, const struct crash_config *config, const struct lint_input *input)
{
	struct lint_run run = {
		.lint = l,
		.config = config,
		.input = input,
		.need = size_need_of(config),
		.backing = backing_of(config),
	};
	*l = (struct lint){.config = config, .input = input};
	l->list = arena_alloc(config->arena, LIMIT_CRASHCFG_FINDINGS * sizeof(*l->list));
	for (size_t i = 0; i < lint_rule_count; i++) {
		run.of_rule = 0;
		lint_conditions[i](&run);
	}
	buf_free(&run.text);
}

/* --- rules --- */

const char *lint_severity_name(enum lint_severity severity)
{
	static const char *const names[LINT_SEVERITIES] = {"note", "warning", "error"};
	return names[severity];
}

const char *lint_outcome_name(enum lint_outcome outcome)
{
	static const char *const names[] = {"nothing", "unknown", "unlikely", "no"};
	return names[outcome];
}

const struct lint_rule *lint_rule_find(struct slice id_or_name)
{
	for (size_t i = 0; i < lint_rule_count; i++) {
		const struct lint_rule *r = &lint_rules[i];
		if (slice_equal_ignoring_case(id_or_name, slice_of_string(r->id)) ||
		    slice_equal_ignoring_case(id_or_name, slice_of_string(r->name)))
			return r;
	}
	return NULL;
}

enum lint_severity lint_rule_severity(const struct lint_rule *rule)
{
	if (rule->severities[LINT_ERROR])
		return LINT_ERROR;
	return rule->severities[LINT_WARNING] ? LINT_WARNING : LINT_NOTE;
}
