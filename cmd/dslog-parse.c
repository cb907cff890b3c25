/* SPDX-License-Identifier: MIT */
/* dslog-parse: DumpStack.log to JSON lines, or to an answer. */
#include "cmd/cli.h"
#include "lib/base/limits.h"
#include "lib/dslog/parse.h"
#include "lib/dslog/report.h"

struct settings {
	bool sessions; /* --sessions */
	bool check;    /* --check */
	bool asked;    /* --is was given */
	bool is[DSLOG_VERDICT_COUNT];
	bool is_before_5;
};

struct run {
	struct cli *cli;
	const struct settings *settings;
	bool any_session, any_match, any_incomplete;
};

static const struct cli_option options[] = {
	{"sessions", 0, true, NULL, NULL,
	 "print only the line of each session: verdict, times, rates"},
	{"check", 0, true, NULL, NULL,
	 "exit with 0 only if the verdict of every session is complete,\notherwise with 1"},
	{"is", 0, true, "VERDICT[,VERDICT]...", NULL,
	 "exit with 0 if a session has one of these verdicts, otherwise with\n"
	 "1; also: stopped (any of stopped_*), stopped-before-5 (memory data\n"
	 "never got past 0 %), fallback (any complete_minidump_*)"},
};

static const char more[] =
	"Without FILE, or where FILE is -, standard input is read.\n"
	"\n"
	"Exit status: 0 all was read; 1 the answer to --check or --is is no; 2 wrong\n"
	"usage, or a file could not be read or the output not written; 3 some input was\n"
	"damaged, and what could be read was printed. An interrupted log is not damage.\n"
	"\n"
	"Examples:\n"
	"  dslog-parse DumpStack.log | jq -c 'select(.type == \"dslog.session\")'\n"
	"  dslog-parse --text DumpStack.log\n"
	"  if dslog-parse -s --is=stopped-before-5 DumpStack.log; then echo stuck; fi\n"
	"  find /evidence -name 'DumpStack.log*' -print0 |\n"
	"      dslog-parse --sessions --files0-from=- | bcdecode | dumpstat --summary\n";

/* A verdict's name with dashes for underscores is the same name. */
static bool same_name(struct slice word, const char *name)
{
	if (word.n != strlen(name))
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] != (uint8_t)name[i] && !(word.p[i] == '-' && name[i] == '_'))
			return false;
	return true;
}

static bool has_prefix(const char *name, const char *prefix)
{
	return strncmp(name, prefix, strlen(prefix)) == 0;
}

/* Marks the verdicts that a word of --is stands for; false for an unknown word. */
static bool mark_verdicts(struct settings *s, struct slice word)
{
	bool found = false;
	if (same_name(word, "stopped_before_5"))
		return s->is_before_5 = true;
	for (size_t v = 0; v < DSLOG_VERDICT_COUNT; v++) {
		const char *name = dslog_verdict_name((enum dslog_verdict)v);
		bool family =
			(same_name(word, "stopped") && has_prefix(name, "stopped_")) ||
			(same_name(word, "fallback") && has_prefix(name, "complete_minidump_"));
		if (family || same_name(word, name))
			found = s->is[v] = true;
	}
	return found;
}

static bool take_is(struct cli *cli, struct settings *s, const char *value)
{
	struct slice rest = slice_of_string(value);
	s->asked = true;
	for (;;) {
		size_t n = slice_find_byte(rest, ',');
		struct slice word = slice_sub(rest, 0, n);
		if (!mark_verdicts(s, word)) {
			cli_usage_error(cli, "--is: unknown verdict '%.*s'", (int)word.n,
					(const char *)word.p);
			return false;
		}
		if (n == rest.n)
			return true;
		rest = slice_from(rest, n + 1);
	}
}

static bool take(struct cli *cli, const struct cli_option *option, const char *value)
{
	struct settings *s = cli->tool->settings;
	if (option == &options[0])
		s->sessions = true;
	else if (option == &options[1])
		s->check = true;
	else
		return take_is(cli, s, value);
	return true;
}

static void record_written(void *context)
{
	struct run *run = context;
	output_record(&run->cli->out);
}

static void session_concluded(void *context, const struct dslog_session *s)
{
	struct run *run = context;
	struct cli *cli = run->cli;
	run->any_session = true;
	run->any_match |= run->settings->is[s->verdict] ||
			  (run->settings->is_before_5 && s->stopped_before_5_percent);
	run->any_incomplete |= s->verdict != DSLOG_VERDICT_COMPLETE;
	if (!cli->text || cli->silent)
		return;
	dslog_report(&cli->out.buf, s, input_display_name(cli->in.name), cli->colour);
	output_record(&cli->out);
}

static void parse_input(struct cli *cli, struct dslog_parser *parser, struct buf *bytes)
{
	bool more_bytes;
	bytes->n = 0;
	if (!input_read_all(&cli->in, bytes, LIMIT_DSLOG_BYTES, &more_bytes) && bytes->n == 0)
		return; /* told when the input is closed */
	/* Not empty, but packed in a way that nothing came out of. */
	bool unpacked = !cli->in.kind || cli->in.between || bytes->n;
	parser->packed = unpacked ? NULL : cli->in.kind->name;
	dslog_parse(parser, buf_slice(bytes),
		    dslog_name_is_temporary(cli->in.name, cli->in.kind != NULL), more_bytes);
	if (cli->verbose)
		cli_note(cli, "%s: %zu bytes, %zu sessions", input_display_name(cli->in.name),
			 bytes->n, (size_t)parser->session_count);
}

int main(int argc, char **argv)
{
	struct settings settings = {.sessions = false};
	const struct cli_tool tool = {
		.name = "dslog-parse",
		.summary =
			"Reads DumpStack.log, how Windows wrote a crash dump, and prints JSON lines",
		.synopsis = "[OPTION]... [FILE]...",
		.more = more,
		.options = options,
		.option_count = COUNT_OF(options),
		.operands_are_files = true,
		.take = take,
		.settings = &settings,
	};
	static struct cli cli;
	static struct dslog_parser parser;
	int status = cli_begin(&cli, &tool, argc, argv);
	if (status >= 0)
		return status;
	struct run run = {.cli = &cli, .settings = &settings};
	struct buf bytes = {0};
	bool json = !cli.text && !cli.silent;
	parser.grammar = dslog_grammar_new();
	parser.sink = &cli.sink;
	parser.writer = (struct dslog_record_writer){&cli.out.buf, &cli.origin, cli.epoch};
	parser.write_lines = json && !settings.sessions;
	parser.write_sessions = json;
	parser.context = &run;
	parser.record_written = record_written;
	parser.session_concluded = session_concluded;
	while (cli_next_input(&cli)) {
		parse_input(&cli, &parser, &bytes);
		cli_close_input(&cli);
	}
	if ((settings.check && (run.any_incomplete || !run.any_session)) ||
	    (settings.asked && !run.any_match))
		cli_answer_no(&cli);
	dslog_grammar_free(parser.grammar);
	dslog_parser_free(&parser);
	buf_free(&bytes);
	return cli_end(&cli);
}
