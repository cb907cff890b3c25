/* SPDX-License-Identifier: MIT */
/* dumpstat: which crash the evidence tells of, and what became of its dump. */
#include <stdlib.h>

#include "cmd/cli.h"
#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/crash/crash.h"
#include "lib/crash/scan.h"
#include "lib/crash/summary.h"
#include "lib/io/lines.h"

struct dumpstat {
	bool want_summary;            /* --summary */
	struct json_line own_tags;    /* --tag, as a tree */
	struct record_origin origin;  /* as cli.origin, without tags: a crash merges its own */
	struct crash_context context; /* how crashes are written */
	struct summary *summary;      /* owned; large, so not on the stack */
};

static const struct cli_option options[] = {
	{"summary", 0, true, NULL, NULL,
	 "print one line of totals at the end: counts by verdict, code, kind\nand component, and "
	 "quantiles of the write rate"},
};

static bool take(struct cli *cli, const struct cli_option *option, const char *value)
{
	struct dumpstat *d = cli->tool->settings;
	(void)option; /* there is only --summary */
	(void)value;
	d->want_summary = true;
	return true;
}

static void report(struct cli *cli, enum diag_code code, const struct line *line, struct slice text)
{
	struct diag d = {.code = code, .line = line->number, .offset = line->offset};
	d.limit = LIMIT_JSON_LINE_BYTES;
	d.text = text;
	diag_report(&cli->sink, &d);
}

static void write_crash(struct cli *cli, struct dumpstat *d, const struct session *s,
			uint64_t offset)
{
	if (cli->text) {
		crash_write_text(&cli->out.buf, s, &d->context);
	} else {
		struct json_writer w = json_writer_on(&cli->out.buf);
		crash_write_json(&w, s, &d->context);
		origin_end_record(&d->origin, &w, offset);
	}
	output_record(&cli->out);
}

static void take_session(struct cli *cli, struct dumpstat *d, const struct json_node *root,
			 const struct line *line)
{
	struct session_place place = {&cli->sink, line->number, line->offset};
	struct session s;
	session_read(root, &place, &s);
	summary_add(d->summary, &s, crash_host(&s, &d->context));
	if (!d->want_summary && log_tells_of_crash(s.verdict))
		write_crash(cli, d, &s, line->offset);
}

static void take_object(struct cli *cli, struct dumpstat *d, struct slice object,
			const struct line *line)
{
	struct json_line json;
	struct json_line_error error;
	if (!json_line_parse(&json, object, &error)) {
		report(cli, DIAG_JSON_LINE_INVALID, line, slice_of_string(error.text));
		return;
	}
	if (session_is(json_line_root(&json)))
		take_session(cli, d, json_line_root(&json), line);
	json_line_free(&json);
}

/* A whole line, or the first piece of one that is too long. */
static void take_line(struct cli *cli, struct dumpstat *d, const struct line *line)
{
	struct slice object;
	if (!line->last) {
		report(cli, DIAG_JSON_LINE_TOO_LONG, line, (struct slice){NULL, 0});
		return;
	}
	switch (line_kind_of(line->bytes, &object)) {
	case LINE_NOT_JSON:
		report(cli, DIAG_JSON_LINE_INVALID, line, SLICE("no object from { to }"));
		break;
	case LINE_SESSION:
		take_object(cli, d, object, line);
		break;
	case LINE_BLANK:
	case LINE_OTHER:
		break;
	}
}

/* Looks at the first line: is this an input of JSON lines at all? */
static bool is_readable(struct cli *cli, struct line *line)
{
	line->bytes = without_byte_order_mark(line->bytes);
	const char *foreign = foreign_content(line->bytes);
	if (foreign)
		report(cli, DIAG_JSON_NOT_LINES, line, slice_of_string(foreign));
	return !foreign;
}

static void read_input(struct cli *cli, struct dumpstat *d)
{
	struct line_reader reader = line_reader_on(&cli->in, LIMIT_JSON_LINE_BYTES);
	struct line line;
	origin_set(&d->origin, (struct slice){NULL, 0}, cli->in.name);
	d->summary->inputs++;
	while (cli->out.error_number == 0 && line_reader_next(&reader, &line)) {
		if (!line.first)
			continue;
		d->summary->lines++;
		if (line.number == 1 && !is_readable(cli, &line))
			break;
		take_line(cli, d, &line);
	}
	line_reader_free(&reader);
}

static void write_summary(struct cli *cli, const struct dumpstat *d)
{
	if (cli->text) {
		summary_write_text(&cli->out.buf, d->summary);
	} else {
		struct json_writer w = json_writer_on(&cli->out.buf);
		summary_write_json(&w, d->summary);
		if (cli->tags.n)
			json_raw(&w, "tags", buf_slice(&cli->tags));
		json_line_end(&w);
	}
	output_record(&cli->out);
}

static void begin(struct dumpstat *d, const struct cli *cli)
{
	struct json_line_error error;
	d->context = (struct crash_context){.epoch = cli->epoch, .colour = cli->colour};
	if (cli->tags.n && json_line_parse(&d->own_tags, buf_slice(&cli->tags), &error))
		d->context.own_tags = json_line_root(&d->own_tags);
	d->summary = memory_zeroed(1, sizeof(*d->summary));
	summary_begin(d->summary);
}

static void end(struct dumpstat *d)
{
	summary_free(d->summary);
	free(d->summary);
	json_line_free(&d->own_tags);
	origin_free(&d->origin);
}

static const char more[] =
	"Reads JSON lines of dslog-parse, as they are or enriched by bcdecode, and prints\n"
	"one \"crash\" line for each log session that tells of a crash, in input order.\n"
	"Lines of other types are passed over.\n"
	"\n"
	"Exit status: 0 all read; 2 wrong usage, or reading or writing failed; 3 some input\n"
	"was damaged, the rest is complete.\n"
	"\n"
	"Examples:\n"
	"  dslog-parse DumpStack.log | bcdecode | dumpstat\n"
	"  dslog-parse --sessions */DumpStack.log | dumpstat --text\n"
	"  cat *.jsonl | dumpstat --summary | jq .verdicts\n";

int main(int argc, char **argv)
{
	struct dumpstat d = {0};
	const struct cli_tool tool = {
		.name = "dumpstat",
		.summary = "Tells which crashes dump logs record, and what became of each dump",
		.synopsis = "[OPTION]... [FILE]...",
		.more = more,
		.options = options,
		.option_count = COUNT_OF(options),
		.operands_are_files = true,
		.take = take,
		.settings = &d,
	};
	struct cli cli = {0};
	int status = cli_begin(&cli, &tool, argc, argv);
	if (status >= 0)
		return status;
	begin(&d, &cli);
	while (cli_next_input(&cli)) {
		read_input(&cli, &d);
		cli_close_input(&cli);
	}
	if (d.want_summary)
		write_summary(&cli, &d);
	end(&d);
	return cli_end(&cli);
}
