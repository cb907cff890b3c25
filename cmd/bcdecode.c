/* SPDX-License-Identifier: MIT */
/* bcdecode: what a bug check and its parameters mean, and filters that tell it. */
#include <inttypes.h>
#include <stdlib.h>

#include "cmd/bcdecode.h"
#include "cmd/twins.h"
#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/base/number.h"
#include "lib/bugcheck/anchor.h"
#include "lib/bugcheck/code.h"
#include "lib/bugcheck/info.h"
#include "lib/bugcheck/mention.h"
#include "lib/bugcheck/report.h"

static const struct cli_option options[] = {
	{"from", 0, true, "SOURCE", "auto|event41|wer|text",
	 "what digits without 0x are: event41 decimal, wer and\n"
	 "text hexadecimal; auto: decimal, with a note"},
	{"line", 0, true, "TEXT", NULL, "decode the bug checks that TEXT mentions"},
	{"annotate", 0, true, NULL, NULL, "read text, explain each bug check behind its line"},
	{"path", 0, true, "PATH", NULL,
	 "where JSON lines have the code: .data.BugcheckCode;\n"
	 "without it, .bugcheck"},
	{"list", 0, true, NULL, NULL, "print all that is known of every code"},
	{"search", 0, true, "WORD", NULL, "print the codes whose name, title or meaning has WORD"},
	{"explain", 0, true, "CODE", NULL, "print a page about CODE, with all its values"},
	{"pooltag", 0, false, "FILE", NULL, "name pool tags from FILE, a debugger's pooltag.txt"},
};

static bool take_from(struct cli *cli, const char *value)
{
	static const char *const sources[] = {"auto", "event41", "wer", "text"};
	struct bcdecode *settings = cli->tool->settings;
	for (size_t i = 0; i < COUNT_OF(sources); i++)
		if (strcmp(value, sources[i]) == 0)
			settings->splice.from = (enum bugcheck_from)i;
	return true;
}

static bool take_path(struct cli *cli, const char *value)
{
	struct bcdecode *settings = cli->tool->settings;
	if (splice_path_read(&settings->splice.path, slice_of_string(value)))
		return true;
	cli_usage_error(cli, "--path: '%s' is no path like .data.BugcheckCode", value);
	return false;
}

static bool take_task(struct cli *cli, const struct cli_option *option, const char *value)
{
	static const struct {
		const char *name;
		enum bcdecode_task task;
	} tasks[] = {
		{"line", BCDECODE_LINE},       {"annotate", BCDECODE_ANNOTATE},
		{"list", BCDECODE_LIST},       {"search", BCDECODE_SEARCH},
		{"explain", BCDECODE_EXPLAIN},
	};
	struct bcdecode *settings = cli->tool->settings;
	if (settings->asked_by && strcmp(settings->asked_by, option->name) != 0) {
		cli_usage_error(cli, "--%s cannot be combined with --%s", option->name,
				settings->asked_by);
		return false;
	}
	for (size_t i = 0; i < COUNT_OF(tasks); i++)
		if (strcmp(option->name, tasks[i].name) == 0)
			settings->task = tasks[i].task;
	settings->asked_by = option->name;
	settings->argument = value;
	return true;
}

static bool take_option(struct cli *cli, const struct cli_option *option, const char *value)
{
	struct bcdecode *settings = cli->tool->settings;
	if (strcmp(option->name, "from") == 0)
		return take_from(cli, value);
	if (strcmp(option->name, "path") == 0)
		return take_path(cli, value);
	if (strcmp(option->name, "pooltag") == 0) {
		settings->pool_tags_name = value;
		return true;
	}
	return take_task(cli, option, value);
}

static bool read_code(struct cli *cli, const char *word)
{
	struct bcdecode *settings = cli->tool->settings;
	return bugcheck_read_code(slice_of_string(word), settings->splice.from, &settings->reading);
}

/* Does a single operand hold a text that mentions a bug check? Then it is as if --line gave it. */
static bool is_text(struct cli *cli, const char *word)
{
	struct bcdecode *settings = cli->tool->settings;
	struct mention m;
	if (cli->operand_count != 1 ||
	    !mention_next(slice_of_string(word), 0, MENTION_DIGITS_BY_FORM, &m))
		return false;
	settings->task = BCDECODE_LINE;
	settings->argument = word;
	return true;
}

static void read_operands(struct cli *cli)
{
	struct bcdecode *settings = cli->tool->settings;
	struct bugcheck *b = &settings->bugcheck;
	if (!read_code(cli, cli->operands[0])) {
		if (!is_text(cli, cli->operands[0]))
			cli_usage_error(cli, "'%s' is not a bug check code, nor the name of one",
					cli->operands[0]);
		return;
	}
	b->code = settings->reading.code;
	for (int i = 1; i < cli->operand_count; i++) {
		const char *word = cli->operands[i];
		if (i > BUGCHECK_PARAMETERS)
			cli_usage_error(cli, "'%s' is one operand too many: CODE P1 P2 P3 P4",
					word);
		else if (bugcheck_read_parameter(slice_of_string(word), &b->parameters[i - 1]))
			b->parameter_known[i - 1] = true;
		else
			cli_usage_error(cli,
					"'%s' is not a parameter (hexadecimal, or 0n and digits)",
					word);
	}
}

/* An option that needs no input takes no operand either, and an argument that says something. */
static void check_lookup(struct cli *cli)
{
	const struct bcdecode *settings = cli->tool->settings;
	if (cli->operand_count || cli->files0_from)
		cli_usage_error(cli, "--%s takes no operands and no inputs", settings->asked_by);
	else if (settings->task == BCDECODE_SEARCH &&
		 slice_trim(slice_of_string(settings->argument)).n == 0)
		cli_usage_error(cli, "--search needs a word");
	else if (settings->task == BCDECODE_EXPLAIN && !read_code(cli, settings->argument))
		cli_usage_error(cli, "'%s' is not a bug check code, nor the name of one",
				settings->argument);
}

/* Operands are a code and its parameters; of the text filter, whose inputs have names, files. */
static void check_inputs(struct cli *cli)
{
	struct bcdecode *settings = cli->tool->settings;
	const char *first = cli->operand_count ? cli->operands[0] : NULL;
	bool names_stdin = cli->operand_count == 1 && strcmp(first, "-") == 0;
	if (settings->task == BCDECODE_FILTER && first && !names_stdin)
		settings->task = BCDECODE_CODE;
	cli->reads_inputs = settings->task != BCDECODE_CODE;
	if (first && cli->files0_from && settings->task != BCDECODE_ANNOTATE)
		cli_usage_error(cli, "operand '%s' cannot be combined with --files0-from", first);
	else if (cli->reads_inputs && cli->tag_members.n)
		cli_usage_error(cli, "--tag changes lines, which a filter must not: give it to the "
				     "tool that makes them");
	else if (settings->task == BCDECODE_CODE)
		read_operands(cli);
}

static void check(struct cli *cli)
{
	struct bcdecode *settings = cli->tool->settings;
	cli->reads_inputs = false;
	if (settings->task == BCDECODE_FILTER || settings->task == BCDECODE_ANNOTATE)
		check_inputs(cli);
	else
		check_lookup(cli);
	if (settings->splice.path.text.n && settings->task != BCDECODE_FILTER)
		cli_usage_error(cli, "--path is for JSON lines, which are read without CODE alone");
}

/* A line of our own, about b. */
static void print_line(struct cli *cli, const struct bugcheck *b,
		       const struct bugcheck_reading *reading)
{
	struct bcdecode *settings = cli->tool->settings;
	struct json_writer w = json_writer_on(&cli->out.buf);
	json_object_begin(&w, NULL);
	json_literal(&w, "type", "bugcheck");
	bugcheck_write_object(&w, "bugcheck", b);
	bugcheck_write_info(&w, b, reading, &settings->decoding);
	if (cli->tags.n)
		json_raw(&w, "tags", buf_slice(&cli->tags));
	json_line_end(&w);
}

void bcdecode_print(struct cli *cli, const struct bugcheck *b,
		    const struct bugcheck_reading *reading)
{
	struct bcdecode *settings = cli->tool->settings;
	if (!cli->text) {
		print_line(cli, b, reading);
	} else {
		if (settings->reported)
			buf_add_byte(&cli->out.buf, '\n');
		settings->reported = true;
		bugcheck_report(&cli->out.buf, b, reading, &settings->decoding, cli->colour);
	}
	output_record(&cli->out);
}

static void note_doubt(struct cli *cli, const char *word, const struct bugcheck_reading *r)
{
	const struct bugcheck_code *entry = bugcheck_code_find(r->code);
	const struct bugcheck_code *other = bugcheck_code_find(r->other);
	if (r->doubt == BUGCHECK_DOUBT_HEXADECIMAL)
		cli_note(cli,
			 "%s is read as decimal: 0x%" PRIx32 " %s; in hexadecimal, 0x%" PRIx32
			 ", it is %s",
			 word, r->code, entry ? bugcheck_string(entry->name) : "(unknown)",
			 r->other, bugcheck_string(other->name));
	else if (r->doubt == BUGCHECK_DOUBT_NAME)
		cli_note(cli, "%s is taken for 0x%" PRIx32 "; 0x%" PRIx32 " has the same name",
			 word, r->code, r->other);
}

static void decode_operands(struct cli *cli, const struct bcdecode *settings)
{
	note_doubt(cli, cli->operands[0], &settings->reading);
	if (!bugcheck_code_find(settings->bugcheck.code)) {
		cli_note(cli, "%s: unknown bug check code", cli->operands[0]);
		cli_answer_no(cli);
	}
	bcdecode_print(cli, &settings->bugcheck, &settings->reading);
}

/* A text; where it mentions no bug check in any form, it may be a code and nothing else. */
static void decode_line(struct cli *cli, const struct bcdecode *settings)
{
	struct bugcheck_reading r;
	struct slice text = slice_of_string(settings->argument);
	if (bcdecode_line(cli, text))
		return;
	if (bugcheck_read_code(text, settings->splice.from, &r)) {
		struct bugcheck b = {.code = r.code};
		note_doubt(cli, settings->argument, &r);
		bcdecode_print(cli, &b, &r);
		if (bugcheck_code_find(r.code))
			return;
		cli_note(cli, "%s: unknown bug check code", settings->argument);
	} else {
		cli_note(cli, "no bug check found in the text");
	}
	cli_answer_no(cli);
}

/* Reads the user's list of pool tags; false, and told, where it cannot be read. */
static bool read_pool_tags(struct cli *cli, struct bcdecode *settings)
{
	struct input in;
	struct buf text = {0};
	bool more = false;
	bool good = input_open(&in, settings->pool_tags_name, &cli->input_options, NULL) &&
		    input_read_all(&in, &text, LIMIT_POOL_TAG_BYTES, &more);
	if (!good)
		cli_input_failure(cli, &in);
	input_close(&in);
	if (good && pool_tags_read(&settings->pool_tags, text.p, text.n) == 0)
		cli_note(cli, "%s: no line of it names a pool tag", settings->pool_tags_name);
	settings->decoding.pool_tags = &settings->pool_tags;
	return good;
}

static void run(struct cli *cli, struct bcdecode *settings)
{
	if (settings->pool_tags_name && !read_pool_tags(cli, settings))
		return;
	switch (settings->task) {
	case BCDECODE_FILTER:
		bcdecode_filter(cli);
		break;
	case BCDECODE_CODE:
		decode_operands(cli, settings);
		break;
	case BCDECODE_LINE:
		decode_line(cli, settings);
		break;
	case BCDECODE_ANNOTATE:
		bcdecode_annotate(cli);
		break;
	case BCDECODE_LIST:
		bcdecode_list(cli);
		break;
	case BCDECODE_SEARCH:
		bcdecode_search(cli);
		break;
	case BCDECODE_EXPLAIN:
		note_doubt(cli, settings->argument, &settings->reading);
		bcdecode_explain(cli);
		break;
	}
}

/*
 * Codes may be negative, and getopt would take "-1073741286" for options. A blank in front hides
 * the sign from it, and does not matter where codes are read. Returns what was allocated.
 */
static char *hide_negative_numbers(int argc, char **argv)
{
	size_t room = 0;
	for (int i = 1; i < argc; i++)
		room += strlen(argv[i]) + 2;
	char *copies = memory_zeroed(room + 1, 1);
	char *at = copies;
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		size_t n = strlen(argv[i]);
		if (argv[i][0] != '-' || !ascii_is_digit((uint8_t)argv[i][1]))
			continue;
		*at = ' ';
		memcpy(at + 1, argv[i], n);
		argv[i] = at;
		at += n + 2;
	}
	return copies;
}

int main(int argc, char **argv)
{
	static struct bcdecode settings;
	static const struct cli_tool tool = {
		.name = "bcdecode",
		.synopsis = "[OPTION]... [CODE [P1 [P2 [P3 [P4]]]]]",
		.summary = "Tell what a Windows bug check and its parameters mean; without CODE, "
			   "add it to JSON lines",
		.more = "CODE is decimal (209), hexadecimal (0xD1, D1, 0x000000D1), negative or a name;\n"
			"P1 to P4 are hexadecimal, as Windows prints them.\n"
			"\n"
			"Exit status: 0 all written, 1 CODE is unknown or nothing was found, 2 wrong\n"
			"usage or a failure of the environment, 3 compressed input was damaged.\n"
			"\n"
			"Examples:\n"
			"  bcdecode 0xD1 'ffffd000`0000abcd' 2 0 'fffff803`999612d0'\n"
			"  bcdecode --text --line 'BugCheck 1A, {41790, fffffa8001234560, ffff, 0}'\n"
			"  bcdecode --explain 0x133\n"
			"  dslog-parse DumpStack.log | bcdecode | jq .bugcheck_info\n",
		.options = options,
		.option_count = COUNT_OF(options),
		.check = check,
		.take = take_option,
		.settings = &settings,
	};
	struct cli cli = {0};
	memory_set_exhausted(cli_out_of_memory);
	char *copies = hide_negative_numbers(argc, argv);
	int status = cli_begin(&cli, &tool, argc, argv);
	twins_choose(anchor_choose);
	if (status < 0) {
		run(&cli, &settings);
		status = cli_end(&cli);
	}
	bugcheck_decoding_free(&settings.decoding);
	pool_tags_free(&settings.pool_tags);
	free(copies);
	return status;
}
