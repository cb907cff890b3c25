/* SPDX-License-Identifier: MIT */
/* lib/evtx/recover.h: telling records from rubbish by their bytes alone. */
#include <criterion/criterion.h>

#include "lib/evtx/recover.h"
#include "tests/unit/support_evtx_chunk.h"

static struct made_chunk made;

static struct slice all(void)
{
	return slice_of(made.bytes, EVTX_CHUNK_SIZE);
}

Test(recover, beginnings_of_binary_xml)
{
	static const struct {
		struct slice bytes;
		bool plausible;
	} rows[] = {
		{{NULL, 0}, false},
		{{(const uint8_t *)"\x0f", 1}, false},
		{{(const uint8_t *)"\x0f\x01\x01\x00", 4}, false},
		{{(const uint8_t *)"\x00", 1}, false},
		/* instance of a template at 0x226 */
		{{(const uint8_t *)"\x0f\x01\x01\x00\x0c\x01\xaa\xbb\xcc\xdd\x26\x02\0\0", 14},
		 true},
		{{(const uint8_t *)"\x0c\x01\xaa\xbb\xcc\xdd\x26\x02\0\0", 10}, true},
		{{(const uint8_t *)"\x0c\x01\xaa\xbb\xcc\xdd\x26\x02\0", 9}, false},
		{{(const uint8_t *)"\x0c\x02\xaa\xbb\xcc\xdd\x26\x02\0\0", 10}, false},
		{{(const uint8_t *)"\x0c\x01\xaa\xbb\xcc\xdd\x26\x02\x01\0", 10}, false},
		/* elements: size behind an identifier or at once, possible or not */
		{{(const uint8_t *)"\x01\xff\xff\x05\0\0\0\1\2\3\4\5", 12}, true},
		{{(const uint8_t *)"\x41\x05\0\0\0\1\2\3\4\5\0\0", 12}, true},
		{{(const uint8_t *)"\x41\xff\xff\xff\xff\xff\xff\3\4\5\0\0", 12}, false},
		{{(const uint8_t *)"\x01\x05\0\0\0\1\2\3\4\5", 10}, false},
		/* processing instruction */
		{{(const uint8_t *)"\x0a\x40\x02\0\0\x0b\0\0", 8}, true},
		{{(const uint8_t *)"\x0a\x40\x02\x01\0\x0b\0\0", 8}, false},
		{{(const uint8_t *)"\x05\x01\0\0A\0\0\0", 8}, false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(evtx_binxml_is_plausible(rows[i].bytes), rows[i].plausible, "row %zu",
			     i);
}

Test(recover, trust)
{
	made_begin(&made);
	uint32_t at = made_add(&made, 1, 2, 100, 3);
	uint8_t *p = made.bytes + at;
	cr_expect_eq(evtx_record_trust(all(), at), EVTX_TRUST_STRONG);
	cr_expect_eq(evtx_record_trust(all(), at + 1), EVTX_TRUST_NONE);
	p[4] = 0;
	cr_expect_eq(evtx_record_trust(all(), at), EVTX_TRUST_WEAK);
	p[24] = 0;
	cr_expect_eq(evtx_record_trust(all(), at), EVTX_TRUST_NONE);
}

Test(recover, nothing_is_read_beyond_the_end)
{
	made_begin(&made);
	uint32_t at = made_add(&made, 1, 2, 100, 3);
	for (size_t n = 0; n < made.end; n++) {
		uint8_t *tight = malloc(n ? n : 1);
		cr_assert(tight != NULL);
		memcpy(tight, made.bytes, n);
		struct slice s = slice_of(tight, n);
		for (uint32_t i = 0; i < made.end + 40; i += 7) {
			cr_assert_eq(evtx_record_agreed_size(s, i), 0);
			cr_assert_neq(evtx_record_trust(s, i), EVTX_TRUST_STRONG);
		}
		cr_assert_neq(evtx_record_trust(s, at), EVTX_TRUST_STRONG);
		cr_assert_eq(evtx_record_find(s, 0, (uint32_t)n, EVTX_TRUST_STRONG), n);
		free(tight);
	}
	cr_expect_eq(evtx_record_agreed_size(all(), at), made_size(&made, at));
	cr_expect_eq(evtx_record_agreed_size(all(), UINT32_MAX), 0);
}

Test(recover, find)
{
	made_begin(&made);
	made.end += 13; /* at an odd place */
	uint32_t first = made_add(&made, 1, 2, 100, 3);
	uint32_t second = made_add(&made, 2, 2, 100, 3);
	made.bytes[second + 4] = 0;
	cr_expect_eq(evtx_record_find(all(), 0, EVTX_CHUNK_SIZE, EVTX_TRUST_WEAK), first);
	cr_expect_eq(evtx_record_find(all(), first, EVTX_CHUNK_SIZE, EVTX_TRUST_WEAK), first);
	cr_expect_eq(evtx_record_find(all(), first + 1, EVTX_CHUNK_SIZE, EVTX_TRUST_WEAK), second);
	cr_expect_eq(evtx_record_find(all(), first + 1, EVTX_CHUNK_SIZE, EVTX_TRUST_STRONG),
		     EVTX_CHUNK_SIZE);
	cr_expect_eq(evtx_record_find(all(), 0, first, EVTX_TRUST_WEAK), first, "the end");
	cr_expect_eq(evtx_record_find(all(), 0, first + 2, EVTX_TRUST_WEAK), first + 2,
		     "half a magic before the end is none");
}

Test(recover, chain_backwards)
{
	made_begin(&made);
	uint32_t a = made_add(&made, 1, 2, 100, 3);
	uint32_t b = made_add(&made, 2, 2, 60, 3);
	uint32_t c = made_add(&made, 3, 2, 20, 3);
	store_u32le(made.bytes + a, 0);
	store_u32le(made.bytes + b, 0);
	cr_expect_eq(evtx_record_chain_back(all(), 0, c), a);
	cr_expect_eq(evtx_record_chain_back(all(), a + 1, c), b);
	cr_expect_eq(evtx_record_chain_back(all(), b + 1, c), c);
	cr_expect_eq(evtx_record_chain_back(all(), c, c), c);
	store_u32le(made.bytes + b + 4, 99);
	cr_expect_eq(evtx_record_chain_back(all(), 0, c), c);
	cr_expect_eq(evtx_record_chain_back(all(), 0, b), a);
}
