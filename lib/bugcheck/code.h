/* SPDX-License-Identifier: MIT */
/* What is known about bug check codes: the table made from grammars/bugcheck.codes. */
#ifndef BUGCHECK_CODE_H
#define BUGCHECK_CODE_H

#include "lib/base/slice.h"

enum bugcheck_kind {
	BUGCHECK_KIND_BUGCHECK,  /* stops the system */
	BUGCHECK_KIND_LIVE_DUMP, /* a dump is written and the system goes on */
	BUGCHECK_KIND_BOTH,      /* stops the system, and is used for live dumps too */
	BUGCHECK_KIND_MARKER,    /* a text or flag among the codes, never a crash */
	BUGCHECK_KIND_PHONE,     /* Windows Phone only */
	BUGCHECK_KIND_XBOX,      /* Xbox only */
};

struct bugcheck_code {
	uint32_t code;
	uint16_t name;    /* where its texts start in bugcheck_strings */
	uint16_t aliases; /* NUL-terminated texts one after another, the last one empty */
	uint16_t page;    /* file name of the public page without ".md"; empty if there is none */
	uint8_t kind;     /* enum bugcheck_kind */
};

/* A name or alias and the entry it belongs to. */
struct bugcheck_name {
	uint16_t text;  /* in bugcheck_strings */
	uint16_t entry; /* in bugcheck_codes */
};

/* Generated. The codes ascend; the names ascend bytewise (they hold A-Z, 0-9 and _ only). */
extern const char bugcheck_strings[];
extern const struct bugcheck_code bugcheck_codes[];
extern const size_t bugcheck_code_count;
extern const struct bugcheck_name bugcheck_names[];
extern const size_t bugcheck_name_count;

static inline const char *bugcheck_string(uint16_t at)
{
	return bugcheck_strings + at;
}

/* The entry of exactly this code, or NULL. Static. */
const struct bugcheck_code *bugcheck_code_exact(uint32_t code);

/*
 * The entry that tells what code is: its own, else that of its base code. NULL if neither is
 * known. Static.
 */
const struct bugcheck_code *bugcheck_code_find(uint32_t code);

/*
 * The code without the bits that Windows adds to it, if that is a known code: 0x1000007E (the bit
 * that some kernels set for a small dump) is 0x7E, 0x400001EE (informational severity) is 0x1EE.
 * Else code itself. Codes with such bits that are codes in their own right (0x400001EF) keep them.
 */
uint32_t bugcheck_base_code(uint32_t code);

/* The entry whose name or alias this is, in any case of letters; NULL if there is none. Static. */
const struct bugcheck_code *bugcheck_code_by_name(struct slice name);

#endif
