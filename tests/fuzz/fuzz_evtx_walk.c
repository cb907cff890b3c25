/* SPDX-License-Identifier: MIT */
/* Any bytes as the beginning of an event log and as a chunk of one: records lie within the chunk,
 * in order, and what the modes of recovery promise about each other holds. The first byte tells
 * whether checksums are looked at. */
#include "lib/evtx/validate.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/unit/support_json.h"

struct seen {
	size_t records, sound;
};

/* Looks at one record; outer_end is where the last one ended that is not hidden. */
static void look_at(const struct evtx_record *r, const struct evtx_chunk *c, uint32_t *outer_start,
		    uint32_t *outer_end)
{
	PROMISE(r->size >= EVTX_RECORD_SIZE_MIN);
	PROMISE(range_within(c->bytes.n, r->offset, r->size));
	PROMISE(r->binxml.n <= r->size - EVTX_RECORD_HEADER_SIZE);
	PROMISE(r->recovered || !r->hidden);
	if (r->hidden) {
		PROMISE(r->offset > *outer_start && r->offset + r->size <= *outer_end);
	} else {
		PROMISE(r->offset >= *outer_end);
		*outer_start = r->offset;
		*outer_end = r->offset + r->size;
	}
}

static struct seen walk(const struct evtx_chunk *c, enum evtx_recovery mode,
			struct evtx_validation *v)
{
	static struct evtx_walk w;
	struct seen seen = {0};
	struct evtx_record r;
	uint32_t outer_start = 0, outer_end = 0;
	evtx_validation_begin(v);
	evtx_walk_begin(&w, c, mode, NULL);
	while (evtx_walk_next(&w, &r)) {
		look_at(&r, c, &outer_start, &outer_end);
		evtx_validation_record(v, c, &r);
		PROMISE(mode != EVTX_RECOVER_OFF || !r.recovered);
		PROMISE(mode == EVTX_RECOVER_ALL || !r.hidden);
		seen.records++;
		seen.sound += !r.recovered;
	}
	PROMISE(seen.records - seen.sound == w.recovered_count);
	PROMISE(w.count == (seen.records < EVTX_RECORDS_MAX ? seen.records : EVTX_RECORDS_MAX));
	PROMISE(!evtx_walk_next(&w, &r));
	evtx_validation_chunk(v, c, &w);
	return seen;
}

static void check_validation(const struct evtx_validation *v)
{
	struct buf b = {0};
	struct record_origin origin = {0};
	struct json_writer w = json_writer_on(&b);
	origin_set(&origin, SLICE(""), "-");
	evtx_validation_write(v, &w, &origin);
	PROMISE(strict_json_lines(buf_slice(&b)));
	evtx_validation_text(v, &b, "-");
	origin_free(&origin);
	buf_free(&b);
}

static void check_file(struct slice input)
{
	struct evtx_file f;
	enum evtx_content content = evtx_sniff(input);
	evtx_file_read(&f, input, content, NULL);
	evtx_file_compare(&f, 1, 1, NULL);
	PROMISE((f.chunks_at == 0) == (content == EVTX_CONTENT_CHUNKS));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	struct slice input = slice_of(data + 1, size - 1);
	check_file(input);
	if (input.n > EVTX_CHUNK_SIZE)
		input.n = EVTX_CHUNK_SIZE;
	uint8_t *bytes = calloc(1, input.n + EVTX_CHUNK_PADDING);
	PROMISE(bytes);
	if (input.n)
		memcpy(bytes, input.p, input.n);
	struct evtx_chunk c;
	struct evtx_validation v;
	evtx_chunk_open(&c, slice_of(bytes, input.n), 0, data[0] & 1, NULL);
	walk(&c, EVTX_RECOVER_OFF, &v);
	struct seen some = walk(&c, EVTX_RECOVER_AUTO, &v);
	check_validation(&v);
	struct seen all = walk(&c, EVTX_RECOVER_ALL, &v);
	check_validation(&v);
	PROMISE(some.sound == all.sound);
	PROMISE(all.records >= some.records);
	free(bytes);
	return 0;
}
