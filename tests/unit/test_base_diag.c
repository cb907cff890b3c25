/* SPDX-License-Identifier: MIT */
/* lib/base/diag.h: every message of the list can be rendered and keeps to the house style. */
#include <criterion/criterion.h>
#include <ctype.h>

#include "lib/base/diag.h"
#include "lib/base/text.h"

static struct buf render(enum diag_code code, struct slice text)
{
	struct buf b = {0};
	struct diag d = {.code = code, .got = 4660, .limit = 22136};
	d.text = text;
	diag_append_message(&b, &d);
	return b;
}

/* First words that are names, and so keep their capital letter. */
static bool starts_with_a_name(struct slice s)
{
	return slice_starts_with(s, SLICE("DumpStack")) || slice_starts_with(s, SLICE("JSON")) ||
	       slice_starts_with(s, SLICE("System"));
}

Test(diag, every_message_keeps_to_the_style)
{
	for (size_t i = 0; i < DIAG_COUNT; i++) {
		struct buf b = render((enum diag_code)i, SLICE("text"));
		const char *code = diag_code_name((enum diag_code)i);
		cr_assert(b.n > 0, "%s", code);
		cr_expect(!isupper(b.p[0]) || starts_with_a_name(buf_slice(&b)), "%s", code);
		cr_expect(b.p[b.n - 1] != '.' && b.p[b.n - 1] != ' ', "%s", code);
		cr_expect(!memchr(b.p, '{', b.n) && !memchr(b.p, '}', b.n), "%s", code);
		for (size_t at = 0; at < b.n; at++)
			cr_expect(b.p[at] >= 0x20 && b.p[at] < 0x7f, "%s", code);
		buf_free(&b);
	}
}

Test(diag, codes_are_dotted_and_unique)
{
	for (size_t i = 0; i < DIAG_COUNT; i++) {
		const char *code = diag_code_name((enum diag_code)i);
		size_t dots = 0;
		for (const char *p = code; *p; p++) {
			dots += *p == '.';
			cr_expect(islower((uint8_t)*p) || isdigit((uint8_t)*p) || *p == '.' ||
					  *p == '_',
				  "%s", code);
		}
		cr_expect(dots >= 2 || strcmp(code, "input.expansion") == 0, "%s", code);
		for (size_t k = 0; k < i; k++)
			cr_expect_str_neq(code, diag_code_name((enum diag_code)k));
	}
}

Test(diag, severities_have_names)
{
	cr_expect_str_eq(severity_name(SEVERITY_NOTE), "note");
	cr_expect_str_eq(severity_name(SEVERITY_WARNING), "warning");
	cr_expect_str_eq(severity_name(SEVERITY_ERROR), "error");
	for (size_t i = 0; i < DIAG_COUNT; i++)
		cr_expect_leq(diag_severity((enum diag_code)i), SEVERITY_ERROR);
	cr_expect_eq(diag_severity(DIAG_DSLOG_HEADER_MISSING), SEVERITY_NOTE);
}

Test(diag, numbers_and_text_stand_where_the_list_says)
{
	static const struct {
		enum diag_code code;
		const char *text, *expected;
	} rows[] = {
		{DIAG_INPUT_EXPANSION, "",
		 "compressed data grows beyond 22136 times its size; stopped after 4660 bytes"},
		{DIAG_DSLOG_END_BEYOND, "",
		 "the header puts the end at 0x1234, behind the last byte of the input (0x5678): "
		 "cut or edited"},
		{DIAG_DSLOG_HEADER_TAG, "AB\x1b\n",
		 "log tag \"AB\\x1b\\x0a\" is not the known one (DUMP)"},
		{DIAG_DSLOG_EMPTY, "unused", "input is empty"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b = render(rows[i].code, slice_of_string(rows[i].text));
		cr_expect(slice_equal(buf_slice(&b), slice_of_string(rows[i].expected)), "%.*s",
			  (int)b.n, (char *)b.p);
		buf_free(&b);
	}
}

/* Braces in the text of an input are no placeholders. */
Test(diag, text_is_not_expanded_again)
{
	struct buf b = render(DIAG_DSLOG_BAD_TIME, SLICE("{got}{"));
	cr_expect(slice_equal(buf_slice(&b), SLICE("not an existing date and time: \"{got}{\"")));
	buf_free(&b);
}

static void remember(void *context, const struct diag *d)
{
	*(const struct diag **)context = d;
}

Test(diag, sinks_may_be_missing)
{
	const struct diag *seen = NULL;
	struct diag d = {.code = DIAG_DSLOG_EMPTY};
	diag_report(NULL, &d);
	diag_report(&(struct diag_sink){NULL, NULL}, &d);
	diag_report(&(struct diag_sink){remember, &seen}, &d);
	cr_expect_eq(seen, &d);
}
