/* SPDX-License-Identifier: MIT */
/* lib/bugcheck/splice.h: where bugcheck_info goes, and which lines are left alone. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/bugcheck/splice.h"

Test(bugcheck_splice, finds_the_bug_check)
{
	static const struct {
		const char *line;
		uint32_t code;
		bool named;
	} rows[] = {
		{"{\"bugcheck\":{\"code\":\"0x000000d1\",\"name\":\"X\"}}\n", 0xd1, true},
		{"{\"bugcheck\":{\"code\":\"0x000000d1\",\"name\":null}}\n", 0xd1, false},
		{"{\"bugcheck\":{\"code\":\"0xdeadbeef\"}}", 0xdeadbeef, false},
		{"{\"bugcheck\":{\"code\":\"209\"}}", 0xd1, false},
		{"{\"bugcheck\":{\"code\":133}}", 0x85, false},
		{"{\"bugcheck\":{\"code\":\"0xA\",\"code\":\"0xB\"}}", 0xb, false},
		{"{\"bugcheck\":{\"x\":{\"code\":\"0xA\"},\"code\":\"0xB\"}}", 0xb, false},
		{"{\"bugcheck\":\"0xD1\"}", 0xd1, false},
		{"{\"bugcheck\":\"ffffffffc000021a\"}", 0xc000021a, false},
		{"{\"bugcheck\":\"KMODE_EXCEPTION_NOT_HANDLED\"}", 0x1e, false},
		{"{\"bugcheck\":209}", 0xd1, false},
		{"{\"bugcheck\":-1073741286}", 0xc000021a, false},
		{"{\"bugcheck\":\"0xA\",\"bugcheck\":\"0xB\"}", 0xb, false},
		{"{\"bugcheck\":7,\"b\":[{\"bugcheck_info\":1}]}", 7, false},
		{"{\"\\u0062ugchec\\u006b\":\"\\u0030x\\u0044\\u0031\"}", 0xd1, false},
		{" {\t\"a\" : [ 1 , { } ] , \"bugcheck\" : 209 } \t\r\n", 0xd1, false},
		{"{\"a\":\"\xff\xfe\",\"bugcheck\":209}", 0xd1, false},
		{"{\"a\":\"}\\\"{\\\\\",\"bugcheck\":209,\"b\":-0.5e+10}", 0xd1, false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice line = slice_of_string(rows[i].line);
		struct splice s = splice_find(line);
		cr_assert_eq(s.state, SPLICE_DUE, "%s", rows[i].line);
		cr_expect_eq(s.bugcheck.code, rows[i].code, "%s", rows[i].line);
		cr_expect_eq(s.named, rows[i].named, "%s", rows[i].line);
		const char *brace = strrchr(rows[i].line, '}');
		cr_expect_eq(s.brace, (size_t)(brace - rows[i].line), "%s", rows[i].line);
	}
}

Test(bugcheck_splice, leaves_lines_alone)
{
	static const char *const rows[] = {
		"",
		"\n",
		"{}",
		"[]",
		"null",
		"text",
		"\"bugcheck\"",
		"{\"a\":{\"bugcheck\":209}}",
		"[{\"bugcheck\":209}]",
		/* nothing to tell about */
		"{\"bugcheck\":null}",
		"{\"bugcheck\":true}",
		"{\"bugcheck\":[209]}",
		"{\"bugcheck\":{}}",
		"{\"bugcheck\":0}",
		"{\"bugcheck\":\"0x0\"}",
		"{\"bugcheck\":{\"code\":\"0x00000000\"}}",
		"{\"bugcheck\":{\"code\":null}}",
		"{\"bugcheck\":{\"name\":\"KMODE_EXCEPTION_NOT_HANDLED\"}}",
		"{\"bugcheck\":209,\"bugcheck\":null}",
		/* could be read in two ways, or is no known code */
		"{\"bugcheck\":\"133\"}",
		"{\"bugcheck\":{\"code\":\"133\"}}",
		"{\"bugcheck\":2e2}",
		"{\"bugcheck\":209.0}",
		"{\"bugcheck\":\"\"}",
		"{\"bugcheck\":\"text\"}",
		"{\"bugcheck\":\"0xdeadbeef\"}",
		"{\"bugcheck\":12345678901234567890}",
		"{\"bugcheck\":\"0x1\\u0130\"}",
		/* not JSON */
		"{\"bugcheck\":209",
		"{\"bugcheck\":209}}",
		"{\"bugcheck\":209} x",
		"{\"bugcheck\":209,}",
		"{\"bugcheck\":209 \"a\":1}",
		"{\"bugcheck\" 209}",
		"{,\"bugcheck\":209}",
		"{\"bugcheck\":209]",
		"{\"a\":[1,],\"bugcheck\":209}",
		"{\"a\":[1 2],\"bugcheck\":209}",
		"{\"a\":{\"b\"},\"bugcheck\":209}",
		"{\"a\":{1:2},\"bugcheck\":209}",
		"{\"a\":[},\"bugcheck\":209}",
		"{\"a\":01,\"bugcheck\":209}",
		"{\"a\":1.,\"bugcheck\":209}",
		"{\"a\":.5,\"bugcheck\":209}",
		"{\"a\":+1,\"bugcheck\":209}",
		"{\"a\":1e,\"bugcheck\":209}",
		"{\"a\":-,\"bugcheck\":209}",
		"{\"a\":nul,\"bugcheck\":209}",
		"{\"a\":nulll,\"bugcheck\":209}",
		"{\"a\":True,\"bugcheck\":209}",
		"{\"a\":\"\\x\",\"bugcheck\":209}",
		"{\"a\":\"\\u12g4\",\"bugcheck\":209}",
		"{\"a\":\"\t\",\"bugcheck\":209}",
		"{\"a\":\"\\\",\"bugcheck\":209}",
		"{\"bugcheck\":209,\"a\":\"",
		"{\"bugcheck\":209,\"a\":\"\\",
		"{\"bugcheck\":209,\"a\":\"\\u00",
		"{'bugcheck':209}",
		"{\"a\":,\"bugcheck\":209}",
		"\xef\xbb\xbf{\"bugcheck\":209}",
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(splice_find(slice_of_string(rows[i])).state, SPLICE_NOTHING, "%s",
			     rows[i]);
	cr_expect_eq(splice_find(SLICE("{\"bugcheck\":209}\0")).state, SPLICE_NOTHING);
	cr_expect_eq(splice_find(SLICE("{\"a\":\"\0\",\"bugcheck\":209}")).state, SPLICE_NOTHING);
	cr_expect_eq(splice_find((struct slice){NULL, 0}).state, SPLICE_NOTHING);
}

Test(bugcheck_splice, sees_that_it_was_there_before)
{
	static const char *const rows[] = {
		"{\"bugcheck\":209,\"bugcheck_info\":null}",
		"{\"bugcheck_info\":{},\"bugcheck\":209}",
		"{\"bugcheck\\u005finfo\":{},\"bugcheck\":209}",
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(splice_find(slice_of_string(rows[i])).state, SPLICE_PRESENT, "%s",
			     rows[i]);
}

Test(bugcheck_splice, reads_parameters)
{
	struct splice s = splice_find(SLICE(
		"{\"bugcheck\":{\"code\":\"0xd1\",\"parameters\":[\"0xffffc4899e155720\",null,"
		"2,\"text\",5,[{}]]}}"));
	cr_assert_eq(s.state, SPLICE_DUE);
	cr_expect(s.bugcheck.parameter_known[0]);
	cr_expect_eq(s.bugcheck.parameters[0], UINT64_C(0xffffc4899e155720));
	cr_expect_not(s.bugcheck.parameter_known[1]);
	cr_expect(s.bugcheck.parameter_known[2]);
	cr_expect_eq(s.bugcheck.parameters[2], 2);
	cr_expect_not(s.bugcheck.parameter_known[3]);
	s = splice_find(SLICE("{\"bugcheck\":{\"code\":\"0xd1\",\"parameters\":[\"0x1\"],"
			      "\"parameters\":\"0x1\"}}"));
	cr_assert_eq(s.state, SPLICE_DUE);
	cr_expect_not(s.bugcheck.parameter_known[0], "the last member counts");
}

/* A line whose member "a" nests brackets this deep. */
static struct splice nested(size_t depth, char open, char close)
{
	struct buf b = {0};
	buf_add_string(&b, "{\"a\":");
	for (size_t i = 0; i < depth; i++)
		buf_add_string(&b, open == '{' ? "{\"b\":" : "[");
	buf_add_byte(&b, '1');
	buf_add_repeated(&b, (uint8_t)close, depth);
	buf_add_string(&b, ",\"bugcheck\":209}");
	struct splice s = splice_find(buf_slice(&b));
	buf_free(&b);
	return s;
}

Test(bugcheck_splice, depth_is_limited)
{
	cr_expect_eq(nested(LIMIT_JSON_DEPTH, '[', ']').state, SPLICE_DUE);
	cr_expect_eq(nested(LIMIT_JSON_DEPTH, '{', '}').state, SPLICE_DUE);
	cr_expect_eq(nested(LIMIT_JSON_DEPTH + 1, '[', ']').state, SPLICE_NOTHING);
	cr_expect_eq(nested(LIMIT_JSON_DEPTH + 1, '{', '}').state, SPLICE_NOTHING);
	cr_expect_eq(nested(1 << 19, '[', ']').state, SPLICE_NOTHING);
}

/* Every prefix, in memory that ends where the prefix ends. */
Test(bugcheck_splice, cut_anywhere_is_left_alone)
{
	static const char line[] = "{\"a\":[{\"b\":-1.5e2},true,null,\"\\u00e9\\n\"],"
				   "\"bugcheck\":{\"code\":\"0xd1\",\"parameters\":[\"0x1\"]}}";
	for (size_t n = 0; n < sizeof(line) - 1; n++) {
		uint8_t *tight = malloc(n ? n : 1);
		cr_assert(tight);
		memcpy(tight, line, n);
		cr_expect_eq(splice_find(slice_of(tight, n)).state, SPLICE_NOTHING, "%zu bytes", n);
		free(tight);
	}
}
