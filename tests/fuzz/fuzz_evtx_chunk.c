/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a chunk of an event log, through walk and renderer in all shapes: compiled templates
 * and trees give the same bytes and the same messages, and so does a second look at the same chunk,
 * whose templates are known by then. The first byte chooses: 1 checksums, 2 every recovery, 4 epoch
 * times, 8 the header of the chunk is made and not among the bytes.
 */
#include "lib/evtx/render.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/unit/support_evtx_chunk.h"
#include "tests/unit/support_json.h"

struct rendered {
	struct buf lines, messages;
};

static const struct evtx_shape *const shapes[] = {&evtx_shape_default, &evtx_shape_evtx_dump,
						  &evtx_shape_xml};

static void gather(void *context, const struct diag *d)
{
	struct rendered *r = context;
	buf_printf(&r->messages, "%zu %d %llu %llu %llu\n", r->lines.n, (int)d->code,
		   (unsigned long long)d->offset, (unsigned long long)d->got,
		   (unsigned long long)d->limit);
}

static struct evtx_render_options options_of(const struct evtx_shape *shape, uint8_t choice)
{
	return (struct evtx_render_options){.shape = shape, .epoch = choice & 4};
}

static void render(struct evtx_renderer *renderer, struct slice bytes, uint8_t choice,
		   struct rendered *out)
{
	static struct evtx_walk walk;
	struct record_origin origin = {0};
	struct diag_sink sink = {gather, out};
	struct evtx_chunk chunk;
	struct evtx_record record;
	out->lines.n = out->messages.n = 0;
	origin_set(&origin, SLICE(""), "-");
	evtx_chunk_open(&chunk, bytes, 0, choice & 1, &sink);
	evtx_renderer_chunk(renderer, &chunk, &origin, &sink);
	evtx_walk_begin(&walk, &chunk, choice & 2 ? EVTX_RECOVER_ALL : EVTX_RECOVER_AUTO, &sink);
	while (evtx_walk_next(&walk, &record)) {
		size_t before = out->lines.n;
		enum evtx_rendered how = evtx_render_record(renderer, &record, &out->lines);
		PROMISE((how == EVTX_RENDERED) == (out->lines.n > before));
		PROMISE(how != EVTX_RENDERED || out->lines.p[out->lines.n - 1] == '\n');
	}
	origin_free(&origin);
}

static bool is_same(const struct rendered *a, const struct rendered *b)
{
	return slice_equal(buf_slice(&a->lines), buf_slice(&b->lines)) &&
	       slice_equal(buf_slice(&a->messages), buf_slice(&b->messages));
}

static void check_shape(const struct evtx_shape *shape, struct slice bytes, uint8_t choice)
{
	struct evtx_renderer compiled, by_tree;
	struct evtx_render_options options = options_of(shape, choice);
	struct rendered first = {0}, again = {0}, plain = {0};
	evtx_renderer_begin(&compiled, &options);
	options.trees_only = true;
	evtx_renderer_begin(&by_tree, &options);
	render(&compiled, bytes, choice, &first);
	render(&compiled, bytes, choice, &again);
	render(&by_tree, bytes, choice, &plain);
	PROMISE(is_same(&first, &again));
	PROMISE(is_same(&first, &plain));
	PROMISE(shape == &evtx_shape_xml || strict_json_lines(buf_slice(&first.lines)));
	struct rendered *const all[] = {&first, &again, &plain};
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		buf_free(&all[i]->lines);
		buf_free(&all[i]->messages);
	}
	evtx_renderer_free(&compiled);
	evtx_renderer_free(&by_tree);
}

/* A chunk of these bytes: with its header among them, or behind one that is made here. */
static uint8_t *chunk_of(const uint8_t *data, size_t size, bool make_header, size_t *n)
{
	size_t skipped = make_header ? EVTX_CHUNK_HEADER_SIZE : 0;
	if (size > EVTX_CHUNK_SIZE - skipped)
		size = EVTX_CHUNK_SIZE - skipped;
	*n = skipped + size;
	/* From a tight heap buffer: the padding that a chunk has, and not a byte more. */
	uint8_t *bytes = calloc(*n + EVTX_CHUNK_PADDING, 1);
	PROMISE(bytes);
	if (make_header) {
		memcpy(bytes, "ElfChnk", 8);
		store_u32le(bytes + 40, 128);
		store_u32le(bytes + 48, (uint32_t)*n);
	}
	if (size)
		memcpy(bytes + skipped, data, size);
	return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n;
	if (size == 0)
		return 0;
	uint8_t *bytes = chunk_of(data + 1, size - 1, data[0] & 8, &n);
	for (size_t i = 0; i < COUNT_OF(shapes); i++)
		check_shape(shapes[i], slice_of(bytes, n), data[0]);
	free(bytes);
	return 0;
}
