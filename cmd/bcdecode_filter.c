/* SPDX-License-Identifier: MIT */
/* bcdecode among JSON lines: bugcheck_info for those that tell of a bug check, no byte of any line
 * changed. */
#include <stdlib.h>

#include "cmd/bcdecode.h"
#include "lib/base/limits.h"
#include "lib/bugcheck/info.h"
#include "lib/io/lines.h"
#include "lib/io/sieve.h"

/* The line with the member in front of its closing brace, every byte of it kept. */
static void append_spliced(struct buf *out, struct slice line, const struct splice *splice,
			   struct bugcheck_decoding *decoding)
{
	struct json_writer w = json_writer_on(out);
	buf_add_slice(out, slice_sub(line, 0, splice->brace));
	w.comma = true;
	json_object_begin(&w, "bugcheck_info");
	if (!splice->named)
		bugcheck_write_identity(&w, splice->bugcheck.code);
	bugcheck_write_info(&w, &splice->bugcheck, NULL, decoding);
	json_object_end(&w);
	buf_add_slice(out, slice_from(line, splice->brace));
}

static void filter_line(struct cli *cli, struct slice line)
{
	struct bcdecode *settings = cli->tool->settings;
	struct splice splice = splice_find(line, &settings->splice);
	if (cli->text) {
		if (splice.state != SPLICE_NOTHING)
			bcdecode_print(cli, &splice.bugcheck, NULL);
		return;
	}
	if (splice.state == SPLICE_DUE)
		append_spliced(&cli->out.buf, line, &splice, &settings->decoding);
	else
		buf_add_slice(&cli->out.buf, line);
	output_record(&cli->out);
}

static void report_long_line(struct cli *cli, uint64_t offset)
{
	struct diag d = {
		.code = DIAG_JSON_LINE_TOO_LONG, .offset = offset, .limit = LIMIT_JSON_LINE_BYTES};
	diag_report(&cli->sink, &d);
}

static void filter_part(struct cli *cli, const struct sieve_part *part)
{
	if (part->kind == SIEVE_LINE) {
		filter_line(cli, part->bytes);
		return;
	}
	if (part->kind == SIEVE_LONG)
		report_long_line(cli, part->offset);
	if (!cli->text)
		output_block(&cli->out, part->bytes);
}

static void filter_blocks(struct cli *cli, struct sieve *sieve)
{
	struct sieve_part part;
	sieve_start(sieve, &cli->in);
	while (cli->out.error_number == 0 && sieve_next(sieve, &part))
		filter_part(cli, &part);
}

/* The same line by line, each of which is looked into: what the other way is tested against. */
static void filter_lines(struct cli *cli)
{
	struct line_reader lines = line_reader_on(&cli->in, LIMIT_JSON_LINE_BYTES);
	struct line line;
	while (cli->out.error_number == 0 && line_reader_next(&lines, &line)) {
		struct sieve_part part = {line.bytes, SIEVE_MORE, line.offset};
		if (line.first)
			part.kind = line.last ? SIEVE_LINE : SIEVE_LONG;
		filter_part(cli, &part);
	}
	line_reader_free(&lines);
}

void bcdecode_filter(struct cli *cli)
{
	const struct bcdecode *settings = cli->tool->settings;
	const char *path = getenv("BSODUTILS_FILTER_PATH");
	bool by_lines = path && strcmp(path, "lines") == 0;
	struct sieve sieve = sieve_for(LIMIT_JSON_LINE_BYTES, splice_needle(&settings->splice));
	output_widen(&cli->out);
	while (cli_next_input(cli)) {
		if (by_lines)
			filter_lines(cli);
		else
			filter_blocks(cli, &sieve);
		cli_close_input(cli);
	}
	sieve_free(&sieve);
}
