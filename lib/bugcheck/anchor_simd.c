/* SPDX-License-Identifier: MIT */
/*
 * The vector twins. A block of text is loaded at five neighbouring places, so that the letters of a
 * word lie in the same lane of different registers, and the bit in which small letters and capitals
 * differ is set in all of them. That makes two or three comparisons of each word, and a bit for
 * each byte that may be a probe. The last bytes, behind which nothing can be loaded, are the plain
 * twin's.
 */
#include "lib/bugcheck/anchor_twin.h"

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>

#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define SSE2          __attribute__((target("sse2")))
#define AVX2          __attribute__((target("avx2,bmi")))

/* How far behind a byte its comparisons look; bytes of a step and of a register. A step is several
 * registers: where every line has an underscore, a branch for each costs more than all else. */
enum { REACH = 4, STEP = 64, SSE2_BYTES = 16, AVX2_BYTES = 32 };

/* The bit in which they differ. */
enum { SMALL = 0x20 };

/*
 * Those underscores that are the first of a token, if no other bytes than letters and digits are in
 * front of it: only they may be probes. Added to a run of letters and digits, a bit at its
 * beginning moves behind its end. What begins in front of the 64 bytes is taken for the beginning
 * of a token.
 */
ALWAYS_INLINE uint64_t first_underscores(uint64_t underscores, uint64_t alnum)
{
	uint64_t starts = alnum & ~((alnum | underscores) << 1);
	return underscores & (((alnum + starts) & ~alnum) | 1);
}

/* The first place that is confirmed, of the probes at the bits of mask. */
ALWAYS_INLINE size_t first_confirmed(struct slice block, size_t from, size_t at, uint64_t mask)
{
	for (; mask; mask &= mask - 1) {
		size_t probe = at + (unsigned)__builtin_ctzll(mask);
		if (block.p[probe] == '_' && !anchor_may_be_name(block, probe))
			continue;
		size_t found = anchor_confirm(block, from, probe);
		if (found != ANCHOR_NONE)
			return found;
	}
	return ANCHOR_NONE;
}

/* --- SSE2 --- */

/* The 16 bytes, letters as small ones. */
SSE2 ALWAYS_INLINE __m128i sse2_small(const uint8_t *p)
{
	return _mm_or_si128(_mm_loadu_si128((const __m128i *)(const void *)p),
			    _mm_set1_epi8(SMALL));
}

SSE2 ALWAYS_INLINE __m128i sse2_is(__m128i bytes, char c)
{
	return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
}

SSE2 ALWAYS_INLINE __m128i sse2_both(__m128i a, char first, __m128i b, char second)
{
	return _mm_and_si128(sse2_is(a, first), sse2_is(b, second));
}

/* A bit for each of the 16 bytes at p that may be a probe. */
SSE2 ALWAYS_INLINE uint32_t sse2_words(const uint8_t *p)
{
	__m128i b0 = sse2_small(p);
	__m128i b1 = sse2_small(p + 1);
	__m128i b2 = sse2_small(p + 2);
	__m128i b4 = sse2_small(p + 4);
	__m128i check = sse2_both(b0, 'c', b4, 'k');
	__m128i stop = _mm_and_si128(sse2_both(b0, 's', b1, 't'), sse2_is(sse2_small(p + 3), 'p'));
	__m128i bcc = _mm_and_si128(sse2_both(b0, 'b', b1, 'c'), sse2_is(b2, 'c'));
	__m128i live = sse2_both(b0, 'v', b2, 'k');
	__m128i list = sse2_both(b0, '(', b2, 'x');
	/* Not "stopped" and "stopping": most lines that have "stop" have these. */
	stop = _mm_andnot_si128(sse2_is(b4, 'p'), stop);
	__m128i words = _mm_or_si128(_mm_or_si128(check, stop), _mm_or_si128(live, bcc));
	return (uint32_t)_mm_movemask_epi8(_mm_or_si128(words, list));
}

SSE2 ALWAYS_INLINE __m128i sse2_load(const uint8_t *p)
{
	return _mm_loadu_si128((const __m128i *)(const void *)p);
}

SSE2 ALWAYS_INLINE uint32_t sse2_underscores(const uint8_t *p)
{
	return (uint32_t)_mm_movemask_epi8(sse2_is(sse2_load(p), '_'));
}

/* Is byte - first, in bytes, below count? */
SSE2 ALWAYS_INLINE __m128i sse2_in(__m128i bytes, char first, char count)
{
	__m128i distance = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
	return _mm_cmpeq_epi8(_mm_min_epu8(distance, _mm_set1_epi8((char)(count - 1))), distance);
}

SSE2 ALWAYS_INLINE uint32_t sse2_alnum(const uint8_t *p)
{
	__m128i letters = sse2_in(sse2_small(p), 'a', 26);
	return (uint32_t)_mm_movemask_epi8(_mm_or_si128(letters, sse2_in(sse2_load(p), '0', 10)));
}

/* A bit for each of the 64 bytes at p that may be a probe. */
SSE2 ALWAYS_INLINE uint64_t sse2_probes(const uint8_t *p)
{
	uint64_t words = 0, underscores = 0, alnum = 0;
	for (size_t i = 0; i < STEP; i += SSE2_BYTES) {
		words |= (uint64_t)sse2_words(p + i) << i;
		underscores |= (uint64_t)sse2_underscores(p + i) << i;
	}
	if (LIKELY(!underscores))
		return words;
	for (size_t i = 0; i < STEP; i += SSE2_BYTES)
		alnum |= (uint64_t)sse2_alnum(p + i) << i;
	return words | first_underscores(underscores, alnum);
}

SSE2 static size_t find_sse2(struct slice block, size_t from)
{
	size_t at = from;
	for (; block.n >= STEP + REACH && at <= block.n - STEP - REACH; at += STEP) {
		uint64_t probes = sse2_probes(block.p + at);
		size_t found = probes ? first_confirmed(block, from, at, probes) : ANCHOR_NONE;
		if (UNLIKELY(found != ANCHOR_NONE))
			return found;
	}
	return anchor_find_rest(block, from, at);
}

/* --- AVX2: the same on 32 bytes --- */

AVX2 ALWAYS_INLINE __m256i avx2_small(const uint8_t *p)
{
	return _mm256_or_si256(_mm256_loadu_si256((const __m256i *)(const void *)p),
			       _mm256_set1_epi8(SMALL));
}

AVX2 ALWAYS_INLINE __m256i avx2_is(__m256i bytes, char c)
{
	return _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c));
}

AVX2 ALWAYS_INLINE __m256i avx2_both(__m256i a, char first, __m256i b, char second)
{
	return _mm256_and_si256(avx2_is(a, first), avx2_is(b, second));
}

AVX2 ALWAYS_INLINE uint32_t avx2_words(const uint8_t *p)
{
	__m256i b0 = avx2_small(p);
	__m256i b1 = avx2_small(p + 1);
	__m256i b2 = avx2_small(p + 2);
	__m256i b4 = avx2_small(p + 4);
	__m256i check = avx2_both(b0, 'c', b4, 'k');
	__m256i stop =
		_mm256_and_si256(avx2_both(b0, 's', b1, 't'), avx2_is(avx2_small(p + 3), 'p'));
	__m256i bcc = _mm256_and_si256(avx2_both(b0, 'b', b1, 'c'), avx2_is(b2, 'c'));
	__m256i live = avx2_both(b0, 'v', b2, 'k');
	__m256i list = avx2_both(b0, '(', b2, 'x');
	/* Not "stopped" and "stopping": most lines that have "stop" have these. */
	stop = _mm256_andnot_si256(avx2_is(b4, 'p'), stop);
	__m256i words = _mm256_or_si256(_mm256_or_si256(check, stop), _mm256_or_si256(live, bcc));
	return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(words, list));
}

AVX2 ALWAYS_INLINE __m256i avx2_load(const uint8_t *p)
{
	return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

AVX2 ALWAYS_INLINE uint32_t avx2_underscores(const uint8_t *p)
{
	return (uint32_t)_mm256_movemask_epi8(avx2_is(avx2_load(p), '_'));
}

/* Is byte - first, in bytes, below count? */
AVX2 ALWAYS_INLINE __m256i avx2_in(__m256i bytes, char first, char count)
{
	__m256i distance = _mm256_sub_epi8(bytes, _mm256_set1_epi8(first));
	return _mm256_cmpeq_epi8(_mm256_min_epu8(distance, _mm256_set1_epi8((char)(count - 1))),
				 distance);
}

AVX2 ALWAYS_INLINE uint32_t avx2_alnum(const uint8_t *p)
{
	__m256i letters = avx2_in(avx2_small(p), 'a', 26);
	return (uint32_t)_mm256_movemask_epi8(
		_mm256_or_si256(letters, avx2_in(avx2_load(p), '0', 10)));
}

/* A bit for each of the 64 bytes at p that may be a probe. */
AVX2 ALWAYS_INLINE uint64_t avx2_probes(const uint8_t *p)
{
	uint64_t words = 0, underscores = 0, alnum = 0;
	for (size_t i = 0; i < STEP; i += AVX2_BYTES) {
		words |= (uint64_t)avx2_words(p + i) << i;
		underscores |= (uint64_t)avx2_underscores(p + i) << i;
	}
	if (LIKELY(!underscores))
		return words;
	for (size_t i = 0; i < STEP; i += AVX2_BYTES)
		alnum |= (uint64_t)avx2_alnum(p + i) << i;
	return words | first_underscores(underscores, alnum);
}

AVX2 static size_t find_avx2(struct slice block, size_t from)
{
	size_t at = from;
	for (; block.n >= STEP + REACH && at <= block.n - STEP - REACH; at += STEP) {
		uint64_t probes = avx2_probes(block.p + at);
		size_t found = probes ? first_confirmed(block, from, at, probes) : ANCHOR_NONE;
		if (UNLIKELY(found != ANCHOR_NONE))
			return found;
	}
	return anchor_find_rest(block, from, at);
}

anchor_finder *anchor_finder_sse2(void)
{
	return __builtin_cpu_supports("sse2") ? find_sse2 : NULL;
}

anchor_finder *anchor_finder_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") ? find_avx2 : NULL;
}

#else

anchor_finder *anchor_finder_sse2(void)
{
	return NULL;
}

anchor_finder *anchor_finder_avx2(void)
{
	return NULL;
}

#endif
