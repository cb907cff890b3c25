/* SPDX-License-Identifier: MIT */
/* The binary data of the event log service's own events, and steps of the clock. */
#include "lib/base/number.h"
#include "lib/base/reader.h"
#include "lib/base/wintime.h"
#include "lib/evtx/crash_decoder.h"
#include "lib/evtx/scalar.h"

enum {
	SYSTEMTIME_SIZE = 16,
	OFFSET_MAX = 24 * 60 - 1, /* minutes; no zone is more than 14 hours off */
};

/* The SYSTEMTIME at that offset; false where there is none that names an instant. */
static bool read_systemtime(struct slice bytes, size_t offset, struct civil_time *t)
{
	struct slice s = slice_sub(bytes, offset, SYSTEMTIME_SIZE);
	return s.n == SYSTEMTIME_SIZE && civil_from_systemtime(s.p, t);
}

/* --- 6008 --- */

/* The local time with its offset, where both fit together. */
static void write_local(struct json_writer *w, const struct civil_time *local, uint64_t utc)
{
	int64_t ticks = (int64_t)(filetime_from_civil(local) - utc);
	int64_t minute = INT64_C(60) * FILETIME_PER_SECOND;
	if (ticks % minute != 0 || ticks / minute > OFFSET_MAX || ticks / minute < -OFFSET_MAX)
		return;
	char text[TIME_TEXT_WITH_OFFSET];
	time_write_with_offset(text, local, (int)(ticks / minute));
	json_text(w, "last_alive_local", slice_of(text, sizeof(text)));
	json_signed(w, "utc_offset_minutes", ticks / minute);
}

/* SYSTEMTIME local, SYSTEMTIME UTC, eight numbers, the first the interval of the stamps. */
void crash_decode_last_alive(struct json_writer *w, const struct crash_data *d)
{
	struct slice bytes = crash_data_binary(d);
	struct civil_time local, utc;
	if (!read_systemtime(bytes, SYSTEMTIME_SIZE, &utc)) {
		json_null(w, "last_alive");
		return;
	}
	uint64_t instant = filetime_from_civil(&utc);
	json_time(w, "last_alive", instant);
	if (read_systemtime(bytes, 0, &local))
		write_local(w, &local, instant);
	struct slice interval = slice_sub(bytes, 2 * SYSTEMTIME_SIZE, sizeof(uint32_t));
	if (interval.n)
		json_number(w, "stamp_interval_seconds_inferred", load_u32le(interval.p));
}

/* --- 6005 --- */

void crash_decode_log_start(struct json_writer *w, const struct crash_data *d)
{
	struct civil_time t;
	if (read_systemtime(crash_data_binary(d), 0, &t))
		json_time(w, "log_start_time", filetime_from_civil(&t));
	else
		json_null(w, "log_start_time");
}

/* --- 6013 --- */

/* "-60 W. Europe Standard Time": the standard bias in minutes, and the zone. */
static void write_zone(struct json_writer *w, struct slice text)
{
	uint64_t minutes;
	bool negative = text.n && text.p[0] == '-';
	struct slice s = slice_from(text, negative);
	size_t blank = slice_find_byte(s, ' ');
	if (!number_from_decimal(slice_sub(s, 0, blank), &minutes) || minutes > OFFSET_MAX)
		return;
	json_signed(w, "standard_bias_minutes", negative ? -(int64_t)minutes : (int64_t)minutes);
	if (blank + 1 < s.n)
		json_text(w, "time_zone", slice_from(s, blank + 1));
}

/* Which items of the list are members: positions as found in logs from Windows 7 to Server 2022. */
enum {
	ITEM_PRODUCT = 2,
	ITEM_BUILD_LAB = 5,
	ITEM_INSTALL_TIME = 6,
	ITEM_PROCESSORS = 10,
	ITEM_MEMORY = 11,
	ITEM_LOCALE = 12,
	ITEM_HOST = 13,
	ITEM_COUNT
};

/* Splits UTF-16 text at its NULs; false where there are too few items. */
static bool split_items(struct slice text, struct slice items[static ITEM_COUNT])
{
	size_t begin = 0, n = 0;
	for (size_t at = 0; at + 2 <= text.n && n < ITEM_COUNT; at += 2) {
		if (load_u16le(text.p + at) != 0)
			continue;
		items[n++] = slice_sub(text, begin, at - begin);
		begin = at + 2;
	}
	return n == ITEM_COUNT;
}

static struct slice item_text(const struct crash_data *d, struct slice item)
{
	struct evtx_node node = {.kind = EVTX_NODE_VALUE, .type = EVTX_TYPE_STRING, .bytes = item};
	return evtx_content_text(d->arena, &node);
}

static void write_count(struct json_writer *w, const char *key, struct slice text)
{
	uint64_t v;
	if (number_from_decimal(text, &v))
		json_count(w, key, v);
	else
		json_null(w, key);
}

/* Seconds since 1970 in hexadecimal. */
static void write_install_time(struct json_writer *w, struct slice text)
{
	uint64_t v;
	if (number_from_hex(text, &v) && v && v <= UINT32_MAX)
		json_time(w, "install_time",
			  (v + FILETIME_UNIX_EPOCH_SECONDS) * FILETIME_PER_SECOND);
	else
		json_null(w, "install_time");
}

static void write_locale(struct json_writer *w, struct slice text)
{
	uint64_t v;
	if (number_from_hex(text, &v) && v <= UINT32_MAX)
		json_hex32(w, "locale_id", (uint32_t)v);
	else
		json_null(w, "locale_id");
}

void crash_decode_system(struct json_writer *w, const struct crash_data *d)
{
	static const struct crash_field zone = {NULL, 7};
	struct slice items[ITEM_COUNT];
	write_zone(w, crash_data_text(d, &zone));
	if (!split_items(crash_data_binary(d), items))
		return;
	json_text(w, "product", item_text(d, items[ITEM_PRODUCT]));
	json_text(w, "build_lab", item_text(d, items[ITEM_BUILD_LAB]));
	write_install_time(w, item_text(d, items[ITEM_INSTALL_TIME]));
	write_count(w, "processors", item_text(d, items[ITEM_PROCESSORS]));
	write_count(w, "memory_mib", item_text(d, items[ITEM_MEMORY]));
	write_locale(w, item_text(d, items[ITEM_LOCALE]));
	json_text(w, "host", item_text(d, items[ITEM_HOST]));
}

/* --- Kernel-General 1 --- */

static bool read_time(const struct crash_data *d, const struct crash_field *field, uint64_t *out)
{
	const struct evtx_node *content;
	return crash_data_find(d, field, &content) && evtx_scalar_time(d->arena, content, out);
}

/* By how much the clock was set forward, in milliseconds. */
void crash_decode_time_step(struct json_writer *w, const struct crash_data *d)
{
	static const struct crash_field old_field = {"OldTime", 0};
	static const struct crash_field new_field = {"NewTime", 0};
	uint64_t before, after;
	if (read_time(d, &old_field, &before) && read_time(d, &new_field, &after))
		json_signed(w, "step_ms",
			    (int64_t)(after - before) / (int64_t)(FILETIME_PER_SECOND / 1000));
	else
		json_null(w, "step_ms");
}
