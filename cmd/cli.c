/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cmd/cli.h"
#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/base/number.h"
#include "lib/base/text.h"

const struct cli_option cli_common_options[] = {
	{"text", 0, true, NULL, NULL, "print a report for people instead of JSON lines"},
	{"color", 0, false, "WHEN", "auto|always|never",
	 "colour the report of --text; auto also heeds NO_COLOR and\nCLICOLOR_FORCE (default auto)"},
	{"tag", 0, false, "KEY=VALUE", NULL,
	 "add \"tags\":{\"KEY\":\"VALUE\"} to every line; repeatable"},
	{"epoch", 0, false, NULL, NULL, "add time_unix_ms, milliseconds since 1970, beside time"},
	{"files0-from", 0, false, "FILE", NULL,
	 "read the names of the inputs from FILE, each ended by a NUL byte"},
	{"no-decompress", 0, false, NULL, NULL,
	 "take gzip, xz, zstd and bzip2 data as it is, do not read through it"},
	{"max-expansion", 0, false, "RATIO", NULL,
	 "give up on compressed data that grows beyond RATIO times its size\n(default 1100)"},
	{"diagnostics", 0, false, "FORM", "text|json",
	 "tell of damage on stderr (text, the default) or as JSON lines on\nstdout, in input order (json)"},
	{"damage-ok", 0, false, NULL, NULL, "exit with 0 or 1 where damaged input would make it 3"},
	{"silent", 's', true, NULL, NULL, "print nothing on stdout; the exit status tells"},
	{"quiet", 'q', true, NULL, NULL, "no notes on stderr"},
	{"verbose", 'v', false, NULL, NULL, "tell more on stderr"},
	{"unbuffered", 0, false, NULL, NULL, "write each line at once, for live pipes"},
	{"progress", 0, false, "WHEN", "auto|always|never",
	 "tell on stderr how far long work has got (auto: on a terminal,\nafter a second)"},
	{"completion", 0, false, "SHELL", "bash|zsh|fish", "print a completion script and exit"},
	{"help", 'h', true, NULL, NULL, "-h prints a short help, --help the whole, and exit"},
	{"version", 'V', true, NULL, NULL, "print name and version, and exit"},
};
const size_t cli_common_option_count = COUNT_OF(cli_common_options);

/* What the command line asks for instead of work. */
enum request {
	REQUEST_NONE,
	REQUEST_BRIEF_HELP,
	REQUEST_HELP,
	REQUEST_VERSION,
	REQUEST_COMPLETION
};

struct command_line {
	struct cli *cli;
	struct option *longs; /* the tool's options, then the common ones; owned */
	size_t count;
	struct buf letters; /* getopt's short option text, NUL-terminated */
	enum request request;
	const char *shell;
	enum when progress_when;
};

void cli_each_option(const struct cli_tool *tool,
		     void (*visit)(const struct cli_option *o, void *context), void *context)
{
	for (size_t i = 0; i < tool->option_count; i++)
		visit(&tool->options[i], context);
	for (size_t i = 0; i < cli_common_option_count; i++)
		visit(&cli_common_options[i], context);
}

void cli_usage_error(struct cli *cli, const char *format, ...)
{
	if (cli->usage_problem)
		return; /* the first one tells most */
	struct buf b = {0};
	char text[512];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	text_append_display(&b, slice_of_string(text));
	buf_add_byte(&b, 0);
	cli->usage_problem = (const char *)b.p;
}

/* Position of value in choices ("a|b|c"), or -1 after telling what it may be. */
static int choose(struct cli *cli, const struct cli_option *o, const char *value)
{
	int at = 0;
	for (const char *p = o->choices; *p; at++) {
		size_t n = strcspn(p, "|");
		if (strlen(value) == n && memcmp(p, value, n) == 0)
			return at;
		p += n + (p[n] == '|');
	}
	cli_usage_error(cli, "--%s takes one of %s, not '%s'", o->name, o->choices, value);
	return -1;
}

static void add_tag(struct cli *cli, const char *value)
{
	const char *equals = strchr(value, '=');
	if (!equals || equals == value) {
		cli_usage_error(cli, "--tag takes KEY=VALUE, not '%s'", value);
		return;
	}
	struct buf *b = &cli->tag_members;
	struct buf key = {0};
	buf_add_byte(&key, '"');
	text_append_json(&key, slice_of(value, (size_t)(equals - value)));
	buf_add(&key, "\":", 2);
	if (slice_find(buf_slice(b), buf_slice(&key)) < b->n)
		cli_usage_error(cli, "--tag %.*s is given twice", (int)(equals - value), value);
	if (b->n)
		buf_add_byte(b, ',');
	buf_add_slice(b, buf_slice(&key));
	buf_free(&key);
	buf_add_byte(b, '"');
	text_append_json(b, slice_of_string(equals + 1));
	buf_add_byte(b, '"');
}

static void set_expansion(struct cli *cli, const char *value)
{
	uint64_t ratio;
	if (!number_from_decimal(slice_of_string(value), &ratio) || ratio == 0)
		cli_usage_error(cli, "--max-expansion takes a whole number from 1, not '%s'",
				value);
	else
		cli->input_options.max_expansion = ratio;
}

/* Flags among the common options, and where they go. */
static bool *common_flag(struct cli *cli, struct slice name)
{
	const struct {
		struct slice name;
		bool *flag;
	} flags[] = {
		{SLICE("text"), &cli->text},
		{SLICE("epoch"), &cli->epoch},
		{SLICE("damage-ok"), &cli->damage_ok},
		{SLICE("silent"), &cli->silent},
		{SLICE("quiet"), &cli->quiet},
		{SLICE("verbose"), &cli->verbose},
		{SLICE("unbuffered"), &cli->unbuffered},
	};
	for (size_t i = 0; i < COUNT_OF(flags); i++)
		if (slice_equal(flags[i].name, name))
			return flags[i].flag;
	return NULL;
}

static void take_common(struct command_line *line, const struct cli_option *o, const char *value,
			bool by_letter)
{
	struct cli *cli = line->cli;
	struct slice name = slice_of_string(o->name);
	bool *flag = common_flag(cli, name);
	int choice = o->choices ? choose(cli, o, value) : -1;
	if (flag)
		*flag = true;
	else if (slice_equal(name, SLICE("help")))
		line->request = by_letter ? REQUEST_BRIEF_HELP : REQUEST_HELP;
	else if (slice_equal(name, SLICE("version")))
		line->request = REQUEST_VERSION;
	else if (slice_equal(name, SLICE("tag")))
		add_tag(cli, value);
	else if (slice_equal(name, SLICE("files0-from")))
		cli->files0_from = value;
	else if (slice_equal(name, SLICE("no-decompress")))
		cli->input_options.decompress = false;
	else if (slice_equal(name, SLICE("max-expansion")))
		set_expansion(cli, value);
	else if (choice < 0)
		return; /* told already */
	else if (slice_equal(name, SLICE("color")))
		cli->color_when = (enum when)choice;
	else if (slice_equal(name, SLICE("progress")))
		line->progress_when = (enum when)choice;
	else if (slice_equal(name, SLICE("diagnostics")))
		cli->diagnostics_json = choice == 1;
	else if (slice_equal(name, SLICE("completion"))) {
		line->request = REQUEST_COMPLETION;
		line->shell = value;
	}
}

static void add_getopt_entry(const struct cli_option *o, void *context)
{
	struct command_line *line = context;
	struct option *entry = &line->longs[line->count++];
	entry->name = o->name;
	entry->has_arg = !o->argument                    ? no_argument
			 : cli_option_may_stand_alone(o) ? optional_argument
							 : required_argument;
	entry->val = o->letter ? o->letter : 0;
	if (o->letter) {
		buf_add_byte(&line->letters, (uint8_t)o->letter);
		if (o->argument)
			buf_add_byte(&line->letters, ':');
	}
}

static const struct cli_option *option_at(const struct cli_tool *tool, size_t i)
{
	return i < tool->option_count ? &tool->options[i]
				      : &cli_common_options[i - tool->option_count];
}

static void take(struct command_line *line, size_t i, bool by_letter)
{
	const struct cli_tool *tool = line->cli->tool;
	const struct cli_option *o = option_at(tool, i);
	if (i >= tool->option_count)
		take_common(line, o, optarg, by_letter);
	else if (o->choices && optarg && choose(line->cli, o, optarg) < 0)
		return;
	else
		(void)tool->take(line->cli, o, optarg);
}

/* What getopt did not understand: names it, with the nearest option there is. */
static void unknown_option(struct command_line *line, int result, const char *word)
{
	struct cli *cli = line->cli;
	if (result == ':') {
		cli_usage_error(cli, "option '%s' needs a value", word);
		return;
	}
	if (strncmp(word, "--", 2) != 0) {
		cli_usage_error(cli, "unknown option '-%c'", optopt);
		return;
	}
	const char *nearest = cli_nearest_option(cli->tool, word + 2);
	if (!cli->usage_problem)
		cli->nearest_option = nearest;
	cli_usage_error(cli, "unknown option '%s'", word);
}

static void read_options(struct command_line *line, int argc, char **argv)
{
	const struct cli_tool *tool = line->cli->tool;
	size_t total = tool->option_count + cli_common_option_count;
	line->longs = memory_zeroed(total + 1, sizeof(*line->longs));
	buf_add_byte(&line->letters, ':');
	cli_each_option(tool, add_getopt_entry, line);
	buf_add_byte(&line->letters, 0);
	opterr = 0;
	for (;;) {
		int at = -1;
		int word = optind;
		int r = getopt_long(argc, argv, (const char *)line->letters.p, line->longs, &at);
		if (r == -1)
			break;
		if (r == '?' || r == ':') {
			unknown_option(line, r, argv[optind > word ? optind - 1 : word]);
			continue;
		}
		bool by_letter = at < 0;
		for (size_t i = 0; at < 0 && i < total; i++)
			if (line->longs[i].val == r)
				at = (int)i;
		take(line, (size_t)at, by_letter);
	}
	free(line->longs);
	buf_free(&line->letters);
}

static int print_and_exit(struct cli *cli, struct buf *b)
{
	buf_add_slice(&cli->out.buf, buf_slice(b));
	buf_free(b);
	return cli_end(cli);
}

static int answer_request(struct command_line *line)
{
	struct buf b = {0};
	switch (line->request) {
	case REQUEST_VERSION:
		buf_printf(&b, "%s (bsodutils) %s\n", line->cli->tool->name, PACKAGE_VERSION);
		break;
	case REQUEST_COMPLETION:
		cli_completion(line->cli->tool, line->shell, &b);
		break;
	default:
		cli_help(line->cli->tool, line->request == REQUEST_BRIEF_HELP, &b);
	}
	line->cli->silent = false;
	return print_and_exit(line->cli, &b);
}

/* Tells the first problem of the command line in one line, and where to read on in another. */
static int tell_usage_problem(struct cli *cli)
{
	const char *name = cli->tool->name;
	fprintf(stderr, "%s: %s\n", name, cli->usage_problem);
	if (cli->nearest_option)
		fprintf(stderr, "%s: did you mean '--%s'?\n", name, cli->nearest_option);
	else
		fprintf(stderr, "%s: try '%s --help'\n", name, name);
	cli->any_failed = true;
	return cli_end(cli);
}

static bool decide_colour(enum when when)
{
	const char *no_color = getenv("NO_COLOR");
	const char *force = getenv("CLICOLOR_FORCE");
	const char *term = getenv("TERM");
	if (when != WHEN_AUTO)
		return when == WHEN_ALWAYS;
	if (no_color && *no_color)
		return false;
	if (force && *force && strcmp(force, "0") != 0)
		return true;
	return isatty(STDOUT_FILENO) && !(term && strcmp(term, "dumb") == 0);
}

void cli_out_of_memory(void)
{
	static const char message[] = "bsodutils: out of memory\n";
	ssize_t ignored = write(STDERR_FILENO, message, sizeof(message) - 1);
	(void)ignored;
	_exit(EXIT_STATUS_FAILED);
}

int cli_begin(struct cli *cli, const struct cli_tool *tool, int argc, char **argv)
{
	struct command_line line = {.cli = cli};
	memory_set_exhausted(cli_out_of_memory);
	cli->tool = tool;
	cli->input_options = (struct input_options){true, LIMIT_EXPANSION_RATIO};
	cli->out.fd = STDOUT_FILENO;
	cli_report_begin(cli);
	read_options(&line, argc, argv);
	cli->operands = argv + optind;
	cli->operand_count = argc - optind;
	if (line.request != REQUEST_NONE)
		return answer_request(&line);
	cli->reads_inputs = tool->operands_are_files;
	if (tool->check)
		tool->check(cli);
	if (cli->files0_from && cli->operand_count)
		cli_usage_error(cli, "file operand '%s' cannot be combined with --files0-from",
				cli->operands[0]);
	if (cli->usage_problem)
		return tell_usage_problem(cli);
	if (cli->reads_inputs && !cli->operand_count && !cli->files0_from && isatty(STDIN_FILENO)) {
		struct buf b = {0};
		cli_help(tool, true, &b);
		fwrite(b.p, 1, b.n, stderr);
		buf_free(&b);
		cli->any_failed = true;
		return cli_end(cli);
	}
	if (cli->tag_members.n) {
		buf_add_byte(&cli->tags, '{');
		buf_add_slice(&cli->tags, buf_slice(&cli->tag_members));
		buf_add_byte(&cli->tags, '}');
	}
	cli->colour = decide_colour(cli->color_when);
	cli->out.discard = cli->silent;
	output_widen(&cli->out);
	cli->out.each_line = cli->unbuffered || isatty(STDOUT_FILENO);
	progress_begin(&cli->progress, tool->name,
		       line.progress_when == WHEN_ALWAYS ||
			       (line.progress_when == WHEN_AUTO && isatty(STDERR_FILENO)));
	return -1;
}

void cli_answer_no(struct cli *cli)
{
	cli->answer_no = true;
}

static int ladder(const struct cli *cli)
{
	if (cli->any_failed)
		return EXIT_STATUS_FAILED;
	if (cli->any_damaged && !cli->damage_ok)
		return EXIT_STATUS_DAMAGED;
	return cli->answer_no ? EXIT_STATUS_NO : EXIT_STATUS_COMPLETE;
}

int cli_end(struct cli *cli)
{
	progress_clear(&cli->progress);
	if (!output_close(&cli->out))
		cli_failure(cli, "write error: %s", strerror(cli->out.error_number));
	buf_free(&cli->tags);
	buf_free(&cli->tag_members);
	buf_free(&cli->message);
	origin_free(&cli->origin);
	free((char *)(uintptr_t)cli->usage_problem);
	cli->usage_problem = NULL;
	return ladder(cli);
}
