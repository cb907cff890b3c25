/* SPDX-License-Identifier: MIT */
/* What the conditions of the rules are made of: the configuration, and words for findings. */
#ifndef REGISTRY_LINT_RUN_H
#define REGISTRY_LINT_RUN_H

#include "lib/registry/lint.h"
#include "lib/registry/lint_list.h"
#include "lib/registry/size.h"

/* By enum lint_case_id, and by the number of the rule: made from grammars/crashcfg.rules. */
extern const struct lint_case lint_cases[];
extern void (*const lint_conditions[])(struct lint_run *l);

struct lint_run {
	struct lint *lint;
	const struct crash_config *config;
	const struct lint_input *input;
	struct size_need need;
	struct backing backing;
	unsigned of_rule; /* findings of the rule that runs */
	struct buf text;  /* scratch */
};

/* What stands in braces in messages and remedies: {path} and {value} are members of the finding,
 * too (value.p NULL: nothing is there). All texts live as long as the configuration. */
struct lint_words {
#define WORD(name) struct slice name;
	LINT_WORDS(WORD)
#undef WORD
};

/* Adds a finding, up to LIMIT_CRASHCFG_RULE_FINDINGS of a rule. */
void lint_find(struct lint_run *l, enum lint_case_id id, struct lint_words words);

/* Was anything found by the rule that this case belongs to? For rules that follow it. */
bool lint_has_found(const struct lint_run *l, enum lint_case_id id);

static inline const struct setting *lint_setting(const struct lint_run *l, enum setting_id id)
{
	return config_setting(l->config, id);
}

/* Is the setting a usable number, and this one? */
static inline bool lint_is(const struct lint_run *l, enum setting_id id, uint64_t number)
{
	const struct setting *s = lint_setting(l, id);
	return s->usable && s->number == number;
}

/* Is the setting a usable number other than 0? */
static inline bool lint_is_on(const struct lint_run *l, enum setting_id id)
{
	return setting_is_on(lint_setting(l, id));
}

/* Is the setting 0 or surely not there: off, where off is the default? */
bool lint_is_surely_off(const struct lint_run *l, enum setting_id id);

/* Is a dump written to a page file, as far as is known? */
static inline bool lint_pages(const struct lint_run *l)
{
	return l->backing.kind == BACKING_PAGE_FILE;
}

/* Does a key tell what machine it is, rather than what its dumps are? */
bool lint_key_is_context(enum setting_key key);

/* Is the dump one that becomes the file DumpFile: neither none nor small? */
bool lint_leaves_file(const struct lint_run *l);

/* The setting by which a hotkey is armed that works; SETTING_COUNT where there is none. */
enum setting_id lint_hotkey_setting(const struct lint_run *l);

/* --- words --- */

/* Path and value of a setting, or of where it would be. */
struct lint_words lint_words_of(struct lint_run *l, enum setting_id id);

/* Adds a finding of which nothing has to be said but that. */
static inline void lint_find_setting(struct lint_run *l, enum lint_case_id id,
				     enum setting_id setting)
{
	lint_find(l, id, lint_words_of(l, setting));
}

/* The same with another text as value: a line of a list, cut at LIMIT_CRASHCFG_VALUE_BYTES. */
struct lint_words lint_words_with(struct lint_run *l, enum setting_id id, struct slice value);

/* Path and value of a value of the tree, whatever it is. */
struct lint_words lint_words_of_value(struct lint_run *l, const struct registry_key *key,
				      const struct registry_value *value);

/* Appends s, or its first LIMIT_CRASHCFG_VALUE_BYTES and "...". */
void lint_add_shortened(struct buf *b, struct slice s);

/* A copy of what was put into l->text, which is empty then. */
struct slice lint_take(struct lint_run *l);

struct slice lint_number(struct lint_run *l, uint64_t number);
struct slice lint_hex(struct lint_run *l, uint64_t number); /* "0x3D" */
struct slice lint_size(struct lint_run *l, uint64_t bytes);
struct slice lint_drive(struct lint_run *l, char drive); /* "C" */
struct slice lint_time(struct lint_run *l, uint64_t filetime);
struct slice lint_key(struct lint_run *l, enum setting_key key);

static inline struct slice lint_static(const char *text)
{
	return slice_of_string(text);
}

/* "complete" and so on: what is configured. */
struct slice lint_type(const struct lint_run *l);

/* "Windows 7": the version, where it is known. */
struct slice lint_version(const struct lint_run *l);

/* Why a path is no full local one: "a path without a drive"; NULL where it is one, or where that
 * cannot be told. */
const char *lint_path_fault(const struct winpath *path);

#endif
