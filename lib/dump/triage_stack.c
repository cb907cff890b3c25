/* SPDX-License-Identifier: MIT */
/* Which driver's image an address lies in, and the addresses on the saved stack that lie in one. */
#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/dump/triage_reading.h"

enum { CALL_STACK_OFFSET = 0x28 };

/* The index while it is made. Forged images may overlap: an address then belongs to the image that
 * begins last before it, of those that begin together to the first of the list. */
struct index {
	struct dump_image *out;
	size_t count;
	struct dump_image *open; /* images that were begun; the last one is on top */
	size_t depth;
	uint64_t at; /* up to here all is said */
};

/* By start; of the same start, the first of the list last, so that it comes on top. */
static int compare_images(const void *a, const void *b)
{
	const struct dump_image *x = a, *y = b;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->driver > y->driver ? -1 : x->driver < y->driver;
}

/* What the image on top has up to an address. */
static void give(struct index *x, uint64_t end)
{
	if (end <= x->at)
		return;
	x->out[x->count++] = (struct dump_image){x->at, end, x->open[x->depth - 1].driver};
	x->at = end;
}

/* Gives out all that lies before start. Each image is closed once: linear in all. */
static void advance(struct index *x, uint64_t start)
{
	for (; x->depth && x->open[x->depth - 1].end <= start; x->depth--)
		give(x, x->open[x->depth - 1].end);
	if (x->depth)
		give(x, start);
	x->at = start;
}

static size_t sorted_images(const struct dump_triage *t, struct dump_image *images)
{
	size_t n = 0;
	for (size_t i = 0; i < t->driver_count; i++) {
		uint64_t start = t->drivers[i].DllBase, size = t->drivers[i].SizeOfImage;
		uint64_t end = size <= UINT64_MAX - start ? start + size : UINT64_MAX;
		if (start < end)
			images[n++] = (struct dump_image){start, end, i};
	}
	qsort(images, n, sizeof(*images), compare_images);
	return n;
}

void triage_index_images(struct triage_reading *r)
{
	struct dump_triage *t = r->t;
	size_t bytes = t->driver_count * sizeof(struct dump_image);
	struct dump_image *images = arena_alloc(r->arena, bytes);
	struct index x = {
		.out = arena_alloc(r->arena, 2 * bytes),
		.open = arena_alloc(r->arena, bytes),
	};
	size_t n = sorted_images(t, images);
	for (size_t i = 0; i < n; i++) {
		advance(&x, images[i].start);
		x.open[x.depth++] = images[i];
	}
	advance(&x, UINT64_MAX);
	t->images = x.out;
	t->image_count = x.count;
}

size_t dump_triage_driver_of(const struct dump_triage *t, uint64_t address)
{
	size_t low = 0, high = t->image_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (t->images[middle].end <= address)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < t->image_count && t->images[low].start <= address)
		return t->images[low].driver;
	return t->driver_count;
}

/* The part of the saved stack that is searched: whole, aligned addresses. */
static struct triage_table stack_words(const struct triage_reading *r, uint64_t bytes)
{
	size_t pointer = r->widths->pointer;
	uint64_t skip = (0 - r->t->TopOfStack.value) & (pointer - 1);
	if (bytes > LIMIT_DUMP_STACK_BYTES)
		bytes = LIMIT_DUMP_STACK_BYTES;
	return (struct triage_table){
		.offset = known_number(r->t->call_stack.offset + skip),
		.count = known_number(bytes < skip ? 0 : (bytes - skip) / pointer),
		.stride = pointer,
	};
}

static void report_frames(struct triage_reading *r, uint64_t got, uint64_t limit, const char *text)
{
	struct diag d = {
		.code = DIAG_DUMP_TRIAGE_LIMIT,
		.offset = r->t->call_stack.offset,
		.got = got,
		.limit = limit,
		.text = slice_of_string(text),
	};
	if (got > limit)
		triage_fault(r, STATUS_LIMIT, &d);
}

/* Returns how many there are; LIMIT_DUMP_FRAMES of them are kept. */
static size_t find_frames(struct triage_reading *r, const struct triage_table *words)
{
	struct dump_triage *t = r->t;
	struct triage_rows rows;
	const uint8_t *p;
	size_t found = 0;
	uint64_t place = t->TopOfStack.value + (words->offset.value - t->call_stack.offset);
	triage_rows_begin(&rows, r->in, words->offset.value, words->stride,
			  (size_t)words->count.value);
	for (; (p = triage_rows_next(&rows)) != NULL; place += words->stride) {
		uint64_t address = triage_address(r, p);
		size_t driver = dump_triage_driver_of(t, address);
		if (driver == t->driver_count || found++ >= LIMIT_DUMP_FRAMES)
			continue;
		t->frames[t->frame_count++] = (struct dump_frame){place, address, driver};
	}
	return found;
}

void triage_read_frames(struct triage_reading *r)
{
	uint64_t field = dump_header_bytes(r->h) + CALL_STACK_OFFSET;
	uint64_t bytes = triage_readable(r, "the call stack", field, r->t->call_stack);
	struct triage_table words = stack_words(r, bytes);
	uint64_t most =
		words.count.value < LIMIT_DUMP_FRAMES ? words.count.value : LIMIT_DUMP_FRAMES;
	r->t->frames = arena_alloc(r->arena, (size_t)most * sizeof(*r->t->frames));
	report_frames(r, bytes, LIMIT_DUMP_STACK_BYTES, "bytes of call stack");
	size_t found = find_frames(r, &words);
	report_frames(r, found, LIMIT_DUMP_FRAMES, "addresses of drivers on the stack");
}
