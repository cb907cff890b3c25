/* SPDX-License-Identifier: MIT */
/* lib/crash/sketch.h against exact quantiles, and lib/crash/tally.h against a plain table. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/crash/sketch.h"
#include "lib/crash/tally.h"
#include "tests/unit/support_random.h"

enum { VALUES = 5000 };

/* --- how the values of a test are spread --- */

static uint64_t below_128(uint64_t *state)
{
	return random_below(state, 128);
}

static uint64_t rates(uint64_t *state)
{
	return 30 + random_below(state, 5000);
}

static uint64_t every_size(uint64_t *state)
{
	return random_next(state) >> random_below(state, 64);
}

static uint64_t around_powers_of_two(uint64_t *state)
{
	return (UINT64_C(1) << random_below(state, 64)) + random_below(state, 3) - 1;
}

static uint64_t the_same(uint64_t *state)
{
	(void)state;
	return 371;
}

static uint64_t (*const spreads[])(uint64_t *state) = {
	below_128, rates, every_size, around_powers_of_two, the_same,
};

static int compare_u64(const void *pa, const void *pb)
{
	const uint64_t *a = pa;
	const uint64_t *b = pb;
	return (*a > *b) - (*a < *b);
}

/* The nearest-rank quantile of sorted values, with the widest integers there are. */
static uint64_t exact_quantile(const uint64_t *sorted, size_t n, unsigned percent)
{
	size_t rank = (size_t)(((unsigned __int128)n * percent + 99) / 100);
	return sorted[rank ? rank - 1 : 0];
}

/* |got - want| <= want / 256, without division. */
static bool is_near(uint64_t got, uint64_t want)
{
	uint64_t off = got > want ? got - want : want - got;
	return (unsigned __int128)off * SKETCH_ERROR_DIVISOR <= want;
}

static struct sketch *sketch_of(const uint64_t *values, size_t n)
{
	struct sketch *s = calloc(1, sizeof(*s));
	cr_assert_not_null(s);
	for (size_t i = 0; i < n; i++)
		sketch_add(s, values[i]);
	return s;
}

static void check_quantiles(const uint64_t *values, size_t n, size_t spread)
{
	uint64_t sorted[VALUES];
	struct sketch *s = sketch_of(values, n);
	memcpy(sorted, values, n * sizeof(*values));
	qsort(sorted, n, sizeof(*sorted), compare_u64);
	for (unsigned percent = 0; percent <= 100; percent++) {
		uint64_t want = exact_quantile(sorted, n, percent);
		uint64_t got = sketch_quantile(s, percent);
		cr_expect(is_near(got, want),
			  "spread %zu, %zu values, p%u: %" PRIu64 " for %" PRIu64, spread, n,
			  percent, got, want);
	}
	cr_expect_eq(s->min, sorted[0]);
	cr_expect_eq(s->max, sorted[n - 1]);
	cr_expect_eq(s->samples, n);
	free(s);
}

Test(sketch, every_quantile_is_within_the_stated_error)
{
	static const size_t sizes[] = {1, 2, 3, 7, 20, 100, 101, 999, VALUES};
	uint64_t values[VALUES];
	uint64_t state = 1;
	for (size_t k = 0; k < COUNT_OF(spreads); k++) {
		for (size_t i = 0; i < VALUES; i++)
			values[i] = spreads[k](&state);
		for (size_t i = 0; i < COUNT_OF(sizes); i++)
			check_quantiles(values, sizes[i], k);
	}
}

/* With three equal values the middle one is neither least nor greatest by rank, so that the answer
 * comes from the bucket; a neighbour on each side keeps the clamping out of it. */
static uint64_t answer_of_bucket(uint64_t v)
{
	struct sketch *s = calloc(1, sizeof(*s));
	cr_assert_not_null(s);
	sketch_add(s, 0);
	sketch_add(s, v);
	sketch_add(s, UINT64_MAX);
	uint64_t got = sketch_quantile(s, 50);
	free(s);
	return got;
}

Test(sketch, the_error_bound_holds_at_both_ends_of_each_bucket)
{
	for (uint64_t v = 0; v < 256; v++)
		cr_expect_eq(answer_of_bucket(v), v, "%" PRIu64 " has a bucket of its own", v);
	uint64_t greatest = 0;
	for (unsigned e = 8; e < 64; e++) {
		for (uint64_t m = 0; m < SKETCH_ROW; m += e < 12 ? 1 : 21) {
			uint64_t first = (SKETCH_ROW + m) << (e - SKETCH_BITS);
			uint64_t last = first + ((UINT64_C(1) << (e - SKETCH_BITS)) - 1);
			cr_expect(is_near(answer_of_bucket(first), first), "%" PRIu64, first);
			cr_expect(is_near(answer_of_bucket(last), last), "%" PRIu64, last);
			cr_expect_eq(answer_of_bucket(first), answer_of_bucket(last));
			uint64_t off = answer_of_bucket(first) - first;
			greatest = m == 0 && off * SKETCH_ERROR_DIVISOR == first ? e : greatest;
		}
	}
	cr_expect_eq(greatest, 63, "the bound is stated as tight as it is");
}

Test(sketch, no_samples_give_zero)
{
	struct sketch *s = calloc(1, sizeof(*s));
	cr_assert_not_null(s);
	cr_expect_eq(sketch_quantile(s, 0), 0);
	cr_expect_eq(sketch_quantile(s, 50), 0);
	cr_expect_eq(sketch_quantile(s, 100), 0);
	free(s);
}

static struct sketch *merged(const struct sketch *a, const struct sketch *b)
{
	struct sketch *s = calloc(1, sizeof(*s));
	cr_assert_not_null(s);
	*s = *a;
	sketch_merge(s, b);
	return s;
}

static bool same(const struct sketch *a, const struct sketch *b)
{
	return a->samples == b->samples && a->min == b->min && a->max == b->max &&
	       memcmp(a->counts, b->counts, sizeof(a->counts)) == 0;
}

/* Cuts the values in three: any order and grouping of merges must give the one sketch of all. */
static void check_merges(const uint64_t *values, size_t n, size_t cut1, size_t cut2)
{
	struct sketch *all = sketch_of(values, n);
	struct sketch *a = sketch_of(values, cut1);
	struct sketch *b = sketch_of(values + cut1, cut2 - cut1);
	struct sketch *c = sketch_of(values + cut2, n - cut2);
	struct sketch *ab = merged(a, b);
	struct sketch *ba = merged(b, a);
	struct sketch *bc = merged(b, c);
	struct sketch *left = merged(ab, c);
	struct sketch *right = merged(a, bc);
	struct sketch *turned = merged(c, ba);
	cr_expect(same(ab, ba), "commutative, cut at %zu and %zu", cut1, cut2);
	cr_expect(same(left, right), "associative, cut at %zu and %zu", cut1, cut2);
	cr_expect(same(left, all), "as one run, cut at %zu and %zu", cut1, cut2);
	cr_expect(same(turned, all), "in another order, cut at %zu and %zu", cut1, cut2);
	struct sketch *owned[] = {all, a, b, c, ab, ba, bc, left, right, turned};
	for (size_t i = 0; i < COUNT_OF(owned); i++)
		free(owned[i]);
}

Test(sketch, merging_is_adding_in_any_order_and_grouping)
{
	uint64_t values[VALUES];
	uint64_t state = 2;
	for (size_t k = 0; k < COUNT_OF(spreads); k++) {
		for (size_t i = 0; i < VALUES; i++)
			values[i] = spreads[k](&state);
		check_merges(values, VALUES, 0, 0);
		check_merges(values, VALUES, 0, VALUES);
		check_merges(values, VALUES, 1, VALUES - 1);
		for (size_t i = 0; i < 10; i++) {
			size_t cut = random_below(&state, VALUES);
			check_merges(values, VALUES, cut, cut + random_below(&state, VALUES - cut));
		}
	}
}

Test(sketch, the_order_of_values_does_not_matter)
{
	uint64_t values[VALUES];
	uint64_t state = 3;
	for (size_t i = 0; i < VALUES; i++)
		values[i] = every_size(&state);
	struct sketch *as_they_came = sketch_of(values, VALUES);
	qsort(values, VALUES, sizeof(*values), compare_u64);
	struct sketch *sorted = sketch_of(values, VALUES);
	cr_expect(same(as_they_came, sorted));
	free(as_they_came);
	free(sorted);
}

/* --- tally --- */

static void add_number(struct tally *t, size_t number)
{
	char key[24];
	int n = snprintf(key, sizeof(key), "key-%zu", number);
	tally_add(t, slice_of(key, (size_t)n), 1);
}

/* Do both tallies keep the same keys with the same counts? */
static bool same_tally(const struct tally *a, const struct tally *b)
{
	bool equal = a->kept == b->kept && a->total == b->total && a->level == b->level;
	const struct tally_entry **as = tally_sorted(a);
	const struct tally_entry **bs = tally_sorted(b);
	for (size_t i = 0; equal && i < a->kept; i++)
		equal = as[i]->count == bs[i]->count &&
			slice_equal(tally_key(as[i]), tally_key(bs[i]));
	free(as);
	free(bs);
	return equal;
}

Test(tally, counts_and_sorts)
{
	static const char *const keys[] = {"b", "a", "c", "b", "ab", "c", "b", ""};
	static const struct {
		const char *key;
		uint64_t count;
	} want[] = {{"b", 3}, {"c", 2}, {"", 1}, {"a", 1}, {"ab", 1}};
	struct tally t = tally_of(100);
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		tally_add(&t, slice_of_string(keys[i]), 1);
	const struct tally_entry **sorted = tally_sorted(&t);
	cr_assert_eq(t.kept, COUNT_OF(want));
	for (size_t i = 0; i < COUNT_OF(want); i++) {
		cr_expect(slice_equal(tally_key(sorted[i]), slice_of_string(want[i].key)),
			  "row %zu", i);
		cr_expect_eq(sorted[i]->count, want[i].count, "row %zu", i);
	}
	cr_expect_eq(t.total, 8);
	cr_expect_eq(tally_distinct(&t), 5);
	free(sorted);
	tally_free(&t);
}

Test(tally, an_empty_one_has_no_rows)
{
	struct tally t = tally_of(4);
	cr_expect_null(tally_sorted(&t));
	cr_expect_eq(tally_distinct(&t), 0);
	tally_free(&t);
}

Test(tally, the_cap_is_kept_whatever_the_order)
{
	enum { KEYS = 20000, CAP = 500 };
	struct tally up = tally_of(CAP);
	struct tally down = tally_of(CAP);
	for (size_t round = 0; round < 3; round++) {
		for (size_t i = 0; i < KEYS; i++) {
			add_number(&up, i);
			add_number(&down, KEYS - 1 - i);
			cr_assert_leq(up.kept, CAP);
		}
	}
	cr_expect(same_tally(&up, &down), "which keys are kept depends on the set alone");
	cr_expect_gt(up.kept, 0);
	cr_expect_eq(up.total, 3 * KEYS);
	const struct tally_entry **sorted = tally_sorted(&up);
	for (size_t i = 0; i < up.kept; i++)
		cr_expect_eq(sorted[i]->count, 3, "counts of kept keys are exact");
	free(sorted);
	/* The standard error at 250 to 500 kept keys is at most 1/sqrt(250), 6 %; this is 5 times
	 * it. */
	uint64_t distinct = tally_distinct(&up);
	cr_expect(distinct > KEYS * 7 / 10 && distinct < KEYS * 13 / 10, "%" PRIu64, distinct);
	tally_free(&up);
	tally_free(&down);
}

Test(tally, long_keys_are_counted_together)
{
	char key[300];
	struct tally t = tally_of(10);
	memset(key, 'x', sizeof(key));
	tally_add(&t, slice_of(key, 256), 1);
	tally_add(&t, slice_of(key, 257), 1);
	tally_add(&t, slice_of(key, 300), 5);
	cr_expect_eq(t.kept, 1);
	cr_expect_eq(t.total, 7);
	tally_free(&t);
}

Test(tally, keys_that_take_much_room_are_fewer)
{
	enum { CAP = 64, KEYS = 400 };
	struct tally up = tally_of(CAP);
	struct tally down = tally_of(CAP);
	for (uint32_t i = 0; i < KEYS; i++) {
		/* 120 bytes as they are, and six times as many in JSON. */
		char key[120];
		uint32_t k = KEYS - 1 - i;
		memset(key, '\x01', sizeof(key));
		memcpy(key, &i, sizeof(i));
		tally_add(&up, slice_of(key, sizeof(key)), 1);
		memcpy(key, &k, sizeof(k));
		tally_add(&down, slice_of(key, sizeof(key)), 1);
		cr_assert_leq(up.cost, CAP * LIMIT_TALLY_KEY_COST);
		cr_assert_leq(up.kept * 100 * 6, up.cost);
	}
	cr_expect_gt(up.kept, 0);
	cr_expect_lt(up.kept, CAP / 8);
	cr_expect(same_tally(&up, &down));
	tally_free(&up);
	tally_free(&down);
}

/* Keys go to parts at random, so that each part has some of the crashes of each key; the parts are
 * of very different sizes. */
Test(tally, merging_is_adding_in_any_order)
{
	enum { PARTS = 5, KEYS = 3000, CAP = 200 };
	struct tally whole = tally_of(CAP);
	struct tally parts[PARTS];
	struct tally up = tally_of(CAP);
	struct tally down = tally_of(CAP);
	uint64_t state = 4;
	for (size_t i = 0; i < PARTS; i++)
		parts[i] = tally_of(CAP);
	for (size_t i = 0; i < 10 * KEYS; i++) {
		size_t number = random_below(&state, KEYS);
		size_t share = random_below(&state, 20);
		add_number(&whole, number);
		add_number(&parts[share < PARTS ? share : share < 14 ? 0 : 1], number);
	}
	for (size_t i = 0; i < PARTS; i++) {
		tally_merge(&up, &parts[i]);
		tally_merge(&down, &parts[PARTS - 1 - i]);
	}
	cr_expect_gt(whole.level, 0);
	cr_expect(same_tally(&up, &whole));
	cr_expect(same_tally(&down, &whole));
	for (size_t i = 0; i < PARTS; i++)
		tally_free(&parts[i]);
	tally_free(&whole);
	tally_free(&up);
	tally_free(&down);
}

Test(tally, merging_keeps_no_key_of_a_lower_level)
{
	struct tally few = tally_of(1000);
	struct tally raised = tally_of(1000);
	for (size_t i = 0; i < 900; i++)
		add_number(&few, i);
	tally_raise(&raised, 3);
	tally_merge(&few, &raised);
	cr_expect_eq(few.level, 3);
	cr_expect_lt(few.kept, 200);
	cr_expect_eq(few.total, 900);
	tally_raise(&few, 1);
	cr_expect_eq(few.level, 3, "a level never falls");
	tally_raise(&few, TALLY_LEVELS);
	cr_expect_eq(few.kept, 0);
	tally_free(&few);
	tally_free(&raised);
}

Test(tally, counts_stop_at_their_end)
{
	struct tally t = tally_of(10);
	tally_add(&t, SLICE("a"), UINT64_MAX - 1);
	cr_expect_eq(tally_add(&t, SLICE("a"), 1)->count, UINT64_MAX);
	cr_expect_eq(tally_add(&t, SLICE("a"), 7)->count, UINT64_MAX);
	cr_expect_eq(tally_add(&t, SLICE("b"), 7)->count, 7);
	cr_expect_eq(t.total, UINT64_MAX);
	tally_free(&t);
}

Test(tally, numbers_are_keys_in_their_order)
{
	static const uint64_t numbers[] = {0, 1, 255, 256, 65536, UINT64_C(1) << 40, UINT64_MAX};
	struct tally t = tally_of(10);
	for (size_t i = COUNT_OF(numbers); i-- > 0;) {
		uint8_t key[TALLY_NUMBER_BYTES];
		tally_number_key(key, numbers[i]);
		tally_add(&t, slice_of(key, sizeof(key)), i + 1);
	}
	const struct tally_entry **sorted = tally_by_key(&t);
	cr_assert_eq(t.kept, COUNT_OF(numbers));
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		cr_expect_eq(tally_number(sorted[i]), numbers[i]);
	free(sorted);
	tally_free(&t);
}

Test(sketch, counts_stop_at_their_end)
{
	struct sketch *s = calloc(1, sizeof(*s));
	struct sketch *huge = calloc(1, sizeof(*huge));
	cr_assert(s && huge);
	sketch_add(s, 40);
	sketch_add(huge, 7);
	huge->counts[sketch_bucket(7)] = huge->samples = UINT64_MAX - 1;
	sketch_merge(s, huge);
	sketch_merge(s, huge);
	cr_expect_eq(s->samples, UINT64_MAX);
	cr_expect_eq(s->counts[sketch_bucket(7)], UINT64_MAX);
	cr_expect_eq(s->counts[sketch_bucket(40)], 1);
	cr_expect_eq(sketch_quantile(s, 99), 7);
	cr_expect_eq(sketch_quantile(s, 100), 40);
	free(s);
	free(huge);
}
