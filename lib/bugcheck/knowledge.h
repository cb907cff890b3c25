/* SPDX-License-Identifier: MIT */
/*
 * What bug checks, their parameters and the values of these mean: the tables made from
 * grammars/bugcheck.meanings, bugcheck.parameters, bugcheck.values and bugcheck.forced, whose
 * format bugcheck-parameters(5) describes. Positions instead of pointers: nothing is relocated
 * when a tool starts.
 */
#ifndef BUGCHECK_KNOWLEDGE_H
#define BUGCHECK_KNOWLEDGE_H

#include "lib/base/compiler.h"

/* Who or what a bug check points to, in one word. */
enum bugcheck_category {
	BUGCHECK_CATEGORY_SYSTEM_CRASH,      /* an error of the kernel that nothing handled */
	BUGCHECK_CATEGORY_INVALID_OPERATION, /* a deliberate stop: a rule was broken */
	BUGCHECK_CATEGORY_HARDWARE,
	BUGCHECK_CATEGORY_STORAGE, /* disks, file systems, the boot device, page-in */
	BUGCHECK_CATEGORY_POWER,
	BUGCHECK_CATEGORY_DRIVER,
	BUGCHECK_CATEGORY_MEMORY, /* memory manager, pool, corruption */
	BUGCHECK_CATEGORY_SECURITY,
	BUGCHECK_CATEGORY_FORCED, /* somebody asked for it */
	BUGCHECK_CATEGORY_LIVE_DUMP,
	BUGCHECK_CATEGORY_COUNT,
};

/* How the value of a parameter is shown besides its digits. Named sets follow the last one. */
enum bugcheck_decoder {
	DECODER_NONE,
	DECODER_ADDRESS,
	DECODER_NTSTATUS, /* exception codes too */
	DECODER_IRQL,
	DECODER_POOL_TAG,
	DECODER_FILETIME,
	DECODER_FASTFAIL,
	DECODER_DECIMAL,
	DECODER_BYTES,
	DECODER_MILLISECONDS,
	DECODER_SECONDS,
	DECODER_HUNDRED_NANOSECONDS,
	DECODER_BOOLEAN,
	DECODER_BUGCHECK,
	DECODER_MCI_STATUS, /* of parameter 4: parameters 3 and 4 are its halves */
	DECODER_IPV4,       /* the first octet in the lowest byte */
	DECODER_MAC,        /* of parameter 2: parameters 2 and 3 hold the address */
	DECODER_SETS,       /* the first of bugcheck_sets */
};

/* One line of bugcheck.parameters. */
enum bugcheck_rule_kind {
	RULE_MEANING,   /* what the parameter is */
	RULE_FIELD,     /* what some of its bits are; always shown */
	RULE_CASE,      /* what the value means, where the test holds */
	RULE_OTHERWISE, /* the same, where no case before it in this scope held for the parameter */
	RULE_FORM,      /* where all tests hold, the rules beneath apply */
	RULE_ELSE, /* where the forms directly before it did not hold, the rules beneath apply */
};

struct bugcheck_rule {
	uint32_t text;     /* in bugcheck_texts; 0 (the empty text) for forms */
	uint32_t test;     /* first in bugcheck_tests */
	uint16_t span;     /* this rule and those beneath it: where the next one of its scope is */
	uint8_t tests;     /* number of tests, all of which have to hold */
	uint8_t kind;      /* enum bugcheck_rule_kind */
	uint8_t parameter; /* 0 to 3 */
	uint8_t shift;     /* of the field: its lowest bit, 0 to 63 */
	uint8_t width;     /* of the field: 1 to 64 bits */
	uint8_t decoder;   /* enum bugcheck_decoder, or DECODER_SETS and the number of a set */
};

enum bugcheck_test_kind {
	TEST_IN,     /* the field's value lies in one of the ranges */
	TEST_NOT_IN, /* it lies in none of them */
	TEST_BITS,   /* all bits of the only range's first value are set */
};

struct bugcheck_test {
	uint32_t range; /* first in bugcheck_ranges */
	uint16_t ranges;
	uint8_t kind;      /* enum bugcheck_test_kind */
	uint8_t parameter; /* 0 to 3 */
	uint8_t shift;
	uint8_t width;
};

/* Both ends belong to it. */
struct bugcheck_range {
	uint64_t first;
	uint64_t last;
};

/* Values that several codes share ("pool_type"). */
struct bugcheck_set {
	uint32_t name;  /* in bugcheck_texts */
	uint32_t value; /* first in bugcheck_set_values */
	uint16_t values;
	bool bits; /* each value is a mask, and all that are set are named */
};

struct bugcheck_set_value {
	uint32_t value;
	uint32_t text; /* in bugcheck_texts */
};

/* All that is known of one code. A list is texts one after another, the last one empty. */
struct bugcheck_knowledge {
	uint32_t code;
	uint32_t title;
	uint32_t meaning; /* the empty text where Microsoft publishes number and name only */
	uint32_t causes;  /* a list */
	uint32_t next;    /* what to look at next; a list */
	uint32_t rule;    /* first in bugcheck_rules */
	uint16_t rules;   /* 0: no parameter is documented */
	uint8_t category; /* enum bugcheck_category */
};

struct bugcheck_category_info {
	uint32_t text; /* what the category says, a sentence; in bugcheck_texts */
	uint32_t next; /* what to look at next; a list */
};

/* A way to make a machine crash on purpose. */
struct bugcheck_way {
	uint32_t name;    /* "keyboard"; the same word in all tools */
	uint32_t title;   /* what somebody does */
	uint32_t setting; /* what has to be set for it; the empty text where nothing has */
	uint32_t proof;   /* what proves it; the empty text where nothing does */
};

/* The code is a sign of these ways: every bit is the number of a way. Codes ascend. */
struct bugcheck_forced {
	uint32_t code;
	uint32_t ways;
	bool certain;
};

/* Generated. Codes ascend. */
extern const char bugcheck_texts[];
extern const struct bugcheck_knowledge bugcheck_knowledge[];
extern const size_t bugcheck_knowledge_count;
extern const struct bugcheck_rule bugcheck_rules[];
extern const size_t bugcheck_rule_count;
extern const struct bugcheck_test bugcheck_tests[];
extern const struct bugcheck_range bugcheck_ranges[];
extern const struct bugcheck_set bugcheck_sets[];
extern const size_t bugcheck_set_count;
extern const struct bugcheck_set_value bugcheck_set_values[];
extern const struct bugcheck_category_info bugcheck_categories[BUGCHECK_CATEGORY_COUNT];
extern const struct bugcheck_way bugcheck_ways[];
extern const size_t bugcheck_way_count;
extern const struct bugcheck_forced bugcheck_forced[];
extern const size_t bugcheck_forced_count;

static inline const char *bugcheck_text(uint32_t at)
{
	return bugcheck_texts + at;
}

/* What is known of this code, else of its base code (bugcheck_base_code()); NULL if nothing is. */
const struct bugcheck_knowledge *bugcheck_knowledge_find(uint32_t code);

/* The word for a category ("system_crash"). Static. */
const char *bugcheck_category_name(uint8_t category);

#endif
