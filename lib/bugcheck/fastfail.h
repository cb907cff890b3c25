/* SPDX-License-Identifier: MIT */
/* Names of fast fail codes (winnt.h): the table made from grammars/fastfail.names. */
#ifndef BUGCHECK_FASTFAIL_H
#define BUGCHECK_FASTFAIL_H

#include "lib/bugcheck/value_name.h"

/* Generated; ascending by value. */
extern const char fastfail_texts[];
extern const struct value_name fastfail_names[];
extern const size_t fastfail_count;

/* The name of a code ("FAST_FAIL_CORRUPT_LIST_ENTRY"), or NULL where it has none. Static. */
const char *fastfail_name(uint32_t code);

#endif
