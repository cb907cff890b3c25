/* SPDX-License-Identifier: MIT */
/* lib/bugcheck/value.h, decode.h, condition.h, pool_tags.h, forced.h, search.h: what values say. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "lib/bugcheck/condition.h"
#include "lib/bugcheck/decode.h"
#include "lib/bugcheck/forced.h"
#include "lib/bugcheck/rules.h"
#include "lib/bugcheck/search.h"
#include "lib/bugcheck/value.h"

static void expect_value(uint8_t decoder, uint64_t value, const char *wanted)
{
	struct buf out = {0};
	bugcheck_value_add(&out, decoder, value, NULL);
	buf_add_byte(&out, 0);
	cr_expect_str_eq((char *)out.p, wanted, "%llx: %s", (unsigned long long)value,
			 (char *)out.p);
	buf_free(&out);
}

Test(value, addresses)
{
	expect_value(DECODER_ADDRESS, 0, "NULL");
	expect_value(DECODER_ADDRESS, 0x28, "NULL + 0x28: something behind a null pointer");
	expect_value(DECODER_ADDRESS, 0xffff, "NULL + 0xffff: something behind a null pointer");
	expect_value(DECODER_ADDRESS, 0x10000, "user address");
	expect_value(DECODER_ADDRESS, UINT64_C(0xfffffffffffffff8),
		     "NULL - 0x8: something before a null pointer");
	expect_value(DECODER_ADDRESS, UINT64_MAX,
		     "all bits set: no address (the processor tells none for one that is not "
		     "canonical)");
	expect_value(DECODER_ADDRESS, UINT64_C(0x00007fffffffffff), "user address");
	expect_value(DECODER_ADDRESS, UINT64_C(0x0000800000000000),
		     "user address with five-level paging, else not canonical");
	expect_value(DECODER_ADDRESS, UINT64_C(0x0100000000000000), "not a canonical address");
	expect_value(DECODER_ADDRESS, UINT64_C(0xff00000000000000),
		     "kernel address with five-level paging, else not canonical");
	expect_value(DECODER_ADDRESS, UINT64_C(0xffff800000000000), "kernel address");
	expect_value(DECODER_ADDRESS, 0x82a4f1c0,
		     "user address (on 32-bit Windows: kernel address)");
}

Test(value, statuses)
{
	struct buf out = {0};
	bugcheck_value_add(&out, DECODER_NTSTATUS, UINT64_C(0xffffffffc0000005), NULL);
	struct slice s = buf_slice(&out);
	cr_expect(slice_starts_with(s, SLICE("STATUS_ACCESS_VIOLATION: ")));
	buf_free(&out);
	expect_value(DECODER_NTSTATUS, UINT64_C(0x12345c0000005),
		     "no NTSTATUS: it has more than 32 bits");
	expect_value(DECODER_NTSTATUS, 0xe0991234,
		     "no known NTSTATUS (severity error, facility 0x99)");
}

Test(value, numbers_and_times)
{
	expect_value(DECODER_IRQL, 2, "DISPATCH_LEVEL");
	expect_value(DECODER_IRQL, 7, "a device's level");
	expect_value(DECODER_IRQL, 20, "a device's level on x86");
	expect_value(DECODER_IRQL, 255, "no IRQL of this value is documented");
	expect_value(DECODER_DECIMAL, UINT64_MAX, "18446744073709551615");
	expect_value(DECODER_BYTES, 4096, "4096 bytes");
	expect_value(DECODER_HUNDRED_NANOSECONDS, 1200000000, "120 s");
	expect_value(DECODER_HUNDRED_NANOSECONDS, 10000001, "1.0000001 s");
	expect_value(DECODER_HUNDRED_NANOSECONDS, 15000000, "1.5 s");
	expect_value(DECODER_BOOLEAN, 7, "yes");
	expect_value(DECODER_FILETIME, UINT64_C(133541464300000000),
		     "2024-03-05T21:07:10.0000000Z");
	expect_value(DECODER_FILETIME, 0, "");
	expect_value(DECODER_BUGCHECK, 0x7e, "SYSTEM_THREAD_EXCEPTION_NOT_HANDLED");
	expect_value(DECODER_FASTFAIL, 3, "FAST_FAIL_CORRUPT_LIST_ENTRY");
	expect_value(DECODER_IPV4, 0x0100a8c0, "192.168.0.1");
	expect_value(DECODER_POOL_TAG, 0x6c6f6f50, "'Pool'");
	expect_value(DECODER_POOL_TAG, 0xec6f6f01, "'.ool'");
}

/* Intel's examples of compound codes, and the flags of a fatal error. */
Test(value, machine_checks)
{
	expect_value(DECODER_MCI_STATUS, UINT64_C(0xb200000000030005),
		     "MCi_STATUS 0xb200000000030005: VAL (valid) | UC (uncorrected) | EN "
		     "(reporting was enabled) | PCC (processor context corrupt); error code "
		     "0x0005: internal parity error; model-specific code 0x0003");
	expect_value(DECODER_MCI_STATUS, UINT64_C(0x800000000000017a),
		     "MCi_STATUS 0x800000000000017a: VAL (valid); error code 0x017a: cache "
		     "hierarchy error: eviction, generic, level 2; model-specific code 0x0000");
	expect_value(DECODER_MCI_STATUS, UINT64_C(0x0000000000000011),
		     "MCi_STATUS 0x0000000000000011: no flag set, not even VAL; error code "
		     "0x0011: TLB error: instruction, level 1; model-specific code 0x0000");
	expect_value(DECODER_MCI_STATUS, UINT64_C(0x8000000000000090),
		     "MCi_STATUS 0x8000000000000090: VAL (valid); error code 0x0090: memory "
		     "controller error: memory read, channel 0; model-specific code 0x0000");
	expect_value(DECODER_MCI_STATUS, UINT64_C(0x8000000000000e0f),
		     "MCi_STATUS 0x8000000000000e0f: VAL (valid); error code 0x0e0f: bus or "
		     "interconnect error: generic error, other transaction, generic level, "
		     "generic participation; model-specific code 0x0000");
}

/* --- whole bug checks --- */

static struct bugcheck make(uint32_t code, uint64_t p1, uint64_t p2, uint64_t p3, uint64_t p4)
{
	return (struct bugcheck){code, {true, true, true, true}, {p1, p2, p3, p4}};
}

static void expect_decoded(const struct bugcheck *b, unsigned n, const char *meaning,
			   const char *decoded)
{
	struct bugcheck_decoding d = {0};
	bugcheck_decode(&d, bugcheck_knowledge_find(b->code), b);
	const struct bugcheck_parameter *p = &d.parameters[n - 1];
	cr_expect(p->meaning && strstr(p->meaning, meaning), "%x: %s", b->code, p->meaning);
	cr_expect_lt(slice_find(buf_slice(&p->decoded), slice_of_string(decoded)), p->decoded.n,
		     "%x: %.*s", b->code, (int)p->decoded.n, (char *)p->decoded.p);
	bugcheck_decoding_free(&d);
}

Test(decode, forms_depend_on_parameters)
{
	struct bugcheck cached = make(0x77, 1, 0, 0, UINT64_C(0xfffff80000001000));
	struct bugcheck status =
		make(0x77, UINT64_C(0xffffffffc0000185), UINT64_C(0xffffffffc0000185), 0, 0x1000);
	expect_decoded(&cached, 1, "", "disk");
	expect_decoded(&cached, 4, "signature", "kernel address");
	expect_decoded(&status, 1, "status", "STATUS_IO_DEVICE_ERROR");
}

Test(decode, the_variant_has_the_parameters_of_its_base)
{
	struct bugcheck b = make(0x1000007e, UINT64_C(0xffffffffc0000005), 0, 0, 0);
	struct bugcheck informational = make(0x500000d1, 0x28, 2, 0, 0);
	expect_decoded(&b, 1, "exception", "STATUS_ACCESS_VIOLATION");
	expect_decoded(&informational, 1, "memory referenced", "NULL + 0x28");
}

Test(decode, two_halves_of_a_register)
{
	struct bugcheck b = make(0x124, 0, UINT64_C(0xffffe00012345678), 0xb2000000, 0x30005);
	expect_decoded(&b, 4, "", "MCi_STATUS 0xb200000000030005");
}

Test(decode, a_duplicate_address_on_ethernet)
{
	struct bugcheck b = make(0xbc, 0x0100a8c0, 0xaabbccdd, 0xeeff0000, 0);
	expect_decoded(&b, 1, "IP address", "192.168.0.1");
	expect_decoded(&b, 2, "", "aa-bb-cc-dd-ee-ff");
}

/* Nothing is concluded from parameters that are not known. */
Test(decode, unknown_parameters)
{
	struct bugcheck_decoding d = {0};
	struct bugcheck b = {.code = 0x77};
	bugcheck_decode(&d, bugcheck_knowledge_find(b.code), &b);
	for (unsigned i = 0; i < BUGCHECK_PARAMETERS; i++)
		cr_expect_eq(d.parameters[i].decoded.n, 0);
	bugcheck_decode(&d, NULL, &b);
	cr_expect_null(d.parameters[0].meaning);
	bugcheck_decoding_free(&d);
}

/* Spans of rules stay inside their block, or a walk would run into the next code's. */
static size_t walk_spans(const struct bugcheck_rule *r, const struct bugcheck_rule *end)
{
	size_t n = 0;
	for (; r < end; r += r->span) {
		cr_assert_geq(r->span, 1);
		cr_assert_leq((size_t)(r->span), (size_t)(end - r));
		cr_assert_lt(r->parameter, BUGCHECK_PARAMETERS);
		cr_assert_leq(r->shift + r->width, 64);
		n += 1 + walk_spans(r + 1, r + r->span);
	}
	return n;
}

Test(rules, every_block_is_well_formed)
{
	size_t n = 0;
	for (size_t i = 0; i < bugcheck_knowledge_count; i++) {
		const struct bugcheck_knowledge *k = &bugcheck_knowledge[i];
		const struct bugcheck_rule *first = &bugcheck_rules[k->rule];
		cr_assert_leq(k->rule + k->rules, bugcheck_rule_count);
		cr_expect_gt(strlen(bugcheck_text(k->title)), 0);
		n += walk_spans(first, first + k->rules);
	}
	cr_expect_gt(n, 4000);
}

Test(condition, in_words)
{
	const struct bugcheck_knowledge *k = bugcheck_knowledge_find(0x77);
	const struct bugcheck_rule *first = &bugcheck_rules[k->rule];
	struct buf out = {0};
	for (const struct bugcheck_rule *r = first; r < first + k->rules; r += r->span)
		if (r->kind == RULE_FORM || r->kind == RULE_ELSE)
			condition_add(&out, r);
	buf_add_byte(&out, 0);
	cr_expect(strstr((char *)out.p, "parameter 1 is 0x0 to 0x2"), "%s", (char *)out.p);
	cr_expect(strstr((char *)out.p, "otherwise"), "%s", (char *)out.p);
	buf_free(&out);
}

/* --- pool tags --- */

static struct pool_tags read_tags(const char *text)
{
	struct pool_tags tags = {0};
	size_t n = strlen(text);
	uint8_t *copy = malloc(n + 1);
	memcpy(copy, text, n + 1);
	pool_tags_read(&tags, copy, n);
	return tags;
}

Test(pool_tags, exact_before_wildcards)
{
	struct pool_tags tags = read_tags("// a comment - with - dashes\r\n"
					  "Abc* - one.sys   - first\r\n"
					  "Abcd - two.sys   - second\r\n"
					  "Ab   - three.sys - short\r\n"
					  "no tag in this line\r\n"
					  "TooLong - x - y\n"
					  "Last - four.sys - no end of line");
	cr_expect_eq(tags.count, 4);
	cr_expect(slice_equal(pool_tags_find(&tags, "Abcd"), SLICE("two.sys   - second")));
	cr_expect(slice_equal(pool_tags_find(&tags, "Abce"), SLICE("one.sys   - first")));
	cr_expect(slice_equal(pool_tags_find(&tags, "Ab  "), SLICE("three.sys - short")));
	cr_expect(slice_equal(pool_tags_find(&tags, "Last"), SLICE("four.sys - no end of line")));
	cr_expect_eq(pool_tags_find(&tags, "Zzzz").n, 0);
	pool_tags_free(&tags);
}

Test(pool_tags, shown_with_the_value)
{
	struct pool_tags tags = read_tags("Pool - nt!pool - the pool itself\n");
	struct buf out = {0};
	bugcheck_value_add(&out, DECODER_POOL_TAG, 0x6c6f6f50, &tags);
	cr_expect(slice_equal(buf_slice(&out), SLICE("'Pool': nt!pool - the pool itself")));
	buf_free(&out);
	pool_tags_free(&tags);
}

/* --- forced, search --- */

Test(forced, only_what_proves_it_is_certain)
{
	size_t i = 0;
	cr_expect_str_eq(bugcheck_forced_word(bugcheck_forced_find(0x1c8)), "yes");
	cr_expect_str_eq(bugcheck_forced_word(bugcheck_forced_find(0xe2)), "possible");
	cr_expect_str_eq(bugcheck_forced_word(bugcheck_forced_find(0x100000d1)), "possible");
	cr_expect_str_eq(bugcheck_forced_word(bugcheck_forced_find(0x133)), "no");
	const struct bugcheck_forced *f = bugcheck_forced_find(0xe2);
	cr_expect_str_eq(bugcheck_text(bugcheck_forced_next(f, &i)->name), "keyboard");
	cr_expect_str_eq(bugcheck_text(bugcheck_forced_next(f, &i)->name), "debugger");
	cr_expect_null(bugcheck_forced_next(f, &i));
}

Test(search, names_titles_and_meanings)
{
	const struct bugcheck_code *dpc = bugcheck_code_find(0x133);
	cr_expect(bugcheck_search(dpc, SLICE("dpc watchdog")));
	cr_expect(bugcheck_search(dpc, SLICE("DPC_WATCHDOG")));
	cr_expect_not(bugcheck_search(dpc, SLICE("no such word")));
}
