/* SPDX-License-Identifier: MIT */
/* Any bytes as what follows the header of a small dump: every list stays within its caps and refers
 * to what is there, names are valid, and the chain of secondary data advances within the file; and
 * the dump as a whole can be read. The first byte tells the width, whether later fields are there,
 * and whether the input is a stream. */
#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/base/store.h"
#include "lib/base/text.h"
#include "lib/dump/dump.h"
#include "tests/fuzz/fuzz_target.h"

static void check_name(struct slice s, size_t most)
{
	uint32_t c;
	size_t n;
	PROMISE(s.n <= most);
	for (; s.n; s = slice_from(s, n)) {
		n = utf8_decode(s, &c);
		PROMISE(n != 0 && c != 0);
	}
}

static void check_drivers(const struct dump_triage *t)
{
	PROMISE(t->driver_count <= LIMIT_DUMP_DRIVERS);
	for (size_t i = 0; i < t->driver_count; i++) {
		check_name(t->drivers[i].name, 3 * LIMIT_DUMP_NAME_CHARS);
		check_name(dump_driver_base_name(&t->drivers[i]), t->drivers[i].name.n);
		(void)dump_driver_is_dump_stack(&t->drivers[i]);
	}
	PROMISE(t->unloaded_count <= LIMIT_DUMP_UNLOADED);
	for (size_t i = 0; i < t->unloaded_count; i++)
		check_name(t->unloaded[i].name, 3 * 12);
}

static void check_images(const struct dump_triage *t)
{
	uint64_t at = 0;
	for (size_t i = 0; i < t->image_count; i++) {
		PROMISE(t->images[i].start >= at && t->images[i].start < t->images[i].end);
		PROMISE(t->images[i].driver < t->driver_count);
		at = t->images[i].end;
		PROMISE(dump_triage_driver_of(t, at - 1) == t->images[i].driver);
	}
}

static void check_frames(const struct dump_triage *t)
{
	PROMISE(t->frame_count <= LIMIT_DUMP_FRAMES);
	for (size_t i = 0; i < t->frame_count; i++) {
		const struct dump_frame *f = &t->frames[i];
		PROMISE(f->driver < t->driver_count);
		const struct dump_driver *d = &t->drivers[f->driver];
		PROMISE(f->address >= d->DllBase && f->address - d->DllBase < d->SizeOfImage);
	}
	PROMISE(t->block_count <= LIMIT_DUMP_BLOCKS);
}

struct walked {
	uint64_t at, size, count;
};

static void check_blob(void *context, const struct dump_blob *blob)
{
	struct walked *w = context;
	PROMISE(blob->offset >= w->at && blob->data_offset >= blob->offset + 32);
	PROMISE(blob->offset + 32 <= w->size);
	w->at = blob->offset + 32;
	w->count++;
	(void)dump_blob_name(blob->Tag);
}

static void check_blobs(struct random_input *in, uint64_t offset)
{
	struct dump_blobs b;
	struct walked w = {offset, in->size, 0};
	if (dump_blobs_walk(&b, in, offset, check_blob, &w) == STATUS_OK) {
		PROMISE(b.present && b.count == w.count && b.count <= LIMIT_DUMP_BLOBS);
		PROMISE(b.end >= w.at && b.end <= in->size);
	} else {
		PROMISE(!b.present && b.count == 0);
	}
}

static void check(const struct dump_header *h, struct random_input *in)
{
	static const struct dump_triage_wish all = {true, true, true};
	struct dump_triage t;
	struct arena arena = {0};
	uint64_t fault_offset;
	enum status status = dump_triage_read(&t, h, in, &all, &arena, NULL, &fault_offset);
	PROMISE(status != STATUS_TRUNCATED || fault_offset == in->size);
	PROMISE(status != STATUS_OK || t.valid);
	check_drivers(&t);
	check_images(&t);
	check_frames(&t);
	check_blobs(in, t.SizeOfDump.value);
	arena_free(&arena);
}

/* The same bytes behind a header that leads to them. */
static void check_dump(const struct dump_header *h, struct random_input *in)
{
	static const struct dump_wish all = {.triage = {true, true, true}, .count_bits = true};
	struct arena arena = {0};
	struct dump d;
	bool wide = h->bits == 64;
	memcpy(in->prefix.p, wide ? "PAGEDU64" : "PAGEDUMP", 8);
	store_u32le(in->prefix.p + (wide ? 0xf98 : 0xf88), DUMP_TYPE_TRIAGE);
	store_u32le(in->prefix.p + (wide ? 0x1038 : 0xf8c), (uint32_t)h->MiniDumpFields.value);
	PROMISE(dump_read(&d, in, &all, &arena, NULL) == STATUS_OK);
	PROMISE(d.header.bits == h->bits);
	PROMISE(d.completeness != DUMP_COMPLETE || d.triage.valid);
	arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	struct dump_header h = {.bits = data[0] & 1 ? 32 : 64};
	if (data[0] & 2)
		h.MiniDumpFields = known_number(0xff);
	size_t before = (size_t)dump_header_bytes(&h), n = before + size - 1;
	struct random_input in = {.name = "-", .fd = -1, .size = n};
	in.size_is_least = data[0] & 4;
	in.prefix = (struct buf){memory_zeroed(n, 1), n, n};
	memcpy(in.prefix.p + before, data + 1, size - 1);
	check(&h, &in);
	check_dump(&h, &in);
	buf_free(&in.prefix);
	return 0;
}
