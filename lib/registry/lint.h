/* SPDX-License-Identifier: MIT */
/*
 * What is wrong with a crash configuration: rules of grammars/crashcfg.rules, each with a condition
 * in C of the same name.
 */
#ifndef REGISTRY_LINT_H
#define REGISTRY_LINT_H

#include "lib/registry/config.h"

enum lint_severity { LINT_NOTE, LINT_WARNING, LINT_ERROR };

/* What a finding means for the next dump. */
enum lint_outcome {
	LINT_NOTHING, /* it changes nothing */
	LINT_UNKNOWN, /* what happens cannot be told */
	LINT_UNLIKELY,
	LINT_NO, /* there will be no dump */
};

enum { LINT_SEVERITIES = 3 };

struct lint_rule;

/* One of the things that a rule may find, with the sentences for it. */
struct lint_case {
	const struct lint_rule *rule;
	const char *word; /* tells the cases of a rule apart: "maximum"; may be empty */
	enum lint_severity severity;
	enum lint_outcome outcome;
	const char *message; /* {value}, {path}, {a} to {d} stand for what a finding says */
	const char *remedy;
};

/* A row of the rules. */
struct lint_rule {
	const char *id;                              /* "CD10"; stable */
	const char *name;                            /* "dumps-off" */
	const char *condition;                       /* in words, for --explain and --list-rules */
	bool severities[LINT_SEVERITIES];            /* those that findings of it can have */
	enum lint_outcome outcomes[LINT_SEVERITIES]; /* the worst of a finding of that severity */
	const char *message;                         /* of the first case */
	const char *remedy;
	const char *explanation; /* why: sentences */
	const char *source; /* the public document, "observed", or "inferred" with its reason */
	const struct lint_case *cases;
	size_t case_count; /* at least 1 */
};

extern const struct lint_rule lint_rules[];
extern const size_t lint_rule_count;

struct lint_finding {
	const struct lint_rule *rule;
	enum lint_severity severity;
	enum lint_outcome outcome; /* of this very finding: what a verdict is made of */
	struct slice path;  /* "ControlSet001\Control\CrashControl\CrashDumpEnabled"; empty: none */
	struct slice value; /* what is there, as text; p NULL: nothing is there (null) */
	struct slice message; /* a sentence, UTF-8 */
	struct slice remedy;
};

/* What is wrong with the input itself, told by who read it. */
struct lint_input {
	bool is_hive;
	bool dirty; /* sequence numbers differ, or the checksum is wrong */
	bool checksum_bad;
	bool replayed; /* logs were applied: it is whole again */
	uint32_t primary_sequence, secondary_sequence;
	bool unreadable; /* something could not be read while walking */
	/* What the input is where it is no SYSTEM hive: "a hive of boot settings (BCD)"; NULL
	 * where that is not known. */
	const char *kind;
};

struct lint {
	const struct crash_config *config;
	const struct lint_input *input;
	struct lint_finding *list; /* in the arena of the configuration */
	size_t count;              /* at most LIMIT_CRASHCFG_FINDINGS */
};

/* Runs all rules, in the order of their ids. */
void lint_run(struct lint *l, const struct crash_config *config, const struct lint_input *input);

/* "error", "warning", "note"; static. */
const char *lint_severity_name(enum lint_severity severity);

/* "nothing", "unknown", "unlikely", "no"; static. */
const char *lint_outcome_name(enum lint_outcome outcome);

/* The rule of an id ("CD10", any case) or name ("dumps-off"); NULL where there is none. */
const struct lint_rule *lint_rule_find(struct slice id_or_name);

/* The highest severity that findings of a rule can have. */
enum lint_severity lint_rule_severity(const struct lint_rule *rule);

#endif
