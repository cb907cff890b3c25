/* SPDX-License-Identifier: MIT */
/* lib/registry/hotkey.h: what Dump1Keys and Dump2Key say, for each number that they can hold. */
#include <criterion/criterion.h>

#include "lib/registry/hotkey.h"

/* The table of the driver as Microsoft prints it, with 0x80 for the prefix E0. */
static const uint8_t key_to_scan_table[134] = {
	0x00, 0x29, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x7d,
	0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x00,
	0x3a, 0x1e, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x2b, 0x1c, 0x2a,
	0x00, 0x2c, 0x2d, 0x2e, 0x2f, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x73, 0x36, 0x1d, 0x00,
	0x38, 0x39, 0xb8, 0x00, 0x9d, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0xd2, 0xd3, 0x00, 0x00, 0xcb, 0xc7, 0xcf, 0x00, 0xc8, 0xd0, 0xc9, 0xd1, 0x00, 0x00, 0xcd,
	0x45, 0x47, 0x4b, 0x4f, 0x00, 0xb5, 0x48, 0x4c, 0x50, 0x52, 0x37, 0x49, 0x4d, 0x51, 0x53,
	0x4a, 0x4e, 0x00, 0x9c, 0x00, 0x01, 0x00, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f, 0x40, 0x41, 0x42,
	0x43, 0x44, 0x57, 0x58, 0x00, 0x46, 0x00, 0x00, 0x00, 0x00, 0x00, 0x7b, 0x79, 0x70,
};

enum { SYSRQ_INDEX = 124 };

static bool is_modifier_index(size_t index)
{
	static const uint8_t indexes[] = {44, 57, 58, 60, 62, 64};
	return memchr(indexes, (int)index, sizeof(indexes)) != NULL;
}

Test(registry_hotkey, every_index)
{
	cr_assert_eq(keyboard_key_count, COUNT_OF(key_to_scan_table));
	for (size_t i = 0; i < keyboard_key_count; i++) {
		const struct keyboard_key *k = keyboard_key_at(i);
		uint8_t code = i == SYSRQ_INDEX ? 0xb7 : key_to_scan_table[i];
		cr_assert_not_null(k);
		cr_expect_eq(k->index, i);
		cr_expect_eq(k->scan_code, code & 0x7f, "%zu", i);
		cr_expect_eq(k->extended, code > 0x7f, "%zu", i);
		cr_expect_eq(k->name != NULL, code != 0, "%zu", i);
		cr_expect_eq(k->modifier, is_modifier_index(i), "%zu", i);
		enum hotkey_fault fault = i == 0                 ? HOTKEY_KEY_ABSENT
					  : code == 0            ? HOTKEY_KEY_UNASSIGNED
					  : is_modifier_index(i) ? HOTKEY_KEY_MODIFIER
								 : HOTKEY_FINE;
		cr_expect_eq(hotkey_key_fault(i), fault, "%zu", i);
		if (code)
			cr_expect_eq(keyboard_key_of_scan_code(code), k, "%zu", i);
	}
}

Test(registry_hotkey, no_such_index)
{
	static const uint64_t beyond[] = {134, 255, 256 + 61, UINT32_MAX, (UINT64_C(1) << 32) + 61};
	for (size_t i = 0; i < COUNT_OF(beyond); i++) {
		cr_expect_null(keyboard_key_at(beyond[i]));
		cr_expect_eq(hotkey_key_fault(beyond[i]), HOTKEY_KEY_BEYOND);
	}
}

Test(registry_hotkey, scan_codes)
{
	static const struct {
		uint64_t code;
		int index; /* -1: no key has it */
	} rows[] = {
		{0, -1},     {0x39, 61},  {0x1c, 43},  {0x9c, 108}, {0x38, 60},
		{0xb8, 62},  {0x54, 124}, {0xb7, 124}, {0x37, 100}, {0x80, -1},
		{0x100, -1}, {0x139, -1}, {0x59, -1},  {0xff, -1},  {UINT64_MAX, -1},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct keyboard_key *k = keyboard_key_of_scan_code(rows[i].code);
		cr_expect_eq(k ? k->index : -1, rows[i].index, "%llx",
			     (unsigned long long)rows[i].code);
	}
}

Test(registry_hotkey, which_modifiers_work)
{
	for (uint64_t mask = 0; mask < 256; mask++)
		cr_expect_eq(hotkey_modifiers_work(mask), mask != 0 && !(mask & 0x88), "%x",
			     (unsigned)mask);
	cr_expect_not(hotkey_modifiers_work(0x102));
	cr_expect_not(hotkey_modifiers_work((UINT64_C(1) << 32) | 2));
}

static void expect_text(struct buf *b, const char *wanted)
{
	buf_add_byte(b, 0);
	cr_expect_str_eq((char *)b->p, wanted);
	buf_free(b);
}

Test(registry_hotkey, modifiers_in_words)
{
	static const struct {
		uint64_t mask;
		const char *text;
	} rows[] = {
		{0x01, "right Shift"},
		{0x02, "right Ctrl"},
		{0x04, "right Alt"},
		{0x10, "left Shift"},
		{0x20, "left Ctrl"},
		{0x40, "left Alt"},
		{0x11, "left Shift and right Shift"},
		{0x12, "right Ctrl and left Shift"},
		{0x22, "left Ctrl and right Ctrl"},
		{0x07, "right Ctrl, right Alt and right Shift"},
		{0x77, "left Ctrl, right Ctrl, left Alt, right Alt, left Shift and right Shift"},
		{0x00, "no key"},
		{0x08, "unknown bits 0x8"},
		{0x8a, "right Ctrl and unknown bits 0x88"},
		{UINT64_C(0x100000002), "right Ctrl and unknown bits 0x100000000"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b = {0};
		hotkey_append_modifiers(&b, rows[i].mask);
		expect_text(&b, rows[i].text);
	}
}

Test(registry_hotkey, sentences)
{
	static const struct {
		uint64_t modifiers, key;
		const char *text;
	} rows[] = {
		{0x02, 0x3d, "hold right Ctrl and press Space twice"},
		{0x02, 0x7d, "hold right Ctrl and press Scroll Lock twice"},
		{0x11, 0x01, "hold left Shift and right Shift and press ` twice"},
		{0x10, 0x01, "hold left Shift and press ` twice"},
		{0x02, 0x6e, "hold right Ctrl and press Esc twice"},
		{0x40, 0x2a, "hold left Alt and press \\ twice"},
		{0x20, 0x5b, "hold left Ctrl and press keypad 7 twice"},
		{0x02, 0x7c, "hold right Ctrl and press Print Screen (SysRq) twice"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b = {0};
		hotkey_append_sentence(&b, rows[i].modifiers, rows[i].key);
		expect_text(&b, rows[i].text);
	}
}
