/* SPDX-License-Identifier: MIT */
/* Values of any type, as text and as JSON. */
#include <inttypes.h>

#include "lib/base/number.h"
#include "lib/base/reader.h"
#include "lib/registry/setting.h"
#include "lib/registry/value_text.h"

/* Bytes of binary data that a message shows. */
enum { BYTES_SHOWN = 32 };

/* From here on a number is a mask or an address rather than a count or a size in MiB. */
#define HEX_FROM UINT64_C(0x10000000)

/* How data of a type and length read; what has the wrong length for its type is but bytes. */
enum reading { READ_NUMBER, READ_STRING, READ_STRINGS, READ_BYTES };

static enum reading reading_of(const struct registry_value *v)
{
	if (v->type == REGISTRY_DWORD && v->data.n == 4)
		return READ_NUMBER;
	if (v->type == REGISTRY_QWORD && v->data.n == 8)
		return READ_NUMBER;
	if (v->type == REGISTRY_SZ || v->type == REGISTRY_EXPAND_SZ)
		return READ_STRING;
	return v->type == REGISTRY_MULTI_SZ ? READ_STRINGS : READ_BYTES;
}

bool setting_next_string(struct slice *rest, struct slice *string)
{
	if (rest->n == 0)
		return false;
	size_t end = slice_find_byte(*rest, 0);
	*string = slice_sub(*rest, 0, end);
	*rest = slice_from(*rest, end + 1);
	return true;
}

static void append_strings(struct buf *b, struct slice data)
{
	struct buf list = {0};
	value_append_strings(&list, data);
	struct slice rest = buf_slice(&list), string;
	for (const char *between = ""; setting_next_string(&rest, &string); between = ", ") {
		buf_add_string(b, between);
		buf_add_slice(b, string);
	}
	buf_free(&list);
}

static void append_bytes(struct buf *b, struct slice data)
{
	struct slice shown = slice_sub(data, 0, data.n < BYTES_SHOWN ? data.n : BYTES_SHOWN);
	if (shown.n == 0)
		return;
	hex_write_bytes((char *)buf_reserve(b, 2 * shown.n), shown);
	b->n += 2 * shown.n;
	if (shown.n < data.n)
		buf_printf(b, "... (%zu bytes)", data.n);
}

void setting_append_value(struct buf *b, const struct registry_value *v)
{
	uint64_t number = load_any_le(v->data);
	switch (reading_of(v)) {
	case READ_NUMBER:
		buf_printf(b, number < HEX_FROM ? "%" PRIu64 : "0x%" PRIx64, number);
		break;
	case READ_STRING:
		value_append_string(b, v->data);
		break;
	case READ_STRINGS:
		append_strings(b, v->data);
		break;
	case READ_BYTES:
		append_bytes(b, v->data);
		break;
	}
}

static void write_strings(struct json_writer *w, const char *member, struct slice list)
{
	struct slice string;
	json_array_begin(w, member);
	while (setting_next_string(&list, &string))
		json_text(w, NULL, string);
	json_array_end(w);
}

static void write_text(struct json_writer *w, const char *member, const struct registry_value *v)
{
	struct buf text = {0};
	if (reading_of(v) == READ_STRINGS) {
		value_append_strings(&text, v->data);
		write_strings(w, member, buf_slice(&text));
	} else {
		value_append_string(&text, v->data);
		json_text(w, member, buf_slice(&text));
	}
	buf_free(&text);
}

void setting_write_value(struct json_writer *w, const char *member, const struct setting *s)
{
	const struct registry_value *v = s->value;
	if (s->state != REGISTRY_PRESENT)
		json_null(w, member);
	else if (reading_of(v) == READ_BYTES)
		json_bytes_hex(w, member, v->data);
	else if (reading_of(v) != READ_NUMBER)
		write_text(w, member, v);
	else if (v->type == REGISTRY_DWORD)
		json_number(w, member, load_u32le(v->data.p));
	else
		json_hex64(w, member, load_u64le(v->data.p));
}
