/* SPDX-License-Identifier: MIT */
/* lib/evtx/render.h: a record has one line, whichever path made it; what cannot be has none. */
#include <criterion/criterion.h>

#include "lib/base/limits.h"
#include "lib/evtx/render.h"
#include "tests/unit/support_evtx_binxml.h"

static struct maker m;
static struct buf out;
static struct record_origin origin;
static enum diag_code last_code;
static unsigned messages;

static const struct evtx_shape *const shapes[] = {&evtx_shape_default, &evtx_shape_evtx_dump,
						  &evtx_shape_xml};

static void note(void *context, const struct diag *d)
{
	(void)context;
	last_code = d->code;
	messages++;
}

static const struct diag_sink sink = {note, NULL};

static void begin(void)
{
	origin_set(&origin, SLICE(""), "log");
}

static void finish(void)
{
	origin_free(&origin);
	buf_free(&out);
}

/* <Event><System><EventID>1</EventID></System> and the beginning of EventData. */
static uint32_t define(uint32_t *event, uint32_t *data)
{
	maker_begin(&m);
	uint32_t definition = maker_define(&m, 9);
	*event = maker_open(&m, "Event", false);
	maker_u8(&m, 0x02);
	uint32_t system = maker_open(&m, "System", false);
	maker_u8(&m, 0x02);
	uint32_t id = maker_open(&m, "EventID", false);
	maker_u8(&m, 0x02);
	maker_text(&m, "1");
	maker_close(&m, id);
	maker_close(&m, system);
	*data = maker_open(&m, "EventData", false);
	maker_u8(&m, 0x02);
	return definition;
}

static uint32_t define_with_one_value(void)
{
	uint32_t event, data, definition = define(&event, &data);
	maker_element_of_slot(&m, "V", 0, 0x01);
	maker_close(&m, data);
	maker_close(&m, event);
	maker_define_end(&m, definition);
	return definition;
}

static enum evtx_rendered render(const struct evtx_shape *shape, bool trees_only,
				 const struct evtx_record *record)
{
	struct evtx_chunk chunk = {.bytes = maker_bytes(&m), .header_readable = true};
	struct evtx_render_options options = {.shape = shape, .trees_only = trees_only};
	struct evtx_renderer r;
	evtx_renderer_begin(&r, &options);
	evtx_renderer_chunk(&r, &chunk, &origin, &sink);
	enum evtx_rendered how = evtx_render_record(&r, record, &out);
	cr_expect(arena_taken(&r.arena) < 2 * LIMIT_EVTX_EVENT_BYTES);
	evtx_renderer_free(&r);
	return how;
}

static void check_both(const struct evtx_record *record, size_t shape, const char *expected)
{
	for (int trees_only = 0; trees_only < 2; trees_only++) {
		out.n = 0;
		cr_expect_eq(render(shapes[shape], trees_only, record), EVTX_RENDERED);
		cr_expect(slice_equal(buf_slice(&out), slice_of_string(expected)), "%.*s",
			  (int)out.n, (const char *)out.p);
	}
}

Test(evtx_render, both_paths, .init = begin, .fini = finish)
{
	static const struct made_value word = {0x01, {(const uint8_t *)"a\0<\0", 4}};
	static const struct made_value broken = {0x01, {(const uint8_t *)"a\0\0\xd8", 4}};
	static const struct made_value empty = {0x01, {(const uint8_t *)"\0\0", 2}};
	uint32_t definition = define_with_one_value();
	struct evtx_record r = maker_record(&m, 1, definition, &word, 1);
	check_both(&r, 1,
		   "{\"Event\":{\"System\":{\"EventID\":\"1\"},\"EventData\":{\"V\":\"a<\"}}}\n");
	check_both(&r, 2,
		   "<Event><System><EventID>1</EventID></System>"
		   "<EventData><V>a&lt;</V></EventData></Event>\n");
	r = maker_record(&m, 2, definition, &broken, 1);
	check_both(&r, 2,
		   "<Event><System><EventID>1</EventID></System>"
		   "<EventData><V>a\xef\xbf\xbd</V></EventData></Event>\n");
	r = maker_record(&m, 3, definition, &empty, 1);
	check_both(&r, 2,
		   "<Event><System><EventID>1</EventID></System>"
		   "<EventData><V/></EventData></Event>\n");
}

/* One value of 20,000 bytes in 3,000 places: no line, one message, nothing appended. */
Test(evtx_render, too_large, .init = begin, .fini = finish)
{
	static uint8_t bytes[20000];
	struct made_value value = {0x01, slice_of(bytes, sizeof(bytes))};
	uint32_t event, data, definition = define(&event, &data);
	memset(bytes, 0xd8, sizeof(bytes));
	for (unsigned i = 0; i < 700; i++)
		maker_element_of_slot(&m, "V", 0, 0x01);
	maker_close(&m, data);
	maker_close(&m, event);
	maker_define_end(&m, definition);
	struct evtx_record r = maker_record(&m, 1, definition, &value, 1);
	buf_add_slice(&out, SLICE("before"));
	for (size_t i = 0; i < COUNT_OF(shapes); i++) {
		for (int trees_only = 0; trees_only < 2; trees_only++) {
			messages = 0;
			cr_expect_eq(render(shapes[i], trees_only, &r), EVTX_NOT_READABLE);
			cr_expect_eq(messages, 1);
			cr_expect_eq(last_code, DIAG_EVTX_BINXML_TOO_LARGE);
			cr_expect(slice_equal(buf_slice(&out), SLICE("before")));
		}
	}
}

/* A record cut at each byte: the same from both paths. */
Test(evtx_render, cut, .init = begin, .fini = finish)
{
	static const struct made_value word = {0x01, {(const uint8_t *)"a\0b\0c\0", 6}};
	uint32_t definition = define_with_one_value();
	struct evtx_record r = maker_record(&m, 1, definition, &word, 1);
	struct buf first = {0};
	for (; r.binxml.n > 0; r.binxml.n--) {
		for (size_t i = 0; i < COUNT_OF(shapes); i++) {
			out.n = first.n = 0;
			enum evtx_rendered how = render(shapes[i], false, &r);
			buf_add_slice(&first, buf_slice(&out));
			out.n = 0;
			cr_expect_eq(render(shapes[i], true, &r), how);
			cr_expect(slice_equal(buf_slice(&out), buf_slice(&first)));
		}
	}
	buf_free(&first);
}
