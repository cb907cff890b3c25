/* SPDX-License-Identifier: MIT */
/* Transaction logs of Windows 8.1 and later: entries, each sealed by two hashes. */
#include "lib/base/reader.h"
#include "lib/base/store.h"
#include "lib/registry/marvin32.h"
#include "lib/registry/replay_form.h"

enum { HEADER_BYTES = 40, REFERENCE_BYTES = 8, SEALED_HEADER_BYTES = 32 };

/* Bit of the base block's flags that entries carry on. */
enum { FLAG_LOCKED = 1 };

struct entry {
	struct slice bytes; /* all of it */
	uint32_t flags, sequence, bins_size, page_count;
	uint64_t body_hash, header_hash;
	struct slice references, pages;
};

/* false where no entry lies there that could be whole. */
static bool read_entry(struct entry *e, struct slice log, size_t at)
{
	struct slice rest = slice_from(log, at);
	struct reader r = reader_of(rest);
	reader_skip(&r, 4);
	uint32_t size = reader_u32le(&r);
	e->flags = reader_u32le(&r);
	e->sequence = reader_u32le(&r);
	e->bins_size = reader_u32le(&r);
	e->page_count = reader_u32le(&r);
	e->body_hash = reader_u64le(&r);
	e->header_hash = reader_u64le(&r);
	if (r.bad || !slice_starts_with(rest, SLICE("HvLE")) || size % REGF_SECTOR_BYTES ||
	    size < HEADER_BYTES || size > rest.n)
		return false;
	e->bytes = slice_sub(rest, 0, size);
	size_t references = (size_t)e->page_count * REFERENCE_BYTES;
	e->references = slice_sub(e->bytes, HEADER_BYTES, references);
	e->pages = slice_from(e->bytes, HEADER_BYTES + references);
	return e->references.n == references;
}

/* Do all pages lie within the entry, and within the hive as it is then? */
static bool pages_fit(const struct entry *e, uint64_t *reach)
{
	size_t at = 0;
	for (size_t i = 0; i < e->references.n; i += REFERENCE_BYTES) {
		uint32_t offset = load_u32le(e->references.p + i);
		uint32_t size = load_u32le(e->references.p + i + 4);
		if (!range_within(e->bins_size, offset, size) ||
		    !range_within(e->pages.n, at, size))
			return false;
		at += size;
		uint64_t end = (uint64_t)REGF_BASE_BYTES + offset + size;
		*reach = end > *reach ? end : *reach;
	}
	return true;
}

static bool is_sound(const struct entry *e)
{
	return marvin32(slice_sub(e->bytes, 0, SEALED_HEADER_BYTES)) == e->header_hash &&
	       marvin32(slice_from(e->bytes, HEADER_BYTES)) == e->body_hash &&
	       replay_size_is_sane(e->bins_size);
}

void replay_entries_look(struct replay_candidate *c, struct known least)
{
	struct replay_run *run = &c->run;
	uint32_t expected = c->base.primary_sequence;
	struct entry e;
	run->from = run->end = (size_t)c->base.cluster * REGF_SECTOR_BYTES;
	run->first = expected;
	if (least.known && replay_is_before(expected, (uint32_t)least.value)) {
		c->problem = "the log is older than the hive";
		return;
	}
	while (read_entry(&e, c->log->bytes, run->end)) {
		/* Behind the last entry there may be those of an earlier time. */
		if (e.sequence != expected)
			break;
		if (!is_sound(&e) || !pages_fit(&e, &c->reach)) {
			c->problem = "an entry of the log is damaged";
			break;
		}
		run->end += e.bytes.n;
		run->entries++;
		run->pages += e.page_count;
		run->last = expected++;
		c->size = (uint64_t)REGF_BASE_BYTES + e.bins_size;
	}
	if (run->entries == 0 && !c->problem)
		c->problem = "the log holds no entry that fits the hive";
}

static void apply_entry(const struct entry *e, uint8_t *p, size_t n)
{
	size_t at = 0;
	for (size_t i = 0; i < e->references.n; i += REFERENCE_BYTES) {
		size_t offset = REGF_BASE_BYTES + (size_t)load_u32le(e->references.p + i);
		struct slice page = slice_sub(e->pages, at, load_u32le(e->references.p + i + 4));
		if (range_within(n, offset, page.n) && page.n)
			memcpy(p + offset, page.p, page.n);
		at += page.n;
	}
	uint32_t flags = load_u32le(p + REGF_FLAGS_AT) & ~(uint32_t)FLAG_LOCKED;
	store_u32le(p + REGF_FLAGS_AT, flags | (e->flags & FLAG_LOCKED));
	store_u32le(p + REGF_BINS_SIZE_AT, e->bins_size);
	store_u32le(p + REGF_PRIMARY_SEQUENCE_AT, e->sequence);
	store_u32le(p + REGF_SECONDARY_SEQUENCE_AT, e->sequence);
}

void replay_entries_apply(const struct replay_run *run, uint8_t *p, size_t n)
{
	struct slice entries = slice_sub(run->log->bytes, 0, run->end);
	struct entry e;
	for (size_t at = run->from; read_entry(&e, entries, at); at += e.bytes.n)
		apply_entry(&e, p, n);
}
