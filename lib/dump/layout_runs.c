/* SPDX-License-Identifier: MIT */
/* Full dumps: _PHYSICAL_MEMORY_DESCRIPTOR of the header tells all (mindumpdef.h). */
#include "lib/dump/layout_parts.h"

static uint64_t count_at(const struct dump_header *h)
{
	return h->bits == 32 ? 0x64 : 0x88;
}

static uint64_t pages_at(const struct dump_header *h)
{
	return h->bits == 32 ? 0x68 : 0x90;
}

uint64_t layout_run_at(const struct dump_header *h, size_t run)
{
	return h->bits == 32 ? 0x6c + 8 * (uint64_t)run : 0x98 + 16 * (uint64_t)run;
}

/* Can the run be, behind as many pages as sum? */
static bool run_fits(const struct dump_layout *l, const struct dump_run *r, uint64_t sum)
{
	uint64_t max = layout_pages_max(l);
	return r->BasePage <= max && r->PageCount <= max - r->BasePage && r->PageCount <= max - sum;
}

/* Adds the runs up; false where one cannot be. */
static bool add_up(struct layout_task *t, uint64_t *sum, struct known *highest)
{
	*sum = 0;
	for (size_t i = 0; i < t->h->run_count; i++) {
		const struct dump_run *r = &t->h->Run[i];
		if (!run_fits(t->l, r, *sum)) {
			layout_fault(t->l, DUMP_FAULT_RUN_RANGE, layout_run_at(t->h, i));
			return false;
		}
		*sum += r->PageCount;
		uint64_t end = r->BasePage + r->PageCount;
		if (r->PageCount && (!highest->known || end - 1 > highest->value))
			*highest = known_number(end - 1);
	}
	return true;
}

/* Windows writes runs in order; others are followed, but something is odd about them. */
static void check_order(struct layout_task *t)
{
	uint64_t end = 0;
	for (size_t i = 0; i < t->h->run_count; i++) {
		const struct dump_run *r = &t->h->Run[i];
		if (r->PageCount == 0 || r->BasePage < end) {
			layout_fault(t->l, DUMP_FAULT_RUN_ORDER, layout_run_at(t->h, i));
			return;
		}
		end = r->BasePage + r->PageCount;
	}
}

void layout_runs_read(struct layout_task *t)
{
	struct dump_layout *l = t->l;
	uint64_t sum;
	struct known highest = {0};
	l->kind = DUMP_LAYOUT_RUNS;
	l->first_page = known_number(l->structure_offset);
	if (t->h->run_count == 0) {
		layout_fault(l, DUMP_FAULT_RUN_COUNT, count_at(t->h));
		return;
	}
	if (!add_up(t, &sum, &highest))
		return;
	layout_set_pages(l, sum);
	l->highest_page = highest;
	if (t->h->NumberOfPages.known && t->h->NumberOfPages.value != sum)
		layout_fault(l, DUMP_FAULT_RUN_SUM, pages_at(t->h));
	check_order(t);
}

void layout_runs_each(const struct dump_layout *l, const struct dump_header *h,
		      struct run_joiner *j)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < h->run_count; i++) {
		const struct dump_run *r = &h->Run[i];
		/* Behind a run that cannot be, nobody knows where the pages stand. */
		if (!run_fits(l, r, sum))
			break;
		sum += r->PageCount;
		if (r->PageCount && !run_join(j, r->BasePage, r->PageCount))
			return;
	}
	run_join_end(j);
}
