/* SPDX-License-Identifier: MIT */
/* What the figures of a log add up to, as a JSON line and as text. */
#include <inttypes.h>

#include "lib/base/text.h"
#include "lib/base/wintime.h"
#include "lib/evtx/validate.h"

/* One thing that makes a log not right, and how often it is so. */
struct reason {
	const char *name;     /* in JSON */
	const char *sentence; /* for people */
	uint64_t count;
};

enum { REASON_MAX = 24 };

/* The sequence once it is known to be whole. A log that is full goes on at its first chunk: the
 * input then begins in the middle of the sequence, and the one step back is no reset. */
struct order {
	struct evtx_sequence s; /* seam taken out of resets, and its gap counted */
	bool ring;
	struct evtx_mark oldest, newest;
};

static struct order order_of(const struct evtx_sequence *s)
{
	struct order o = {.s = *s, .oldest = s->first, .newest = s->last};
	o.ring = s->resets == 1 && s->last.record_id < s->first.record_id;
	if (!o.ring)
		return o;
	o.s.resets = 0;
	o.oldest = s->first_reset.after;
	o.newest = s->first_reset.before;
	uint64_t missing = s->first.record_id - s->last.record_id - 1;
	if (missing && o.s.gaps++ == 0)
		o.s.first_gap = (struct evtx_step){s->last, s->first};
	o.s.missing = s->missing + missing < missing ? UINT64_MAX : s->missing + missing;
	return o;
}

/* Is the record in the chunk of that number? */
static bool is_in_chunk(const struct evtx_validation *v, const struct evtx_mark *m, uint64_t number)
{
	return m->offset >= v->file.chunks_at &&
	       (m->offset - v->file.chunks_at) / EVTX_CHUNK_SIZE == number;
}

/* Does a log that was closed count other chunks or records than it has, or in another order? */
static bool header_counts_differ(const struct evtx_validation *v, const struct order *o)
{
	const struct evtx_file *f = &v->file;
	const struct evtx_totals *t = &v->totals;
	if (!v->file_known || !f->magic_ok || f->flags & EVTX_FILE_DIRTY)
		return false;
	bool chunks = t->chunks <= UINT16_MAX &&
		      (f->chunk_count < t->chunks_used || f->chunk_count > t->chunks);
	/* The last chunk may not have got a record yet, so only the first one can be compared. */
	return chunks || (o->s.count && (f->next_record_id != o->newest.record_id + 1 ||
					 !is_in_chunk(v, &o->oldest, f->first_chunk_number)));
}

static bool version_is_known(const struct evtx_file *f)
{
	return f->major_version == 3 && (f->minor_version == 1 || f->minor_version == 2);
}

/* Fills rows with all reasons, most of which have the count 0. Returns how many rows. */
static size_t reasons_of(const struct evtx_validation *v, const struct order *o,
			 struct reason rows[static REASON_MAX])
{
	const struct evtx_totals *t = &v->totals;
	const struct evtx_file *f = &v->file;
	bool file = v->file_known;
	const struct reason all[] = {
		{"file_header", "damaged or missing file headers", file && !f->magic_ok},
		{"file_version", "unknown file versions",
		 file && f->magic_ok && !version_is_known(f)},
		{"file_checksum", "file headers with a wrong checksum",
		 file && f->magic_ok && !f->crc_ok},
		{"file_counts", "file headers with other counts than the log",
		 header_counts_differ(v, o)},
		{"no_chunks", "inputs without any chunk", t->chunks == 0},
		{"chunk_magic", "chunks without header or with a damaged magic", t->magic_wrong},
		{"chunk_truncated", "chunks cut short", t->truncated},
		{"chunk_header_checksum", "chunk headers with a wrong checksum",
		 t->header_checksum_wrong},
		{"chunk_checksum", "chunks whose records have a wrong checksum",
		 t->data_checksum_wrong},
		{"chunk_numbers", "chunk headers with other numbers than their records",
		 t->numbers_differ},
		{"chunk_free_space", "chunk headers with another end than their records",
		 t->free_space_differs},
		{"record_magic", "records with a damaged magic", t->magic_faults},
		{"record_size", "records whose two sizes differ", t->size_faults},
		{"lost_bytes", "bytes where records should be and are not", t->lost_bytes},
		{"record_unreadable", "records that could not be read", t->unreadable},
		{"record_flawed", "records whose template or values are not whole", t->flawed},
		{"record_enlarged", "records larger than their content", t->enlarged},
		{"record_hidden", "records hidden inside others", t->hidden},
		{"resealed", "chunks altered and given a right checksum again", t->resealed},
		{"gaps", "gaps in the record numbers", o->s.gaps},
	};
	_Static_assert(COUNT_OF(all) <= REASON_MAX, "rows has room for all");
	memcpy(rows, all, sizeof(all));
	return COUNT_OF(all);
}

bool evtx_validation_is_ok(const struct evtx_validation *v)
{
	struct order o = order_of(&v->sequence);
	struct reason rows[REASON_MAX];
	size_t n = reasons_of(v, &o, rows);
	for (size_t i = 0; i < n; i++)
		if (rows[i].count)
			return false;
	return true;
}

static void write_header(const struct evtx_validation *v, struct json_writer *w)
{
	const struct evtx_file *f = &v->file;
	if (!v->file_known || !f->magic_ok) {
		json_null(w, "file_header");
		return;
	}
	struct buf version = {0};
	buf_printf(&version, "%u.%u", f->major_version, f->minor_version);
	json_object_begin(w, "file_header");
	json_text(w, "version", buf_slice(&version));
	json_bool(w, "dirty", f->flags & EVTX_FILE_DIRTY);
	json_bool(w, "full", f->flags & EVTX_FILE_FULL);
	json_bool(w, "checksum_ok", f->crc_ok);
	json_count(w, "first_chunk_number", f->first_chunk_number);
	json_count(w, "last_chunk_number", f->last_chunk_number);
	json_number(w, "chunk_count", f->chunk_count);
	json_count(w, "next_record_id", f->next_record_id);
	json_object_end(w);
	buf_free(&version);
}

static void write_totals(const struct evtx_totals *t, struct json_writer *w)
{
	json_number(w, "chunks", t->chunks);
	json_number(w, "chunks_good", t->chunks - t->chunks_damaged - t->chunks_empty);
	json_number(w, "chunks_damaged", t->chunks_damaged);
	json_number(w, "chunks_empty", t->chunks_empty);
	json_number(w, "chunks_stale", t->stale);
	json_number(w, "chunks_without_checksum", t->checksums_absent);
	json_number(w, "records", t->records);
	json_number(w, "recovered", t->recovered);
	json_number(w, "hidden", t->hidden);
	json_number(w, "duplicates", t->duplicates);
	json_number(w, "unreadable", t->unreadable);
	json_number(w, "lost_bytes", t->lost_bytes);
}

static void write_time(struct json_writer *w, const char *key, uint64_t filetime, bool any)
{
	if (any)
		json_time(w, key, filetime);
	else
		json_null(w, key);
}

static void write_mark(struct json_writer *w, const char *key, const struct evtx_mark *m, bool any)
{
	if (!any) {
		json_null(w, key);
		return;
	}
	json_object_begin(w, key);
	json_count(w, "record_id", m->record_id);
	write_time(w, "time", m->written, m->written != 0);
	json_count(w, "offset", m->offset);
	json_object_end(w);
}

/* The record at which something is seen for the first time, and the one in front of it. */
static void write_step(struct json_writer *w, const char *key, const struct evtx_step *s, bool any)
{
	if (!any) {
		json_null(w, key);
		return;
	}
	json_object_begin(w, key);
	write_mark(w, "before", &s->before, true);
	write_mark(w, "after", &s->after, true);
	json_object_end(w);
}

static void write_sequence(const struct order *o, struct json_writer *w)
{
	bool any = o->s.count != 0;
	write_mark(w, "oldest", &o->oldest, any);
	write_mark(w, "newest", &o->newest, any);
	write_time(w, "earliest", o->s.earliest, any && o->s.earliest != UINT64_MAX);
	write_time(w, "latest", o->s.latest, any && o->s.latest != 0);
	json_bool(w, "ring", o->ring);
	json_number(w, "gaps", o->s.gaps);
	json_count(w, "missing", o->s.missing);
	write_step(w, "first_gap", &o->s.first_gap, o->s.gaps);
	json_number(w, "resets", o->s.resets);
	write_step(w, "first_reset", &o->s.first_reset, o->s.resets);
	json_number(w, "time_backwards", o->s.backwards);
	write_step(w, "first_time_backwards", &o->s.first_backwards, o->s.backwards);
}

void evtx_validation_write(const struct evtx_validation *v, struct json_writer *w,
			   const struct record_origin *origin)
{
	struct order o = order_of(&v->sequence);
	struct reason rows[REASON_MAX];
	size_t n = reasons_of(v, &o, rows);
	json_object_begin(w, NULL);
	json_literal(w, "type", "evtx.validation");
	json_bool(w, "ok", evtx_validation_is_ok(v));
	json_object_begin(w, "faults");
	for (size_t i = 0; i < n; i++)
		if (rows[i].count)
			json_number(w, rows[i].name, rows[i].count);
	json_object_end(w);
	write_header(v, w);
	write_totals(&v->totals, w);
	write_mark(w, "first_enlarged", &v->totals.first_enlarged, v->totals.enlarged);
	write_sequence(&o, w);
	origin_end_record(origin, w, 0);
}

static void text_time(struct buf *b, uint64_t filetime)
{
	char text[TIME_TEXT];
	if (filetime == 0)
		buf_add_string(b, "no time known");
	else if (time_write(text, filetime))
		buf_add(b, text, sizeof(text));
	else
		buf_add_string(b, "a time beyond the year 9999");
}

static void text_mark(struct buf *b, const char *name, const struct evtx_mark *m)
{
	buf_printf(b, "  %-9s record %" PRIu64 ", ", name, m->record_id);
	text_time(b, m->written);
	buf_printf(b, ", at byte %" PRIu64 "\n", m->offset);
}

static void text_step(struct buf *b, const char *name, uint64_t count, const char *what,
		      const struct evtx_step *s)
{
	if (count == 0)
		return;
	buf_printf(b,
		   "  %-9s %s: %" PRIu64 "; first from record %" PRIu64 " to %" PRIu64
		   ", at byte %" PRIu64 "\n",
		   name, what, count, s->before.record_id, s->after.record_id, s->after.offset);
}

static void text_header(const struct evtx_validation *v, struct buf *b)
{
	const struct evtx_file *f = &v->file;
	if (!v->file_known) {
		buf_add_string(b, "  format    bare chunks, no file header\n");
		return;
	}
	if (!f->magic_ok) {
		buf_add_string(b, "  format    file header is damaged or missing\n");
		return;
	}
	buf_printf(b, "  format    %u.%u%s%s\n", f->major_version, f->minor_version,
		   f->flags & EVTX_FILE_DIRTY ? ", not closed" : "",
		   f->flags & EVTX_FILE_FULL ? ", full" : "");
}

static void text_totals(const struct evtx_totals *t, struct buf *b)
{
	buf_printf(b,
		   "  chunks    %" PRIu64 ": %" PRIu64 " good, %" PRIu64 " damaged, %" PRIu64
		   " empty\n",
		   t->chunks, t->chunks - t->chunks_damaged - t->chunks_empty, t->chunks_damaged,
		   t->chunks_empty);
	buf_printf(b, "  records   %" PRIu64 ", of them %" PRIu64 " recovered\n", t->records,
		   t->recovered);
}

static void text_sequence(const struct order *o, struct buf *b)
{
	if (o->s.count == 0)
		return;
	text_mark(b, "oldest", &o->oldest);
	text_mark(b, "newest", &o->newest);
	text_step(b, "numbers", o->s.gaps, "gaps", &o->s.first_gap);
	text_step(b, "numbers", o->s.resets, "steps back to lower numbers", &o->s.first_reset);
	text_step(b, "times", o->s.backwards, "steps back in time", &o->s.first_backwards);
}

void evtx_validation_text(const struct evtx_validation *v, struct buf *b, const char *name)
{
	struct order o = order_of(&v->sequence);
	struct reason rows[REASON_MAX];
	size_t n = reasons_of(v, &o, rows);
	text_append_display(b, slice_of_string(name));
	buf_add_string(b,
		       evtx_validation_is_ok(v) ? ": nothing wrong\n" : ": not as it should be\n");
	text_header(v, b);
	text_totals(&v->totals, b);
	text_sequence(&o, b);
	for (size_t i = 0; i < n; i++)
		if (rows[i].count)
			buf_printf(b, "  wrong     %s: %" PRIu64 "\n", rows[i].sentence,
				   rows[i].count);
}
