/* SPDX-License-Identifier: MIT */
/* lib/io/input.h and the decoders: compressed data, whole, joined, cut, damaged and hostile. */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>

#include "lib/base/limits.h"
#include "lib/io/input.h"
#include "tests/unit/support_compress.h"
#include "tests/unit/support_random.h"
#include "tests/unit/support_source.h"

static const struct input_options through = {true, LIMIT_EXPANSION_RATIO};

struct outcome {
	struct buf bytes;
	struct reports reports;
	enum input_failure failure;
	int error_number;
};

static struct outcome read_source(struct source source, const struct input_options *options,
				  size_t room)
{
	struct outcome o = {.failure = INPUT_FINE};
	struct diag_sink sink = reports_sink(&o.reports);
	struct input in;
	size_t n;
	cr_assert(input_open(&in, source.name, options, &sink));
	do {
		n = input_read(&in, buf_reserve(&o.bytes, room), room);
		o.bytes.n += n;
	} while (n);
	cr_assert_eq(in.bytes_out, o.bytes.n);
	o.failure = in.failure;
	o.error_number = in.error_number;
	input_close(&in);
	source_close(&source);
	return o;
}

static struct outcome read_slice(struct slice s)
{
	return read_source(source_file(s), &through, 4096);
}

static void outcome_free(struct outcome *o)
{
	buf_free(&o->bytes);
}

/* Text like a log's, n lines of it. */
static struct buf sample(unsigned n)
{
	struct buf b = {0};
	uint64_t seed = 10;
	for (unsigned i = 0; i < n; i++)
		buf_printf(&b, "Progress 0x%08x Elapsed BugCheck duration %05ums\r\n",
			   (unsigned)random_next(&seed), i * 20);
	return b;
}

static void expect_same(struct outcome *o, struct slice expected, unsigned reports,
			const char *what)
{
	cr_expect(slice_equal(buf_slice(&o->bytes), expected), "%s: %zu of %zu bytes", what,
		  o->bytes.n, expected.n);
	cr_expect_eq(o->reports.count, reports, "%s: %u reports", what, o->reports.count);
	cr_expect_eq(o->failure, INPUT_FINE, "%s", what);
	outcome_free(o);
}

Test(compressed, each_kind_from_file_and_pipe)
{
	static const unsigned lines[] = {0, 1, 10, 20000};
	for (size_t k = 0; k < COMPRESSORS; k++) {
		for (size_t i = 0; i < COUNT_OF(lines); i++) {
			struct buf text = sample(lines[i]);
			struct buf packed = {0};
			compressors[k].add(&packed, buf_slice(&text));
			for (size_t room = 6; room < 300000; room = room * 7 + 1) {
				struct outcome o = read_source(source_file(buf_slice(&packed)),
							       &through, room);
				expect_same(&o, buf_slice(&text), 0, compressors[k].name);
			}
			if (lines[i] < 100) {
				struct outcome o = read_source(source_dribble(buf_slice(&packed)),
							       &through, 64);
				expect_same(&o, buf_slice(&text), 0, compressors[k].name);
			}
			buf_free(&text);
			buf_free(&packed);
		}
	}
}

/* Three streams one behind another, the middle one empty: gzip members, xz streams, zstd frames. */
static struct buf three_streams(const struct compressor *c, struct slice text)
{
	struct buf packed = {0};
	c->add(&packed, slice_sub(text, 0, text.n / 3));
	c->add(&packed, slice_sub(text, 0, 0));
	c->add(&packed, slice_from(text, text.n / 3));
	return packed;
}

Test(compressed, streams_in_a_row)
{
	static const size_t sizes[] = {1, 2, 3, 7, 50};
	struct buf text = sample(20);
	for (size_t k = 0; k < COMPRESSORS; k++) {
		struct buf packed = three_streams(&compressors[k], buf_slice(&text));
		struct outcome o = read_slice(buf_slice(&packed));
		expect_same(&o, buf_slice(&text), 0, compressors[k].name);
		for (size_t i = 0; i < COUNT_OF(sizes); i++) {
			o = read_source(source_pipe(buf_slice(&packed), &sizes[i], 1), &through,
					64);
			expect_same(&o, buf_slice(&text), 0, compressors[k].name);
		}
		buf_free(&packed);
	}
	buf_free(&text);
}

/* More streams than fit one read of the source, so that boundaries fall on all places. */
Test(compressed, thousands_of_streams)
{
	for (size_t k = 0; k < COMPRESSORS; k++) {
		struct buf packed = {0};
		struct buf text = {0};
		for (unsigned i = 0; i < 4000; i++) {
			size_t start = text.n;
			buf_printf(&text, "%u,", i);
			compressors[k].add(&packed, slice_from(buf_slice(&text), start));
		}
		struct outcome o = read_slice(buf_slice(&packed));
		expect_same(&o, buf_slice(&text), 0, compressors[k].name);
		buf_free(&packed);
		buf_free(&text);
	}
}

/* zstd frames that hold no data: pzstd puts one in front of each frame, seekable files end in one.
 */
Test(compressed, skippable_zstd_frames)
{
	struct buf text = sample(20);
	struct buf packed = {0};
	buf_add(&packed, "\x50\x2a\x4d\x18\x04\0\0\0abcd", 12);
	compressors[2].add(&packed, slice_sub(buf_slice(&text), 0, 100));
	buf_add(&packed, "\x5f\x2a\x4d\x18\0\0\0\0", 8);
	buf_add(&packed, "\x5e\x2a\x4d\x18\1\0\0\0x", 9);
	compressors[2].add(&packed, slice_from(buf_slice(&text), 100));
	buf_add(&packed, "\x5e\x2a\x4d\x18\1\0\0\0x", 9);
	struct outcome o = read_slice(buf_slice(&packed));
	expect_same(&o, buf_slice(&text), 0, "file");
	o = read_source(source_dribble(buf_slice(&packed)), &through, 64);
	expect_same(&o, buf_slice(&text), 0, "dribble");
	buf_free(&packed);
	buf_free(&text);
}

/* The recognised start of a stream; what is shorter is plain bytes. */
static bool is_recognised(size_t kind, struct slice whole, struct slice s)
{
	size_t magic = compressors[kind].magic;
	if (s.n < magic)
		return false;
	if (kind == 3) /* bzip2: the fourth byte is any level */
		return memcmp(s.p, whole.p, 3) == 0 && s.p[3] >= '1' && s.p[3] <= '9';
	if (kind == 2 && (s.p[0] & 0xf0) == 0x50 && memcmp(s.p + 1, "\x2a\x4d\x18", 3) == 0)
		return true;
	return memcmp(s.p, whole.p, magic) == 0;
}

static void check_cut(size_t kind, struct slice packed, size_t n, struct slice text, bool at_edge)
{
	struct slice cut = slice_sub(packed, 0, n);
	struct outcome o = read_slice(cut);
	const char *name = compressors[kind].name;
	if (!is_recognised(kind, packed, cut)) {
		expect_same(&o, cut, 0, name);
		return;
	}
	cr_expect(slice_starts_with(text, buf_slice(&o.bytes)), "%s cut at %zu", name, n);
	cr_expect_eq(o.reports.of[DIAG_INPUT_COMPRESSED_TRUNCATED], !at_edge, "%s cut at %zu", name,
		     n);
	cr_expect_eq(o.reports.count, !at_edge, "%s cut at %zu", name, n);
	outcome_free(&o);
}

Test(compressed, truncated_at_each_byte)
{
	struct buf text = sample(8);
	struct buf twice = {0};
	buf_add_slice(&twice, buf_slice(&text));
	buf_add_slice(&twice, buf_slice(&text));
	for (size_t k = 0; k < COMPRESSORS; k++) {
		struct buf packed = {0};
		compressors[k].add(&packed, buf_slice(&text));
		size_t edge = packed.n;
		compressors[k].add(&packed, buf_slice(&text));
		for (size_t n = 0; n < packed.n; n++)
			check_cut(k, buf_slice(&packed), n, buf_slice(&twice), n == edge);
		buf_free(&packed);
	}
	buf_free(&text);
	buf_free(&twice);
}

static void check_damage(size_t kind, struct slice whole, struct slice damaged, struct slice text,
			 size_t at)
{
	struct outcome o = read_slice(damaged);
	const char *name = compressors[kind].name;
	if (!is_recognised(kind, whole, damaged)) {
		expect_same(&o, damaged, 0, name);
		return;
	}
	if (o.reports.count == 0)
		cr_expect(slice_equal(buf_slice(&o.bytes), text),
			  "%s damaged at %zu: other bytes, and no report", name, at);
	cr_expect_leq(o.reports.count, 1, "%s damaged at %zu", name, at);
	outcome_free(&o);
}

/* In two streams, so that the start of a following one is damaged as well. */
Test(compressed, damaged_at_each_byte)
{
	static const uint8_t masks[] = {0x01, 0x80, 0xff};
	struct buf text = sample(8);
	for (size_t k = 0; k < COMPRESSORS; k++) {
		struct buf packed = {0};
		compressors[k].add(&packed, slice_sub(buf_slice(&text), 0, 150));
		compressors[k].add(&packed, slice_from(buf_slice(&text), 150));
		struct buf damaged = {0};
		for (size_t i = 0; i < packed.n * COUNT_OF(masks); i++) {
			size_t at = i / COUNT_OF(masks);
			damaged.n = 0;
			buf_add_slice(&damaged, buf_slice(&packed));
			damaged.p[at] ^= masks[i % COUNT_OF(masks)];
			check_damage(k, buf_slice(&packed), buf_slice(&damaged), buf_slice(&text),
				     at);
		}
		buf_free(&damaged);
		buf_free(&packed);
	}
	buf_free(&text);
}

/* What stands behind the last stream is named, unless it is the padding of zeros of old tapes; and
 * file and dribbling pipe agree. xz itself takes other bytes there for damage. */
Test(compressed, other_bytes_behind)
{
	static const struct {
		struct slice tail;
		bool reported;
	} rows[] = {
		{{(const uint8_t *)"garbage", 7}, true},
		{{(const uint8_t *)"\0\0\0\0\0\0\0\0", 8}, false},
		{{(const uint8_t *)"\x1f?garbage", 9}, true},
		{{(const uint8_t *)"\x28\xb5garbage", 9}, true},
		{{(const uint8_t *)"BZgarbage", 9}, true},
		{{(const uint8_t *)"\xfd\x37garbage", 9}, true},
		{{(const uint8_t *)"\n", 1}, true},
		{{(const uint8_t *)"\x1f", 1}, true},
	};
	struct buf text = sample(3);
	for (size_t k = 0; k < COMPRESSORS; k++) {
		for (size_t i = 0; i < COUNT_OF(rows); i++) {
			struct buf packed = {0};
			compressors[k].add(&packed, buf_slice(&text));
			buf_add_slice(&packed, rows[i].tail);
			struct outcome a = read_slice(buf_slice(&packed));
			struct outcome b =
				read_source(source_dribble(buf_slice(&packed)), &through, 64);
			cr_expect(memcmp(a.reports.of, b.reports.of, sizeof(a.reports.of)) == 0,
				  "%s, row %zu: file and pipe differ", compressors[k].name, i);
			expect_same(&a, buf_slice(&text), rows[i].reported, compressors[k].name);
			expect_same(&b, buf_slice(&text), rows[i].reported, compressors[k].name);
			buf_free(&packed);
		}
	}
	buf_free(&text);
}

static struct buf packed_zeros(const struct compressor *c, size_t n)
{
	struct buf zeros = {0};
	struct buf packed = {0};
	buf_add_repeated(&zeros, 0, n);
	c->add(&packed, buf_slice(&zeros));
	buf_free(&zeros);
	return packed;
}

Test(compressed, expansion_is_bounded)
{
	enum { ROOM = 65536 };
	static const uint64_t ratios[] = {1, 10, 1000};
	for (size_t k = 0; k < COMPRESSORS; k++) {
		struct buf packed = packed_zeros(&compressors[k], 32 << 20);
		for (size_t i = 0; i < COUNT_OF(ratios); i++) {
			struct input_options options = {true, ratios[i]};
			struct outcome o =
				read_source(source_file(buf_slice(&packed)), &options, ROOM);
			uint64_t allowed = packed.n * (ratios[i] + 1);
			if (allowed < LIMIT_EXPANSION_FREE)
				allowed = LIMIT_EXPANSION_FREE;
			cr_expect_leq(o.bytes.n, allowed + ROOM, "%s, ratio %zu: %zu bytes",
				      compressors[k].name, (size_t)ratios[i], o.bytes.n);
			cr_expect_geq(o.bytes.n, LIMIT_EXPANSION_FREE);
			bool cut = o.bytes.n < 32 << 20;
			cr_expect_eq(o.reports.of[DIAG_INPUT_EXPANSION], cut);
			cr_expect_eq(o.reports.count, cut);
			if (cut)
				cr_expect_eq(o.reports.last.limit, ratios[i]);
			outcome_free(&o);
		}
		buf_free(&packed);
	}
}

Test(compressed, small_inputs_may_expand_as_they_like)
{
	struct input_options options = {true, 1};
	for (size_t k = 0; k < COMPRESSORS; k++) {
		struct buf packed = packed_zeros(&compressors[k], LIMIT_EXPANSION_FREE);
		struct outcome o = read_source(source_file(buf_slice(&packed)), &options, 4096);
		cr_expect_eq(o.bytes.n, LIMIT_EXPANSION_FREE);
		cr_expect_eq(o.reports.count, 0, "%s", compressors[k].name);
		outcome_free(&o);
		buf_free(&packed);
	}
}

Test(compressed, highest_ratio_overflows_nothing)
{
	struct input_options options = {true, UINT64_MAX};
	struct buf packed = packed_zeros(&compressors[0], 4 << 20);
	struct outcome o = read_source(source_file(buf_slice(&packed)), &options, 4096);
	cr_expect_eq(o.bytes.n, 4 << 20);
	cr_expect_eq(o.reports.count, 0);
	outcome_free(&o);
	buf_free(&packed);
}

Test(compressed, taken_as_it_is)
{
	static const struct input_options as_is = {false, 1};
	struct buf text = sample(10);
	for (size_t k = 0; k < COMPRESSORS; k++) {
		struct buf packed = {0};
		compressors[k].add(&packed, buf_slice(&text));
		struct outcome o = read_source(source_file(buf_slice(&packed)), &as_is, 64);
		expect_same(&o, buf_slice(&packed), 0, compressors[k].name);
		buf_free(&packed);
	}
	buf_free(&text);
}

/* A window of 2 GiB and a dictionary of 1.5 GiB: more memory than a decoder may take. */
Test(compressed, memory_is_bounded)
{
	static const struct {
		const char *name;
		struct slice bytes;
	} rows[] = {
		{"zstd", {(const uint8_t *)"\x28\xb5\x2f\xfd\0\xa8\1\0\0", 9}},
		{"xz",
		 {(const uint8_t *)"\xfd\x37zXZ\0\0\1\x69\x22\xde\x36"
				   "\2\0\x21\1\x27\0\0\0\xb0\xb0\x72\xeb",
		  24}},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct outcome o = read_slice(rows[i].bytes);
		cr_expect_eq(o.reports.of[DIAG_INPUT_COMPRESSED_MEMORY], 1, "%s", rows[i].name);
		cr_expect_eq(o.reports.last.limit, 128);
		cr_expect_eq(o.bytes.n, 0);
		outcome_free(&o);
	}
}

Test(compressed, text_that_only_looks_like_it)
{
	static const char *const rows[] = {
		"BZh",        "BZh0",         "BZha",   "BZ",  "\x1f\x8b", "\x1f\x8b\x07x",
		"\xfd\x37zX", "\x28\xb5\x2f", "PK\3\4", "P*M", "Q*M\x19"};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct outcome o = read_slice(slice_of_string(rows[i]));
		expect_same(&o, slice_of_string(rows[i]), 0, rows[i]);
	}
}

/* Every start of a compressed stream followed by noise ends, and says so. */
Test(compressed, noise_behind_a_magic)
{
	uint64_t seed = 11;
	for (size_t k = 0; k < COMPRESSORS; k++) {
		struct buf packed = {0};
		compressors[k].add(&packed, SLICE(""));
		for (int round = 0; round < 500; round++) {
			packed.n = compressors[k].magic;
			size_t n = random_below(&seed, 300);
			for (size_t i = 0; i < n; i++)
				buf_add_byte(&packed, (uint8_t)random_next(&seed));
			struct outcome o = read_slice(buf_slice(&packed));
			cr_expect_eq(o.reports.count, 1, "%s", compressors[k].name);
			outcome_free(&o);
		}
		buf_free(&packed);
	}
}

Test(compressed, read_all_with_a_cap)
{
	struct buf text = sample(1000);
	for (size_t k = 0; k < COMPRESSORS; k++) {
		struct buf packed = {0};
		compressors[k].add(&packed, buf_slice(&text));
		for (size_t cap = text.n - 1; cap <= text.n + 1; cap++) {
			struct source source = source_file(buf_slice(&packed));
			struct input in;
			struct buf b = {0};
			bool more;
			cr_assert(input_open(&in, source.name, &through, NULL));
			cr_expect(input_read_all(&in, &b, cap, &more));
			cr_expect_eq(b.n, cap < text.n ? cap : text.n);
			cr_expect_eq(more, cap < text.n);
			input_close(&in);
			buf_free(&b);
			source_close(&source);
		}
		buf_free(&packed);
	}
	buf_free(&text);
}
