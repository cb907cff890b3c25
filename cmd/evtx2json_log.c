/* SPDX-License-Identifier: MIT */
/* An event log, chunk by chunk, on one thread or on several, its lines in the order of the input.
 */
#include <sched.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cmd/evtx2json.h"
#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/io/ordered.h"

enum {
	THREADS_MAX = 16,
	/* A chunk whose output grows beyond this hands it over in parts. */
	PART_BYTES = 512 << 10,
	/* Inputs up to this size are done before a thread would have started. */
	SMALL_BYTES = 4 << 20,
	/* Chunks of a file that a thread takes at once: handing over costs as much as a fifth of
	 * the work on one. From a pipe each is taken as it comes. */
	CHUNKS_MAX = 4,
};

/* A diagnostic of a job, told when its turn comes. */
struct job_diag {
	size_t at; /* bytes of output in front of it */
	struct diag diag;
	size_t text_at; /* its text in the job's texts */
};

struct job_chunk {
	/* With the padding, and so that the next one begins at a page again. */
	_Alignas(MEMORY_PAGE) uint8_t bytes[EVTX_CHUNK_SIZE + EVTX_CHUNK_PADDING];
	size_t n;
	uint64_t offset;
	bool zeroed;
};

/* A few chunks under way. */
struct job {
	struct job_chunk chunks[CHUNKS_MAX];
	unsigned count;
	struct diag_sink sink;
	struct buf out;
	struct job_diag *diags; /* owned */
	size_t diag_count, diag_cap;
	struct buf texts; /* of the diagnostics */
	uint64_t selected;
};

struct log {
	struct cli *cli;
	struct settings *settings;
	struct source *source;
	struct evtx_file file;
	uint64_t offset;    /* of the next chunk */
	bool verify;        /* checksums */
	struct buf carried; /* bytes that follow a chunk that was cut short */
	unsigned at_once;   /* chunks a job */
	struct evtx_renderer renderers[THREADS_MAX];
	uint64_t used, total; /* chunks delivered: up to the last that holds anything, and all */
	bool stopped;         /* --strict met a fault */
};

static void gather(void *context, const struct diag *d)
{
	struct job *job = context;
	if (job->diag_count == job->diag_cap) {
		job->diag_cap = job->diag_cap ? 2 * job->diag_cap : 8;
		job->diags = memory_resize(job->diags, job->diag_cap * sizeof(*job->diags));
	}
	job->diags[job->diag_count++] = (struct job_diag){job->out.n, *d, job->texts.n};
	buf_add_slice(&job->texts, d->text);
}

/* --- taking --- */

static size_t read_chunk(struct log *log, uint8_t *p)
{
	size_t n = log->carried.n;
	if (n)
		memcpy(p, log->carried.p, n);
	log->carried.n = 0;
	return n + source_read(log->source, p + n, EVTX_CHUNK_SIZE - n);
}

/*
 * Where bytes were lost or inserted, chunks begin elsewhere: a piece without a chunk's magic that
 * holds a whole chunk header (its checksum is right) ends there, and a chunk begins.
 */
static size_t piece_size(const uint8_t *p, size_t n)
{
	struct evtx_chunk c;
	size_t at = evtx_chunk_find(slice_of(p, n), 0);
	if (at == 0 || at >= n)
		return n;
	evtx_chunk_open(&c, slice_of(p + at, n - at), 0, true, NULL);
	return c.header_readable && c.header_crc_ok && !c.magic_damaged ? at : n;
}

static bool take_chunk(struct log *log, struct job_chunk *c)
{
	size_t read = read_chunk(log, c->bytes);
	c->n = piece_size(c->bytes, read);
	buf_add(&log->carried, c->bytes + c->n, read - c->n);
	memset(c->bytes + c->n, 0, EVTX_CHUNK_PADDING);
	c->offset = log->offset;
	c->zeroed = false;
	log->offset += c->n;
	return c->n > 0;
}

static bool take(void *context, void *slot)
{
	struct log *log = context;
	struct job *job = slot;
	job->sink = (struct diag_sink){gather, job};
	job->count = 0;
	job->diag_count = job->texts.n = job->out.n = 0;
	log->source->in->sink = &job->sink;
	while (job->count < log->at_once && take_chunk(log, &job->chunks[job->count]))
		job->count++;
	/* What the end of the input had to say comes without a chunk. */
	return job->count > 0 || job->diag_count > 0;
}

/* --- work --- */

/* false: nothing more is wanted. */
static bool render(struct log *log, struct evtx_renderer *r, struct job *job, struct job_chunk *c,
		   struct ordered_turn *turn)
{
	struct evtx_chunk chunk;
	struct evtx_walk walk;
	struct evtx_record record;
	evtx_chunk_open(&chunk, slice_of(c->bytes, c->n), c->offset, log->verify, &job->sink);
	c->zeroed = chunk.zeroed;
	evtx_renderer_chunk(r, &chunk, &log->cli->origin, &job->sink);
	evtx_walk_begin(&walk, &chunk, log->settings->recovery, &job->sink);
	while (evtx_walk_next(&walk, &record)) {
		job->selected += evtx_render_record(r, &record, &job->out) == EVTX_RENDERED;
		if (UNLIKELY(job->out.n > PART_BYTES) && !ordered_part(turn))
			return false;
	}
	return true;
}

static void work(void *context, unsigned thread, void *slot, struct ordered_turn *turn)
{
	struct log *log = context;
	struct job *job = slot;
	bool wanted = true;
	for (unsigned i = 0; i < job->count && wanted; i++)
		wanted = render(log, &log->renderers[thread], job, &job->chunks[i], turn);
}

/* --- delivery --- */

/* What is so in nearly every log that was copied while Windows ran is told with -v only. */
static bool is_usual(const struct diag *d)
{
	return d->code == DIAG_EVTX_CHUNK_ZEROED || d->code == DIAG_EVTX_FILE_DIRTY ||
	       d->code == DIAG_EVTX_FILE_DIRTY_COUNT;
}

static void tell_now(void *context, const struct diag *d)
{
	struct log *log = context;
	if (is_usual(d) && !log->cli->verbose)
		return;
	diag_report(&log->cli->sink, d);
	log->stopped |= log->settings->strict && diag_severity(d->code) != SEVERITY_NOTE;
}

static void tell(struct log *log, struct job *job, const struct job_diag *found)
{
	struct diag d = found->diag;
	d.text = slice_sub(buf_slice(&job->texts), found->text_at, d.text.n);
	tell_now(log, &d);
}

static bool deliver(void *context, void *slot)
{
	struct log *log = context;
	struct job *job = slot;
	struct output *out = &log->cli->out;
	struct slice lines = buf_slice(&job->out);
	size_t done = 0;
	for (size_t i = 0; i < job->diag_count && !log->stopped; i++) {
		size_t at = job->diags[i].at;
		output_block(out, slice_sub(lines, done, at - done));
		done = at;
		tell(log, job, &job->diags[i]);
	}
	if (!log->stopped)
		output_block(out, slice_from(lines, done));
	output_record(out);
	for (unsigned i = 0; i < job->count; i++) {
		uint64_t behind = job->chunks[i].offset - log->file.chunks_at;
		log->total = behind / EVTX_CHUNK_SIZE + 1;
		if (!job->chunks[i].zeroed)
			log->used = log->total;
	}
	log->settings->selected += job->selected;
	job->selected = 0;
	job->out.n = job->diag_count = job->texts.n = 0;
	/* All slots would grow to the largest record there is, one after the other. */
	if (UNLIKELY(job->out.cap > 2 * PART_BYTES))
		buf_free(&job->out);
	return !log->stopped && out->error_number == 0;
}

/* --- the whole --- */

/* Is the input a file that is not compressed? *size: its bytes. */
static bool is_plain_file(const struct input *in, uint64_t *size)
{
	struct stat st;
	if (in->kind || fstat(in->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	*size = (uint64_t)st.st_size;
	return true;
}

static unsigned thread_count(const struct log *log)
{
	uint64_t size, jobs = log->settings->jobs;
	cpu_set_t processors;
	if (jobs == 0 && sched_getaffinity(0, sizeof(processors), &processors) == 0)
		jobs = (uint64_t)CPU_COUNT(&processors);
	if (is_plain_file(log->source->in, &size) && size < SMALL_BYTES)
		jobs = 1;
	return jobs > THREADS_MAX ? THREADS_MAX : jobs == 0 ? 1 : (unsigned)jobs;
}

static void free_job(struct job *job)
{
	buf_free(&job->out);
	buf_free(&job->texts);
	free(job->diags);
	free(job);
}

static void run(struct log *log)
{
	unsigned threads = thread_count(log), slots = ordered_slots(threads);
	uint64_t size;
	log->at_once = threads > 1 && is_plain_file(log->source->in, &size) ? CHUNKS_MAX : 1;
	void *jobs[2 * THREADS_MAX + 2];
	for (unsigned i = 0; i < slots; i++)
		jobs[i] = memory_pages(sizeof(struct job));
	for (unsigned i = 0; i < threads; i++)
		evtx_renderer_begin(&log->renderers[i], &log->settings->render);
	struct ordered_work w = {take, work, deliver, log};
	ordered_run(&w, jobs, threads);
	for (unsigned i = 0; i < threads; i++)
		evtx_renderer_free(&log->renderers[i]);
	for (unsigned i = 0; i < slots; i++)
		free_job(jobs[i]);
}

void evtx2json_log(struct cli *cli, struct settings *settings, struct source *source,
		   enum evtx_content content)
{
	static struct log log;
	log = (struct log){.cli = cli, .settings = settings, .source = source};
	struct diag_sink sink = {tell_now, &log};
	evtx_file_read(&log.file, buf_slice(&source->first), content, &sink);
	log.verify = !settings->no_checksums && !(log.file.flags & EVTX_FILE_NO_CRC);
	log.offset = log.file.chunks_at;
	source_skip(source, log.file.chunks_at);
	if (!log.stopped)
		run(&log);
	source->in->sink = &cli->sink;
	if (!log.stopped && cli->out.error_number == 0)
		evtx_file_compare(&log.file, log.used, log.total, &sink);
	buf_free(&log.carried);
}
