/* SPDX-License-Identifier: MIT */
/* bcdecode in text: the bug checks that a line mentions, explained behind it. */
#include "cmd/bcdecode.h"
#include "lib/base/limits.h"
#include "lib/bugcheck/anchor.h"
#include "lib/bugcheck/mention.h"
#include "lib/bugcheck/note.h"
#include "lib/io/sieve.h"

static enum mention_digits digits_of(const struct bcdecode *settings)
{
	switch (settings->splice.from) {
	case BUGCHECK_FROM_EVENT41:
		return MENTION_DIGITS_DECIMAL;
	case BUGCHECK_FROM_WER:
	case BUGCHECK_FROM_TEXT:
		return MENTION_DIGITS_HEXADECIMAL;
	case BUGCHECK_FROM_AUTO:
		break;
	}
	return MENTION_DIGITS_BY_FORM;
}

bool bcdecode_line(struct cli *cli, struct slice text)
{
	const struct bcdecode *settings = cli->tool->settings;
	struct mention m;
	size_t at = 0;
	bool any = false;
	while (mention_next(text, at, digits_of(settings), &m)) {
		bcdecode_print(cli, &m.bugcheck, &m.reading);
		at = m.past;
		any = true;
	}
	return any;
}

static bool same_bugcheck(const struct bugcheck *a, const struct bugcheck *b)
{
	for (size_t i = 0; i < BUGCHECK_PARAMETERS; i++)
		if (a->parameter_known[i] != b->parameter_known[i] ||
		    a->parameters[i] != b->parameters[i])
			return false;
	return a->code == b->code;
}

/* A line, and behind it what it mentions; what it says twice in a row is explained once. */
static void annotate_line(struct cli *cli, struct slice line)
{
	struct bcdecode *settings = cli->tool->settings;
	struct bugcheck last = {.code = 0};
	struct mention m;
	size_t at = 0;
	buf_add_slice(&cli->out.buf, line);
	while (mention_next(line, at, digits_of(settings), &m)) {
		if (at == 0 && line.p[line.n - 1] != '\n')
			buf_add_byte(&cli->out.buf, '\n');
		if (!same_bugcheck(&m.bugcheck, &last))
			bugcheck_note(&cli->out.buf, &m.bugcheck, &m.reading, &settings->decoding);
		last = m.bugcheck;
		at = m.past;
	}
	output_record(&cli->out);
}

static void report_long_line(struct cli *cli, uint64_t offset)
{
	struct diag d = {
		.code = DIAG_TEXT_LINE_TOO_LONG, .offset = offset, .limit = LIMIT_TEXT_LINE_BYTES};
	diag_report(&cli->sink, &d);
}

static void annotate_part(struct cli *cli, const struct sieve_part *part)
{
	if (part->kind == SIEVE_LINE) {
		annotate_line(cli, part->bytes);
		return;
	}
	if (part->kind == SIEVE_LONG)
		report_long_line(cli, part->offset);
	output_block(&cli->out, part->bytes);
}

void bcdecode_annotate(struct cli *cli)
{
	struct sieve sieve = sieve_on(LIMIT_TEXT_LINE_BYTES, anchor_find);
	struct sieve_part part;
	output_widen(&cli->out);
	while (cli_next_input(cli)) {
		sieve_start(&sieve, &cli->in);
		while (cli->out.error_number == 0 && sieve_next(&sieve, &part))
			annotate_part(cli, &part);
		cli_close_input(cli);
	}
	sieve_free(&sieve);
}
