/* SPDX-License-Identifier: MIT */
/* dumpstat: what a dump is, and which crashes all the evidence tells of. */
#include <stdlib.h>

#include "cmd/dumpstat_dump.h"
#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/crash/ask.h"
#include "lib/crash/collector.h"
#include "lib/crash/partial.h"
#include "lib/crash/scan.h"
#include "lib/crash/summary.h"
#include "lib/io/lines.h"

struct dumpstat {
	bool want_summary; /* --summary */
	bool want_partial; /* --partial */
	bool merge;        /* --merge */
	bool explain;      /* --explain */
	enum question ask; /* --ask; ASK_COUNT without */
	struct dump_detail detail;
	struct json_line own_tags; /* --tag, as a tree */
	struct tag *tags;          /* the same as a list; owned */
	size_t tag_count;
	struct record_origin origin;  /* as cli.origin, without tags: a crash merges its own */
	struct crash_context context; /* how crashes are written */
	struct summary *summary;      /* owned; large, so not on the stack */
	struct collector *collector;  /* owned */
	struct arena arena;           /* of the dump that is read */
	bool lines_came;              /* evidence other than dumps alone */
	bool wrong;                   /* an answer to --ask is "something is wrong" */
	struct buf crashes;           /* lines of crashes, until it is known that they are wanted */
};

static const struct cli_option options[] = {
	{"ask", 0, true, "QUESTION",
	 "no-dump|stalled|41-zero|driver|deleted|when|forced|slow|share",
	 "answer for each crash: no-dump, stalled, 41-zero,\ndriver, deleted, when, forced, slow "
	 "or share"},
	{"explain", 0, true, NULL, NULL, "tell of each crash for people; the same as --text"},
	{"summary", 0, true, NULL, NULL,
	 "print one line of totals at the end: counts by verdict, code, kind\nand component, and "
	 "quantiles of the write rate"},
	{"partial", 0, true, NULL, NULL, "print the totals in a form that --merge reads"},
	{"merge", 0, true, NULL, NULL, "join what --partial printed into one line of totals"},
	{"drivers", 0, true, NULL, NULL, "list the drivers of small dumps, unloaded ones too"},
	{"stack", 0, true, NULL, NULL, "list the modules that the saved stack refers to"},
	{"blobs", 0, false, NULL, NULL, "list the secondary data that drivers added to a dump"},
	{"runs", 0, false, NULL, NULL, "list the runs of physical memory in a dump"},
	{"raw", 0, false, NULL, NULL, "print every field of the header by Microsoft's name"},
};

static bool take(struct cli *cli, const struct cli_option *option, const char *value)
{
	struct dumpstat *d = cli->tool->settings;
	const struct {
		const char *name;
		bool *flag;
	} flags[] = {
		{"explain", &d->explain},        {"summary", &d->want_summary},
		{"partial", &d->want_partial},   {"merge", &d->merge},
		{"drivers", &d->detail.drivers}, {"stack", &d->detail.stack},
		{"blobs", &d->detail.blobs},     {"runs", &d->detail.runs},
		{"raw", &d->detail.raw},
	};
	for (size_t i = 0; i < COUNT_OF(flags); i++)
		if (strcmp(option->name, flags[i].name) == 0)
			*flags[i].flag = true;
	if (strcmp(option->name, "ask") == 0)
		d->ask = ask_of(slice_of_string(value));
	return true;
}

static void check(struct cli *cli)
{
	struct dumpstat *d = cli->tool->settings;
	bool totals = d->want_summary || d->want_partial || d->merge;
	if (d->ask != ASK_COUNT && totals)
		cli_usage_error(cli,
				"--ask answers for crashes; it cannot be combined with totals");
	if (d->explain && totals)
		cli_usage_error(cli, "--explain tells of crashes; for totals use --text");
	if (d->want_partial && cli->text)
		cli_usage_error(cli, "--partial prints JSON for --merge; --text is for people");
	cli->text |= d->explain;
	d->detail.unloaded = d->detail.drivers;
	d->want_summary |= d->merge || d->want_partial;
}

static void report(struct cli *cli, enum diag_code code, const struct line *line, struct slice text)
{
	struct diag d = {.code = code, .line = line->number, .offset = line->offset};
	d.limit = LIMIT_JSON_LINE_BYTES;
	d.text = text;
	diag_report(&cli->sink, &d);
}

/* --- what comes out --- */

/* The place of the strongest evidence. */
static void end_line(struct json_writer *w, const struct crash *crash)
{
	json_text(w, "file", crash->clues[0]->input);
	json_count(w, "offset", crash->clues[0]->input_offset);
	json_line_end(w);
}

static void answer(struct cli *cli, struct dumpstat *d, const struct crash *crash)
{
	struct json_writer w = json_writer_on(&d->crashes);
	enum ask_result result;
	if (cli->text) {
		result = ask_write_text(&d->crashes, crash, d->ask, cli->colour);
	} else {
		result = ask_write_json(&w, crash, d->ask, &d->context);
		if (result != ASK_NOT_ABOUT)
			end_line(&w, crash);
	}
	d->wrong |= result == ASK_WRONG;
}

static void tell_crash(struct cli *cli, struct dumpstat *d, const struct crash *crash)
{
	struct json_writer w = json_writer_on(&d->crashes);
	if (cli->text) {
		crash_write_text(&d->crashes, crash, &d->context);
		return;
	}
	crash_write_json(&w, crash, &d->context);
	end_line(&w, crash);
}

/* Crashes are told when JSON lines had part in them: dumps alone speak for themselves. */
static void visit_crash(void *context, const struct crash *crash)
{
	struct cli *cli = context;
	struct dumpstat *d = cli->tool->settings;
	summary_add_crash(d->summary, crash);
	if (d->want_summary)
		return;
	if (d->ask != ASK_COUNT)
		answer(cli, d, crash);
	else if (d->lines_came)
		tell_crash(cli, d, crash);
	buf_add_slice(&cli->out.buf, buf_slice(&d->crashes));
	d->crashes.n = 0;
	output_record(&cli->out);
}

/* --- what goes in --- */

static void take_evidence(struct cli *cli, struct dumpstat *d, const struct json_node *root,
			  const struct line *line)
{
	struct clue_place place = {&cli->sink, slice_of_string(cli->in.name), line->number,
				   line->offset};
	if (d->merge) {
		partial_read(root, &place, d->summary);
		return;
	}
	const struct clue *clue = collector_add(d->collector, root, &place);
	d->lines_came |= clue != NULL;
	if (clue && clue->session)
		summary_add_session(d->summary, clue->session->verdict);
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
	take_evidence(cli, d, json_line_root(&json), line);
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
	case LINE_EVIDENCE:
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

static void read_lines(struct cli *cli, struct dumpstat *d, struct slice begun)
{
	size_t cap = d->merge ? LIMIT_PARTIAL_LINE_BYTES : LIMIT_JSON_LINE_BYTES;
	struct line_reader reader = line_reader_on(&cli->in, cap);
	struct line line;
	line_reader_begin(&reader, begun);
	while (cli->out.error_number == 0 && line_reader_next(&reader, &line)) {
		if (!line.first)
			continue;
		d->summary->lines += !d->merge; /* the partials have counted theirs */
		if (line.number == 1 && !is_readable(cli, &line))
			break;
		take_line(cli, d, &line);
	}
	line_reader_free(&reader);
}

/* The line of a dump is evidence as it is in JSON lines. */
static void take_dump(void *context, struct slice json)
{
	struct cli *cli = context;
	struct dumpstat *d = cli->tool->settings;
	const struct line line = {.number = 1};
	bool lines_came = d->lines_came;
	take_object(cli, d, json, &line);
	d->lines_came = lines_came;
}

static void read_input(struct cli *cli, struct dumpstat *d)
{
	struct random_input in;
	d->summary->inputs += !d->merge;
	random_begin(&in, &cli->in);
	const struct dump_reader reader = {
		.detail = &d->detail,
		.arena = &d->arena,
		.told = take_dump,
		.print = !d->want_summary && d->ask == ASK_COUNT,
	};
	if (!dumpstat_dump(cli, &in, &reader))
		read_lines(cli, d, buf_slice(&in.prefix));
	random_close(&in);
}

static void write_totals(struct cli *cli, const struct dumpstat *d)
{
	struct json_writer w = json_writer_on(&cli->out.buf);
	if (cli->text) {
		summary_write_text(&cli->out.buf, d->summary);
	} else {
		if (d->want_partial)
			partial_write(&w, d->summary);
		else
			summary_write_json(&w, d->summary);
		if (cli->tags.n)
			json_raw(&w, "tags", buf_slice(&cli->tags));
		json_line_end(&w);
	}
	output_record(&cli->out);
}

/* --- the run --- */

static void count_tag(void *context, struct slice key, const struct json_node *value)
{
	struct dumpstat *d = context;
	d->tags[d->tag_count++] = (struct tag){key, node_text(value)};
}

static void begin(struct dumpstat *d, struct cli *cli)
{
	struct json_line_error error;
	struct slice host = {NULL, 0};
	if (cli->tags.n && json_line_parse(&d->own_tags, buf_slice(&cli->tags), &error)) {
		const struct json_node *root = json_line_root(&d->own_tags);
		/* A tag takes more than one byte. */
		d->tags = memory_zeroed(cli->tags.n, sizeof(*d->tags));
		node_each_member(root, count_tag, d);
		host = tags_host(root);
	}
	d->context = (struct crash_context){cli->epoch, cli->colour, d->tags, d->tag_count};
	d->detail.epoch = cli->epoch;
	d->summary = memory_zeroed(1, sizeof(*d->summary));
	summary_begin(d->summary);
	d->collector = collector_begin(visit_crash, cli, host, &cli->sink);
}

static void end(struct dumpstat *d)
{
	summary_free(d->summary);
	free(d->summary);
	free(d->tags);
	json_line_free(&d->own_tags);
	arena_free(&d->arena);
	buf_free(&d->crashes);
}

static const char more[] =
	"Reads dumps (told by their content) and JSON lines of dslog-parse, evtx2json,\n"
	"crashcfg and its own, in any mixture and order. Prints a \"dump\" line for each dump,\n"
	"and, where JSON lines had part in it, one \"crash\" line for each crash.\n"
	"\n"
	"Exit status: 0 all read; 1 an answer to --ask is that something is wrong; 2 wrong\n"
	"usage, or reading or writing failed; 3 some input was damaged, the rest is complete.\n"
	"\n"
	"Examples:\n"
	"  dumpstat --text MEMORY.DMP\n"
	"  dslog-parse DumpStack.log | bcdecode | dumpstat\n"
	"  evtx2json --crash=context System.evtx | dumpstat - MEMORY.DMP\n"
	"  cat *.jsonl | dumpstat --summary | jq .verdicts\n";

int main(int argc, char **argv)
{
	struct dumpstat d = {.ask = ASK_COUNT};
	const struct cli_tool tool = {
		.name = "dumpstat",
		.summary = "Tells what dumps are, and which crashes all the evidence tells of",
		.synopsis = "[OPTION]... [FILE]...",
		.more = more,
		.options = options,
		.option_count = COUNT_OF(options),
		.operands_are_files = true,
		.check = check,
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
	collector_finish(d.collector);
	if (d.want_summary)
		write_totals(&cli, &d);
	if (d.wrong)
		cli_answer_no(&cli);
	end(&d);
	return cli_end(&cli);
}
