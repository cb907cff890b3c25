/* SPDX-License-Identifier: MIT */
/* Any bytes as an expression that selects events: it compiles or is refused in words, and what
 * System rules out does not match. */
#include "lib/evtx/xpath.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/unit/support_evtx.h"
#include "tests/unit/support_json.h"

/* Typed values, an array, references, text, and elements in elements. */
static const char *const notations[] = {
	"<Event><System><Provider Name='{string:Microsoft-Windows-Kernel-Power}'"
	" Guid='{guid:331c3b3a-2005-44c2-ac5e-77220c37d6b4}'/><EventID>{u16:41}</EventID>"
	"<Level>{u8:1}</Level><Keywords>{x64:0x8000400000000002}</Keywords>"
	"<TimeCreated SystemTime='{filetime:2024-02-29T08:46:36.5Z}'/></System>"
	"<EventData><Data Name='{string:BugcheckCode}'>{u32:209}</Data>"
	"<Data>{strings:a|b||d}</Data><Data Name='E'>{null:}</Data></EventData></Event>",
	"<Event><System><Provider Name='EventLog'/><EventID Qualifiers='32768'>6008</EventID>"
	"<Level>2</Level><Keywords>0x80000000000000</Keywords>"
	"<TimeCreated SystemTime='2024-02-29T09:00:00.000000000Z'/></System>"
	"<UserData><x><y>a&amp;b</y><y>-1.5</y></x></UserData></Event>",
};

static uint64_t const now = UINT64_C(133536699960000000);

static void check_event(const struct evtx_xpath *x, const char *notation)
{
	struct arena arena = {0};
	const struct evtx_node *root = evtx_tree_of(&arena, notation);
	struct evtx_system system, nothing = {0};
	evtx_system_read(&system, &arena, root);
	struct arena before = arena;
	bool matches = evtx_xpath_matches(x, root, now, &arena);
	PROMISE(arena.current == before.current && arena.used == before.used);
	PROMISE(!matches || evtx_xpath_may_match(x, &system, now));
	PROMISE(evtx_xpath_may_match(x, &nothing, now));
	system.present &= evtx_xpath_fields(x);
	PROMISE(!matches || evtx_xpath_may_match(x, &system, now));
	arena_free(&arena);
}

/* "column N: " and words that a terminal may show. */
static void check_refusal(struct slice error, size_t size)
{
	PROMISE(slice_starts_with(error, SLICE("column ")));
	size_t column = 0, i = 7;
	for (; i < error.n && error.p[i] >= '0' && error.p[i] <= '9'; i++)
		column = column * 10 + (size_t)(error.p[i] - '0');
	PROMISE(column >= 1 && column <= size + 1 && slice_from(error, i).n > 2);
	for (size_t step; i < error.n; i += step) {
		step = utf8_by_table(slice_from(error, i));
		PROMISE(step && error.p[i] >= 0x20 && error.p[i] != 0x7f);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf error = {0};
	struct evtx_xpath *x = evtx_xpath_compile(slice_of(data, size), &error);
	PROMISE((x == NULL) == (error.n > 0));
	if (!x)
		check_refusal(buf_slice(&error), size);
	for (size_t i = 0; x && i < COUNT_OF(notations); i++)
		check_event(x, notations[i]);
	evtx_xpath_free(x);
	buf_free(&error);
	return 0;
}
