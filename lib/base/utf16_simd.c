/* SPDX-License-Identifier: MIT */
/*
 * The vector twins. Both narrow a block of units to bytes with saturation (PACKUSWB). That leaves
 * ASCII as it is, makes 0x80 to 0xff of what is above it, and 0 of units with their top bit set:
 * bytes that are negative or 0. So one look at the bytes finds non-ASCII, control characters and
 * what the escape spells differently. The bytes are stored before the look; what was too much is
 * written over.
 */
#include "lib/base/utf16_twin.h"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define NEVER_INLINE  __attribute__((noinline))
#define SSE2          __attribute__((target("sse2")))
#define AVX2          __attribute__((target("avx2,bmi,bmi2,popcnt")))

/* For a slice with nothing behind it: its last 64 bytes (or all) are copied to where something is;
 * for what comes before them they are the padding. */
ALWAYS_INLINE uint8_t *write_tight(uint8_t *out, struct slice s, utf16_writer *padded,
				   bool *replaced)
{
	uint8_t tail[UTF16_SLACK + 4 + UTF16_SLACK] = {0};
	if (s.n <= UTF16_SLACK) {
		if (s.n)
			memcpy(tail, s.p, s.n);
		return padded(out, slice_of(tail, s.n), replaced);
	}
	/* Whole units in front, and no pair cut in two. */
	size_t keep = UTF16_SLACK + (s.n & 1);
	size_t front = s.n - keep;
	if (front && (s.p[front - 1] & 0xfc) == 0xd8) {
		front -= 2;
		keep += 2;
	}
	memcpy(tail, s.p + front, keep);
	out = padded(out, slice_of(s.p, front), replaced);
	return padded(out, slice_of(tail, keep), replaced);
}

/* For each escape the writer for padded slices and the one for all slices. The AVX2 one is a leaf
 * without a stack frame, which is most of its speed on short texts: it leaves the rest of a text
 * that is not simple to another function. */
#define TIGHT_WRITER(name, twin)                                                          \
	static uint8_t *name##_tight_##twin(uint8_t *out, struct slice s, bool *replaced) \
	{                                                                                 \
		return write_tight(out, s, name##_##twin, replaced);                      \
	}
#define SSE2_WRITERS(name, escape)                                                     \
	SSE2 static uint8_t *name##_sse2(uint8_t *out, struct slice s, bool *replaced) \
	{                                                                              \
		return write_sse2(out, s, escape, replaced);                           \
	}                                                                              \
	TIGHT_WRITER(name, sse2)
#define AVX2_WRITERS(name, escape)                                                       \
	AVX2 NEVER_INLINE static uint8_t *name##_rest_avx2(uint8_t *out, struct slice s, \
							   bool *replaced)               \
	{                                                                                \
		return rest_avx2(out, s, escape, replaced);                              \
	}                                                                                \
	AVX2 static uint8_t *name##_avx2(uint8_t *out, struct slice s, bool *replaced)   \
	{                                                                                \
		return write_avx2(out, s, escape, name##_rest_avx2, replaced);           \
	}                                                                                \
	TIGHT_WRITER(name, avx2)

/* --- SSE2: 16 units a step; what is not ASCII goes one by one --- */

SSE2 ALWAYS_INLINE __m128i sse2_load(const uint8_t *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

SSE2 ALWAYS_INLINE __m128i sse2_equal(__m128i bytes, char c)
{
	return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
}

/* A bit for each byte that cannot stay as it is. Some more are allowed. */
SSE2 ALWAYS_INLINE uint32_t sse2_special(__m128i bytes, enum utf16_escape escape)
{
	char lowest = escape == UTF16_PLAIN ? 1 : ' ';
	__m128i hits = _mm_cmplt_epi8(bytes, _mm_set1_epi8(lowest));
	if (escape == UTF16_JSON)
		hits = _mm_or_si128(hits,
				    _mm_or_si128(sse2_equal(bytes, '\\'), sse2_equal(bytes, 0x7f)));
	if (escape == UTF16_JSON || escape == UTF16_XML_ATTRIBUTE)
		hits = _mm_or_si128(hits, sse2_equal(bytes, '"'));
	if (escape == UTF16_XML_TEXT || escape == UTF16_XML_ATTRIBUTE)
		hits = _mm_or_si128(hits, _mm_or_si128(sse2_equal(bytes, '&'),
						       _mm_or_si128(sse2_equal(bytes, '<'),
								    sse2_equal(bytes, '>'))));
	return (uint32_t)_mm_movemask_epi8(hits);
}

/* Writes the 16 units at p as if they were plain. */
SSE2 ALWAYS_INLINE __m128i sse2_put(uint8_t *out, const uint8_t *p)
{
	__m128i bytes = _mm_packus_epi16(sse2_load(p), sse2_load(p + 16));
	_mm_storeu_si128((__m128i *)(void *)out, bytes);
	return bytes;
}

/* Up to 16 units; stops before the first that is no ASCII. */
SSE2 ALWAYS_INLINE void sse2_step(struct utf16_way *w, enum utf16_escape escape)
{
	size_t n = w->left < 16 ? w->left : 16;
	size_t done = 0;
	uint32_t special = sse2_special(sse2_put(w->out, w->p), escape) & ((1u << n) - 1);
	/* All places are known: no need to look again behind each. */
	for (; special; special &= special - 1) {
		size_t place = (size_t)__builtin_ctz(special);
		uint32_t c = load_u16le(w->p + 2 * place);
		if (c >= 0x80) {
			n = place;
			break;
		}
		w->out = utf16_put_row(w->out + (place - done), c, escape);
		done = place + 1;
		sse2_put(w->out, w->p + 2 * done);
	}
	w->out += n - done;
	w->p += 2 * n;
	w->left -= n;
}

SSE2 ALWAYS_INLINE uint8_t *write_sse2(uint8_t *out, struct slice s, enum utf16_escape escape,
				       bool *replaced)
{
	struct utf16_way w = {s.p, s.n / 2, out, false};
	while (w.left) {
		sse2_step(&w, escape);
		while (w.left && load_u16le(w.p) >= 0x80)
			utf16_step(&w, escape);
	}
	return utf16_finish(&w, s, replaced);
}

UTF16_EACH_ESCAPE(SSE2_WRITERS)

static const struct utf16_kernel kernel_sse2 = {
	.plain = UTF16_WRITERS_OF(tight_sse2),
	.padded = UTF16_WRITERS_OF(sse2),
};

/* --- AVX2: 32 units a step; short JSON escapes are expanded in the register --- */

AVX2 ALWAYS_INLINE __m256i avx2_load(const uint8_t *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

AVX2 ALWAYS_INLINE uint32_t avx2_mask(__m256i hits)
{
	return (uint32_t)_mm256_movemask_epi8(hits);
}

AVX2 ALWAYS_INLINE __m256i avx2_equal(__m256i bytes, char c)
{
	return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c));
}

/* The printable characters that the escape spells differently, each in the place of its low four
 * bits: there a shuffle of the table by the text equals the text. */
AVX2 ALWAYS_INLINE __m128i avx2_spelt(enum utf16_escape escape)
{
	switch (escape) {
	case UTF16_JSON:
		return _mm_setr_epi8(0, 0, '"', 0, 0, 0, 0, 0, 0, 0, 0, 0, '\\', 0, 0, 0x7f);
	case UTF16_XML_TEXT:
		return _mm_setr_epi8(0, 0, 0, 0, 0, 0, '&', 0, 0, 0, 0, 0, '<', 0, '>', 0);
	case UTF16_XML_ATTRIBUTE:
		return _mm_setr_epi8(0, 0, '"', 0, 0, 0, '&', 0, 0, 0, 0, 0, '<', 0, '>', 0);
	default:
		return _mm_setzero_si128();
	}
}

/* A bit for each byte that is a control character, non-ASCII, or spelt differently. */
AVX2 ALWAYS_INLINE uint32_t avx2_special(__m256i bytes, enum utf16_escape escape)
{
	char lowest = escape == UTF16_PLAIN ? 1 : ' ';
	__m256i hits = _mm256_cmpgt_epi8(_mm256_set1_epi8(lowest), bytes);
	if (escape != UTF16_PLAIN) {
		__m256i spelt = _mm256_broadcastsi128_si256(avx2_spelt(escape));
		spelt = _mm256_cmpeq_epi8(_mm256_shuffle_epi8(spelt, bytes), bytes);
		hits = _mm256_or_si256(hits, spelt);
	}
	return avx2_mask(hits);
}

/* How far a step went. */
struct progress {
	uint8_t *out;
	size_t n;  /* units written */
	bool wide; /* what comes next is no plain text */
};

/* Up to 32 units of which the plain ones are written already. */
struct block {
	__m256i bytes;
	size_t n;         /* units */
	uint32_t special; /* those that are not plain */
};

/* s has a unit at least. Writes 32 bytes. */
AVX2 ALWAYS_INLINE struct block avx2_block(uint8_t *out, struct slice s, enum utf16_escape escape)
{
	__m256i bytes = _mm256_packus_epi16(avx2_load(s.p), avx2_load(s.p + 32));
	bytes = _mm256_permute4x64_epi64(bytes, 0xd8);
	_mm256_storeu_si256((__m256i *)(void *)out, bytes);
	size_t n = s.n < 64 ? s.n / 2 : 32;
	return (struct block){bytes, n, _bzhi_u32(avx2_special(bytes, escape), (unsigned)n)};
}

/* Stores the bytes that the shape picks: 16, wanted or not. */
AVX2 ALWAYS_INLINE void avx2_put_shaped(uint8_t *out, __m128i bytes, const uint8_t *shape)
{
	__m128i order = _mm_load_si128((const __m128i *)(const void *)shape);
	_mm_storeu_si128((__m128i *)(void *)out, _mm_shuffle_epi8(bytes, order));
}

/* Eight characters, the escaped ones behind a backslash. */
AVX2 ALWAYS_INLINE uint8_t *avx2_put_escaped(uint8_t *out, __m128i pairs, uint32_t escaped)
{
	avx2_put_shaped(out, pairs, utf16_pair_shapes[escaped]);
	return out + 8 + (unsigned)_mm_popcnt_u32(escaped);
}

/* The letters of \b \t \n \f \r for these control characters, 0 for all else. */
AVX2 ALWAYS_INLINE __m256i avx2_letters(__m256i bytes)
{
	const __m256i letters = _mm256_broadcastsi128_si256(
		_mm_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 'b', 't', 'n', 0, 'f', 'r', 0, 0));
	/* From 16 on the sum has its top bit set, which selects 0. */
	return _mm256_shuffle_epi8(letters, _mm256_adds_epu8(bytes, _mm256_set1_epi8(0x70)));
}

/* What follows n units that are written up to out is no ASCII and no short escape. One letter with
 * an accent among ASCII is no reason to leave the fast loop. */
ALWAYS_INLINE struct progress stop_wide(uint8_t *out, struct slice s, size_t n)
{
	uint32_t c = load_u16le(s.p + 2 * n);
	bool alone = load_u16le(s.p + 2 * n + 2) < 0x80;
	if (c < UTF16_ROWS || c >= 0x800 || !alone)
		return (struct progress){out, n, true};
	return (struct progress){utf16_put_wide(out, c, UTF16_PLAIN), n + 1, false};
}

/* Writes up to 64 bytes. */
AVX2 ALWAYS_INLINE struct progress avx2_special_json(uint8_t *out, struct slice s, struct block b)
{
	const __m128i backslashes = _mm_set1_epi8('\\');
	__m256i control = _mm256_cmpgt_epi8(_mm256_set1_epi8(' '), b.bytes);
	__m256i text = _mm256_blendv_epi8(b.bytes, avx2_letters(b.bytes), control);
	__m256i no_letter = _mm256_or_si256(avx2_equal(text, 0), avx2_equal(text, 0x7f));
	uint32_t hard = b.special & avx2_mask(no_letter);
	uint32_t escaped = b.special ^ hard;
	size_t n = hard ? _tzcnt_u32(hard) : (unsigned)b.n;
	uint8_t *end = out + n + (unsigned)_mm_popcnt_u32(_bzhi_u32(escaped, (unsigned)n));
	__m128i low = _mm256_castsi256_si128(text);
	__m128i high = _mm256_extracti128_si256(text, 1);
	out = avx2_put_escaped(out, _mm_unpacklo_epi64(low, backslashes), escaped & 0xff);
	out = avx2_put_escaped(out, _mm_unpackhi_epi64(low, backslashes), escaped >> 8 & 0xff);
	out = avx2_put_escaped(out, _mm_unpacklo_epi64(high, backslashes), escaped >> 16 & 0xff);
	avx2_put_escaped(out, _mm_unpackhi_epi64(high, backslashes), escaped >> 24);
	return hard ? stop_wide(end, s, n) : (struct progress){end, n, false};
}

AVX2 ALWAYS_INLINE struct progress avx2_special_other(uint8_t *out, struct slice s, struct block b,
						      enum utf16_escape escape)
{
	uint32_t special = b.special;
	if (escape == UTF16_XML_TEXT)
		special &= ~avx2_mask(
			_mm256_or_si256(avx2_equal(b.bytes, '\t'), avx2_equal(b.bytes, '\n')));
	if (!special)
		return (struct progress){out + b.n, b.n, false};
	size_t n = _tzcnt_u32(special);
	uint32_t c = load_u16le(s.p + 2 * n);
	if (c >= 0x80)
		return stop_wide(out + n, s, n);
	return (struct progress){utf16_put_row(out + n, c, escape), n + 1, false};
}

/* s has a unit at least. Writes up to 64 bytes. */
AVX2 ALWAYS_INLINE struct progress avx2_step_32(uint8_t *out, struct slice s,
						enum utf16_escape escape)
{
	struct block b = avx2_block(out, s, escape);
	if (!b.special)
		return (struct progress){out + b.n, b.n, false};
	return escape == UTF16_JSON ? avx2_special_json(out, s, b)
				    : avx2_special_other(out, s, b, escape);
}

/* Eight units as up to three bytes each. */
struct eight {
	__m128i front;   /* the first two of three bytes; the second is the first of two */
	__m128i last;    /* the last byte, in 16 bits */
	uint32_t longer; /* bits 0 to 7: has more than one byte; 8 to 15: has three */
	uint32_t odd;    /* surrogates and what the escape spells differently */
};

AVX2 ALWAYS_INLINE __m128i avx2_up_to(__m128i units, short highest)
{
	return _mm_cmpeq_epi16(_mm_min_epu16(units, _mm_set1_epi16(highest)), units);
}

AVX2 ALWAYS_INLINE __m128i avx2_has_bits(__m128i units, unsigned mask, unsigned bits)
{
	__m128i kept = _mm_and_si128(units, _mm_set1_epi16((short)mask));
	return _mm_cmpeq_epi16(kept, _mm_set1_epi16((short)bits));
}

/* The units above ASCII that are not three or two bytes for this escape. */
AVX2 ALWAYS_INLINE uint32_t avx2_odd_wide(__m128i units, enum utf16_escape escape)
{
	__m128i odd = avx2_has_bits(units, 0xf800, 0xd800);
	if (escape == UTF16_JSON)
		odd = _mm_or_si128(odd, avx2_has_bits(units, 0xffe0, 0x80));
	if (escape == UTF16_XML_TEXT || escape == UTF16_XML_ATTRIBUTE)
		odd = _mm_or_si128(odd, avx2_has_bits(units, 0xfffe, 0xfffe));
	return (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(odd, _mm_setzero_si128()));
}

AVX2 ALWAYS_INLINE struct eight avx2_eight(__m128i units, enum utf16_escape escape)
{
	__m128i one = avx2_up_to(units, 0x7f);
	__m128i two = avx2_up_to(units, 0x7ff);
	__m128i marks = _mm_or_si128(_mm_set1_epi16((short)0x80e0),
				     _mm_and_si128(two, _mm_set1_epi16(0x4000)));
	__m128i middle = _mm_and_si128(_mm_slli_epi16(units, 2), _mm_set1_epi16(0x3f00));
	__m128i last =
		_mm_or_si128(_mm_and_si128(units, _mm_set1_epi16(0x3f)), _mm_set1_epi16(0x80));
	__m256i narrow = _mm256_castsi128_si256(_mm_packus_epi16(units, units));
	uint32_t longer = 0xffff ^ (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(one, two));
	uint32_t odd = avx2_special(narrow, escape) & ~longer & 0xff;
	return (struct eight){
		.front = _mm_or_si128(_mm_or_si128(_mm_srli_epi16(units, 12), middle), marks),
		.last = _mm_blendv_epi8(last, units, one),
		.longer = longer,
		.odd = odd | avx2_odd_wide(units, escape),
	};
}

/* For text that is no plain ASCII. s has a unit at least. Writes up to 32 bytes. n is 0 where the
 * first character needs a look of its own. */
AVX2 ALWAYS_INLINE struct progress avx2_step_8(uint8_t *out, struct slice s,
					       enum utf16_escape escape)
{
	struct eight e = avx2_eight(sse2_load(s.p), escape);
	size_t n = s.n < 16 ? s.n / 2 : 8;
	/* A branch, so that the next step need not wait for this one. */
	if (UNLIKELY(e.odd & ((1u << n) - 1)))
		n = _tzcnt_u32(e.odd);
	uint32_t first = (e.longer & 0x0f) | (e.longer >> 4 & 0xf0);
	uint32_t second = (e.longer >> 4 & 0x0f) | (e.longer >> 8 & 0xf0);
	uint8_t *half = out + 4 + (unsigned)_mm_popcnt_u32(first);
	avx2_put_shaped(out, _mm_unpacklo_epi16(e.front, e.last), utf16_triple_shapes[first]);
	avx2_put_shaped(half, _mm_unpackhi_epi16(e.front, e.last), utf16_triple_shapes[second]);
	uint32_t longer = e.longer & ((1u << n) - 1) * 0x101;
	bool wide = (longer & 0xfe) || n == 0;
	return (struct progress){out + n + (unsigned)_mm_popcnt_u32(longer), n, wide};
}

/* One character, as whatever it is. */
ALWAYS_INLINE struct progress step_1(uint8_t *out, struct slice s, enum utf16_escape escape,
				     bool *replaced)
{
	struct utf16_way w = {s.p, s.n / 2, out, false};
	utf16_step(&w, escape);
	if (w.replaced)
		*replaced = true;
	return (struct progress){w.out, s.n / 2 - w.left, true};
}

ALWAYS_INLINE struct slice behind(struct slice s, size_t units)
{
	return (struct slice){s.p + 2 * units, s.n - 2 * units};
}

ALWAYS_INLINE uint8_t *finish(uint8_t *out, struct slice s, bool *replaced)
{
	if (LIKELY(s.n == 0))
		return out;
	*replaced = true;
	return utf16_put_replacement(out);
}

/* The rest of a text, from the first character on that is not ASCII or needs six bytes. */
AVX2 ALWAYS_INLINE uint8_t *rest_avx2(uint8_t *out, struct slice s, enum utf16_escape escape,
				      bool *replaced)
{
	while (s.n > 1) {
		struct progress done = {out, 0, true};
		while (s.n > 1 && done.wide) {
			done = avx2_step_8(out, s, escape);
			if (UNLIKELY(done.n == 0))
				done = step_1(out, s, escape, replaced);
			out = done.out;
			s = behind(s, done.n);
		}
		while (s.n > 1 && !done.wide) {
			done = avx2_step_32(out, s, escape);
			out = done.out;
			s = behind(s, done.n);
		}
	}
	return finish(out, s, replaced);
}

AVX2 ALWAYS_INLINE uint8_t *write_avx2(uint8_t *out, struct slice s, enum utf16_escape escape,
				       utf16_writer *rest, bool *replaced)
{
	while (s.n > 1) {
		struct progress done = avx2_step_32(out, s, escape);
		out = done.out;
		s = behind(s, done.n);
		if (UNLIKELY(done.wide))
			return rest(out, s, replaced);
	}
	return finish(out, s, replaced);
}

UTF16_EACH_ESCAPE(AVX2_WRITERS)

static const struct utf16_kernel kernel_avx2 = {
	.plain = UTF16_WRITERS_OF(tight_avx2),
	.padded = UTF16_WRITERS_OF(avx2),
};

const struct utf16_kernel *utf16_kernel_sse2(void)
{
	return __builtin_cpu_supports("sse2") ? &kernel_sse2 : NULL;
}

const struct utf16_kernel *utf16_kernel_avx2(void)
{
	bool all = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
		   __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
	return all ? &kernel_avx2 : NULL;
}

#else

const struct utf16_kernel *utf16_kernel_sse2(void)
{
	return NULL;
}

const struct utf16_kernel *utf16_kernel_avx2(void)
{
	return NULL;
}

#endif
