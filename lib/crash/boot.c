/* SPDX-License-Identifier: MIT */
#include "lib/crash/boot.h"
#include "lib/crash/span.h"

/* What a boot logs once: a second one belongs to the next. */
#define KINDS_ONCE                                                                 \
	(KIND(BOOT) | KIND(LOG_STARTED) | KIND(OS_VERSION) | KIND(DIRTY_RESTART) | \
	 KIND(UNEXPECTED_SHUTDOWN))

static bool belongs(const struct boot *b, const struct clue *c)
{
	if (span_since(c->time.value, b->first) > SPAN_BOOT)
		return false;
	return !kind_in(KINDS_ONCE, c) || !kind_in(b->kinds, c);
}

static void take(struct boot *b, const struct clue *c)
{
	struct known start = clue_number(c, FACT_START_TIME);
	struct known last_boot_id = clue_number(c, FACT_LAST_BOOT_ID);
	b->kinds |= UINT64_C(1) << c->kind;
	if (last_boot_id.known)
		b->last_boot_id = last_boot_id;
	/* A start time far from its event belongs to a clock that was wrong. */
	if (start.known && span_between(start.value, b->first) <= SPAN_BOOT)
		b->start = start.value;
}

void boots_find(struct boots *boots, struct clue *const *clues, size_t n, size_t *of,
		struct arena *arena)
{
	size_t starting = 0;
	for (size_t i = 0; i < n; i++)
		starting += kind_in(KINDS_STARTING, clues[i]) && clues[i]->time.known;
	boots->boots = arena_alloc(arena, starting * sizeof(*boots->boots) + 1);
	boots->count = 0;
	for (size_t i = 0; i < n; i++) {
		const struct clue *c = clues[i];
		of[i] = SIZE_MAX;
		if (!kind_in(KINDS_STARTING, c) || !c->time.known)
			continue;
		struct boot *last = boots->count ? &boots->boots[boots->count - 1] : NULL;
		if (!last || !belongs(last, c)) {
			last = &boots->boots[boots->count++];
			*last = (struct boot){.first = c->time.value, .start = c->time.value};
		}
		take(last, c);
		of[i] = boots->count - 1;
	}
	for (size_t i = 0; i < n; i++)
		if (of[i] == SIZE_MAX)
			of[i] = boots->count;
}

size_t boots_before(const struct boots *boots, uint64_t time)
{
	size_t low = 0;
	size_t high = boots->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (boots->boots[middle].first <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? low - 1 : boots->count;
}
