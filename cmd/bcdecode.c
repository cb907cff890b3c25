/* SPDX-License-Identifier: MIT */
/* bcdecode: what a bug check code means, and a filter that tells it for JSON lines. */
#include <inttypes.h>
#include <stdlib.h>

#include "cmd/cli.h"
#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/base/number.h"
#include "lib/bugcheck/code.h"
#include "lib/bugcheck/info.h"
#include "lib/bugcheck/splice.h"
#include "lib/io/lines.h"

struct settings {
	bool list;                       /* --list */
	struct bugcheck_reading reading; /* of the first operand */
	struct bugcheck bugcheck;        /* of all operands */
	bool reported; /* a report was printed: the next one follows a blank line */
};

static const struct cli_option options[] = {
	{"list", 0, true, NULL, NULL, "print every known code"},
};

static bool take_option(struct cli *cli, const struct cli_option *option, const char *value)
{
	struct settings *settings = cli->tool->settings;
	(void)option;
	(void)value;
	settings->list = true;
	return true;
}

static void read_operands(struct cli *cli, struct settings *settings)
{
	struct bugcheck *b = &settings->bugcheck;
	if (!bugcheck_read_code(slice_of_string(cli->operands[0]), &settings->reading))
		cli_usage_error(cli, "'%s' is not a bug check code, nor the name of one",
				cli->operands[0]);
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

/* Without a code it is a filter; with --list it reads nothing at all. */
static void check(struct cli *cli)
{
	struct settings *settings = cli->tool->settings;
	const char *first = cli->operand_count ? cli->operands[0] : NULL;
	bool names_stdin = cli->operand_count == 1 && strcmp(first, "-") == 0;
	cli->reads_inputs = (!first || names_stdin) && !settings->list;
	if (first && cli->files0_from)
		cli_usage_error(cli, "operand '%s' cannot be combined with --files0-from", first);
	else if (settings->list && (first || cli->files0_from))
		cli_usage_error(cli, "--list takes no operands and no inputs");
	else if (cli->reads_inputs && cli->tag_members.n)
		cli_usage_error(cli, "--tag changes lines, which a filter must not: give it to the "
				     "tool that makes them");
	else if (first && !names_stdin)
		read_operands(cli, settings);
}

/* A line or report of our own, about b. */
static void print_bugcheck(struct cli *cli, const struct bugcheck *b,
			   const struct bugcheck_reading *reading)
{
	struct json_writer w = json_writer_on(&cli->out.buf);
	json_object_begin(&w, NULL);
	json_literal(&w, "type", "bugcheck");
	bugcheck_write_object(&w, "bugcheck", b);
	bugcheck_write_info(&w, b, reading);
	if (cli->tags.n)
		json_raw(&w, "tags", buf_slice(&cli->tags));
	json_line_end(&w);
	output_record(&cli->out);
}

static void report_bugcheck(struct cli *cli, const struct bugcheck *b,
			    const struct bugcheck_reading *reading)
{
	struct settings *settings = cli->tool->settings;
	if (settings->reported)
		buf_add_byte(&cli->out.buf, '\n');
	settings->reported = true;
	bugcheck_report(&cli->out.buf, b, reading, cli->colour);
	output_record(&cli->out);
}

static void note_doubt(struct cli *cli, const struct bugcheck_reading *r)
{
	const struct bugcheck_code *entry = bugcheck_code_find(r->code);
	const struct bugcheck_code *other = bugcheck_code_find(r->other);
	if (r->doubt == BUGCHECK_DOUBT_HEXADECIMAL)
		cli_note(cli,
			 "%s is read as decimal: 0x%" PRIx32 " %s; in hexadecimal, 0x%" PRIx32
			 ", it is %s",
			 cli->operands[0], r->code,
			 entry ? bugcheck_string(entry->name) : "(unknown)", r->other,
			 bugcheck_string(other->name));
	else if (r->doubt == BUGCHECK_DOUBT_NAME)
		cli_note(cli, "%s is taken for 0x%" PRIx32 "; 0x%" PRIx32 " has the same name",
			 cli->operands[0], r->code, r->other);
}

static void decode_operands(struct cli *cli, const struct settings *settings)
{
	note_doubt(cli, &settings->reading);
	if (!bugcheck_code_find(settings->bugcheck.code)) {
		cli_note(cli, "%s: unknown bug check code", cli->operands[0]);
		cli_answer_no(cli);
	}
	if (cli->text)
		report_bugcheck(cli, &settings->bugcheck, &settings->reading);
	else
		print_bugcheck(cli, &settings->bugcheck, &settings->reading);
}

static void list_codes(struct cli *cli)
{
	for (size_t i = 0; i < bugcheck_code_count; i++) {
		struct bugcheck b = {.code = bugcheck_codes[i].code};
		if (cli->text) {
			bugcheck_report_row(&cli->out.buf, b.code);
			output_record(&cli->out);
		} else {
			print_bugcheck(cli, &b, NULL);
		}
	}
}

/* The line with the member in front of its closing brace, every byte of it kept. */
static void append_spliced(struct buf *out, struct slice line, const struct splice *splice)
{
	struct json_writer w = json_writer_on(out);
	buf_add_slice(out, slice_sub(line, 0, splice->brace));
	w.comma = true;
	json_object_begin(&w, "bugcheck_info");
	if (!splice->named)
		bugcheck_write_identity(&w, splice->bugcheck.code);
	bugcheck_write_info(&w, &splice->bugcheck, NULL);
	json_object_end(&w);
	buf_add_slice(out, slice_from(line, splice->brace));
}

static void filter_line(struct cli *cli, const struct line *line)
{
	struct splice splice = {.state = SPLICE_NOTHING};
	if (line->first && line->last) {
		splice = splice_find(line->bytes);
	} else if (line->first) {
		struct diag d = {.code = DIAG_JSON_LINE_TOO_LONG,
				 .offset = line->offset,
				 .line = line->number,
				 .limit = LIMIT_JSON_LINE_BYTES};
		diag_report(&cli->sink, &d);
	}
	if (cli->text && splice.state != SPLICE_NOTHING) {
		report_bugcheck(cli, &splice.bugcheck, NULL);
	} else if (!cli->text) {
		if (splice.state == SPLICE_DUE)
			append_spliced(&cli->out.buf, line->bytes, &splice);
		else
			buf_add_slice(&cli->out.buf, line->bytes);
		output_record(&cli->out);
	}
}

static void filter_inputs(struct cli *cli)
{
	struct line line;
	while (cli_next_input(cli)) {
		struct line_reader lines = line_reader_on(&cli->in, LIMIT_JSON_LINE_BYTES);
		while (cli->out.error_number == 0 && line_reader_next(&lines, &line))
			filter_line(cli, &line);
		line_reader_free(&lines);
		cli_close_input(cli);
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
	static struct settings settings;
	static const struct cli_tool tool = {
		.name = "bcdecode",
		.synopsis = "[OPTION]... [CODE [P1 [P2 [P3 [P4]]]]]",
		.summary =
			"Tell what a Windows bug check code means; without CODE, add it to JSON lines",
		.more = "CODE is decimal (209), hexadecimal (0xD1, D1, 0x000000D1), negative or a name;\n"
			"P1 to P4 are hexadecimal, as Windows prints them.\n"
			"\n"
			"Exit status: 0 all written, 1 CODE is unknown, 2 wrong usage or a failure of the\n"
			"environment, 3 compressed input was damaged.\n"
			"\n"
			"Examples:\n"
			"  bcdecode 0xD1 'ffffd000`0000abcd' 2 0 'fffff803`999612d0'\n"
			"  bcdecode --text DPC_WATCHDOG_VIOLATION\n"
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
	if (status < 0) {
		if (settings.list)
			list_codes(&cli);
		else if (cli.reads_inputs)
			filter_inputs(&cli);
		else
			decode_operands(&cli, &settings);
		status = cli_end(&cli);
	}
	free(copies);
	return status;
}
