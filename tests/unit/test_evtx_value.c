/* SPDX-License-Identifier: MIT */
/* lib/evtx/value.h: each type in Windows' spelling, and any number of bytes of any type. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "lib/evtx/value.h"
#include "tests/unit/support_random.h"

#define BYTES(text)                                       \
	{                                                 \
		(const uint8_t *)(text), sizeof(text) - 1 \
	}

struct example {
	uint16_t type;
	struct slice value;
	const char *text;
};

/* A copy with room behind it: writers read beyond the end. */
static uint8_t *padded(struct slice value)
{
	uint8_t *p = calloc(value.n + UTF16_SLACK, 1);
	if (value.n)
		memcpy(p, value.p, value.n);
	return p;
}

static void check_example(const struct example *x, enum utf16_escape escape)
{
	struct evtx_scratch scratch = {0};
	uint8_t *value = padded(x->value), *out = malloc(evtx_value_room(x->value.n));
	uint8_t *end = evtx_value_writer(x->type, x->value.n,
					 escape)(out, slice_of(value, x->value.n), &scratch);
	cr_expect(slice_equal(slice_of(out, (size_t)(end - out)), slice_of_string(x->text)),
		  "type %x: %.*s, not %s", x->type, (int)(end - out), (const char *)out, x->text);
	free(value);
	free(out);
}

Test(evtx_value, spelling)
{
	static const struct example examples[] = {
		{EVTX_TYPE_NULL, BYTES("abc"), ""},
		{EVTX_TYPE_STRING, BYTES("a\0\"\0<\0\0\0\0\0"), "a\"<"},
		{EVTX_TYPE_ANSI_STRING, BYTES("a\x80\xe4\0"), "a\xe2\x82\xac\xc3\xa4"},
		{EVTX_TYPE_INT8, BYTES("\xff"), "-1"},
		{EVTX_TYPE_UINT8, BYTES("\xff"), "255"},
		{EVTX_TYPE_INT16, BYTES("\x00\x80"), "-32768"},
		{EVTX_TYPE_UINT16, BYTES("\x00\x80"), "32768"},
		{EVTX_TYPE_INT32, BYTES("\x00\x00\x00\x80"), "-2147483648"},
		{EVTX_TYPE_UINT32, BYTES("\xff\xff\xff\xff"), "4294967295"},
		{EVTX_TYPE_INT64, BYTES("\0\0\0\0\0\0\0\x80"), "-9223372036854775808"},
		{EVTX_TYPE_UINT64, BYTES("\xff\xff\xff\xff\xff\xff\xff\xff"),
		 "18446744073709551615"},
		{EVTX_TYPE_REAL32, BYTES("\0\0\xc0\x3f"), "1.5"},
		{EVTX_TYPE_REAL64, BYTES("\0\0\0\0\0\0\x04\xc0"), "-2.5"},
		{EVTX_TYPE_BOOL, BYTES("\0\0\0\x02"), "true"},
		{EVTX_TYPE_BOOL, BYTES("\0"), "false"},
		{EVTX_TYPE_BOOL, BYTES("\0\0\0\0\0\0\0\x01"), "true"},
		{EVTX_TYPE_BINARY, BYTES("\x01\xab"), "01AB"},
		{EVTX_TYPE_GUID, BYTES("\x78\x56\x34\x12\xcd\xab\x01\x02\1\2\3\4\5\6\7\x08"),
		 "{12345678-abcd-0201-0102-030405060708}"},
		{EVTX_TYPE_SIZE_T, BYTES("\x10\0\0\0"), "0x10"},
		{EVTX_TYPE_SIZE_T, BYTES("\0\0\0\0\x10\0\0\0"), "0x1000000000"},
		{EVTX_TYPE_FILETIME, BYTES("\0\0\0\0\0\0\0\0"), "1601-01-01T00:00:00.0000000Z"},
		{EVTX_TYPE_FILETIME, BYTES("\xff\xff\xff\xff\xff\xff\xff\xff"),
		 "18446744073709551615"},
		{EVTX_TYPE_SYSTEMTIME, BYTES("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
		 "00000000000000000000000000000000"},
		{EVTX_TYPE_SID, BYTES("\x01\x01\0\0\0\0\0\x05\x12\0\0\0"), "S-1-5-18"},
		{EVTX_TYPE_SID, BYTES("\x01\x05\0\0"), "01050000"},
		{EVTX_TYPE_HEX_INT32, BYTES("\0\0\0\0"), "0x0"},
		{EVTX_TYPE_HEX_INT64, BYTES("\0\0\0\0\0\0\0\x80"), "0x8000000000000000"},
		{EVTX_TYPE_EVT_HANDLE, BYTES("\x10\0\0\0"), "0x10"},
		{EVTX_TYPE_EVT_HANDLE, BYTES("123456789"), "313233343536373839"},
		{EVTX_TYPE_STRING | EVTX_TYPE_ARRAY, BYTES("a\0\0\0\0\0b\0"), "a,,b"},
		{EVTX_TYPE_UINT16 | EVTX_TYPE_ARRAY, BYTES("\1\0\2\0\3"), "1,2,3"},
		{EVTX_TYPE_SID | EVTX_TYPE_ARRAY, BYTES("\x01\0\0\0\0\0\0\x05\x01\0\0\0\0\0\0\x06"),
		 "S-1-5,S-1-6"},
		{0x7f, BYTES("\x01\xab"), "01AB"},
	};
	for (size_t i = 0; i < COUNT_OF(examples); i++)
		check_example(&examples[i], UTF16_PLAIN);
}

Test(evtx_value, escapes)
{
	static const struct example json = {EVTX_TYPE_STRING, BYTES("\"\0\n\0\1\0\0\xd8"),
					    "\\\"\\n\\u0001\xef\xbf\xbd"};
	static const struct example xml = {EVTX_TYPE_STRING, BYTES("\"\0&\0\1\0"),
					   "&quot;&amp;\xef\xbf\xbd"};
	check_example(&json, UTF16_JSON);
	check_example(&xml, UTF16_XML_ATTRIBUTE);
}

/* Any bytes of any type stay within their room, and compiled templates may take the writer of one
 * size for another where the type has no fixed size. */
Test(evtx_value, any_type_and_size)
{
	uint64_t seed = 1;
	uint8_t bytes[40 + UTF16_SLACK] = {0};
	for (unsigned round = 0; round < 40000; round++) {
		uint16_t type = (uint16_t)random_below(&seed, 0x100);
		size_t n = random_below(&seed, 40);
		enum utf16_escape escape = (enum utf16_escape)random_below(&seed, UTF16_ESCAPES);
		for (size_t i = 0; i < n; i++)
			bytes[i] = (uint8_t)random_next(&seed);
		struct evtx_scratch scratch = {0};
		uint8_t *out = malloc(2 * evtx_value_room(n)), *again = out + evtx_value_room(n);
		size_t size = (size_t)(evtx_value_writer(type, n, escape)(out, slice_of(bytes, n),
									  &scratch) -
				       out);
		cr_assert(size <= evtx_value_room(n));
		if (evtx_type_size(type) == 0 && type != EVTX_TYPE_NULL) {
			uint8_t *end = evtx_value_writer(type, 1, escape)(again, slice_of(bytes, n),
									  &scratch);
			cr_expect(slice_equal(slice_of(out, size),
					      slice_of(again, (size_t)(end - again))),
				  "type %x, %zu bytes", type, n);
		}
		free(out);
	}
}

Test(evtx_value, items)
{
	struct slice rest = BYTES("a\0\0\0\0\0b"), item;
	uint16_t type = EVTX_TYPE_STRING | EVTX_TYPE_ARRAY;
	cr_assert(evtx_array_next(type, &rest, &item));
	cr_expect_eq(item.n, 2);
	cr_assert(evtx_array_next(type, &rest, &item));
	cr_expect_eq(item.n, 0);
	cr_assert(evtx_array_next(type, &rest, &item));
	cr_expect_eq(item.n, 1);
	cr_expect(!evtx_array_next(type, &rest, &item));
	cr_expect(evtx_value_is_empty(EVTX_TYPE_STRING, (struct slice)BYTES("\0\0\0\0")));
	cr_expect(!evtx_value_is_empty(EVTX_TYPE_BINARY, (struct slice)BYTES("\0")));
}
