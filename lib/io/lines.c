/* SPDX-License-Identifier: MIT */
#include "lib/io/lines.h"

enum { READ_BYTES = 256 << 10 };

struct line_reader line_reader_on(struct input *in, size_t cap)
{
	return (struct line_reader){.in = in, .cap = cap};
}

void line_reader_begin(struct line_reader *r, struct slice bytes)
{
	buf_add_slice(&r->buffer, bytes);
}

static struct slice undelivered(const struct line_reader *r)
{
	return slice_from(buf_slice(&r->buffer), r->at);
}

/* Gets more bytes behind what is there; false where none come any more. */
static bool fill(struct line_reader *r)
{
	struct buf *b = &r->buffer;
	if (r->at) {
		memmove(b->p, b->p + r->at, b->n - r->at);
		b->n -= r->at;
		r->at = 0;
	}
	size_t n = input_read(r->in, buf_reserve(b, READ_BYTES), READ_BYTES);
	b->n += n;
	return n > 0;
}

static void deliver(struct line_reader *r, struct line *line, size_t n, bool last)
{
	line->bytes = slice_sub(undelivered(r), 0, n);
	line->first = !r->inside;
	line->last = last;
	r->number += line->first;
	line->number = r->number;
	line->offset = r->offset;
	r->inside = !last;
	r->offset += n;
	r->at += n;
	r->searched = 0;
}

bool line_reader_next(struct line_reader *r, struct line *line)
{
	for (;;) {
		struct slice rest = undelivered(r);
		size_t newline = r->searched + slice_find_byte(slice_from(rest, r->searched), '\n');
		if (newline < rest.n && newline < r->cap) {
			deliver(r, line, newline + 1, true);
			return true;
		}
		/* One byte beyond the cap tells a line that ends there from one that goes on, so
		 * that pieces do not depend on how the bytes arrived. */
		if (rest.n > r->cap) {
			deliver(r, line, r->cap, false);
			return true;
		}
		r->searched = rest.n;
		if (fill(r))
			continue;
		rest = undelivered(r);
		if (rest.n == 0)
			return false;
		deliver(r, line, rest.n, true);
		return true;
	}
}

bool line_reader_would_read(const struct line_reader *r)
{
	struct slice rest = undelivered(r);
	return rest.n <= r->cap && slice_find_byte(rest, '\n') == rest.n;
}

void line_reader_free(struct line_reader *r)
{
	buf_free(&r->buffer);
}
