/* SPDX-License-Identifier: MIT */
/* lib/bugcheck/bugcheck.h and info.h: the members of the output. */
#include <criterion/criterion.h>

#include "lib/bugcheck/code.h"
#include "lib/bugcheck/info.h"
#include "tests/unit/support_json.h"

static struct buf out;

static struct json_writer begin(void)
{
	buf_free(&out);
	struct json_writer w = json_writer_on(&out);
	json_object_begin(&w, NULL);
	return w;
}

static void check(struct json_writer *w, const char *expected)
{
	json_object_end(w);
	cr_expect(slice_equal(buf_slice(&out), slice_of_string(expected)), "got %.*s", (int)out.n,
		  (char *)out.p);
	buf_free(&out);
}

Test(bugcheck, the_contracts_object)
{
	struct bugcheck b = {.code = 0xd1,
			     .parameter_known = {true, true, false, true},
			     .parameters = {UINT64_C(0xffffc4899e155720), 2, 0, 0}};
	struct json_writer w = begin();
	bugcheck_write_json(&w, "bugcheck", &b);
	check(&w, "{\"bugcheck\":{\"code\":\"0x000000d1\",\"code_decimal\":209,"
		  "\"name\":\"DRIVER_IRQL_NOT_LESS_OR_EQUAL\",\"parameters\":["
		  "\"0xffffc4899e155720\",\"0x0000000000000002\",null,\"0x0000000000000000\"]}}");
}

Test(bugcheck, base_unknown_and_none)
{
	struct json_writer w = begin();
	struct bugcheck b = {.code = 0x1000000a};
	bugcheck_write_json(&w, "a", &b);
	b.code = 0xdeadbeef;
	bugcheck_write_json(&w, "b", &b);
	b.code = 0;
	bugcheck_write_json(&w, "c", &b);
	check(&w, "{\"a\":{\"code\":\"0x1000000a\",\"code_decimal\":268435466,"
		  "\"base_code\":\"0x0000000a\",\"name\":\"IRQL_NOT_LESS_OR_EQUAL\","
		  "\"parameters\":[null,null,null,null]},"
		  "\"b\":{\"code\":\"0xdeadbeef\",\"code_decimal\":3735928559,"
		  "\"parameters\":[null,null,null,null]},\"c\":null}");
}

/* The members of one code, with what must and what must not stand in them. */
static void expect_info(const struct bugcheck *b, const struct bugcheck_reading *reading,
			const char *with, const char *without)
{
	struct bugcheck_decoding d = {0};
	struct json_writer w = begin();
	bugcheck_write_info(&w, b, reading, &d);
	json_object_end(&w);
	cr_expect(strict_json(buf_slice(&out)), "0x%x", b->code);
	buf_add_byte(&out, 0);
	cr_expect(strstr((char *)out.p, with), "0x%x: %s", b->code, (char *)out.p);
	cr_expect_not(strstr((char *)out.p, without), "0x%x: %s", b->code, (char *)out.p);
	bugcheck_decoding_free(&d);
	buf_free(&out);
}

Test(bugcheck, info_of_all_kinds)
{
	struct bugcheck b = {.code = 0x1ca};
	struct bugcheck_reading reading = {0x85, BUGCHECK_DOUBT_HEXADECIMAL, 0x133};
	expect_info(&b, NULL,
		    "\"aliases\":[\"HYPERVISOR_WATCHDOG_TIMEOUT\"],\"documented\":true,"
		    "\"reference\":\"" BUGCHECK_PAGES
		    "bug-check-0x1ca--synthetic-watchdog-timeout\"}",
		    "\"also\"");
	b.code = 0x144;
	expect_info(&b, NULL,
		    "{\"kind\":\"bugcheck\",\"also\":\"live_dump\",\"title\":", "\"aliases\"");
	b.code = 0x1000ffff;
	expect_info(&b, &reading,
		    "\"alternatives\":[{\"code\":\"0x00000133\",\"code_decimal\":307,"
		    "\"name\":\"DPC_WATCHDOG_VIOLATION\"}],\"documented\":false}",
		    "\"title\"");
	expect_info(&b, NULL, BUGCHECK_UNKNOWN, "\"forced\"");
	b.code = 0x172;
	expect_info(&b, NULL, BUGCHECK_UNDOCUMENTED, "\"forced\"");
}

/* What is known of the parameters stands there, with and without values. */
Test(bugcheck, info_of_parameters)
{
	struct bugcheck b = {.code = 0xd1};
	expect_info(&b, NULL, "\"parameters\":[{\"n\":1,\"meaning\":\"", "\"value\"");
	b.parameter_known[2] = true;
	b.parameters[2] = 1;
	expect_info(&b, NULL, "{\"n\":3,\"value\":\"0x0000000000000001\",\"meaning\":\"",
		    "value not documented");
	b.parameters[2] = 77;
	expect_info(&b, NULL, "\"decoded\":\"value not documented\"", "\"value\":null");
}

Test(bugcheck, info_of_every_code_is_sound)
{
	struct bugcheck_decoding d = {0};
	for (size_t i = 0; i < bugcheck_code_count; i++) {
		struct bugcheck b = {.code = bugcheck_codes[i].code};
		struct json_writer w = begin();
		bugcheck_write_identity(&w, b.code);
		bugcheck_write_info(&w, &b, NULL, &d);
		json_object_end(&w);
		cr_expect(strict_json(buf_slice(&out)), "0x%x", b.code);
		const char *page = bugcheck_string(bugcheck_codes[i].page);
		size_t at = slice_find(buf_slice(&out), slice_of_string(page));
		cr_expect(*page == 0 || out.p[at + strlen(page)] == '"', "0x%x: cut", b.code);
	}
	bugcheck_decoding_free(&d);
	buf_free(&out);
}
