/* SPDX-License-Identifier: MIT */
/* lib/base/json.h and lib/base/origin.h: what the output contract says of values. */
#include <criterion/criterion.h>

#include "lib/base/json.h"
#include "lib/base/origin.h"
#include "lib/base/wintime.h"
#include "tests/unit/support_json.h"

static struct buf out;
static struct json_writer w;

static void begin(void)
{
	buf_free(&out);
	w = json_writer_on(&out);
	json_object_begin(&w, NULL);
}

/* Ends the object and compares all that was written. */
static void check(const char *expected)
{
	json_object_end(&w);
	cr_expect(slice_equal(buf_slice(&out), slice_of_string(expected)), "got %.*s", (int)out.n,
		  (char *)out.p);
	cr_expect(strict_json(buf_slice(&out)), "not strict: %.*s", (int)out.n, (char *)out.p);
	buf_free(&out);
}

Test(json, commas_and_nesting)
{
	begin();
	check("{}");
	begin();
	json_null(&w, "a");
	json_array_begin(&w, "b");
	json_array_end(&w);
	json_array_begin(&w, "c");
	json_number(&w, NULL, 1);
	json_literal(&w, NULL, "x");
	json_object_begin(&w, NULL);
	json_object_end(&w);
	json_object_begin(&w, NULL);
	json_bool(&w, "t", true);
	json_bool(&w, "f", false);
	json_object_end(&w);
	json_array_begin(&w, NULL);
	json_null(&w, NULL);
	json_array_end(&w);
	json_array_end(&w);
	json_object_begin(&w, "d");
	json_object_end(&w);
	json_number(&w, "e", 2);
	check("{\"a\":null,\"b\":[],\"c\":[1,\"x\",{},{\"t\":true,\"f\":false},[null]],"
	      "\"d\":{},\"e\":2}");
}

Test(json, lines_follow_one_another)
{
	begin();
	json_literal(&w, "type", "a");
	json_line_end(&w);
	json_object_begin(&w, NULL);
	json_literal(&w, "type", "b");
	json_line_end(&w);
	cr_expect(slice_equal(buf_slice(&out), SLICE("{\"type\":\"a\"}\n{\"type\":\"b\"}\n")));
	cr_expect(strict_json_lines(buf_slice(&out)));
	buf_free(&out);
}

Test(json, numbers)
{
	begin();
	json_number(&w, "a", 0);
	json_number(&w, "b", UINT64_MAX);
	json_signed(&w, "c", 0);
	json_signed(&w, "d", -1);
	json_signed(&w, "e", INT64_MIN);
	json_signed(&w, "f", INT64_MAX);
	check("{\"a\":0,\"b\":18446744073709551615,\"c\":0,\"d\":-1,"
	      "\"e\":-9223372036854775808,\"f\":9223372036854775807}");
}

Test(json, counts_no_reader_loses)
{
	begin();
	json_count(&w, "n", 0);
	check("{\"n\":0}");
	begin();
	json_count(&w, "n", (UINT64_C(1) << 53) - 1);
	json_count(&w, "m", 3);
	check("{\"n\":9007199254740991,\"m\":3}");
	begin();
	json_count(&w, "n", UINT64_C(1) << 53);
	json_count(&w, "m", 3);
	check("{\"n\":null,\"n_hex\":\"0x0020000000000000\",\"m\":3}");
	begin();
	json_count(&w, "n", UINT64_MAX);
	json_array_begin(&w, "m");
	json_array_end(&w);
	check("{\"n\":null,\"n_hex\":\"0xffffffffffffffff\",\"m\":[]}");
}

Test(json, tenths)
{
	begin();
	json_tenths(&w, "a", 0);
	json_tenths(&w, "b", 9);
	json_tenths(&w, "c", 10);
	json_tenths(&w, "d", 371);
	json_tenths(&w, "e", UINT64_MAX);
	check("{\"a\":0.0,\"b\":0.9,\"c\":1.0,\"d\":37.1,\"e\":1844674407370955161.5}");
}

Test(json, hexadecimal)
{
	begin();
	json_hex32(&w, "a", 0xd1);
	json_hex32(&w, "b", UINT32_MAX);
	json_hex64(&w, "c", 0);
	json_hex64(&w, "d", UINT64_C(0xffffc4899e155720));
	json_array_begin(&w, "e");
	json_hex64(&w, NULL, 1);
	json_hex32(&w, NULL, 2);
	json_array_end(&w);
	json_bytes_hex(&w, "f", SLICE("\0\x7f\xff"));
	json_bytes_hex(&w, "g", (struct slice){NULL, 0});
	check("{\"a\":\"0x000000d1\",\"b\":\"0xffffffff\",\"c\":\"0x0000000000000000\","
	      "\"d\":\"0xffffc4899e155720\",\"e\":[\"0x0000000000000001\",\"0x00000002\"],"
	      "\"f\":\"007fff\",\"g\":\"\"}");
}

Test(json, text_and_its_sibling)
{
	begin();
	json_text(&w, "a", SLICE("x\"\n"));
	json_text(&w, "b", (struct slice){NULL, 0});
	json_text(&w, "c", SLICE("\xe9!"));
	json_text(&w, "d", SLICE("end"));
	check("{\"a\":\"x\\\"\\n\",\"b\":\"\",\"c\":\"\xef\xbf\xbd!\",\"c_hex\":\"e921\","
	      "\"d\":\"end\"}");
	begin();
	json_array_begin(&w, "a");
	json_text(&w, NULL, SLICE("\xff"));
	json_text(&w, NULL, SLICE("y"));
	json_array_end(&w);
	check("{\"a\":[\"\xef\xbf\xbd\",\"y\"]}");
}

Test(json, times)
{
	begin();
	json_time(&w, "a", 0);
	json_time(&w, "b", UINT64_C(116444736000000000));
	json_time(&w, "c", UINT64_C(2650467743999999999));
	json_time(&w, "d", UINT64_C(2650467744000000000));
	json_time(&w, "e", UINT64_MAX);
	json_bool(&w, "f", true);
	check("{\"a\":\"1601-01-01T00:00:00.0000000Z\",\"b\":\"1970-01-01T00:00:00.0000000Z\","
	      "\"c\":\"9999-12-31T23:59:59.9999999Z\",\"d\":null,\"e\":null,\"f\":true}");
}

Test(json, raw)
{
	begin();
	json_raw(&w, "a", SLICE("{\"k\":[1]}"));
	json_raw(&w, "b", SLICE("2"));
	check("{\"a\":{\"k\":[1]},\"b\":2}");
}

/* A buffer that is exactly full at each point of growth must not lose or shift anything. */
Test(json, at_every_fill_level_of_the_buffer)
{
	static const char expected[] = "{\"key\":\"0x00000000000000ff\",\"n\":null,"
				       "\"n_hex\":\"0xffffffffffffffff\",\"s\":-12,"
				       "\"t\":\"1601-01-01T00:00:00.0000000Z\",\"u\":\"\\u0001\"}";
	for (size_t before = 0; before < 600; before++) {
		struct buf b = {0};
		buf_add_repeated(&b, '.', before);
		struct json_writer writer = json_writer_on(&b);
		json_object_begin(&writer, NULL);
		json_hex64(&writer, "key", 255);
		json_count(&writer, "n", UINT64_MAX);
		json_signed(&writer, "s", -12);
		json_time(&writer, "t", 0);
		json_text(&writer, "u", SLICE("\x01"));
		json_object_end(&writer);
		cr_assert(slice_is_all(slice_sub(buf_slice(&b), 0, before), '.'));
		cr_assert(slice_equal(slice_from(buf_slice(&b), before), slice_of_string(expected)),
			  "%zu bytes before", before);
		buf_free(&b);
	}
}

Test(origin, members_end_the_record)
{
	struct record_origin o = {{0}};
	begin();
	json_literal(&w, "type", "x");
	origin_set(&o, (struct slice){NULL, 0}, "C:\\Windows\\\"a\"\n");
	origin_end_record(&o, &w, 0);
	cr_expect(slice_equal(buf_slice(&out),
			      SLICE("{\"type\":\"x\",\"file\":\"C:\\\\Windows\\\\\\\"a\\\"\\n\","
				    "\"offset\":0}\n")));
	cr_expect(strict_json_lines(buf_slice(&out)));
	out.n = 0;
	origin_set(&o, SLICE("{\"host\":\"pc\"}"), "-");
	for (int i = 0; i < 2; i++) {
		json_object_begin(&w, NULL);
		json_literal(&w, "type", "y");
		origin_end_record(&o, &w, UINT64_C(1) << 40);
	}
	cr_expect(slice_equal(buf_slice(&out),
			      SLICE("{\"type\":\"y\",\"tags\":{\"host\":\"pc\"},\"file\":\"-\","
				    "\"offset\":1099511627776}\n"
				    "{\"type\":\"y\",\"tags\":{\"host\":\"pc\"},\"file\":\"-\","
				    "\"offset\":1099511627776}\n")));
	cr_expect(strict_json_lines(buf_slice(&out)));
	origin_free(&o);
	buf_free(&out);
}

Test(origin, file_names_are_bytes)
{
	struct record_origin o = {{0}};
	begin();
	json_literal(&w, "type", "x");
	origin_set(&o, (struct slice){NULL, 0}, "\xff.log");
	origin_end_record(&o, &w, 7);
	cr_expect(
		slice_equal(buf_slice(&out), SLICE("{\"type\":\"x\",\"file\":\"\xef\xbf\xbd.log\","
						   "\"file_hex\":\"ff2e6c6f67\",\"offset\":7}\n")));
	origin_free(&o);
	buf_free(&out);
}

Test(strict_json, is_strict)
{
	static const struct {
		const char *text;
		bool good;
	} rows[] = {
		{"null", true},
		{" { \"a\" : [ 1 , -0.5e+3 ] } ", true},
		{"\"\\ud83d\\ude00\\u00e9\"", true},
		{"", false},
		{"nul", false},
		{"01", false},
		{"1.", false},
		{".5", false},
		{"-", false},
		{"1e", false},
		{"+1", false},
		{"{\"a\":1,}", false},
		{"{\"a\":1,\"a\":2}", false},
		{"{a:1}", false},
		{"[1,]", false},
		{"[1 2]", false},
		{"[", false},
		{"\"", false},
		{"\"\n\"", false},
		{"\"\x7f\"", false},
		{"\"\xc2\x85\"", false},
		{"\"\xff\"", false},
		{"\"\xed\xa0\x80\"", false},
		{"\"\\ud83d\"", false},
		{"\"\\ud83dx\"", false},
		{"\"\\ude00\"", false},
		{"\"\\u12g4\"", false},
		{"\"\\x\"", false},
		{"{} {}", false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(strict_json(slice_of_string(rows[i].text)), rows[i].good, "%s",
			     rows[i].text);
}
