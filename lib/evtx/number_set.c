/* SPDX-License-Identifier: MIT */
#include "lib/evtx/number_set.h"

#include <stdlib.h>

#include "lib/base/memory.h"
#include "lib/base/number.h"
#include "lib/base/text.h"

void number_set_free(struct number_set *set)
{
	free(set->in.p);
	free(set->out.p);
	*set = (struct number_set){{NULL, 0, 0}, {NULL, 0, 0}};
}

/* Position of the first range that ends at v or behind it. */
static size_t find(const struct number_ranges *ranges, uint64_t v)
{
	size_t low = 0, high = ranges->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (ranges->p[middle].last < v)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool contains(const struct number_ranges *ranges, uint64_t v)
{
	size_t i = find(ranges, v);
	return i < ranges->n && ranges->p[i].first <= v;
}

bool number_set_has(const struct number_set *set, bool present, uint64_t v)
{
	if (!present)
		return set->in.n == 0;
	return (set->in.n == 0 || contains(&set->in, v)) &&
	       (set->out.n == 0 || !contains(&set->out, v));
}

/* Puts a range in place and joins it with those that it overlaps or touches. */
static void add_range(struct number_ranges *ranges, struct number_range new)
{
	size_t from = find(ranges, new.first ? new.first - 1 : 0);
	size_t to = from;
	for (; to < ranges->n; to++) {
		struct number_range old = ranges->p[to];
		if (new.last != UINT64_MAX && old.first > new.last + 1)
			break;
		new.first = old.first < new.first ? old.first : new.first;
		new.last = old.last > new.last ? old.last : new.last;
	}
	if (ranges->n == ranges->cap) {
		ranges->cap = ranges->cap ? 2 * ranges->cap : 16;
		ranges->p = memory_resize(ranges->p, ranges->cap * sizeof(*ranges->p));
	}
	memmove(ranges->p + from + 1, ranges->p + to, (ranges->n - to) * sizeof(*ranges->p));
	ranges->p[from] = new;
	ranges->n = ranges->n - (to - from) + 1;
}

static bool read_number(struct slice s, uint64_t *out)
{
	s = slice_trim(s);
	if (slice_starts_with(s, SLICE("0x")) || slice_starts_with(s, SLICE("0X")))
		return number_from_hex(slice_from(s, 2), out);
	return number_from_decimal(s, out);
}

static bool read_range(struct slice s, struct number_range *range)
{
	size_t dash = slice_find_byte(s, '-');
	if (dash == s.n) {
		if (!read_number(s, &range->first))
			return false;
		range->last = range->first;
		return true;
	}
	return read_number(slice_sub(s, 0, dash), &range->first) &&
	       read_number(slice_from(s, dash + 1), &range->last) && range->first <= range->last;
}

static bool add_word(struct number_ranges *ranges, struct slice s, const struct number_word *words)
{
	bool found = false;
	for (; words && words->word; words++) {
		if (slice_equal_ignoring_case(s, slice_of_string(words->word))) {
			add_range(ranges, (struct number_range){words->number, words->number});
			found = true;
		}
	}
	return found;
}

static bool add_item(struct number_set *set, struct slice item, const struct number_word *words)
{
	struct number_ranges *ranges = &set->in;
	if (item.n && item.p[0] == '!') {
		ranges = &set->out;
		item = slice_trim(slice_from(item, 1));
	}
	struct number_range range;
	if (!read_range(item, &range))
		return add_word(ranges, item, words);
	add_range(ranges, range);
	return true;
}

static void complain(struct buf *error, struct slice item, const struct number_word *words)
{
	buf_add_byte(error, '\'');
	text_append_display(error, item);
	buf_printf(error, "' is neither a number nor a range (5-7)%s, with or without ! in front",
		   words ? " nor a known word" : "");
}

bool number_set_add(struct number_set *set, struct slice list, const struct number_word *words,
		    struct buf *error)
{
	for (;;) {
		size_t comma = slice_find_byte(list, ',');
		struct slice item = slice_trim(slice_sub(list, 0, comma));
		if (!add_item(set, item, words)) {
			complain(error, item, words);
			return false;
		}
		if (comma == list.n)
			return true;
		list = slice_from(list, comma + 1);
	}
}
