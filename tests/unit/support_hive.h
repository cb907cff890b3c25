/* SPDX-License-Identifier: MIT */
/* Small hives out of calls, and their logs; no Criterion in it. Everything has to fit: what does
 * not is an assert. */
#ifndef TESTS_SUPPORT_HIVE_H
#define TESTS_SUPPORT_HIVE_H

#include "lib/registry/regf.h"

enum { MADE_HIVE_PAGES = 8, MADE_HIVE_BYTES = REGF_BASE_BYTES + MADE_HIVE_PAGES * 4096 };

struct made_hive {
	uint8_t bytes[MADE_HIVE_BYTES];
	size_t n; /* bytes of it that are the hive: whole pages */
};

struct made_hive_value {
	struct slice name; /* ASCII */
	uint32_t type;
	struct slice data;
};

/* A key with what is below it; lists end with what has no name (p NULL). */
struct made_hive_key {
	struct slice name; /* ASCII */
	const struct made_hive_value *values;
	const struct made_hive_key *children;
};

/* When all keys were written. */
#define MADE_HIVE_TIME UINT64_C(0x01d9000000000000)

/* Clean, with the sequence number 7, one bin, and the keys below root. */
void made_hive_of(struct made_hive *h, const struct made_hive_key *root);

/* Bins of one page each, and no cell in them. */
void made_hive_empty(struct made_hive *h, size_t pages);

/* Where the first such bytes stand; asserts that there are any. */
size_t made_hive_find(const struct made_hive *h, struct slice bytes);

static inline struct slice made_hive_slice(const struct made_hive *h)
{
	return slice_of(h->bytes, h->n);
}

#endif
