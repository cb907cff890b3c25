/* SPDX-License-Identifier: MIT */
/*
 * Logs cut at every length and with every byte changed in five ways, one at a time: the parser
 * gives valid JSON lines, stays within its input (a heap buffer of exactly its size) and comes to
 * an end soon. The logs are made ones, and real ones where BSODUTILS_SAMPLES names a folder of
 * them.
 *
 * Under sanitizers each step costs 20 times as much, so there only every SPARSE-th place is tried,
 * from another start for each log; BSODUTILS_ROBUST_STEP in the environment sets it to any number.
 */
#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/unit/support_dslog.h"

#if defined(__SANITIZE_ADDRESS__)
enum { SPARSE = 13 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
enum { SPARSE = 13 };
#else
enum { SPARSE = 1 };
#endif
#else
enum { SPARSE = 1 };
#endif

/* Bytes of padding that are tried, behind the last that is not zero; then only every 61st. */
enum { PADDING_TRIED = 64, PADDING_STEP = 61 };

/* No single log may take longer, in seconds of the processor: 1000 times what is usual. */
static const double longest = 2.0;

/* Small ones of every shape: the time grows with their size squared. */
static const char *const fixtures[] = {
	"good-complete-minidump.log",
	"good-complete-callback-fault.log",
	"good-complete-generation-e-minidump.log",
	"good-edge-23-two-dump-types-space.log",
	"good-stopped-before-5.log",
	"good-stopped-in-size-pass.log",
	"good-stopped-in-throughput.log",
	"good-edge-12-raw-pointer-name.log",
	"bad-edge-13-crlf-in-name.log",
	"bad-edge-16-forged-success-in-open-log.log",
	"bad-edge-09-slack-open.log",
	"bad-edge-22-two-sessions.log",
	"good-article-throughput.log",
	"good-edge-05-blanks-for-nul-lf.log",
	"good-edge-06-utf8.log",
	"good-edge-07-mixed.log",
	"good-excerpt-header-line-shown.log",
};

static size_t step(void)
{
	const char *text = getenv("BSODUTILS_ROBUST_STEP");
	long n = text ? atol(text) : SPARSE;
	return n > 0 ? (size_t)n : 1;
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void try(struct dslog_run *run, struct slice s, const char *name, const char *how, size_t at)
{
	double start = seconds();
	dslog_run_parse(run, s, false);
	const char *fault = dslog_run_fault(run);
	cr_assert_null(fault, "%s, %s at %zu: %s", name, how, at, fault);
	cr_assert(seconds() - start < longest, "%s, %s at %zu: too slow", name, how, at);
}

/* Where the zeros at the end begin. */
static size_t end_of_text(struct slice s)
{
	while (s.n && s.p[s.n - 1] == 0)
		s.n--;
	return s.n;
}

static void cut_everywhere(struct dslog_run *run, struct buf *b, const char *name, size_t from)
{
	for (size_t n = from; n <= b->n; n += step())
		try(run, slice_of(b->p, n), name, "cut", n);
}

static void change_byte(struct dslog_run *run, struct buf *b, const char *name, size_t at)
{
	uint8_t was = b->p[at];
	const uint8_t instead[] = {was ^ 0xff, was ^ 0x01, 0, '\n', '"'};
	for (size_t i = 0; i < sizeof(instead); i++) {
		if (instead[i] == was)
			continue;
		b->p[at] = instead[i];
		try(run, buf_slice(b), name, "changed", at);
	}
	b->p[at] = was;
}

static void change_everywhere(struct dslog_run *run, struct buf *b, const char *name, size_t from)
{
	size_t dense = end_of_text(buf_slice(b)) + PADDING_TRIED;
	for (size_t at = from; at < b->n;) {
		change_byte(run, b, name, at);
		at += at < dense ? step() : step() * PADDING_STEP;
	}
}

static void each_fixture(void (*attack)(struct dslog_run *, struct buf *, const char *, size_t))
{
	struct dslog_run run;
	dslog_run_begin(&run);
	for (size_t i = 0; i < COUNT_OF(fixtures); i++) {
		struct buf b = fixture_read(fixtures[i]);
		try(&run, buf_slice(&b), fixtures[i], "whole", 0);
		attack(&run, &b, fixtures[i], i % step());
		buf_free(&b);
	}
	dslog_run_end(&run);
}

Test(dslog_robust, fixtures_cut)
{
	each_fixture(cut_everywhere);
}

Test(dslog_robust, fixtures_changed)
{
	each_fixture(change_everywhere);
}

/* The first input of a parser finds every buffer of it empty. */
Test(dslog_robust, first_inputs_cut_short)
{
	static const char *const names[] = {
		"good-complete-kernel.log",        "good-excerpt-no-header.log",
		"unsupported-edge-06-utf16be.log", "unsupported-edge-06-utf16le.log",
		"good-edge-06-utf8-mark.log",
	};
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct buf b = fixture_read(names[i]);
		for (size_t n = 0; n < 100; n++) {
			struct dslog_run run;
			dslog_run_begin(&run);
			try(&run, slice_of(b.p, n), names[i], "cut", n);
			dslog_run_end(&run);
		}
		buf_free(&b);
	}
}

/* All fixtures as they are, once, and under a temporary's name. */
Test(dslog_robust, fixtures_whole)
{
	const char *build = getenv("top_builddir");
	char pattern[4096];
	glob_t found = {0};
	struct dslog_run run;
	struct buf b = {0};
	snprintf(pattern, sizeof(pattern), "%s/fixtures/*-*.log*", build ? build : ".");
	cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "no fixtures: %s", pattern);
	dslog_run_begin(&run);
	run.with_report = true;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		cr_assert(file_read(found.gl_pathv[i], &b));
		try(&run, buf_slice(&b), found.gl_pathv[i], "whole", 0);
		dslog_run_parse(&run, buf_slice(&b), true);
		cr_assert_null(dslog_run_fault(&run), "%s as .tmp", found.gl_pathv[i]);
	}
	buf_free(&b);
	dslog_run_end(&run);
	globfree(&found);
}

/* Real logs are larger and hold long stretches of like lines: every fifth place is
 * cut and changed. */
Test(dslog_robust, real_logs)
{
	const char *samples = getenv("BSODUTILS_SAMPLES");
	char pattern[4096];
	glob_t found = {0};
	struct dslog_run run;
	struct buf b = {0};
	snprintf(pattern, sizeof(pattern), "%s/dumpstack/*.log", samples ? samples : "");
	if (glob(pattern, 0, NULL, &found) != 0) {
		fprintf(stderr, "SKIPPED: no real logs (%s)\n", pattern);
		cr_skip_test("no real logs");
	}
	dslog_run_begin(&run);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		cr_assert(file_read(found.gl_pathv[i], &b));
		try(&run, buf_slice(&b), found.gl_pathv[i], "whole", 0);
		for (size_t at = i % step(); at < b.n; at += 5 * step()) {
			try(&run, slice_of(b.p, at), found.gl_pathv[i], "cut", at);
			uint8_t was = b.p[at];
			b.p[at] ^= (uint8_t)(at % 2 ? 0xff : 0x01);
			try(&run, buf_slice(&b), found.gl_pathv[i], "changed", at);
			b.p[at] = was;
		}
	}
	buf_free(&b);
	dslog_run_end(&run);
	globfree(&found);
}
