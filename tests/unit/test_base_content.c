/* SPDX-License-Identifier: MIT */
/* lib/base/content.h: words for what is something else. */
#include <criterion/criterion.h>

#include "lib/base/content.h"

struct content_row {
	struct slice bytes;
	const char *kind;
};

#define ROW(literal, kind)                                              \
	{                                                               \
		{(const uint8_t *)(literal), sizeof(literal) - 1}, kind \
	}

Test(content, kinds)
{
	static const struct content_row rows[] = {
		ROW("", "empty"),
		ROW("\0", "zeros"),
		ROW("\0\0\0\0\0\0\0\0", "zeros"),
		ROW("MZ\x90\0", "pe"),
		ROW("\x7f"
		    "ELF\2\1",
		    "elf"),
		ROW("PK\3\4x", "zip"),
		ROW("PK\5\6x", "zip"),
		ROW("\x1f\x8b\x08\0", "gzip"),
		ROW("BZh91AY", "bzip2"),
		ROW("\x28\xb5\x2f\xfd\0", "zstd"),
		ROW("MSCF\0", "cab"),
		ROW("\xff\xd8\xff\xe0", "jpeg"),
		ROW("\x89PNG\r\n\x1a\n", "png"),
		ROW("GIF89a", "gif"),
		ROW("%PDF-1.7", "pdf"),
		ROW("ElfFile\0", "evtx"),
		ROW("\060\0\0\0LfLe\1\0", "evt"),
		ROW("regf\1", "registry_hive"),
		ROW("PAGEDU64", "kernel_dump"),
		ROW("PAGEDUMP", "kernel_dump"),
		ROW("MDMP\x93\xa7", "minidump"),
		ROW("SQLite format 3\0", "sqlite"),
		ROW("<?xml version", "xml"),
		ROW("#!/bin/sh\n", "script"),
		ROW("@ECHO OFF\r\ndir\r\n", "script"),
		ROW("\xff\xfeh\0i\0", "utf16_text"),
		ROW("\xfe\xff\0h\0i", "utf16_text"),
		ROW("h\0e\0l\0l\0o\0 \0w\0o\0r\0l\0d\0", "utf16_text"),
		ROW("{\"a\":1}\n", "json"),
		ROW(" [1]", "json"),
		ROW("just words\n", "text"),
		ROW("caf\xe9 au lait\n", "text"),
		ROW("\xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82", "text"),
		ROW("words\0and zeros", "binary"),
		ROW("\xff\xfb\x90\x44\xe5\xc3\xd9\xa0\xbb", "binary"),
		ROW("\x01", "binary"),
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_str_eq(content_kind(rows[i].bytes), rows[i].kind, "row %zu: %s", i,
				 content_kind(rows[i].bytes));
}

Test(content, every_kind_has_a_description)
{
	static const char *const kinds[] = {
		"empty",  "zeros",         "pe",          "elf",      "zip",    "gzip",
		"xz",     "zstd",          "bzip2",       "7z",       "cab",    "jpeg",
		"png",    "gif",           "pdf",         "evtx",     "xml",    "json",
		"evt",    "registry_hive", "kernel_dump", "minidump", "sqlite", "text",
		"script", "utf16_text",    "binary",
	};
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		cr_expect_gt(strlen(content_description(kinds[i])), 2, "%s", kinds[i]);
}

/* Every start of every length ends in a kind that can be described, from a tight buffer. */
Test(content, any_two_bytes)
{
	for (unsigned i = 0; i < 0x10000; i++) {
		uint8_t bytes[2] = {(uint8_t)(i >> 8), (uint8_t)i};
		for (size_t n = 0; n <= 2; n++)
			cr_assert(content_description(content_kind(slice_of(bytes, n))));
	}
}
