/* SPDX-License-Identifier: MIT */
/* lib/bugcheck/anchor.h: every form at every place of a block, by every twin, and not a byte read
 * outside of the block. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/bugcheck/anchor.h"
#include "lib/bugcheck/code.h"
#include "tests/unit/support_random.h"

static const char *const twin_names[] = {"best", "scalar", "sse2", "avx2"};

enum { MOST = 512 /* bytes of a block */ };

/* --- blocks between pages that cannot be touched --- */

static uint8_t *page; /* the one that can be */
static size_t page_bytes;

static void make_pages(void)
{
	page_bytes = (size_t)sysconf(_SC_PAGESIZE);
	uint8_t *p = mmap(NULL, 3 * page_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			  -1, 0);
	cr_assert_neq(p, MAP_FAILED);
	cr_assert_eq(mprotect(p, page_bytes, PROT_NONE), 0);
	cr_assert_eq(mprotect(p + 2 * page_bytes, page_bytes, PROT_NONE), 0);
	page = p + page_bytes;
}

static void drop_pages(void)
{
	munmap(page - page_bytes, 3 * page_bytes);
}

TestSuite(bugcheck_anchor, .init = make_pages, .fini = drop_pages);

/* A copy of the block at the end of the page, or at its beginning. */
static struct slice at_an_edge(struct slice block, bool end)
{
	uint8_t *to = end ? page + page_bytes - block.n : page;
	if (block.n)
		memcpy(to, block.p, block.n);
	return slice_of(to, block.n);
}

/* --- all twins on one block --- */

struct places {
	size_t n;
	size_t at[MOST];
};

static void find_all(struct slice block, struct places *places)
{
	places->n = 0;
	for (size_t at = anchor_find(block, 0); at < block.n; at = anchor_find(block, at + 1)) {
		cr_assert(places->n == 0 || at > places->at[places->n - 1]);
		places->at[places->n++] = at;
	}
	cr_assert_eq(anchor_find(block, block.n), block.n);
}

/* The places, which are the same by all twins and at both edges. */
static void check_block(struct slice block, struct places *expected)
{
	struct places found;
	cr_assert(anchor_choose(UTF16_TWIN_SCALAR));
	find_all(at_an_edge(block, true), expected);
	for (enum utf16_twin twin = UTF16_TWIN_SCALAR; twin <= UTF16_TWIN_AVX2; twin++) {
		for (int end = 0; anchor_choose(twin) && end < 2; end++) {
			find_all(at_an_edge(block, end), &found);
			cr_assert(found.n == expected->n &&
					  memcmp(found.at, expected->at,
						 found.n * sizeof(found.at[0])) == 0,
				  "%s: %.*s", twin_names[twin], (int)block.n,
				  (const char *)block.p);
		}
	}
}

static bool has(const struct places *places, size_t at)
{
	for (size_t i = 0; i < places->n; i++)
		if (places->at[i] == at)
			return true;
	return false;
}

Test(bugcheck_anchor, twins_of_this_machine)
{
	cr_expect(anchor_choose(UTF16_TWIN_SCALAR));
	cr_expect(anchor_choose(UTF16_TWIN_BEST));
	for (enum utf16_twin twin = UTF16_TWIN_SSE2; twin <= UTF16_TWIN_AVX2; twin++)
		if (!anchor_choose(twin))
			cr_log_warn("%s: not on this machine, not tested", twin_names[twin]);
}

Test(bugcheck_anchor, nothing_in_nothing)
{
	for (enum utf16_twin twin = UTF16_TWIN_SCALAR; twin <= UTF16_TWIN_AVX2; twin++)
		if (anchor_choose(twin))
			cr_expect_eq(anchor_find(slice_of(NULL, 0), 0), 0);
}

/* --- forms --- */

static const struct {
	const char *text;
	bool found;
} forms[] = {
	{"bugcheck 0x1", true},
	{"BUG CHECK", true},
	{"Bug-Check", true},
	{"bug_check", true},
	{"BugcheckCode", true},
	{"bug\tcheck", true},
	{"bug  check", false},
	{"debugcheck", false},
	{"check", false},
	{"stop", true},
	{"STOP: 0x1", true},
	{"stopcode", true},
	{"stop_code", true},
	{"StopError", true},
	{"stopped", false},
	{"nonstop", false},
	{"LiveKernelEvent", true},
	{"LiveKernel", false},
	{"BCCode", true},
	{"xBCCode", false},
	{"0x0000009f (0x", true},
	{"0X0000009F\t (0X", true},
	{"0x0000009f (0", false},
	{"0x0000009f(0x", false},
	{"0x000009f (0x", false},
	{"0x00000009f (0x", false},
	{"0x0000009f          (0x", false},
	{"0x0000009g (0x", false},
	{"x0x0000009f (0x", false},
	{"BAD_POOL_HEADER", true},
	{"memory_management", true},
	{"_BAD_POOL_HEADER", false},
	{"zqx_vwj", false},
	{"____________", false},
};

/* Each form at each place of a block, among other text. */
Test(bugcheck_anchor, forms)
{
	enum { PLACES = 100, BEHIND = 40 };
	char line[MOST];
	struct places places;
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		size_t n = strlen(forms[i].text);
		for (size_t at = 0; at <= PLACES; at++) {
			memset(line, '.', at + n + BEHIND);
			memcpy(line + at, forms[i].text, n);
			/* With text behind it, and as the last bytes. */
			for (size_t behind = 0; behind <= BEHIND; behind += BEHIND) {
				check_block(slice_of(line, at + n + behind), &places);
				cr_expect_eq(places.n, forms[i].found, "%s at %zu", forms[i].text,
					     at);
				cr_expect(!places.n || places.at[0] == at, "%s at %zu",
					  forms[i].text, at);
			}
		}
	}
}

Test(bugcheck_anchor, every_name)
{
	struct buf line = {0};
	struct places places;
	for (size_t i = 0; i < bugcheck_name_count; i++) {
		const char *name = bugcheck_string(bugcheck_names[i].text);
		line.n = 0;
		buf_add_repeated(&line, '-', i % 37);
		buf_add_string(&line, name);
		buf_add_repeated(&line, '-', i % 41);
		check_block(buf_slice(&line), &places);
		cr_expect_eq(has(&places, i % 37), strchr(name, '_') != NULL, "%s", name);
	}
	buf_free(&line);
}

/* Behind the backslash of an escape its letter may belong to it or not. */
Test(bugcheck_anchor, escapes)
{
	struct places places;
	check_block(SLICE("x\\nBAD_POOL_HEADER"), &places);
	cr_expect(has(&places, 3));
	check_block(SLICE("x\\ntfs_file_system"), &places);
	cr_expect(has(&places, 2));
	check_block(SLICE("x\\rstop\\tbugcheck\\nbug check"), &places);
	cr_expect(places.n == 3 && has(&places, 3) && has(&places, 9) && has(&places, 19));
	check_block(SLICE("\\xstop nstop"), &places);
	cr_expect_eq(places.n, 0);
}

/* What lies in front of from is no place, and is looked at. */
Test(bugcheck_anchor, from)
{
	const struct slice line = SLICE("bugcheck nonstop stop 0x0000009f (0x1");
	for (enum utf16_twin twin = UTF16_TWIN_SCALAR; twin <= UTF16_TWIN_AVX2; twin++) {
		if (!anchor_choose(twin))
			continue;
		cr_expect_eq(anchor_find(line, 0), 0);
		cr_expect_eq(anchor_find(line, 1), 17);
		cr_expect_eq(anchor_find(line, 12), 17);
		cr_expect_eq(anchor_find(line, 18), 22);
		cr_expect_eq(anchor_find(line, 23), line.n);
	}
}

/* --- random text --- */

static const char *const pieces[] = {
	"bug",
	"check",
	"BUGCHECK",
	"stop",
	"STOP",
	"code",
	"LiveKernelEvent",
	"bccode",
	"live",
	"Bcc",
	"0x",
	"(0x",
	"(",
	"0",
	"0000009f",
	"0x0000009f (0x1",
	" ",
	" ",
	"\n",
	"\\n",
	"\\",
	"_",
	"__",
	"\xff",
	"BAD_",
	"POOL_",
	"HEADER",
	"IRQL_",
	"NOT",
	"a",
	"VeryLongWordsIndeed",
	".",
	",",
	"\t",
	"-",
	"\x7f",
	"Driver_Power",
};

static void fill(struct buf *b, uint64_t *seed)
{
	b->n = 0;
	buf_reserve(b, 1);
	for (size_t n = random_below(seed, 40); n; n--) {
		const char *piece = pieces[random_below(seed, COUNT_OF(pieces))];
		if (b->n + strlen(piece) <= MOST)
			buf_add_string(b, piece);
	}
}

Test(bugcheck_anchor, twins_agree)
{
	struct buf block = {0};
	struct places places;
	uint64_t seed = 31;
	for (int round = 0; round < 30000; round++) {
		fill(&block, &seed);
		check_block(buf_slice(&block), &places);
	}
	buf_free(&block);
}

Test(bugcheck_anchor, twins_agree_on_noise)
{
	uint8_t bytes[MOST];
	struct places places;
	uint64_t seed = 32;
	for (int round = 0; round < 10000; round++) {
		size_t n = random_below(&seed, MOST + 1);
		for (size_t i = 0; i < n; i++)
			bytes[i] = (uint8_t)random_next(&seed);
		check_block(slice_of(bytes, n), &places);
	}
}

/* The lines of a block have the places there that they have alone. */
Test(bugcheck_anchor, lines_of_a_block)
{
	struct buf block = {0};
	struct places all, alone;
	uint64_t seed = 33;
	for (int round = 0; round < 10000; round++) {
		fill(&block, &seed);
		check_block(buf_slice(&block), &all);
		for (size_t at = 0; at < block.n;) {
			struct slice rest = slice_from(buf_slice(&block), at);
			struct slice line = slice_sub(rest, 0, slice_find_byte(rest, '\n'));
			check_block(line, &alone);
			for (size_t i = 0; i < alone.n; i++)
				cr_assert(has(&all, at + alone.at[i]));
			at += line.n + 1;
		}
	}
	buf_free(&block);
}
