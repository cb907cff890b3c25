/* SPDX-License-Identifier: MIT */
/*
 * A line that is not yet whole is kept in front of a page boundary, behind which the next bytes are
 * read, because the kernel is slower at copying to any other place (see memory_pages()).
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memrchr */
#endif
#include <stdlib.h>

#include "lib/base/memory.h"
#include "lib/io/sieve.h"

/* What is read, searched and written while it is in the processor's nearer caches. */
enum { STEP_BYTES = 256 << 10 };

struct sieve sieve_on(size_t cap, sieve_finder *find)
{
	return (struct sieve){.find = find, .cap = cap, .step = STEP_BYTES};
}

struct sieve sieve_for(size_t cap, struct slice needle)
{
	return (struct sieve){.needle = needle, .cap = cap, .step = STEP_BYTES};
}

void sieve_free(struct sieve *s)
{
	free(s->room);
	s->room = NULL;
}

static void allocate(struct sieve *s)
{
	/* The first read of an input needs room to recognise compression. */
	size_t step = s->step < DECODER_MAGIC_MAX ? DECODER_MAGIC_MAX : s->step;
	s->lead = (s->cap + MEMORY_PAGE - 1) / MEMORY_PAGE * MEMORY_PAGE;
	s->capacity = s->lead + step;
	s->room = memory_pages(s->capacity);
}

void sieve_start(struct sieve *s, struct input *in)
{
	if (!s->room)
		allocate(s);
	s->in = in;
	s->at = s->searchable = s->whole = s->end = s->begun = s->lead;
	s->searched = s->inside = false;
	s->offset = 0;
}

/* Where the last line of these bytes that is whole ends; 0 for none. */
static size_t last_line_end(const uint8_t *p, size_t n)
{
	const uint8_t *newline = n ? memrchr(p, '\n', n) : NULL;
	return newline ? (size_t)(newline - p) + 1 : 0;
}

/* Where the line that begins here ends; n where it is not whole. */
static size_t line_end(const uint8_t *p, size_t n)
{
	size_t newline = slice_find_byte(slice_of(p, n), '\n');
	return newline + (newline < n);
}

static void move_to(struct sieve *s, size_t at)
{
	size_t n = s->end - s->at;
	if (n)
		memmove(s->room + at, s->room + s->at, n);
	s->searchable = s->whole = s->at = at;
	s->end = at + n;
}

/*
 * Gets more bytes behind a begun line; false where none come any more and nothing is left. A line
 * that goes on since the last call stays where it is while there is room: moved for each few bytes
 * of a slow pipe, a long one would be copied as often as it has such pieces.
 */
static bool fill(struct sieve *s)
{
	if (s->at != s->begun || s->at == s->end || s->end == s->capacity)
		move_to(s, s->lead - (s->end - s->at));
	s->begun = s->at;
	size_t room = s->capacity - s->end;
	if (s->in->started && room > s->step)
		room = s->step;
	size_t n = input_read(s->in, s->room + s->end, room);
	if (n) {
		size_t newline = last_line_end(s->room + s->end, n);
		if (newline)
			s->whole = s->end + newline;
		s->end += n;
		return true;
	}
	/* The last line may lack its end. */
	bool rest = s->whole < s->end;
	s->whole = s->end;
	return rest;
}

/*
 * Finds out how far the next lines are whole and not too long: up to the last line end within cap
 * bytes, which looks at few bytes of them. false where more has to be read to tell.
 */
static bool look_ahead(struct sieve *s)
{
	size_t n = s->whole - s->at;
	if (n > s->cap)
		n = last_line_end(s->room + s->at, s->cap);
	s->searchable = s->at + n;
	s->searched = false;
	return n || s->end - s->at > s->cap;
}

static void deliver(struct sieve *s, struct sieve_part *part, enum sieve_kind kind, size_t n)
{
	*part = (struct sieve_part){slice_of(s->room + s->at, n), kind, s->offset};
	s->at += n;
	s->offset += n;
}

/* The next piece of a line that is too long: as much as there is of it. */
static void deliver_piece(struct sieve *s, struct sieve_part *part)
{
	size_t left = s->end - s->at;
	size_t n = line_end(s->room + s->at, left);
	enum sieve_kind kind = s->inside ? SIEVE_MORE : SIEVE_LONG;
	s->inside = s->room[s->at + n - 1] != '\n';
	deliver(s, part, kind, n);
	s->searchable = s->at;
}

static size_t search(const struct sieve *s, struct slice lines)
{
	size_t hit = s->find ? s->find(lines, 0) : slice_find(lines, s->needle);
	assert(hit <= lines.n);
	return hit;
}

/* The next line if it has a candidate, else all lines in front of the one that has. */
static void deliver_lines(struct sieve *s, struct sieve_part *part)
{
	const uint8_t *p = s->room + s->at;
	size_t n = s->searchable - s->at;
	if (!s->searched)
		s->hit = s->at + search(s, slice_of(p, n));
	s->searched = true;
	if (s->hit == s->searchable) {
		deliver(s, part, SIEVE_LINES, n);
		return;
	}
	size_t before = last_line_end(p, s->hit - s->at);
	if (before) {
		deliver(s, part, SIEVE_LINES, before);
		return;
	}
	deliver(s, part, SIEVE_LINE, line_end(p, n));
	s->searched = false;
}

bool sieve_next(struct sieve *s, struct sieve_part *part)
{
	while (s->inside ? s->at == s->end : s->at == s->searchable && !look_ahead(s))
		if (!fill(s))
			return false;
	if (s->at < s->searchable)
		deliver_lines(s, part);
	else
		deliver_piece(s, part);
	return true;
}
