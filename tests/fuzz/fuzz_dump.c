/* SPDX-License-Identifier: MIT */
/*
 * Any header in front of any bytes: the line is valid JSON, the report obeys no terminal, and what
 * is said of the end agrees with the file's.
 * The first byte chooses: 1 32-bit, 2 the input is a stream that goes on, 4 --raw and all lists.
 * The second is the number of changes to a header of which nothing was set: offset (2 bytes),
 * length, bytes. The rest follows the header.
 */
#include "lib/base/memory.h"
#include "lib/base/reader.h"
#include "lib/dump/dump_text.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/unit/support_dump.h"
#include "tests/unit/support_json.h"

static void apply_changes(struct buf *b, struct reader *r)
{
	unsigned count = reader_u8(r);
	while (count-- > 0 && !r->bad) {
		size_t offset = reader_u16le(r), n = reader_u8(r);
		struct slice s = reader_bytes(r, n);
		if (s.n && offset >= 8 && range_within(b->n, offset, s.n))
			memcpy(b->p + offset, s.p, s.n);
	}
}

static void check_end(const struct dump *d)
{
	PROMISE((d->reason == NULL) == (d->completeness == DUMP_COMPLETE));
	PROMISE(!d->used_end.known || d->used_end.value <= d->file_size);
	PROMISE(dump_tail_bytes(d) <= d->file_size);
	if (d->completeness == DUMP_COMPLETE) {
		PROMISE(d->expected_size.known && d->used_end.known);
		PROMISE(d->expected_size.value <= d->file_size);
	}
	if (d->stale_tail)
		PROMISE(d->writer == DUMP_WRITER_KERNEL && dump_tail_bytes(d) > 0);
}

static void check_line(const struct dump *d, struct random_input *in,
		       const struct dump_detail *detail)
{
	struct buf b = {0};
	struct json_writer w = json_writer_on(&b);
	dump_write_json(&w, d, in, detail);
	json_line_end(&w);
	PROMISE(strict_json_lines(buf_slice(&b)));
	buf_free(&b);
}

static void check_report(const struct dump *d, struct random_input *in,
			 const struct dump_detail *detail)
{
	struct buf b = {0};
	dump_write_text(&b, d, in, detail, "fuzz", false);
	for (size_t i = 0; i < b.n; i++)
		PROMISE(b.p[i] == '\n' || (b.p[i] >= 0x20 && b.p[i] != 0x7f));
	buf_free(&b);
}

static void check(struct slice s, bool least, bool all)
{
	struct dump_detail detail = {all, all, all, all, all, all, all};
	struct random_input in = {.name = "fuzz", .fd = -1, .size = s.n, .size_is_least = least};
	struct arena arena = {0};
	struct dump d;
	in.prefix = (struct buf){memory_zeroed(s.n, 1), s.n, s.n}; /* tight */
	memcpy(in.prefix.p, s.p, s.n);
	PROMISE(dump_read(&d, &in, &dump_usual_wish, &arena, NULL) != STATUS_NOT_THIS_FORMAT);
	check_end(&d);
	check_line(&d, &in, &detail);
	check_report(&d, &in, &detail);
	arena_free(&arena);
	buf_free(&in.prefix);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf b = {0};
	struct reader r = reader_of(slice_of(data, size));
	uint8_t flags = reader_u8(&r);
	if (r.bad)
		return 0;
	made_header(&b, flags & 1 ? 32 : 64);
	apply_changes(&b, &r);
	buf_add_slice(&b, slice_from(r.bytes, r.pos));
	check(buf_slice(&b), flags & 2, flags & 4);
	buf_free(&b);
	return 0;
}
