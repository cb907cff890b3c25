/* SPDX-License-Identifier: MIT */
/* lib/bugcheck/ntstatus.h, fastfail.h and progress.h. */
#include <criterion/criterion.h>

#include "lib/bugcheck/fastfail.h"
#include "lib/bugcheck/ntstatus.h"
#include "lib/bugcheck/progress.h"

Test(ntstatus, every_row_is_found)
{
	cr_assert_gt(ntstatus_count, 100);
	for (size_t i = 0; i < ntstatus_count; i++) {
		if (i)
			cr_expect_lt(ntstatus_names[i - 1].value, ntstatus_names[i].value);
		cr_expect_str_eq(ntstatus_name(ntstatus_names[i].value),
				 ntstatus_texts + ntstatus_names[i].name);
	}
}

Test(ntstatus, known_and_unknown)
{
	cr_expect_str_eq(ntstatus_name(0), "STATUS_SUCCESS");
	cr_expect_str_eq(ntstatus_name(0xc0000001), "STATUS_UNSUCCESSFUL");
	cr_expect_str_eq(ntstatus_name(0xc00000d4), "STATUS_NOT_SAME_DEVICE");
	cr_expect_null(ntstatus_name(0xdeadbeef));
	cr_expect_null(ntstatus_name(0xffffffff));
	cr_expect_str_eq(ntstatus_text(0xc0000010), "the device does not know this request");
	cr_expect_null(ntstatus_text(0x00000001));
	cr_expect_null(ntstatus_text(0xdeadbeef));
}

Test(fastfail, known_and_unknown)
{
	for (size_t i = 0; i < fastfail_count; i++)
		cr_expect_str_eq(fastfail_name(fastfail_names[i].value),
				 fastfail_texts + fastfail_names[i].name);
	cr_expect_str_eq(fastfail_name(4), "FAST_FAIL_INCORRECT_STACK");
	cr_expect_null(fastfail_name(15));
}

static void check_progress(uint32_t value, const char *expected)
{
	struct buf out = {0};
	struct json_writer w = json_writer_on(&out);
	json_object_begin(&w, NULL);
	bugcheck_write_progress(&w, value);
	json_object_end(&w);
	cr_expect(slice_equal(buf_slice(&out), slice_of_string(expected)), "got %.*s", (int)out.n,
		  (char *)out.p);
	buf_free(&out);
}

Test(progress, step_flags_and_meaning)
{
	check_progress(0x46, "{\"value\":\"0x00000046\",\"step\":\"0x00000046\",\"flags\":[],"
			     "\"meaning\":\"completion callbacks were run\",\"inferred\":true}");
	check_progress(0x40042, "{\"value\":\"0x00040042\",\"step\":\"0x00000042\","
				"\"flags\":[\"0x00040000\"],"
				"\"meaning\":\"dump stack is up, writing begins\","
				"\"inferred\":true}");
	check_progress(0x80000201, "{\"value\":\"0x80000201\",\"step\":\"0x00000001\","
				   "\"flags\":[\"0x00000200\",\"0x80000000\"]}");
}
