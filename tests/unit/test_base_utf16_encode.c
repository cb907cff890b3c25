/* SPDX-License-Identifier: MIT */
/* lib/base/utf16_encode.h and cp1252.h: there and back again. */
#include <criterion/criterion.h>

#include "lib/base/cp1252.h"
#include "lib/base/text.h"
#include "lib/base/utf16.h"
#include "lib/base/utf16_encode.h"

Test(utf16_encode, every_character_comes_back)
{
	struct buf utf8 = {0}, utf16 = {0}, back = {0};
	for (uint32_t c = 0; c <= 0x10ffff; c += c < 0x11000 ? 1 : 61) {
		bool replaced = false;
		if (c >= 0xd800 && c < 0xe000)
			continue;
		utf8.n = utf16.n = back.n = 0;
		utf8_append(&utf8, c);
		utf16le_append_utf8(&utf16, buf_slice(&utf8));
		cr_assert_eq(utf16.n, c < 0x10000 ? 2 : 4);
		uint8_t *out = buf_reserve(&back, utf16_room(utf16.n));
		back.n =
			(size_t)(utf16_write(out, buf_slice(&utf16), UTF16_PLAIN, &replaced) - out);
		cr_assert(slice_equal(buf_slice(&utf8), buf_slice(&back)), "U+%04X", c);
		cr_assert_not(replaced);
	}
	buf_free(&utf8);
	buf_free(&utf16);
	buf_free(&back);
}

Test(utf16_encode, invalid_bytes_are_replaced)
{
	struct buf b = {0};
	utf16le_append_utf8(&b, SLICE("a\xff\xed\xa0\x80z\xe2\x82"));
	cr_assert(slice_equal(buf_slice(&b), SLICE("a\0\xfd\xff\xfd\xff\xfd\xff\xfd\xffz\0"
						   "\xfd\xff\xfd\xff")));
	buf_free(&b);
}

Test(cp1252, characters)
{
	for (unsigned byte = 0; byte < 0x100; byte++)
		if (byte < 0x80 || byte >= 0xa0)
			cr_assert_eq(cp1252_character((uint8_t)byte), byte);
	cr_assert_eq(cp1252_character(0x80), 0x20ac);
	cr_assert_eq(cp1252_character(0x81), 0x81);
	cr_assert_eq(cp1252_character(0x99), 0x2122);
	cr_assert_eq(cp1252_character(0x9f), 0x178);
}
