/* SPDX-License-Identifier: MIT */
#include "cmd/dumpstat_dump.h"
#include "lib/dump/dump_text.h"

enum {
	SIGNATURE_BYTES = 8,
	LOOK_BYTES = 4096, /* of a file; zeros take more than a glance */
};

/* The first bytes, borrowed from room or from in. Of a live pipe no more is waited for than it
 * takes to tell a dump from a line. */
static struct slice first_bytes(struct random_input *in, uint8_t room[static LOOK_BYTES])
{
	size_t n = random_read(in, 0, room, in->seekable ? LOOK_BYTES : SIGNATURE_BYTES);
	struct slice read = buf_slice(&in->prefix);
	if (in->seekable)
		return slice_of(room, n);
	return slice_sub(read, 0, read.n < LOOK_BYTES ? read.n : LOOK_BYTES);
}

static void append_line(struct cli *cli, struct buf *b, const struct dump *d,
			struct random_input *in, const struct dump_detail *detail)
{
	struct json_writer w = json_writer_on(b);
	dump_write_json(&w, d, in, detail);
	origin_end_record(&cli->origin, &w, 0);
}

/* Evidence is the line without its lists, which may have more values than a line is read with. */
static void write_dump(struct cli *cli, const struct dump *d, struct random_input *in,
		       const struct dump_reader *reader)
{
	const struct dump_detail *detail = reader->detail;
	const struct dump_detail plain = {.epoch = detail->epoch};
	struct buf line = {0};
	append_line(cli, &line, d, in, &plain);
	reader->told(cli, slice_sub(buf_slice(&line), 0, line.n - 1));
	buf_free(&line);
	if (!reader->print)
		return;
	if (cli->text)
		dump_write_text(&cli->out.buf, d, in, detail, input_display_name(in->name),
				cli->colour);
	else
		append_line(cli, &cli->out.buf, d, in, detail);
	output_record(&cli->out);
}

static void tell_foreign(struct cli *cli, const char *what)
{
	struct diag d = {.code = DIAG_DUMP_FOREIGN, .text = slice_of_string(what)};
	diag_report(&cli->sink, &d);
}

bool dumpstat_dump(struct cli *cli, struct random_input *in, const struct dump_reader *reader)
{
	uint8_t room[LOOK_BYTES];
	struct dump_header h;
	struct dump d;
	struct slice first = first_bytes(in, room);
	const char *foreign = dump_foreign_content(first);
	bool is_dump = dump_header_read(&h, first) != STATUS_NOT_THIS_FORMAT;
	if (is_dump) {
		arena_reset(reader->arena);
		if (dump_read(&d, in, &dump_usual_wish, reader->arena, &cli->sink) !=
		    STATUS_NOT_THIS_FORMAT)
			write_dump(cli, &d, in, reader);
	} else if (foreign) {
		tell_foreign(cli, foreign);
	}
	/* What cli->in reads by itself it knows itself. */
	if (in->seekable && (is_dump || foreign) && in->failure != INPUT_FINE) {
		cli->in.failure = in->failure;
		cli->in.error_number = in->error_number;
	}
	return is_dump || foreign;
}
