/* SPDX-License-Identifier: MIT */
/* Transaction logs up to Windows 8: a bitmap of the pages that follow it. */
#include "lib/base/reader.h"
#include "lib/base/store.h"
#include "lib/registry/replay_form.h"

/* A bit of the vector stands for so many bytes. */
enum { PAGE_BYTES = 512, MARK_BYTES = 4 };

static bool bit_of(struct slice vector, size_t i)
{
	return vector.p[i / 8] >> (i % 8) & 1;
}

/* The bitmap behind its mark; empty where it is not all there. */
static struct slice vector_of(const struct replay_candidate *c)
{
	size_t sector = (size_t)c->base.cluster * REGF_SECTOR_BYTES;
	size_t bytes = (c->base.bins_size / PAGE_BYTES + 7) / 8;
	return slice_sub(c->log->bytes, sector + MARK_BYTES, bytes);
}

static uint32_t count_pages(struct slice vector, uint64_t *reach)
{
	uint32_t pages = 0;
	for (size_t i = 0; i < vector.n * 8; i++) {
		if (!bit_of(vector, i))
			continue;
		pages++;
		*reach = (uint64_t)REGF_BASE_BYTES + (i + 1) * PAGE_BYTES;
	}
	return pages;
}

void replay_vector_look(struct replay_candidate *c, uint64_t written)
{
	size_t sector = (size_t)c->base.cluster * REGF_SECTOR_BYTES;
	struct slice vector = vector_of(c);
	if (c->base.written < written) {
		c->problem = "the log is older than the hive";
		return;
	}
	if (!slice_starts_with(slice_from(c->log->bytes, sector), SLICE("DIRT")) || vector.n == 0 ||
	    !replay_size_is_sane(c->base.bins_size)) {
		c->problem = "the log is damaged";
		return;
	}
	size_t behind = sector + MARK_BYTES + vector.n;
	uint32_t pages = count_pages(vector, &c->reach);
	c->run.from = (behind + sector - 1) / sector * sector;
	c->run.end = c->run.from + (size_t)pages * PAGE_BYTES;
	c->size = (uint64_t)REGF_BASE_BYTES + c->base.bins_size;
	if (pages == 0)
		c->problem = "the log holds no page";
	else if (c->run.end > c->log->bytes.n || c->reach > c->size)
		c->problem = "the log is cut";
	else
		c->run.pages = pages;
}

void replay_vector_apply(const struct replay_run *run, uint8_t *p, size_t n)
{
	struct replay_candidate c = {.log = run->log};
	if (regf_base_read(&c.base, run->log->bytes) != STATUS_OK)
		return;
	struct slice vector = vector_of(&c);
	size_t from = run->from;
	for (size_t i = 0; i < vector.n * 8; i++) {
		if (!bit_of(vector, i))
			continue;
		struct slice page = slice_sub(run->log->bytes, from, PAGE_BYTES);
		size_t offset = REGF_BASE_BYTES + i * PAGE_BYTES;
		if (page.n && range_within(n, offset, page.n))
			memcpy(p + offset, page.p, page.n);
		from += PAGE_BYTES;
	}
	store_u32le(p + REGF_BINS_SIZE_AT, c.base.bins_size);
	store_u32le(p + REGF_PRIMARY_SEQUENCE_AT, c.base.primary_sequence);
	store_u32le(p + REGF_SECONDARY_SEQUENCE_AT, c.base.primary_sequence);
}
