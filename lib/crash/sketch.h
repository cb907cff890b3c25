/* SPDX-License-Identifier: MIT */
/*
 * Quantiles of any number of values in constant memory: a histogram whose buckets grow with the
 * value. Integers only; adding and merging are additions of counts, so that no order of values,
 * and no way of splitting them, changes a single answer.
 *
 * Values below 256 have a bucket each. A larger value v lies in a bucket of 2^(e-7) values, where
 * 2^e is the largest power of two up to v; the middle of the bucket stands for all of them. It is
 * at most 2^(e-8) away from v, so the relative error is at most 2^(e-8) / 2^e = 1/256.
 */
#ifndef CRASH_SKETCH_H
#define CRASH_SKETCH_H

#include "lib/base/compiler.h"

enum {
	SKETCH_BITS = 7,               /* bits of a value behind its leading one that are kept */
	SKETCH_ROW = 1 << SKETCH_BITS, /* buckets between two powers of two */
	/* the values below 2^7, then one row for each leading bit from 7 to 63 */
	SKETCH_BUCKETS = SKETCH_ROW + (64 - SKETCH_BITS) * SKETCH_ROW,
	SKETCH_ERROR_DIVISOR = 256, /* the relative error is at most 1 / this */
};

/* All zero is an empty sketch. */
struct sketch {
	uint64_t samples; /* the sum of all counts */
	uint64_t min;     /* exact; 0 while there are no samples */
	uint64_t max;     /* exact */
	uint64_t counts[SKETCH_BUCKETS];
};

void sketch_add(struct sketch *s, uint64_t value);

/* Adds all samples of other to s. Counts that reach UINT64_MAX stay there. */
void sketch_merge(struct sketch *s, const struct sketch *other);

/* Which of the counts the value v belongs to. */
size_t sketch_bucket(uint64_t v);

/*
 * The nearest-rank quantile (percent from 0 to 100) within the relative error: the value of rank
 * ceil(samples * percent / 100), at least 1. Ranks 1 and samples give min and max. 0 without
 * samples.
 */
uint64_t sketch_quantile(const struct sketch *s, unsigned percent);

#endif
