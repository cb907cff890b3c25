/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/base/reader.h"
#include "lib/base/text.h"
#include "lib/dslog/container.h"

#define SIGNATURE SLICE("DLOGFILE")

enum { END_FIELD = 0x14, RESERVED = 0x18, SECTOR = 512 };

const char *dslog_header_state_name(enum dslog_header_state state)
{
	static const char *const names[] = {"finalised", "open", "edited", "missing"};
	return names[state];
}

bool dslog_container_begins(struct slice bytes)
{
	return slice_starts_with(bytes, SIGNATURE);
}

static void report(const struct diag_sink *sink, const struct dslog_container *c,
		   enum diag_code code, size_t at, uint64_t got, uint64_t limit, struct slice text)
{
	struct diag d = {
		.code = code, .offset = c->base + at, .got = got, .limit = limit, .text = text};
	diag_report(sink, &d);
}

/* Does a header with its version digits begin at at, behind a byte like this? */
static bool header_follows(struct slice bytes, size_t at, uint8_t before)
{
	struct slice digits = slice_sub(bytes, at + SIGNATURE.n, 8);
	bool versioned = digits.n == 8;
	for (size_t i = 0; i < digits.n; i++)
		versioned &= ascii_is_digit(digits.p[i]);
	return versioned && bytes.p[at - 1] == before &&
	       slice_starts_with(slice_from(bytes, at), SIGNATURE);
}

/*
 * The next header behind a container: at a whole sector after padding (files joined), or at the
 * start of a line with its version digits (copies pasted together). A component name cannot make
 * one: it would have to lie at a sector, or in a copy that is not trusted anyway.
 */
static size_t find_next_header(struct slice bytes, bool crlf)
{
	size_t sector = SECTOR;
	while (sector < bytes.n && !header_follows(bytes, sector, 0))
		sector += SECTOR;
	size_t next = sector < bytes.n ? sector : bytes.n;
	for (size_t at = DSLOG_HEADER_BYTES; !crlf && at < next; at++) {
		at += slice_find(slice_sub(bytes, at, next - at), SIGNATURE);
		if (at < next && header_follows(bytes, at, '\n'))
			return at;
	}
	return next;
}

/* Zeros at the end are padding; in an edited copy blanks may stand for them. */
static size_t length_without_padding(struct slice s, bool edited)
{
	static const uint8_t zeros[64];
	while (s.n >= sizeof(zeros) && memcmp(s.p + s.n - sizeof(zeros), zeros, sizeof(zeros)) == 0)
		s.n -= sizeof(zeros);
	while (s.n && (s.p[s.n - 1] == 0 || (edited && s.p[s.n - 1] == ' ')))
		s.n--;
	return s.n;
}

/* The header as a copy may show it: a line of text. */
struct header_line {
	uint32_t c[12]; /* characters behind the tag */
	size_t count;
	size_t end;     /* where the line ends; 0: within that many characters it does not */
	bool reencoded; /* a byte above 0x7f became several */
};

static struct header_line read_header_line(struct slice bytes)
{
	struct header_line h = {.count = 0};
	size_t at = END_FIELD;
	while (at < bytes.n && bytes.p[at] != '\n' && bytes.p[at] != '\r') {
		if (h.count == COUNT_OF(h.c))
			return h;
		size_t n = utf8_decode(slice_from(bytes, at), &h.c[h.count]);
		if (n == 0)
			h.c[h.count] = bytes.p[at];
		h.reencoded |= n > 1;
		h.count++;
		at += n ? n : 1;
	}
	h.end = at < bytes.n ? at : 0;
	return h;
}

/*
 * An editor that saved the header as UTF-8 made two bytes of each that is above 0x7f; then twelve
 * characters, not bytes, stand between the tag and the line end. Who pastes a log often loses the
 * blanks at the end of that line too, or all but one; then it ends even earlier, and letters stand
 * where zeros or blanks should. Returns where the line ends, 0 for a header of bytes; *end is set
 * to the low two bytes of the end field, *end_known where they can be told.
 */
static size_t header_shown_as_line(struct slice bytes, struct header_line *h, uint32_t *end,
				   bool *end_known)
{
	struct slice reserved = slice_sub(bytes, RESERVED, DSLOG_HEADER_BYTES - RESERVED);
	*h = read_header_line(bytes);
	bool shorter = h->end < DSLOG_HEADER_BYTES;
	if (h->end == 0 || h->end == DSLOG_HEADER_BYTES ||
	    (shorter && (slice_is_all(reserved, 0) || slice_is_all(reserved, ' '))) ||
	    (!shorter && h->count < COUNT_OF(h->c)))
		return 0;
	for (size_t i = 3; i < h->count; i++)
		if (h->c[i] != h->c[2])
			return 0; /* zeros, or whatever one character is shown for them */
	*end_known = h->count >= 2 && h->c[0] <= 0xff && h->c[1] <= 0xff;
	if (*end_known)
		*end = h->c[0] | h->c[1] << 8;
	return h->end;
}

/* Reads the fields at their offsets; returns where the text begins. */
static size_t read_fields(struct dslog_container *c, const struct diag_sink *sink)
{
	struct reader r = reader_of(c->bytes);
	reader_skip(&r, 8);
	c->version = reader_bytes(&r, 8);
	c->tag = reader_bytes(&r, 4);
	uint32_t end = reader_u32le(&r);
	struct slice reserved = reader_bytes(&r, 8);
	if (r.bad) {
		report(sink, c, DIAG_DSLOG_HEADER_TRUNCATED, 0, c->bytes.n, DSLOG_HEADER_BYTES,
		       SLICE(""));
		c->state = DSLOG_HEADER_EDITED;
		return c->bytes.n;
	}
	struct header_line line;
	c->end_known = true;
	size_t text_at = header_shown_as_line(c->bytes, &line, &end, &c->end_known);
	c->end_offset = end;
	if (text_at) {
		c->state = DSLOG_HEADER_EDITED;
		if (line.reencoded)
			report(sink, c, DIAG_DSLOG_REENCODED, END_FIELD, 0, 0, SLICE("UTF-8"));
		else
			report(sink, c, DIAG_DSLOG_HEADER_RESERVED, RESERVED, 0, 0, SLICE(""));
		return text_at;
	}
	if (slice_is_all(reserved, ' ')) {
		/* Blanks for zeros: the upper half of the field was zero too, or it is lost. */
		c->state = DSLOG_HEADER_EDITED;
		c->end_known = end >> 16 == 0x2020;
		c->end_offset = end & 0xffff;
		report(sink, c, DIAG_DSLOG_HEADER_BLANKS, RESERVED, 0, 0, SLICE(""));
	} else if (!slice_is_all(reserved, 0) || reserved.p[0] != 0) {
		c->state = DSLOG_HEADER_EDITED;
		report(sink, c, DIAG_DSLOG_HEADER_RESERVED, RESERVED, 0, 0, SLICE(""));
	}
	return DSLOG_HEADER_BYTES;
}

static void check_constants(const struct dslog_container *c, const struct diag_sink *sink)
{
	if (c->version.n && !slice_equal(c->version, SLICE("00010000")))
		report(sink, c, DIAG_DSLOG_HEADER_VERSION, 8, 0, 0, c->version);
	if (c->tag.n && !slice_equal(c->tag, SLICE("DUMP")))
		report(sink, c, DIAG_DSLOG_HEADER_TAG, 0x10, 0, 0, c->tag);
}

/* Everything from at on that is not padding becomes slack. */
static void cut_slack(struct dslog_container *c, size_t at, size_t used)
{
	c->text = slice_sub(c->bytes, c->text_at, at - c->text_at);
	while (at < used && c->bytes.p[at] == 0)
		at++;
	c->slack = slice_sub(c->bytes, at, used - at);
	c->slack_at = at;
}

/* Compares the end field with the text that is there, and says which part is the log's. */
static void judge_end(struct dslog_container *c, const struct diag_sink *sink)
{
	size_t size = c->bytes.n;
	size_t used = length_without_padding(c->bytes, c->state == DSLOG_HEADER_EDITED);
	size_t end = c->end_offset;
	if (used < c->text_at)
		used = c->text_at;
	c->text = slice_sub(c->bytes, c->text_at, used - c->text_at);
	if (c->state == DSLOG_HEADER_EDITED) {
		if (c->end_known && end != used)
			report(sink, c, DIAG_DSLOG_END_DIFFERS, END_FIELD, end, used, SLICE(""));
		return;
	}
	c->state = DSLOG_HEADER_EDITED;
	if (end < DSLOG_HEADER_BYTES) {
		report(sink, c, DIAG_DSLOG_END_INSIDE_HEADER, END_FIELD, end, 0, SLICE(""));
	} else if (end == used && (c->text.n || end != size)) {
		c->state = DSLOG_HEADER_FINALISED;
		c->free_bytes = size - used;
	} else if (end == size) {
		c->state = DSLOG_HEADER_OPEN;
		size_t first_zero = slice_find_byte(c->text, 0);
		cut_slack(c, c->text_at + first_zero, used);
		c->free_bytes = size - c->text_at - first_zero;
	} else if (end > size) {
		report(sink, c, DIAG_DSLOG_END_BEYOND, END_FIELD, end, size, SLICE(""));
	} else if (end < used && c->bytes.p[end - 1] == '\n') {
		c->state = DSLOG_HEADER_FINALISED;
		cut_slack(c, end, used);
		c->free_bytes = size - end;
	} else {
		report(sink, c, DIAG_DSLOG_END_DIFFERS, END_FIELD, end, used, SLICE(""));
	}
}

static void report_zeros(const struct dslog_container *c, const struct diag_sink *sink)
{
	size_t first = slice_find_byte(c->text, 0);
	if (first == c->text.n)
		return;
	size_t zeros = 0;
	for (size_t i = first; i < c->text.n; i++)
		zeros += c->text.p[i] == 0;
	report(sink, c, DIAG_DSLOG_NUL_IN_TEXT, c->text_at + first, zeros, 0, SLICE(""));
}

void dslog_container_next(struct slice input, size_t *at, const struct diag_sink *sink,
			  struct dslog_container *c)
{
	struct slice rest = slice_from(input, *at);
	*c = (struct dslog_container){.state = DSLOG_HEADER_MISSING, .bytes = rest, .base = *at};
	c->free_bytes = SIZE_MAX;
	if (!dslog_container_begins(rest)) {
		c->text = slice_sub(rest, 0, length_without_padding(rest, true));
		*at = input.n;
	} else {
		bool crlf = slice_equal(slice_sub(rest, DSLOG_HEADER_BYTES, 2), SLICE("\r\n"));
		c->bytes = slice_sub(rest, 0, find_next_header(rest, crlf));
		*at += c->bytes.n;
		c->state = DSLOG_HEADER_FINALISED;
		c->text_at = read_fields(c, sink);
		check_constants(c, sink);
		judge_end(c, sink);
	}
	report_zeros(c, sink);
	if (c->slack.n)
		report(sink, c, DIAG_DSLOG_SLACK, c->slack_at, c->slack.n, 0, SLICE(""));
}
