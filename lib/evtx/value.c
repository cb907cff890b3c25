/* SPDX-License-Identifier: MIT */
#include "lib/evtx/value.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/reader.h"
#include "lib/base/wintime.h"

size_t evtx_type_size(uint16_t type)
{
	static const uint8_t sizes[] = {
		[EVTX_TYPE_INT8] = 1,      [EVTX_TYPE_UINT8] = 1,     [EVTX_TYPE_INT16] = 2,
		[EVTX_TYPE_UINT16] = 2,    [EVTX_TYPE_INT32] = 4,     [EVTX_TYPE_UINT32] = 4,
		[EVTX_TYPE_INT64] = 8,     [EVTX_TYPE_UINT64] = 8,    [EVTX_TYPE_REAL32] = 4,
		[EVTX_TYPE_REAL64] = 8,    [EVTX_TYPE_BOOL] = 4,      [EVTX_TYPE_GUID] = 16,
		[EVTX_TYPE_SIZE_T] = 8,    [EVTX_TYPE_FILETIME] = 8,  [EVTX_TYPE_SYSTEMTIME] = 16,
		[EVTX_TYPE_HEX_INT32] = 4, [EVTX_TYPE_HEX_INT64] = 8,
	};
	return type < COUNT_OF(sizes) ? sizes[type] : 0;
}

bool evtx_value_is_empty(uint16_t type, struct slice value)
{
	if (type == EVTX_TYPE_NULL)
		return true;
	return (evtx_type_is_utf16(type) ? evtx_without_nuls(value) : value).n == 0;
}

static uint8_t *put(uint8_t *out, const char *s)
{
	size_t n = strlen(s);
	memcpy(out, s, n);
	return out + n;
}

/* --- text, in each escape --- */

static uint8_t *utf16_as(uint8_t *out, struct slice v, struct evtx_scratch *s, enum utf16_escape e)
{
	return utf16_write_padded(out, evtx_without_nuls(v), e, &s->replaced);
}

/* Windows-1252, the code page most likely; its five holes become the C1 controls of that number. */
static uint16_t from_windows_1252(uint8_t byte)
{
	static const uint16_t high[32] = {
		0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
		0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0x8d,   0x17d,  0x8f,
		0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178,
	};
	return byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80] : byte;
}

static bool is_ascii(struct slice v)
{
	uint64_t all = 0;
	size_t i = 0;
	for (; i + 8 <= v.n; i += 8)
		all |= load_u64le(v.p + i);
	for (; i < v.n; i++)
		all |= v.p[i];
	return (all & UINT64_C(0x8080808080808080)) == 0;
}

static uint8_t *ansi_as(uint8_t *out, struct slice v, struct evtx_scratch *s, enum utf16_escape e)
{
	while (v.n && v.p[v.n - 1] == 0)
		v.n--;
	/* Nearly always; and then it is UTF-8 too. */
	if (is_ascii(v))
		return utf8_write(out, v, e, &s->replaced);
	uint8_t units[64];
	for (size_t i = 0; i < v.n;) {
		size_t n = 0;
		for (; n < sizeof(units) && i < v.n; i++, n += 2) {
			uint16_t unit = from_windows_1252(v.p[i]);
			units[n] = (uint8_t)unit;
			units[n + 1] = (uint8_t)(unit >> 8);
		}
		out = utf16_write(out, slice_of(units, n), e, &s->replaced);
	}
	return out;
}

/* Text items of an array, each ended by NUL, joined by commas. */
static uint8_t *texts_as(uint8_t *out, struct slice v, struct evtx_scratch *s, uint16_t type,
			 enum utf16_escape e)
{
	struct slice item;
	for (bool first = true; evtx_array_next(type, &v, &item); first = false) {
		if (!first)
			*out++ = ',';
		out = type == (EVTX_TYPE_STRING | EVTX_TYPE_ARRAY) ? utf16_as(out, item, s, e)
								   : ansi_as(out, item, s, e);
	}
	return out;
}

static uint8_t *quoted_items(uint8_t *out, struct slice v, struct evtx_scratch *s, uint16_t type)
{
	struct slice item = {NULL, 0};
	bool more = evtx_array_next(type, &v, &item);
	do {
		*out++ = '"';
		out = type == (EVTX_TYPE_STRING | EVTX_TYPE_ARRAY)
			      ? utf16_as(out, item, s, UTF16_JSON)
			      : ansi_as(out, item, s, UTF16_JSON);
		*out++ = '"';
		*out++ = ',';
	} while (more && evtx_array_next(type, &v, &item));
	return out - 1;
}

uint8_t *evtx_write_strings(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	return quoted_items(out, v, s, EVTX_TYPE_STRING | EVTX_TYPE_ARRAY);
}

uint8_t *evtx_write_ansi_strings(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	return quoted_items(out, v, s, EVTX_TYPE_ANSI_STRING | EVTX_TYPE_ARRAY);
}

#define TEXT_WRITERS(name, escape)                                                           \
	static uint8_t *utf16_##name(uint8_t *out, struct slice v, struct evtx_scratch *s)   \
	{                                                                                    \
		return utf16_as(out, v, s, escape);                                          \
	}                                                                                    \
	static uint8_t *ansi_##name(uint8_t *out, struct slice v, struct evtx_scratch *s)    \
	{                                                                                    \
		return ansi_as(out, v, s, escape);                                           \
	}                                                                                    \
	static uint8_t *utf8_##name(uint8_t *out, struct slice v, struct evtx_scratch *s)    \
	{                                                                                    \
		return utf8_write(out, v, escape, &s->replaced);                             \
	}                                                                                    \
	static uint8_t *utf16s_##name(uint8_t *out, struct slice v, struct evtx_scratch *s)  \
	{                                                                                    \
		return texts_as(out, v, s, EVTX_TYPE_STRING | EVTX_TYPE_ARRAY, escape);      \
	}                                                                                    \
	static uint8_t *ansis_##name(uint8_t *out, struct slice v, struct evtx_scratch *s)   \
	{                                                                                    \
		return texts_as(out, v, s, EVTX_TYPE_ANSI_STRING | EVTX_TYPE_ARRAY, escape); \
	}
TEXT_WRITERS(plain, UTF16_PLAIN)
TEXT_WRITERS(json, UTF16_JSON)
TEXT_WRITERS(xml_text, UTF16_XML_TEXT)
TEXT_WRITERS(xml_attribute, UTF16_XML_ATTRIBUTE)
#undef TEXT_WRITERS

static evtx_writer *text_writer(uint16_t type, enum utf16_escape escape)
{
	static evtx_writer *const writers[][UTF16_ESCAPES] = {
		{utf16_plain, utf16_json, utf16_xml_text, utf16_xml_attribute},
		{ansi_plain, ansi_json, ansi_xml_text, ansi_xml_attribute},
		{utf8_plain, utf8_json, utf8_xml_text, utf8_xml_attribute},
		{utf16s_plain, utf16s_json, utf16s_xml_text, utf16s_xml_attribute},
		{ansis_plain, ansis_json, ansis_xml_text, ansis_xml_attribute},
	};
	switch (type) {
	case EVTX_TYPE_STRING:
	case EVTX_TYPE_EVT_XML:
		return writers[0][escape];
	case EVTX_TYPE_ANSI_STRING:
		return writers[1][escape];
	case EVTX_TYPE_UTF8:
		return writers[2][escape];
	case EVTX_TYPE_STRING | EVTX_TYPE_ARRAY:
		return writers[3][escape];
	case EVTX_TYPE_ANSI_STRING | EVTX_TYPE_ARRAY:
		return writers[4][escape];
	default:
		return NULL;
	}
}

/* --- one value of a fixed size --- */

static uint8_t *write_nothing(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)v, (void)s;
	return out;
}

static uint8_t *write_binary(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	return quick_hex_bytes_upper(out, v.p, v.n);
}

#define FIXED(name, expression)                                                            \
	static uint8_t *write_##name(uint8_t *out, struct slice v, struct evtx_scratch *s) \
	{                                                                                  \
		(void)s;                                                                   \
		return expression;                                                         \
	}
FIXED(int8, quick_decimal_i64(out, (int8_t)v.p[0]))
FIXED(uint8, quick_decimal_u32(out, v.p[0]))
FIXED(int16, quick_decimal_i64(out, (int16_t)load_u16le(v.p)))
FIXED(uint16, quick_decimal_u32(out, load_u16le(v.p)))
FIXED(int32, quick_decimal_i64(out, (int32_t)load_u32le(v.p)))
FIXED(uint32, quick_decimal_u32(out, load_u32le(v.p)))
FIXED(int64, quick_decimal_i64(out, (int64_t)load_u64le(v.p)))
FIXED(uint64, quick_decimal_u64(out, load_u64le(v.p)))
FIXED(bool, put(out, load_u32le(v.p) ? "true" : "false"))
FIXED(hex32, quick_hex_minimal(put(out, "0x"), load_u32le(v.p)))
FIXED(hex64, quick_hex_minimal(put(out, "0x"), load_u64le(v.p)))
#undef FIXED

static uint8_t *write_guid(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	*out++ = '{';
	out = quick_guid_lower(out, v.p);
	*out++ = '}';
	return out;
}

static uint8_t *write_sid(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	uint8_t *end = quick_sid(out, v);
	return end ? end : write_binary(out, v, s);
}

/* Years above 9999 have no text form: the number of ticks tells what was there. */
static uint8_t *write_filetime(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	uint8_t *end = quick_time(out, load_u64le(v.p), &s->day, 7);
	return end ? end : quick_decimal_u64(out, load_u64le(v.p));
}

/* What names no instant (all zero, say) is shown as the bytes it is. */
static uint8_t *write_systemtime(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	struct civil_time t;
	if (!civil_from_systemtime(v.p, &t))
		return write_binary(out, v, s);
	return quick_time(out, filetime_from_civil(&t), &s->day, 7);
}

/* The shortest text that gives the same number again, in the C locale. */
static uint8_t *write_real(uint8_t *out, double value, bool is_float)
{
	char text[40];
	for (int digits = is_float ? 6 : 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (is_float ? strtof(text, NULL) == (float)value : strtod(text, NULL) == value)
			break;
	}
	return put(out, text);
}

static uint8_t *write_real32(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	uint32_t bits = load_u32le(v.p);
	float value;
	memcpy(&value, &bits, sizeof(value));
	return write_real(out, (double)value, true);
}

static uint8_t *write_real64(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	uint64_t bits = load_u64le(v.p);
	double value;
	memcpy(&value, &bits, sizeof(value));
	return write_real(out, value, false);
}

static evtx_writer *fixed_writer(uint16_t type)
{
	static evtx_writer *const writers[] = {
		[EVTX_TYPE_INT8] = write_int8,
		[EVTX_TYPE_UINT8] = write_uint8,
		[EVTX_TYPE_INT16] = write_int16,
		[EVTX_TYPE_UINT16] = write_uint16,
		[EVTX_TYPE_INT32] = write_int32,
		[EVTX_TYPE_UINT32] = write_uint32,
		[EVTX_TYPE_INT64] = write_int64,
		[EVTX_TYPE_UINT64] = write_uint64,
		[EVTX_TYPE_REAL32] = write_real32,
		[EVTX_TYPE_REAL64] = write_real64,
		[EVTX_TYPE_BOOL] = write_bool,
		[EVTX_TYPE_GUID] = write_guid,
		[EVTX_TYPE_SIZE_T] = write_hex64,
		[EVTX_TYPE_FILETIME] = write_filetime,
		[EVTX_TYPE_SYSTEMTIME] = write_systemtime,
		[EVTX_TYPE_HEX_INT32] = write_hex32,
		[EVTX_TYPE_HEX_INT64] = write_hex64,
	};
	return type < COUNT_OF(writers) ? writers[type] : NULL;
}

/* --- values of another size than their type has --- */

static uint8_t *write_any_bool(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	return put(out, slice_is_all(v, 0) ? "false" : "true");
}

static uint8_t *write_any_hex(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	if (v.n == 0 || v.n > 8)
		return write_binary(out, v, s);
	return quick_hex_minimal(put(out, "0x"), load_any_le(v));
}

static uint8_t *write_any_unsigned(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	return quick_decimal_u64(out, load_any_le(v));
}

static uint8_t *write_any_signed(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	unsigned shift = 64 - 8 * (unsigned)v.n;
	return quick_decimal_i64(out, (int64_t)(load_any_le(v) << shift) >> shift);
}

static evtx_writer *odd_size_writer(uint16_t type, size_t size)
{
	if (type == EVTX_TYPE_BOOL)
		return write_any_bool;
	if (size > 8)
		return write_binary;
	switch (type) {
	case EVTX_TYPE_INT8:
	case EVTX_TYPE_INT16:
	case EVTX_TYPE_INT32:
	case EVTX_TYPE_INT64:
		return write_any_signed;
	case EVTX_TYPE_UINT8:
	case EVTX_TYPE_UINT16:
	case EVTX_TYPE_UINT32:
	case EVTX_TYPE_UINT64:
		return write_any_unsigned;
	case EVTX_TYPE_SIZE_T:
	case EVTX_TYPE_HEX_INT32:
	case EVTX_TYPE_HEX_INT64:
	case EVTX_TYPE_EVT_HANDLE:
		return write_any_hex;
	default:
		return write_binary;
	}
}

/* --- arrays --- */

/* The bytes of the SID at the beginning of s, or 0: 8 and 4 for each sub-authority. */
static size_t sid_size(struct slice s)
{
	size_t n = s.n >= 8 ? 8 + 4 * (size_t)s.p[1] : 0;
	return n <= s.n ? n : 0;
}

/* Where the text item ends at the beginning of s: at its NUL, or with s. */
static size_t text_size(struct slice s, size_t unit)
{
	size_t n = 0;
	while (range_within(s.n, n, unit) && !slice_is_all(slice_sub(s, n, unit), 0))
		n += unit;
	return range_within(s.n, n, unit) ? n : s.n;
}

bool evtx_array_next(uint16_t type, struct slice *rest, struct slice *item)
{
	if (rest->n == 0)
		return false;
	uint16_t single = type & (uint16_t)~EVTX_TYPE_ARRAY;
	size_t behind = 0, size = evtx_type_size(single);
	if (single == EVTX_TYPE_STRING || single == EVTX_TYPE_ANSI_STRING) {
		size_t unit = single == EVTX_TYPE_STRING ? 2 : 1;
		size = text_size(*rest, unit);
		behind = size < rest->n ? unit : 0;
	} else if (single == EVTX_TYPE_SID) {
		size = sid_size(*rest);
	}
	if (behind == 0 && (size == 0 || size > rest->n))
		size = rest->n;
	*item = slice_sub(*rest, 0, size);
	*rest = slice_from(*rest, size + behind);
	return true;
}

static uint8_t *items(uint8_t *out, struct slice v, struct evtx_scratch *s, uint16_t type)
{
	struct slice item;
	for (bool first = true; evtx_array_next(type | EVTX_TYPE_ARRAY, &v, &item); first = false) {
		if (!first)
			*out++ = ',';
		out = evtx_value_writer(type, item.n, UTF16_PLAIN)(out, item, s);
	}
	return out;
}

/* What is written here is free of anything that an escape would change. */
/* clang-format off */
#define ARRAYS(X) \
	X(INT8) X(UINT8) X(INT16) X(UINT16) X(INT32) X(UINT32) X(INT64) X(UINT64) X(REAL32) \
	X(REAL64) X(BOOL) X(GUID) X(SIZE_T) X(FILETIME) X(SYSTEMTIME) X(SID) X(HEX_INT32) \
	X(HEX_INT64)
/* clang-format on */
#define ARRAY_WRITER(symbol)                                                                 \
	static uint8_t *items_##symbol(uint8_t *out, struct slice v, struct evtx_scratch *s) \
	{                                                                                    \
		return items(out, v, s, EVTX_TYPE_##symbol);                                 \
	}
ARRAYS(ARRAY_WRITER)
#undef ARRAY_WRITER

static evtx_writer *array_writer(uint16_t type)
{
#define ARRAY_ROW(symbol) [EVTX_TYPE_##symbol] = items_##symbol,
	static evtx_writer *const writers[] = {ARRAYS(ARRAY_ROW)};
#undef ARRAY_ROW
	uint16_t single = type & (uint16_t)~EVTX_TYPE_ARRAY;
	return type & EVTX_TYPE_ARRAY && single < COUNT_OF(writers) ? writers[single] : NULL;
}

evtx_writer *evtx_value_writer(uint16_t type, size_t size, enum utf16_escape escape)
{
	if (size == 0 || type == EVTX_TYPE_NULL)
		return write_nothing;
	evtx_writer *writer = text_writer(type, escape);
	if (!writer)
		writer = array_writer(type);
	if (!writer && type == EVTX_TYPE_SID)
		writer = write_sid;
	if (!writer && type == EVTX_TYPE_SIZE_T && size == 4)
		writer = write_hex32;
	if (!writer && evtx_type_size(type) == size)
		writer = fixed_writer(type);
	return writer ? writer : odd_size_writer(type, size);
}
