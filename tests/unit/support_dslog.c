/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>

#include "lib/dslog/report.h"
#include "tests/unit/support_dslog.h"
#include "tests/unit/support_json.h"

static void take_report(void *context, const struct diag *d)
{
	struct dslog_run *run = context;
	run->reports.count++;
	run->reports.of[d->code]++;
	run->misplaced |= d->offset > run->input_bytes;
}

static void take_session(void *context, const struct dslog_session *s)
{
	struct dslog_run *run = context;
	run->sessions++;
	run->last = *s;
	if (run->with_report)
		dslog_report(&run->report, s, "x.log", false);
	run->open_component = dslog_session_open_component(s).p != NULL;
}

void dslog_run_begin(struct dslog_run *run)
{
	*run = (struct dslog_run){.sessions = 0};
	run->sink = (struct diag_sink){take_report, run};
	origin_set(&run->origin, slice_of(NULL, 0), "x.log");
	run->parser.grammar = dslog_grammar_new();
	run->parser.sink = &run->sink;
	run->parser.writer = (struct dslog_record_writer){&run->out, &run->origin, true};
	run->parser.write_lines = run->parser.write_sessions = true;
	run->parser.context = run;
	run->parser.session_concluded = take_session;
}

void dslog_run_parse(struct dslog_run *run, struct slice s, bool temporary)
{
	/* malloc(0) may be NULL, which is no tight buffer. */
	uint8_t *tight = malloc(s.n ? s.n : 1);
	if (!tight)
		abort();
	if (s.n)
		memcpy(tight, s.p, s.n);
	run->out.n = run->report.n = 0;
	run->reports = (struct reports){.count = 0};
	run->misplaced = false;
	run->sessions = 0;
	run->input_bytes = s.n;
	dslog_parse(&run->parser, slice_of(tight, s.n), temporary, false);
	free(tight);
}

void dslog_run_end(struct dslog_run *run)
{
	dslog_grammar_free(run->parser.grammar);
	dslog_parser_free(&run->parser);
	origin_free(&run->origin);
	buf_free(&run->out);
	buf_free(&run->report);
}

static bool report_is_harmless(struct slice s)
{
	for (size_t at = 0, step; at < s.n; at += step) {
		step = utf8_by_table(slice_from(s, at));
		bool control = s.p[at] < 0x20 && s.p[at] != '\n';
		if (step == 0 || control || s.p[at] == 0x7f)
			return false;
	}
	return true;
}

/* The number behind the last "offset": of a line, which ends in it. */
static bool offset_is_within(struct slice line, size_t n)
{
	static const char key[] = ",\"offset\":";
	size_t at = line.n;
	while (at && line.p[at - 1] != ':')
		at--;
	struct slice head = slice_sub(line, 0, at);
	struct slice wanted = slice_of_string(key);
	if (!slice_ends_with(head, wanted))
		return false;
	uint64_t offset = 0;
	for (; at < line.n && line.p[at] >= '0' && line.p[at] <= '9'; at++)
		offset = offset * 10 + (uint64_t)(line.p[at] - '0');
	return at + 1 == line.n && offset <= n;
}

const char *dslog_run_fault(const struct dslog_run *run)
{
	struct slice rest = buf_slice(&run->out);
	if (run->misplaced)
		return "a diagnostic lies behind the input";
	if (run->sessions == 0)
		return "no session";
	if (!report_is_harmless(buf_slice(&run->report)))
		return "the report has control characters";
	if (!strict_json_lines(rest))
		return "not strict JSON lines";
	while (rest.n) {
		struct slice line = slice_sub(rest, 0, slice_find_byte(rest, '\n'));
		if (!slice_starts_with(line, SLICE("{\"type\":\"dslog.")))
			return "a line does not begin with its type";
		if (!offset_is_within(line, run->input_bytes))
			return "a line lies behind the input";
		rest = slice_from(rest, line.n + 1);
	}
	return NULL;
}

bool file_read(const char *path, struct buf *b)
{
	FILE *f = fopen(path, "rb");
	size_t n;
	b->n = 0;
	if (!f)
		return false;
	do {
		n = fread(buf_reserve(b, 65536), 1, 65536, f);
		b->n += n;
	} while (n);
	bool good = !ferror(f);
	fclose(f);
	return good;
}

struct buf fixture_read(const char *name)
{
	const char *build = getenv("top_builddir");
	char path[4096];
	struct buf b = {0};
	snprintf(path, sizeof(path), "%s/fixtures/%s", build ? build : ".", name);
	if (!file_read(path, &b)) {
		perror(path);
		exit(99);
	}
	return b;
}
