/* SPDX-License-Identifier: MIT */
#include "lib/evtx/evtx_dump_value.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/reader.h"
#include "lib/base/wintime.h"

bool evtx_dump_is_bare(uint16_t type, size_t size)
{
	if (type == EVTX_TYPE_BOOL)
		return size > 0;
	return type >= EVTX_TYPE_INT8 && type <= EVTX_TYPE_UINT64 && size > 0 && size <= 8;
}

static uint8_t *write_guid(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	return quick_guid_upper(out, v.p);
}

/* --- instants --- */

static uint8_t *write_instant(uint8_t *out, uint64_t filetime, struct evtx_scratch *s)
{
	uint8_t *end = quick_time(out, filetime, &s->day, 6);
	return end ? end : quick_decimal_u64(out, filetime);
}

static uint8_t *write_filetime(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	return write_instant(out, load_u64le(v.p), s);
}

/* All zero but for the day of the week stands for the beginning of time. */
static bool is_unset(const uint8_t systemtime[static 16])
{
	return slice_is_all(slice_of(systemtime, 4), 0) &&
	       slice_is_all(slice_of(systemtime + 6, 10), 0);
}

static uint8_t *write_systemtime(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	struct civil_time t;
	if (is_unset(v.p))
		return write_instant(out, 0, s);
	if (!civil_from_systemtime(v.p, &t))
		return quick_hex_bytes_upper(out, v.p, v.n);
	return write_instant(out, filetime_from_civil(&t), s);
}

/* --- reals --- */

/* A real as its sign, its decimal digits d.ddd and their power of ten. */
struct decimal {
	bool negative;
	char digits[18]; /* 1 to 17, terminated, without point */
	int exponent;
};

/* Takes what printf() makes of %e apart. */
static void decimal_split(struct decimal *d, const char *text)
{
	size_t n = 0;
	d->negative = *text == '-';
	text += d->negative;
	for (; *text != 'e'; text++)
		if (*text != '.')
			d->digits[n++] = *text;
	d->digits[n] = 0;
	d->exponent = (int)strtol(text + 1, NULL, 10);
}

static bool is_text_of(const char *text, double value, bool is_float)
{
	return is_float ? strtof(text, NULL) == (float)value : strtod(text, NULL) == value;
}

/* The last digit before the exponent, one higher; not where it is 9. */
static bool raise_last_digit(char *text)
{
	char *last = strchr(text, 'e') - 1;
	return *last < '9' && ++*last;
}

/* The fewest digits that give the same number again. Above powers of two the numbers lie further
 * apart than below: there the next higher text may do where the nearest does not. */
static void decimal_from_real(struct decimal *d, double value, bool is_float)
{
	char text[40];
	for (int more = 0; more <= 16; more++) {
		snprintf(text, sizeof(text), "%.*e", more, value);
		if (is_text_of(text, value, is_float))
			break;
		if (more < 16 && raise_last_digit(text) && is_text_of(text, value, is_float))
			break;
	}
	decimal_split(d, text);
}

static uint8_t *put(uint8_t *out, const char *s, size_t n)
{
	memcpy(out, s, n);
	return out + n;
}

static uint8_t *put_zeros(uint8_t *out, int n)
{
	for (; n > 0; n--)
		*out++ = '0';
	return out;
}

static uint8_t *write_fixed(uint8_t *out, const struct decimal *d)
{
	int n = (int)strlen(d->digits), whole = d->exponent + 1;
	if (whole <= 0) {
		out = put_zeros(put(out, "0.", 2), -whole);
		return put(out, d->digits, (size_t)n);
	}
	int given = whole < n ? whole : n;
	out = put_zeros(put(out, d->digits, (size_t)given), whole - given);
	*out++ = '.';
	return given < n ? put(out, d->digits + given, (size_t)(n - given)) : put_zeros(out, 1);
}

static uint8_t *write_scientific(uint8_t *out, const struct decimal *d)
{
	*out++ = (uint8_t)d->digits[0];
	if (d->digits[1]) {
		*out++ = '.';
		out = put(out, d->digits + 1, strlen(d->digits + 1));
	}
	*out++ = 'e';
	*out++ = d->exponent < 0 ? '-' : '+';
	return quick_decimal_u32(out, (uint32_t)abs(d->exponent));
}

/* lowest, highest: the exponents that are written without one. */
static uint8_t *write_real(uint8_t *out, double value, bool is_float, int lowest, int highest)
{
	if (value != value)
		return put(out, "NaN", 3);
	struct decimal d = {0};
	if (value - value != 0)
		return value < 0 ? put(out, "-inf", 4) : put(out, "inf", 3);
	decimal_from_real(&d, value, is_float);
	if (d.negative)
		*out++ = '-';
	return d.exponent >= lowest && d.exponent <= highest ? write_fixed(out, &d)
							     : write_scientific(out, &d);
}

static uint8_t *write_real32(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	uint32_t bits = load_u32le(v.p);
	float value;
	memcpy(&value, &bits, sizeof(value));
	return write_real(out, (double)value, true, -6, 12);
}

static uint8_t *write_real64(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	uint64_t bits = load_u64le(v.p);
	double value;
	memcpy(&value, &bits, sizeof(value));
	return write_real(out, value, false, -5, 15);
}

/* Revision and authority in decimal, whatever they are, and no more than the sub-authorities it
 * counts; what is too short for those is shown as everywhere else. */
static uint8_t *write_sid(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	if (v.n < 8 || v.n < 8 + 4 * (size_t)v.p[1])
		return evtx_value_writer(EVTX_TYPE_SID, 1, UTF16_JSON)(out, v, s);
	uint64_t authority = 0;
	for (unsigned i = 2; i < 8; i++)
		authority = authority << 8 | v.p[i];
	*out++ = 'S';
	*out++ = '-';
	out = quick_decimal_u32(out, v.p[0]);
	*out++ = '-';
	out = quick_decimal_u64(out, authority);
	for (size_t i = 0; i < v.p[1]; i++) {
		*out++ = '-';
		out = quick_decimal_u32(out, load_u32le(v.p + 8 + 4 * i));
	}
	return out;
}

/* --- arrays --- */

/* The writers of types that are spelt otherwise than by Windows; of another size they are not. */
static evtx_writer *own_writer(uint16_t type, size_t size)
{
	if (type == EVTX_TYPE_SID && size > 0)
		return write_sid;
	if (size != evtx_type_size(type))
		return NULL;
	switch (type) {
	case EVTX_TYPE_GUID:
		return write_guid;
	case EVTX_TYPE_FILETIME:
		return write_filetime;
	case EVTX_TYPE_SYSTEMTIME:
		return write_systemtime;
	case EVTX_TYPE_REAL32:
		return write_real32;
	case EVTX_TYPE_REAL64:
		return write_real64;
	default:
		return NULL;
	}
}

static uint8_t *write_items(uint8_t *out, struct slice v, struct evtx_scratch *s, uint16_t type)
{
	struct slice item;
	for (bool first = true; evtx_array_next(type | EVTX_TYPE_ARRAY, &v, &item); first = false) {
		if (!first)
			*out++ = ',';
		out = evtx_dump_writer(type, item.n)(out, item, s);
	}
	return out;
}

#define ITEMS_WRITER(name, type)                                                           \
	static uint8_t *write_##name(uint8_t *out, struct slice v, struct evtx_scratch *s) \
	{                                                                                  \
		return write_items(out, v, s, type);                                       \
	}
ITEMS_WRITER(guids, EVTX_TYPE_GUID)
ITEMS_WRITER(filetimes, EVTX_TYPE_FILETIME)
ITEMS_WRITER(systemtimes, EVTX_TYPE_SYSTEMTIME)
ITEMS_WRITER(reals32, EVTX_TYPE_REAL32)
ITEMS_WRITER(reals64, EVTX_TYPE_REAL64)
#undef ITEMS_WRITER

static evtx_writer *own_array_writer(uint16_t type)
{
	switch (type) {
	case EVTX_TYPE_GUID | EVTX_TYPE_ARRAY:
		return write_guids;
	case EVTX_TYPE_FILETIME | EVTX_TYPE_ARRAY:
		return write_filetimes;
	case EVTX_TYPE_SYSTEMTIME | EVTX_TYPE_ARRAY:
		return write_systemtimes;
	case EVTX_TYPE_REAL32 | EVTX_TYPE_ARRAY:
		return write_reals32;
	case EVTX_TYPE_REAL64 | EVTX_TYPE_ARRAY:
		return write_reals64;
	default:
		return NULL;
	}
}

uint8_t *evtx_dump_write_strings(uint8_t *out, struct slice value, struct evtx_scratch *scratch)
{
	const uint16_t type = EVTX_TYPE_STRING | EVTX_TYPE_ARRAY;
	struct slice item, rest = value;
	bool more = evtx_array_next(type, &rest, &item), list = rest.n > 0 || !more;
	if (list)
		*out++ = '[';
	while (more) {
		*out++ = '"';
		out = evtx_dump_writer(EVTX_TYPE_STRING, item.n)(out, item, scratch);
		*out++ = '"';
		more = evtx_array_next(type, &rest, &item);
		if (more)
			*out++ = ',';
	}
	if (list)
		*out++ = ']';
	return out;
}

evtx_writer *evtx_dump_writer(uint16_t type, size_t size)
{
	evtx_writer *writer = own_writer(type, size);
	if (!writer && size > 0)
		writer = own_array_writer(type);
	return writer ? writer : evtx_value_writer(type, size, UTF16_JSON);
}
