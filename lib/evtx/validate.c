/* SPDX-License-Identifier: MIT */
#include "lib/evtx/instance.h"
#include "lib/evtx/validate.h"

/* Fragment header of 4 bytes, then the token of what is in it ([MS-EVEN6] 2.2.12). */
enum {
	FRAGMENT_HEADER_SIZE = 4,
	TOKEN_END = 0x00,
	TOKEN_OPEN_ELEMENT = 0x01,
	TOKEN_HAS_ATTRIBUTES = 0x40, /* a flag beside it */
	/* What an element's size does not count: token, size and, in templates, an identifier. */
	ELEMENT_UNCOUNTED = 5,
	ELEMENT_UNCOUNTED_WITH_DEPENDENCY = 7,
};

/* Where an element ends that begins at the start of s; its size stands in one of two places, and
 * an end token has to follow. 0 where neither fits. */
static size_t element_end(struct slice s)
{
	static const size_t uncounted[] = {ELEMENT_UNCOUNTED, ELEMENT_UNCOUNTED_WITH_DEPENDENCY};
	for (size_t i = 0; i < COUNT_OF(uncounted); i++) {
		size_t at = uncounted[i];
		if (!range_within(s.n, at - 4, 4))
			continue;
		size_t size = load_u32le(s.p + at - 4);
		if (range_within(s.n, at, size) && size < s.n - at && s.p[at + size] == TOKEN_END)
			return at + size;
	}
	return 0;
}

static size_t instance_end(const struct evtx_chunk *c, uint32_t at, uint32_t limit)
{
	struct evtx_instance in;
	if (!evtx_instance_read(&in, c->bytes, at, limit, true) || in.cut || in.end < at)
		return 0;
	return in.end - at;
}

size_t evtx_content_end(void *context, const struct evtx_chunk *c, const struct evtx_record *r)
{
	(void)context;
	struct slice s = r->binxml;
	size_t header = slice_starts_with(s, SLICE("\x0f\x01\x01\x00")) ? FRAGMENT_HEADER_SIZE : 0;
	s = slice_from(s, header);
	if (s.n == 0)
		return 0;
	uint32_t at = (uint32_t)(s.p - c->bytes.p);
	size_t end = 0;
	if (s.p[0] == EVTX_TOKEN_TEMPLATE_INSTANCE)
		end = instance_end(c, at, at + (uint32_t)s.n);
	else if ((s.p[0] & ~TOKEN_HAS_ATTRIBUTES) == TOKEN_OPEN_ELEMENT)
		end = element_end(s);
	/* Without an end token it was not read rightly. */
	return end && end < s.n && s.p[end] == TOKEN_END ? header + end + 1 : 0;
}

void evtx_validation_begin(struct evtx_validation *v)
{
	*v = (struct evtx_validation){.content_end = evtx_content_end};
}

void evtx_validation_file(struct evtx_validation *v, const struct evtx_file *f,
			  enum evtx_content content)
{
	v->file_known = content != EVTX_CONTENT_CHUNKS;
	v->content = content;
	v->file = *f;
}

static struct evtx_mark mark_of(const struct evtx_chunk *c, const struct evtx_record *r)
{
	return (struct evtx_mark){c->offset + r->offset, r->record_id, r->written};
}

static void count_step(uint64_t *count, struct evtx_step *first, const struct evtx_mark *before,
		       const struct evtx_mark *after)
{
	if ((*count)++ == 0)
		*first = (struct evtx_step){*before, *after};
}

static uint64_t saturated_sum(uint64_t a, uint64_t b)
{
	return a + b < a ? UINT64_MAX : a + b;
}

/* after follows before in the input. */
static void judge_step(struct evtx_sequence *s, const struct evtx_mark *before,
		       const struct evtx_mark *after)
{
	if (after->record_id <= before->record_id) {
		count_step(&s->resets, &s->first_reset, before, after);
		return;
	}
	if (after->record_id - before->record_id > 1) {
		count_step(&s->gaps, &s->first_gap, before, after);
		s->missing = saturated_sum(s->missing, after->record_id - before->record_id - 1);
	}
	if (after->written != 0 && after->written < before->written)
		count_step(&s->backwards, &s->first_backwards, before, after);
}

static void join_counts(uint64_t *count, struct evtx_step *first, uint64_t more,
			const struct evtx_step *first_of_more)
{
	if (*count == 0)
		*first = *first_of_more;
	*count += more;
}

static void join_sequence(struct evtx_sequence *s, const struct evtx_sequence *part)
{
	if (part->count == 0)
		return;
	if (s->count == 0) {
		*s = *part;
		return;
	}
	judge_step(s, &s->last, &part->first);
	join_counts(&s->gaps, &s->first_gap, part->gaps, &part->first_gap);
	join_counts(&s->resets, &s->first_reset, part->resets, &part->first_reset);
	join_counts(&s->backwards, &s->first_backwards, part->backwards, &part->first_backwards);
	s->missing = saturated_sum(s->missing, part->missing);
	s->earliest = part->earliest < s->earliest ? part->earliest : s->earliest;
	s->latest = part->latest > s->latest ? part->latest : s->latest;
	s->last = part->last;
	s->count += part->count;
}

/* Could a whole record hide behind the content of this one? */
static bool is_enlarged(const struct evtx_validation *v, const struct evtx_chunk *c,
			const struct evtx_record *r)
{
	size_t end = v->content_end ? v->content_end(v->context, c, r) : 0;
	return end != 0 && end < r->binxml.n && r->binxml.n - end >= EVTX_RECORD_SIZE_MIN;
}

/*
 * Does the record belong to the log's own sequence? Of the salvaged ones only those do that go on
 * where the chunk had got to; the others are of another time, or their numbers are damaged. Nothing
 * but the chunk itself decides, so that parts can be joined.
 */
static bool is_in_sequence(const struct evtx_validation *v, const struct evtx_chunk *c,
			   const struct evtx_record *r)
{
	if (!r->recovered)
		return true;
	bool first = v->sequence.count == 0 || v->sequence.last.offset < c->offset;
	return first ? !c->header_readable && !r->hidden
		     : r->record_id == v->sequence.last.record_id + 1;
}

void evtx_validation_record(struct evtx_validation *v, const struct evtx_chunk *c,
			    const struct evtx_record *r)
{
	v->totals.records++;
	v->totals.recovered += r->recovered;
	v->totals.hidden += r->hidden;
	if (!is_in_sequence(v, c, r))
		return;
	struct evtx_mark mark = mark_of(c, r);
	struct evtx_sequence one = {.count = 1,
				    .first = mark,
				    .last = mark,
				    .earliest = r->written ? r->written : UINT64_MAX,
				    .latest = r->written};
	join_sequence(&v->sequence, &one);
	if (!r->recovered && is_enlarged(v, c, r) && v->totals.enlarged++ == 0)
		v->totals.first_enlarged = mark;
}

void evtx_validation_unreadable(struct evtx_validation *v, const struct evtx_record *r)
{
	v->totals.unreadable += !r->recovered;
}

void evtx_validation_flawed(struct evtx_validation *v, const struct evtx_record *r)
{
	v->totals.flawed += !r->recovered;
}

static bool walk_found_faults(const struct evtx_walk *w)
{
	return w->size_faults || w->magic_faults || w->lost_bytes || w->numbers_differ ||
	       w->free_space_differs;
}

void evtx_validation_chunk(struct evtx_validation *v, const struct evtx_chunk *c,
			   const struct evtx_walk *w)
{
	struct evtx_totals *t = &v->totals;
	t->chunks++;
	if (c->zeroed) {
		t->chunks_empty++;
		return;
	}
	t->chunks_used = t->chunks;
	t->chunks_damaged += evtx_chunk_is_damaged(c) || walk_found_faults(w);
	t->duplicates += w->duplicate_count;
	t->lost_bytes += w->lost_bytes;
	t->magic_wrong += c->magic_damaged;
	t->truncated += c->truncated;
	t->header_checksum_wrong += c->header_readable && !c->header_crc_ok;
	t->data_checksum_wrong += c->header_readable && !c->data_crc_ok;
	t->checksums_absent += c->no_crc;
	t->numbers_differ += w->numbers_differ;
	t->free_space_differs += w->free_space_differs;
	t->stale += w->stale;
	bool sealed = c->crc_checked && c->data_crc_ok && c->free_space_offset <= c->bytes.n;
	t->resealed += sealed && (w->size_faults || w->lost_bytes);
	t->size_faults += w->size_faults;
	t->magic_faults += w->magic_faults;
}

static void join_totals(struct evtx_totals *t, const struct evtx_totals *part)
{
	if (part->chunks_used)
		t->chunks_used = t->chunks + part->chunks_used;
	if (t->enlarged == 0)
		t->first_enlarged = part->first_enlarged;
#define ADD(member) t->member += part->member
	ADD(chunks);
	ADD(chunks_damaged);
	ADD(chunks_empty);
	ADD(records);
	ADD(recovered);
	ADD(hidden);
	ADD(duplicates);
	ADD(unreadable);
	ADD(flawed);
	ADD(lost_bytes);
	ADD(magic_wrong);
	ADD(truncated);
	ADD(header_checksum_wrong);
	ADD(data_checksum_wrong);
	ADD(checksums_absent);
	ADD(numbers_differ);
	ADD(free_space_differs);
	ADD(stale);
	ADD(resealed);
	ADD(size_faults);
	ADD(magic_faults);
	ADD(enlarged);
#undef ADD
}

void evtx_validation_join(struct evtx_validation *v, const struct evtx_validation *part)
{
	join_totals(&v->totals, &part->totals);
	join_sequence(&v->sequence, &part->sequence);
}
