/* SPDX-License-Identifier: MIT */
/*
 * Any bytes behind any header: the runs that are visited are the ones that were counted, stand one
 * behind the other in the file, and end where the dump is expected to end.
 * The first byte chooses: 1 32-bit, 2 the input goes on, 4 IA64, 8 NumberOfPages is what the runs
 * have, 16 encrypted, 32 no type. The second is DumpType, the third the number of runs, which
 * follow, 16 bytes each; the rest follows the header.
 */
#include "lib/base/reader.h"
#include "lib/dump/layout.h"
#include "tests/fuzz/fuzz_target.h"

struct walk {
	const struct dump_layout *l;
	uint64_t pages, runs, stop_after;
	uint64_t next_page, next_offset;
};

static bool visit(void *context, uint64_t page, uint64_t pages, uint64_t offset)
{
	struct walk *w = context;
	uint64_t max = INT64_MAX / w->l->page_bytes;
	PROMISE(w->runs < w->stop_after);
	PROMISE(pages > 0 && page <= max && pages <= max - page);
	PROMISE(offset == w->next_offset);
	PROMISE(w->runs == 0 || page != w->next_page);
	w->pages += pages;
	w->next_page = page + pages;
	w->next_offset += pages * w->l->page_bytes;
	return ++w->runs < w->stop_after;
}

static struct walk walk(const struct dump_layout *l, const struct dump_header *h,
			struct random_input *in, uint64_t stop_after)
{
	struct walk w = {.l = l, .stop_after = stop_after, .next_offset = l->first_page.value};
	dump_layout_each_run(l, h, in, visit, &w);
	return w;
}

static void check(const struct dump_layout *l, const struct dump_header *h, struct random_input *in)
{
	struct walk w = walk(l, h, in, UINT64_MAX);
	bool pages = l->kind != DUMP_LAYOUT_NONE && l->kind != DUMP_LAYOUT_TRIAGE;
	PROMISE((dump_layout_fault_text(l->fault) == NULL) == (l->fault == DUMP_FAULT_NONE));
	PROMISE(pages || w.runs == 0);
	PROMISE(!l->bits_set.known || (l->bits.known && l->bits_set.value <= l->bits.value));
	PROMISE(!l->bits_set.known || l->bits_set.value == w.pages);
	PROMISE(!l->highest_page.known || l->highest_page.value < INT64_MAX / l->page_bytes);
	if (pages && l->fault == DUMP_FAULT_NONE) {
		PROMISE(l->pages.known && l->pages.value == w.pages);
		PROMISE(l->expected_size.known && l->expected_size.value == w.next_offset);
	}
	if (w.runs > 1)
		PROMISE(walk(l, h, in, w.runs / 2).runs == w.runs / 2);
}

/* Takes the runs; what is left of s follows the header. */
static void take_runs(struct dump_header *h, struct slice *s, uint8_t count, bool sum)
{
	h->NumberOfRuns = known_number(count);
	h->NumberOfPages = (struct known){.known = sum};
	while (h->run_count < count && h->run_count < DUMP_RUNS_MAX && s->n >= 16) {
		struct dump_run *r = &h->Run[h->run_count++];
		*r = (struct dump_run){load_u64le(s->p), load_u64le(s->p + 8)};
		h->NumberOfPages.value += r->PageCount;
		*s = slice_from(*s, 16);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 3)
		return 0;
	struct slice body = slice_from(slice_of(data, size), 3);
	struct dump_header h = {.bits = data[0] & 1 ? 32 : 64, .DumpType = known_number(data[1])};
	if (data[0] & 4)
		h.MachineImageType = known_number(DUMP_MACHINE_IA64);
	if (data[0] & 16)
		h.Attributes = known_number(DUMP_ATTRIBUTE_ENCRYPTED_DUMP_DATA);
	if (data[0] & 32)
		h.DumpType = (struct known){0};
	take_runs(&h, &body, data[2], data[0] & 8);
	/* From a tight heap buffer. */
	size_t before = (size_t)dump_header_bytes(&h), n = before + body.n;
	struct random_input in = {.name = "fuzz",
				  .fd = -1,
				  .prefix = {calloc(n, 1), n, n},
				  .size = n,
				  .size_is_least = data[0] & 2};
	PROMISE(in.prefix.p);
	if (body.n)
		memcpy(in.prefix.p + before, body.p, body.n);
	struct dump_layout counted, plain;
	dump_layout_read(&counted, &h, &in, true);
	check(&counted, &h, &in);
	dump_layout_read(&plain, &h, &in, false);
	PROMISE(plain.kind == counted.kind && !plain.bits_set.known);
	PROMISE(!plain.pages.known || plain.pages.value == counted.pages.value);
	buf_free(&in.prefix);
	return 0;
}
