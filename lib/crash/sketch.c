/* SPDX-License-Identifier: MIT */
#include "lib/crash/count.h"
#include "lib/crash/sketch.h"

/* Position of the highest set bit; v is not 0. */
static unsigned leading_bit(uint64_t v)
{
	return 63u - (unsigned)__builtin_clzll(v);
}

size_t sketch_bucket(uint64_t v)
{
	if (v < SKETCH_ROW)
		return (size_t)v;
	unsigned shift = leading_bit(v) - SKETCH_BITS;
	return SKETCH_ROW + shift * SKETCH_ROW + (size_t)(v >> shift & (SKETCH_ROW - 1));
}

/* The middle of a bucket; of the two middle values the higher one. */
static uint64_t middle_of(size_t bucket)
{
	if (bucket < SKETCH_ROW)
		return bucket;
	unsigned shift = (unsigned)(bucket / SKETCH_ROW) - 1;
	uint64_t lowest = (uint64_t)(SKETCH_ROW + bucket % SKETCH_ROW) << shift;
	return lowest + ((UINT64_C(1) << shift) >> 1);
}

void sketch_add(struct sketch *s, uint64_t value)
{
	if (s->samples == 0 || value < s->min)
		s->min = value;
	if (value > s->max)
		s->max = value;
	s->samples++;
	s->counts[sketch_bucket(value)]++;
}

void sketch_merge(struct sketch *s, const struct sketch *other)
{
	if (other->samples == 0)
		return;
	if (s->samples == 0 || other->min < s->min)
		s->min = other->min;
	if (other->max > s->max)
		s->max = other->max;
	(void)count_add(&s->samples, other->samples);
	for (size_t i = 0; i < SKETCH_BUCKETS; i++)
		(void)count_add(&s->counts[i], other->counts[i]);
}

/* ceil(samples * percent / 100), at least 1, without overflow. */
static uint64_t rank_of(uint64_t samples, unsigned percent)
{
	uint64_t rank = samples / 100 * percent + (samples % 100 * percent + 99) / 100;
	return rank ? rank : 1;
}

uint64_t sketch_quantile(const struct sketch *s, unsigned percent)
{
	assert(percent <= 100);
	if (s->samples == 0)
		return 0;
	uint64_t rank = rank_of(s->samples, percent);
	if (rank == 1)
		return s->min;
	if (rank == s->samples)
		return s->max;
	size_t bucket = 0;
	for (uint64_t left = rank; left > s->counts[bucket]; bucket++)
		left -= s->counts[bucket];
	/* No answer lies outside of what was seen. */
	uint64_t v = middle_of(bucket);
	return v < s->min ? s->min : v > s->max ? s->max : v;
}
