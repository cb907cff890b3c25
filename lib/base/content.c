/* SPDX-License-Identifier: MIT */
#include "lib/base/content.h"
#include "lib/base/number.h"
#include "lib/base/text.h"

/* Bytes that the look is judged by. */
enum { LOOK_BYTES = 4096 };

struct magic {
	struct slice bytes;
	const char *kind;
};

#define MAGIC(literal, kind)                                            \
	{                                                               \
		{(const uint8_t *)(literal), sizeof(literal) - 1}, kind \
	}

static const struct magic magics[] = {
	MAGIC("MZ", "pe"),
	MAGIC("\177ELF", "elf"),
	MAGIC("PK\003\004", "zip"),
	MAGIC("PK\005\006", "zip"),
	MAGIC("\037\213", "gzip"),
	MAGIC("\375"
	      "7zXZ\0",
	      "xz"),
	MAGIC("\050\265\057\375", "zstd"),
	MAGIC("BZh", "bzip2"),
	MAGIC("7z\274\257\047\034", "7z"),
	MAGIC("MSCF", "cab"),
	MAGIC("\377\330\377", "jpeg"),
	MAGIC("\211PNG\r\n\032\n", "png"),
	MAGIC("GIF8", "gif"),
	MAGIC("%PDF-", "pdf"),
	MAGIC("ElfFile\0", "evtx"),
	MAGIC("\060\0\0\0LfLe", "evt"),
	MAGIC("regf", "registry_hive"),
	MAGIC("PAGEDU64", "kernel_dump"),
	MAGIC("PAGEDUMP", "kernel_dump"),
	MAGIC("MDMP", "minidump"),
	MAGIC("SQLite format 3\0", "sqlite"),
	MAGIC("<?xml", "xml"),
	MAGIC("#!", "script"),
};

static const struct {
	const char *kind, *description;
} descriptions[] = {
	{"empty", "nothing: it has no bytes"},
	{"zeros", "zeros only"},
	{"pe", "a PE program (EXE, DLL or driver)"},
	{"elf", "an ELF program"},
	{"zip", "a ZIP archive"},
	{"gzip", "gzip data"},
	{"xz", "xz data"},
	{"zstd", "zstd data"},
	{"bzip2", "bzip2 data"},
	{"7z", "a 7-Zip archive"},
	{"cab", "a cabinet file"},
	{"jpeg", "a JPEG picture"},
	{"png", "a PNG picture"},
	{"gif", "a GIF picture"},
	{"pdf", "a PDF document"},
	{"evtx", "a Windows event log (EVTX): use evtx2json"},
	{"evt",
	 "an event log of Windows XP (EVT): convert it with wevtutil epl OLD.evt NEW.evtx /lf:true"},
	{"registry_hive", "a registry hive: use crashcfg"},
	{"kernel_dump", "a kernel memory dump: use dumpstat"},
	{"minidump", "a user-mode minidump"},
	{"sqlite", "an SQLite database"},
	{"xml", "XML"},
	{"json", "JSON"},
	{"script", "a script"},
	{"utf16_text", "UTF-16 text"},
	{"text", "text"},
	{"binary", "binary data of no known kind"},
};

static bool contains_ignoring_case(struct slice s, struct slice word)
{
	for (size_t at = 0; at + word.n <= s.n; at++)
		if (slice_equal_ignoring_case(slice_sub(s, at, word.n), word))
			return true;
	return false;
}

/* Words that the languages of Windows' scripts are full of. */
static bool looks_like_script(struct slice s)
{
	static const struct slice words[] = {
		{(const uint8_t *)"@echo off", 9},     {(const uint8_t *)"Invoke-", 7},
		{(const uint8_t *)"Write-Host", 10},   {(const uint8_t *)"New-Object", 10},
		{(const uint8_t *)"param(", 6},        {(const uint8_t *)"Set-Variable", 12},
		{(const uint8_t *)"CreateObject", 12}, {(const uint8_t *)"<script", 7},
		{(const uint8_t *)"powershell", 10},   {(const uint8_t *)"#!/bin/", 7},
	};
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (contains_ignoring_case(s, words[i]))
			return true;
	return false;
}

/* Text has no control characters but line ends, tabs and form feeds, and is valid UTF-8 or at least
 * mostly letters of an 8-bit code page. */
static bool looks_like_text(struct slice s)
{
	size_t foreign = 0;
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = s.p[i];
		if (c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f')
			return false;
		foreign += c >= 0x7f;
	}
	if (foreign <= s.n / 4)
		return true;
	uint32_t code_point;
	for (struct slice rest = s; rest.n > 4;) {
		size_t n = utf8_decode(rest, &code_point);
		if (n == 0)
			return false;
		rest = slice_from(rest, n);
	}
	return true;
}

/* A byte order mark, or every other byte zero. */
static bool looks_like_utf16(struct slice s)
{
	if (slice_starts_with(s, SLICE("\377\376")) || slice_starts_with(s, SLICE("\376\377")))
		return true;
	size_t zeros[2] = {0, 0};
	for (size_t i = 0; i < s.n; i++)
		zeros[i & 1] += s.p[i] == 0;
	size_t half = s.n / 2;
	return half >= 8 && (zeros[0] > half * 9 / 10) != (zeros[1] > half * 9 / 10);
}

const char *content_kind(struct slice s)
{
	if (s.n == 0)
		return "empty";
	for (size_t i = 0; i < COUNT_OF(magics); i++)
		if (slice_starts_with(s, magics[i].bytes))
			return magics[i].kind;
	if (slice_is_all(s, 0))
		return "zeros";
	struct slice look = s.n > LOOK_BYTES ? slice_sub(s, 0, LOOK_BYTES) : s;
	if (looks_like_utf16(look))
		return "utf16_text";
	if (!looks_like_text(look))
		return "binary";
	if (looks_like_script(look))
		return "script";
	struct slice trimmed = slice_trim(look);
	if (trimmed.n && (trimmed.p[0] == '{' || trimmed.p[0] == '['))
		return "json";
	return "text";
}

const char *content_description(const char *kind)
{
	for (size_t i = 0; i < COUNT_OF(descriptions); i++)
		if (strcmp(descriptions[i].kind, kind) == 0)
			return descriptions[i].description;
	assert(!"a kind without description");
	return kind;
}
