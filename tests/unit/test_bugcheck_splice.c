/* SPDX-License-Identifier: MIT */
/* lib/bugcheck/splice.h: where bugcheck_info goes, and which lines are left alone. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/bugcheck/splice.h"

/* Without options. */
static struct splice find(struct slice line)
{
	static const struct splice_options none;
	return splice_find(line, &none);
}

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
		{"{\"bugcheck\":\"\\u0030x\\u0044\\u0031\"}", 0xd1, false},
		{"{\"bugcheck\":209,\"\\u0062ugcheck\":10}", 0xd1, false},
		{" {\t\"a\" : [ 1 , { } ] , \"bugcheck\" : 209 } \t\r\n", 0xd1, false},
		{"{\"a\":\"\xff\xfe\",\"bugcheck\":209}", 0xd1, false},
		{"{\"a\":\"}\\\"{\\\\\",\"bugcheck\":209,\"b\":-0.5e+10}", 0xd1, false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice line = slice_of_string(rows[i].line);
		struct splice s = find(line);
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
		/* the key with an escape */
		"{\"\\u0062ugcheck\":209}",
		"{\"\\u0062ugcheck\":209,\"a\":\"bugcheck\"}",
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
		cr_expect_eq(find(slice_of_string(rows[i])).state, SPLICE_NOTHING, "%s", rows[i]);
	cr_expect_eq(find(SLICE("{\"bugcheck\":209}\0")).state, SPLICE_NOTHING);
	cr_expect_eq(find(SLICE("{\"a\":\"\0\",\"bugcheck\":209}")).state, SPLICE_NOTHING);
	cr_expect_eq(find((struct slice){NULL, 0}).state, SPLICE_NOTHING);
}

Test(bugcheck_splice, sees_that_it_was_there_before)
{
	static const char *const rows[] = {
		"{\"bugcheck\":209,\"bugcheck_info\":null}",
		"{\"bugcheck_info\":{},\"bugcheck\":209}",
		"{\"bugcheck\\u005finfo\":{},\"bugcheck\":209}",
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(find(slice_of_string(rows[i])).state, SPLICE_PRESENT, "%s", rows[i]);
}

Test(bugcheck_splice, reads_parameters)
{
	struct splice s = find(SLICE(
		"{\"bugcheck\":{\"code\":\"0xd1\",\"parameters\":[\"0xffffc4899e155720\",null,"
		"2,\"text\",5,[{}]]}}"));
	cr_assert_eq(s.state, SPLICE_DUE);
	cr_expect(s.bugcheck.parameter_known[0]);
	cr_expect_eq(s.bugcheck.parameters[0], UINT64_C(0xffffc4899e155720));
	cr_expect_not(s.bugcheck.parameter_known[1]);
	cr_expect(s.bugcheck.parameter_known[2]);
	cr_expect_eq(s.bugcheck.parameters[2], 2);
	cr_expect_not(s.bugcheck.parameter_known[3]);
	s = find(SLICE("{\"bugcheck\":{\"code\":\"0xd1\",\"parameters\":[\"0x1\"],"
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
	struct splice s = find(buf_slice(&b));
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
		cr_expect_eq(find(slice_of(tight, n)).state, SPLICE_NOTHING, "%zu bytes", n);
		free(tight);
	}
}

/* What a line says of its bug check at a path. */
static struct splice find_at(const char *path, enum bugcheck_from from, const char *line)
{
	struct splice_options options = {.from = from};
	cr_assert(splice_path_read(&options.path, slice_of_string(path)), "%s", path);
	return splice_find(slice_of_string(line), &options);
}

Test(bugcheck_splice, follows_paths)
{
	static const struct {
		const char *path, *line;
		uint32_t code; /* 0: nothing is found */
	} rows[] = {
		{".bugcheck", "{\"bugcheck\":209}", 0xd1},
		{"bugcheck", "{\"bugcheck\":209}", 0xd1},
		{".code", "{\"bugcheck\":209}", 0},
		{".code", "{\"code\":\"0xD1\",\"bugcheck\":10}", 0xd1},
		{".data.BugcheckCode", "{\"data\":{\"BugcheckCode\":\"209\"}}", 0xd1},
		{"data.BugcheckCode", "{\"data\":{\"a\":1,\"BugcheckCode\":209}}", 0xd1},
		{".data.BugcheckCode", "{\"BugcheckCode\":209}", 0},
		{".data.BugcheckCode", "{\"data\":{\"x\":{\"BugcheckCode\":209}}}", 0},
		{".data.BugcheckCode", "{\"data\":[{\"BugcheckCode\":209}]}", 0},
		{".data.BugcheckCode", "{\"data\":\"BugcheckCode\"}", 0},
		{".data.BugcheckCode", "{\"data\":{\"BugcheckCode\":0}}", 0},
		{".data.BugcheckCode", "{\"data\":{\"BugcheckCode\":null}}", 0},
		{".data.BugcheckCode", "{\"data\":{\"BugcheckCode\":\"0\"}}", 0},
		{".data.BugcheckCode", "{\"data\":{\"BugcheckCode\":209}", 0},
		{".data.BugcheckCode", "{\"data\":{\"BugcheckCode\":209},}", 0},
		{".a.b", "{\"a\":{\"b\":{\"code\":\"0xD1\"}}}", 0xd1},
		{".a.b", "{\"a\":{\"b\":[209]}}", 0},
		{".e[0].code", "{\"e\":[{\"code\":209},{\"code\":10}]}", 0xd1},
		{".e[1].code", "{\"e\":[{\"code\":209},{\"code\":10}]}", 0xa},
		{".e[2].code", "{\"e\":[{\"code\":209},{\"code\":10}]}", 0},
		{".e[0].code", "{\"e\":{\"code\":209}}", 0},
		{".e[0].code", "{\"e\":[]}", 0},
		{".e[1]", "{\"e\":[10,209]}", 0xd1},
		{".e[1][0]", "{\"e\":[10,[209]]}", 0xd1},
		{".\"a.b\"", "{\"a.b\":209}", 0xd1},
		{"\"a.b\".c", "{\"a.b\":{\"c\":209}}", 0xd1},
		{".\"a b\".\"\"", "{\"a b\":{\"\":209}}", 0xd1},
		{".\"q\\\"\"", "{\"q\\\"\":209}", 0xd1},
		{".@code", "{\"@code\":209}", 0xd1},
		{".\xc3\xa9", "{\"\xc3\xa9\":209}", 0xd1},
		/* the last one of a name */
		{".a.b", "{\"a\":{\"b\":10},\"a\":{\"b\":209}}", 0xd1},
		{".a.b", "{\"a\":{\"b\":10,\"b\":209}}", 0xd1},
		{".a.b", "{\"a\":{\"b\":10},\"a\":{}}", 0},
		{".a.b", "{\"a\":{\"b\":10,\"b\":null}}", 0},
		/* keys as they are spelt */
		{".a.b", "{\"a\":{\"\\u0062\":209}}", 0},
		{".a.b", "{\"\\u0061\":{\"b\":209}}", 0},
		{".\"\\u0061\"", "{\"\\u0061\":209}", 0xd1},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct splice s = find_at(rows[i].path, BUGCHECK_FROM_AUTO, rows[i].line);
		cr_expect_eq(s.state, rows[i].code ? SPLICE_DUE : SPLICE_NOTHING, "%s in %s",
			     rows[i].path, rows[i].line);
		if (rows[i].code) {
			cr_expect_eq(s.bugcheck.code, rows[i].code, "%s", rows[i].line);
			cr_expect_eq(s.brace, strlen(rows[i].line) - 1, "%s", rows[i].line);
		}
	}
}

Test(bugcheck_splice, info_at_the_top_counts_whatever_the_path)
{
	cr_expect_eq(
		find_at("a.b", BUGCHECK_FROM_AUTO, "{\"a\":{\"b\":209},\"bugcheck_info\":1}").state,
		SPLICE_PRESENT);
	cr_expect_eq(
		find_at("a.b", BUGCHECK_FROM_AUTO, "{\"a\":{\"b\":209,\"bugcheck_info\":1}}").state,
		SPLICE_DUE);
	cr_expect_eq(find_at("bugcheck_info.code", BUGCHECK_FROM_AUTO,
			     "{\"bugcheck_info\":{\"code\":209}}")
			     .state,
		     SPLICE_PRESENT);
}

Test(bugcheck_splice, source_settles_bare_digits)
{
	static const struct {
		const char *line;
		uint32_t by[4]; /* auto, event41, wer, text; 0: nothing is found */
	} rows[] = {
		{"{\"bugcheck\":\"133\"}", {0, 0x85, 0x133, 0x133}},
		{"{\"bugcheck\":{\"code\":\"133\"}}", {0, 0x85, 0x133, 0x133}},
		{"{\"bugcheck\":\"209\"}", {0xd1, 0xd1, 0, 0}}, /* no code is 0x209 */
		{"{\"bugcheck\":133}", {0x85, 0x85, 0x85, 0x85}},
		{"{\"bugcheck\":\"0x85\"}", {0x85, 0x85, 0x85, 0x85}},
		{"{\"bugcheck\":\"d1\"}", {0xd1, 0xd1, 0xd1, 0xd1}},
		{"{\"bugcheck\":\"0n133\"}", {0x85, 0x85, 0x85, 0x85}},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		for (size_t from = 0; from < 4; from++) {
			struct splice s =
				find_at("bugcheck", (enum bugcheck_from)from, rows[i].line);
			uint32_t code = s.state == SPLICE_DUE ? s.bugcheck.code : 0;
			cr_expect_eq(code, rows[i].by[from], "%s, from %zu", rows[i].line, from);
		}
	}
}

/* Four digits, one a parameter; '-' where it is not known. */
static void spell_parameters(const struct bugcheck *b, char out[5])
{
	for (size_t i = 0; i < BUGCHECK_PARAMETERS; i++)
		out[i] = b->parameter_known[i] ? (char)('0' + b->parameters[i]) : '-';
	out[4] = 0;
}

Test(bugcheck_splice, parameters_beside_a_code)
{
	static const struct {
		const char *members, *parameters;
	} rows[] = {
		{"\"parameters\":[\"0x1\",2,null,\"4\"]", "12-4"},
		{"\"BugcheckParameter1\":\"0x1\",\"BugcheckParameter4\":\"0x4\"", "1--4"},
		{"\"BCP1\":\"1\",\"BCP2\":\"2\",\"BCP3\":\"3\",\"BCP4\":\"4\"", "1234"},
		{"\"Parameter3\":3,\"Parameter2\":\"0n2\"", "-23-"},
		{"\"BC\\u0050\\u0031\":1", "1---"},
		{"\"BCP1\":1,\"parameters\":\"none\"", "1---"},
		{"\"BCP1\":1,\"BCP1\":2", "2---"},
		{"\"BCP1\":1,\"BCP1\":\"text\"", "----"},
		{"\"BCP1\":5,\"parameters\":[1,2]", "12--"},
		{"\"parameters\":[1,2],\"BCP2\":5", "15--"},
		{"\"BCP0\":1,\"BCP5\":1,\"BCP\":1,\"BCP12\":1,\"xBCP1\":1,\"bcp1\":1,\"1\":1",
		 "----"},
		{"\"x\":{\"BCP1\":1}", "----"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b = {0};
		char parameters[5];
		buf_printf(&b, "{\"BCP4\":9,\"data\":{\"code\":209,%s}}%c", rows[i].members, 0);
		struct splice s = find_at(".data.code", BUGCHECK_FROM_AUTO, (const char *)b.p);
		cr_assert_eq(s.state, SPLICE_DUE, "%s", rows[i].members);
		spell_parameters(&s.bugcheck, parameters);
		cr_expect_str_eq(parameters, rows[i].parameters, "%s", rows[i].members);
		buf_free(&b);
	}
	/* an object has its own, an element none */
	struct splice s =
		find_at("b", BUGCHECK_FROM_AUTO, "{\"b\":{\"code\":\"0xD1\"},\"BCP1\":1}");
	cr_expect_not(s.bugcheck.parameter_known[0]);
	s = find_at("b[0]", BUGCHECK_FROM_AUTO, "{\"b\":[209],\"BCP1\":1}");
	cr_expect_eq(s.state, SPLICE_DUE);
	cr_expect_not(s.bugcheck.parameter_known[0]);
	s = find(SLICE("{\"bugcheck\":209,\"parameters\":[1]}"));
	cr_expect(s.bugcheck.parameter_known[0]);
}

Test(bugcheck_splice, refuses_what_is_no_path)
{
	static const char *const rows[] = {
		"",
		".",
		"..",
		".a.",
		".a..b",
		"..a",
		"[0]",
		".[0]",
		"a[",
		"a[]",
		"a[0",
		"a[x]",
		"a[-1]",
		"a[0]b",
		"a[0].",
		"a]",
		"a b",
		"a\"b\"",
		"\"a",
		"\"a\"b",
		"a.\"b",
		"\"\\x\"",
		".\"a\tb\"",
		"a\\b",
		"a\tb",
		"a[1e1]",
		"a[99999999999999999999999]",
		"a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a",
	};
	struct splice_path p = {.count = 7};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		cr_expect_not(splice_path_read(&p, slice_of_string(rows[i])), "%s", rows[i]);
		cr_expect_eq(p.count, 7, "%s", rows[i]);
	}
}

Test(bugcheck_splice, length_of_paths_and_keys)
{
	struct splice_options options = {.from = BUGCHECK_FROM_AUTO};
	struct buf b = {0};
	cr_expect(splice_path_read(&options.path, SLICE("a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a")));
	cr_expect_eq(options.path.count, LIMIT_PATH_STEPS);
	buf_add_repeated(&b, 'k', LIMIT_PATH_KEY_BYTES);
	cr_expect(splice_path_read(&options.path, buf_slice(&b)));
	cr_expect_eq(splice_needle(&options).n, LIMIT_PATH_KEY_BYTES + 2);
	buf_add_byte(&b, 'k');
	cr_expect_not(splice_path_read(&options.path, buf_slice(&b)));
	buf_free(&b);
}

Test(bugcheck_splice, needle_is_the_last_key)
{
	static const char *const rows[][2] = {
		{"a.b", "\"b\""},     {".a", "\"a\""},
		{"a[0][1]", "\"a\""}, {"a.\"b.c\"[3]", "\"b.c\""},
		{"a.\"\"", "\"\""},   {"a.\"\\u0062\"", "\"\\u0062\""},
	};
	struct splice_options options = {.from = BUGCHECK_FROM_AUTO};
	cr_expect(slice_equal(splice_needle(&options), SLICE("\"bugcheck\"")));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		cr_assert(splice_path_read(&options.path, slice_of_string(rows[i][0])));
		cr_expect(slice_equal(splice_needle(&options), slice_of_string(rows[i][1])), "%s",
			  rows[i][0]);
	}
}
