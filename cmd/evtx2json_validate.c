/* SPDX-License-Identifier: MIT */
/* --validate: one judgement on a log instead of its events. */
#include "cmd/evtx2json.h"
#include "lib/evtx/validate.h"

/* What is wrong is the answer here: it is told as such, and not as damage that cost data. */
static void ignore(void *context, const struct diag *d)
{
	(void)context, (void)d;
}

/* Was anything odd about the record? */
static void notice(void *context, const struct diag *d)
{
	bool *flawed = context;
	*flawed |= diag_severity(d->code) != SEVERITY_NOTE;
}

static void read_records(struct evtx_validation *v, struct evtx_renderer *r, struct evtx_walk *walk,
			 const struct evtx_chunk *chunk, struct buf *out)
{
	struct evtx_record record;
	bool flawed;
	struct diag_sink sink = {notice, &flawed};
	r->sink = &sink;
	while (evtx_walk_next(walk, &record)) {
		out->n = 0;
		flawed = false;
		evtx_validation_record(v, chunk, &record);
		if (evtx_render_record(r, &record, out) == EVTX_NOT_READABLE)
			evtx_validation_unreadable(v, &record);
		else if (flawed)
			evtx_validation_flawed(v, &record);
	}
}

static void read_chunks(struct evtx_validation *v, struct settings *settings, struct source *source,
			const struct record_origin *origin, uint64_t offset)
{
	static uint8_t bytes[EVTX_CHUNK_SIZE + EVTX_CHUNK_PADDING];
	struct diag_sink nowhere = {ignore, NULL};
	struct evtx_render_options options = {.shape = &evtx_shape_xml};
	struct evtx_renderer r;
	struct buf out = {0};
	size_t n;
	bool verify = !settings->no_checksums && !(v->file.flags & EVTX_FILE_NO_CRC);
	evtx_renderer_begin(&r, &options);
	while ((n = source_read(source, bytes, EVTX_CHUNK_SIZE)) > 0) {
		struct evtx_chunk chunk;
		struct evtx_walk walk;
		memset(bytes + n, 0, EVTX_CHUNK_PADDING);
		evtx_chunk_open(&chunk, slice_of(bytes, n), offset, verify, &nowhere);
		evtx_renderer_chunk(&r, &chunk, origin, &nowhere);
		evtx_walk_begin(&walk, &chunk, settings->recovery, &nowhere);
		read_records(v, &r, &walk, &chunk, &out);
		evtx_validation_chunk(v, &chunk, &walk);
		offset += n;
	}
	evtx_renderer_free(&r);
	buf_free(&out);
}

void evtx2json_validate(struct cli *cli, struct settings *settings, struct source *source,
			enum evtx_content content)
{
	struct diag_sink nowhere = {ignore, NULL};
	struct evtx_validation v;
	struct evtx_file file;
	evtx_validation_begin(&v);
	v.content_end = evtx_content_end;
	evtx_file_read(&file, buf_slice(&source->first), content, &nowhere);
	if (content != EVTX_CONTENT_CHUNKS)
		evtx_validation_file(&v, &file, content);
	source_skip(source, file.chunks_at);
	read_chunks(&v, settings, source, &cli->origin, file.chunks_at);
	struct json_writer w = json_writer_on(&cli->out.buf);
	if (cli->text)
		evtx_validation_text(&v, &cli->out.buf, input_display_name(cli->in.name));
	else
		evtx_validation_write(&v, &w, &cli->origin);
	output_record(&cli->out);
	if (!evtx_validation_is_ok(&v))
		cli_answer_no(cli);
}
