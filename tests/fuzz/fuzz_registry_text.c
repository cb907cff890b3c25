/* SPDX-License-Identifier: MIT */
/* Any bytes as a .reg file and as what "reg query" prints: what is kept stays within its caps and
 * has a place in the input, and text gives the same in UTF-8 and in UTF-16. */
#include "lib/base/limits.h"
#include "lib/base/text.h"
#include "lib/registry/reg_query.h"
#include "lib/registry/reg_text.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/unit/support_reg.h"

typedef enum status reader(struct registry *r, struct slice bytes, struct arena *arena,
			   const struct diag_sink *sink);

static void check_place(struct registry_place place, size_t size)
{
	PROMISE(place.line == 0 ? place.offset == 0 : place.offset < size);
}

static void check_key(const struct registry_key *key, size_t size)
{
	check_place(key->place, size);
	for (const struct registry_value *v = key->values; v; v = v->next) {
		check_place(v->place, size);
		PROMISE(v->place.line && v->data.n <= LIMIT_REGISTRY_DATA_BYTES);
		PROMISE(v->data.n == 0 || !(v->unreadable || v->deleted));
	}
	for (const struct registry_key *k = key->children; k; k = k->next)
		check_key(k, size);
}

static void read_with(reader *read, struct slice bytes, struct buf *shown)
{
	struct arena arena = {0};
	struct registry r;
	const struct diag_sink sink = {reg_note, shown};
	(void)!read(&r, bytes, &arena, &sink);
	PROMISE(r.key_count <= LIMIT_REGISTRY_KEYS && r.value_count <= LIMIT_REGISTRY_VALUES);
	check_key(r.root, bytes.n);
	reg_show(shown, &r);
	arena_free(&arena);
}

static bool is_text(struct slice s)
{
	uint32_t c = 0;
	for (size_t n; s.n && (n = utf8_decode(s, &c)) != 0 && c; s = slice_from(s, n))
		;
	return s.n == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static reader *const readers[] = {reg_text_read, reg_query_read};
	struct slice bytes = slice_of(data, size);
	for (size_t i = 0; i < COUNT_OF(readers); i++) {
		struct buf shown = {0}, wide = {0}, shown_wide = {0};
		read_with(readers[i], bytes, &shown);
		if (is_text(bytes)) {
			reg_encode(&wide, bytes, false, "\n");
			read_with(readers[i], buf_slice(&wide), &shown_wide);
			PROMISE(slice_equal(buf_slice(&shown), buf_slice(&shown_wide)));
		}
		buf_free(&shown);
		buf_free(&wide);
		buf_free(&shown_wide);
	}
	(void)(reg_text_recognise(bytes) || reg_query_recognise(bytes));
	return 0;
}
