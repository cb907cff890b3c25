/* SPDX-License-Identifier: MIT */
#include "lib/base/json.h"
#include "lib/base/number.h"
#include "lib/base/text.h"
#include "lib/base/wintime.h"

/* The member <key>_hex beside a value that could not be kept whole. */
static void begin_hex_sibling(struct json_writer *w, const char *key)
{
	buf_add(w->out, ",\"", 2);
	buf_add_string(w->out, key);
	buf_add(w->out, "_hex\":", 6);
}

void json_object_begin(struct json_writer *w, const char *key)
{
	json_begin_value(w, key);
	buf_add_byte(w->out, '{');
	w->comma = false;
}

void json_object_end(struct json_writer *w)
{
	buf_add_byte(w->out, '}');
	w->comma = true;
}

void json_array_begin(struct json_writer *w, const char *key)
{
	json_begin_value(w, key);
	buf_add_byte(w->out, '[');
	w->comma = false;
}

void json_array_end(struct json_writer *w)
{
	buf_add_byte(w->out, ']');
	w->comma = true;
}

void json_line_end(struct json_writer *w)
{
	buf_add(w->out, "}\n", 2);
	w->comma = false;
}

void json_signed(struct json_writer *w, const char *key, int64_t v)
{
	json_begin_value(w, key);
	if (v < 0)
		buf_add_byte(w->out, '-');
	json_put_number(w, v < 0 ? -(uint64_t)v : (uint64_t)v);
}

void json_count(struct json_writer *w, const char *key, uint64_t v)
{
	if (v <= JSON_SAFE_INTEGER) {
		json_number(w, key, v);
		return;
	}
	json_null(w, key);
	begin_hex_sibling(w, key);
	w->comma = false;
	json_hex64(w, NULL, v);
}

void json_tenths(struct json_writer *w, const char *key, uint64_t v)
{
	json_number(w, key, v / 10);
	buf_add_byte(w->out, '.');
	buf_add_byte(w->out, (uint8_t)('0' + v % 10));
}

void json_put_number(struct json_writer *w, uint64_t v)
{
	w->out->n += decimal_write((char *)buf_reserve(w->out, DECIMAL_MAX), v);
}

void json_put_hex(struct json_writer *w, uint64_t v, unsigned digits)
{
	char *p = (char *)buf_reserve(w->out, digits + 4);
	memcpy(p, "\"0x", 3);
	hex_write(p + 3, v, digits);
	p[digits + 3] = '"';
	w->out->n += digits + 4;
}

void json_put_text(struct json_writer *w, const char *key, struct slice s)
{
	buf_add_byte(w->out, '"');
	bool faithful = text_append_json(w->out, s);
	buf_add_byte(w->out, '"');
	if (faithful || !key)
		return;
	begin_hex_sibling(w, key);
	w->comma = false;
	json_bytes_hex(w, NULL, s);
}

void json_bytes_hex(struct json_writer *w, const char *key, struct slice s)
{
	json_begin_value(w, key);
	char *p = (char *)buf_reserve(w->out, 2 * s.n + 2);
	p[0] = '"';
	hex_write_bytes(p + 1, s);
	p[2 * s.n + 1] = '"';
	w->out->n += 2 * s.n + 2;
}

void json_time(struct json_writer *w, const char *key, uint64_t filetime)
{
	json_begin_value(w, key);
	char *p = (char *)buf_reserve(w->out, TIME_TEXT + 2);
	if (!time_write(p + 1, filetime)) {
		buf_add(w->out, "null", 4);
		return;
	}
	p[0] = '"';
	p[TIME_TEXT + 1] = '"';
	w->out->n += TIME_TEXT + 2;
}

void json_raw(struct json_writer *w, const char *key, struct slice s)
{
	json_begin_value(w, key);
	buf_add_slice(w->out, s);
}
