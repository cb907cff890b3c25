/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "lib/base/number.h"
#include "lib/base/utf16_encode.h"
#include "tests/unit/support_reg.h"

static void show_value(struct buf *out, const struct registry_value *v)
{
	buf_add_string(out, "  ");
	buf_add_slice(out, v->name);
	buf_printf(out, " %" PRIx32 ":", v->type);
	if (v->deleted || v->unreadable) {
		buf_add_string(out, v->deleted ? "deleted" : "unreadable");
	} else {
		hex_write_bytes((char *)buf_reserve(out, 2 * v->data.n), v->data);
		out->n += 2 * v->data.n;
	}
	buf_printf(out, " @%" PRIu64 "\n", v->place.line);
}

static void show_key(struct buf *out, const struct registry_key *key)
{
	if (key->place.line || key->deleted || key->values) {
		registry_append_path(out, key);
		buf_printf(out, "%s @%" PRIu64 "\n", key->deleted ? " deleted" : "",
			   key->place.line);
	}
	for (const struct registry_value *v = key->values; v; v = v->next)
		show_value(out, v);
	/* At most as deep as the tree keeps keys. */
	for (const struct registry_key *k = key->children; k; k = k->next)
		show_key(out, k);
}

void reg_show(struct buf *out, const struct registry *r)
{
	show_key(out, r->root);
}

void reg_note(void *out, const struct diag *d)
{
	buf_printf(out, "%s %s @%" PRIu64 "\n", severity_name(diag_severity(d->code)),
		   diag_code_name(d->code), d->line);
}

void reg_encode(struct buf *out, struct slice utf8, bool big_endian, const char *line_end)
{
	size_t begin = out->n;
	utf16le_append(out, 0xfeff);
	while (utf8.n) {
		size_t end = slice_find_byte(utf8, '\n');
		utf16le_append_utf8(out, slice_sub(utf8, 0, end));
		if (end < utf8.n)
			utf16le_append_utf8(out, slice_of_string(line_end));
		utf8 = slice_from(utf8, end < utf8.n ? end + 1 : end);
	}
	for (size_t i = begin; big_endian && i < out->n; i += 2) {
		uint8_t low = out->p[i];
		out->p[i] = out->p[i + 1];
		out->p[i + 1] = low;
	}
}
