/* SPDX-License-Identifier: MIT */
#include "lib/base/content.h"
#include "lib/base/number.h"
#include "lib/dslog/encoding.h"
#include "lib/dslog/parse.h"

static bool ends_ignoring_case(struct slice s, struct slice suffix)
{
	return s.n >= suffix.n &&
	       slice_equal_ignoring_case(slice_sub(s, s.n - suffix.n, suffix.n), suffix);
}

bool dslog_name_is_temporary(const char *name, bool compressed)
{
	static const struct slice suffixes[] = {{(const uint8_t *)".gz", 3},
						{(const uint8_t *)".xz", 3},
						{(const uint8_t *)".zst", 4},
						{(const uint8_t *)".bz2", 4}};
	struct slice s = slice_of_string(name);
	for (size_t i = 0; compressed && i < COUNT_OF(suffixes); i++)
		if (ends_ignoring_case(s, suffixes[i]))
			s.n -= suffixes[i].n;
	return ends_ignoring_case(s, SLICE(".tmp"));
}

void dslog_parser_free(struct dslog_parser *p)
{
	buf_free(&p->scratch);
}

static uint64_t offset_in_input(const struct dslog_parser *p, uint64_t at)
{
	return p->offset_first + at * p->offset_unit;
}

static void report_placed(void *context, const struct diag *d)
{
	const struct dslog_parser *p = context;
	struct diag placed = *d;
	placed.offset = offset_in_input(p, d->offset);
	placed.length = d->length * p->offset_unit;
	diag_report(p->sink, &placed);
}

static void report(struct dslog_parser *p, enum diag_code code, uint64_t got, uint64_t limit,
		   const char *text)
{
	struct diag d = {.code = code, .got = got, .limit = limit, .text = slice_of_string(text)};
	diag_report(p->sink, &d);
}

static void written(struct dslog_parser *p)
{
	if (p->record_written)
		p->record_written(p->context);
}

static void flush_bugcheck(struct dslog_parser *p)
{
	if (p->pending_any && p->write_lines) {
		/* Without a code the record has no place for the parameters either. */
		bool untold = p->pending_untold || p->pending.code == 0;
		dslog_write_bugcheck(&p->writer, &p->pending, &p->pending_first,
				     untold ? p->pending_text : slice_of(NULL, 0),
				     p->session.number);
		written(p);
	}
	p->pending_any = false;
}

static void begin_bugcheck(struct dslog_parser *p, const struct dslog_event *e)
{
	p->pending = (struct bugcheck){.code = 0};
	p->pending_first = *e;
	p->pending_text = e->text;
	p->pending_untold = false;
	p->pending_any = true;
}

/* Gathers the five lines. The code's line begins a new record, and so does a repeated parameter. */
static void gather_bugcheck(struct dslog_parser *p, const struct dslog_event *e)
{
	struct slice which = dslog_event_field(e, DSLOG_FIELD_REGISTER);
	bool is_code = which.p[0] == 'C';
	size_t n = is_code ? 0 : (size_t)(which.p[1] - '1');
	if (is_code || (p->pending_any && p->pending.parameter_known[n]))
		flush_bugcheck(p);
	if (!p->pending_any)
		begin_bugcheck(p, e);
	p->pending_text.n = (size_t)(e->text.p + e->text.n - p->pending_text.p);
	if (!dslog_event_has(e, DSLOG_FIELD_VALUE)) {
		p->pending_untold = true;
		return;
	}
	uint64_t v = dslog_event_number(e, DSLOG_FIELD_VALUE);
	if (is_code) {
		p->pending.code = dslog_bugcheck_code(v);
		return;
	}
	p->pending.parameter_known[n] = true;
	p->pending.parameters[n] = v;
}

static void conclude_session(struct dslog_parser *p)
{
	flush_bugcheck(p);
	dslog_session_conclude(&p->session);
	if (p->write_sessions) {
		dslog_write_session(&p->writer, &p->session);
		written(p);
	}
	if (p->session_concluded)
		p->session_concluded(p->context, &p->session);
}

static void begin_session(struct dslog_parser *p, uint64_t line, uint64_t offset)
{
	dslog_session_begin(&p->session, ++p->session_count, p->container);
	p->session.line = line;
	p->session.offset = offset;
}

/* A second "initialized" line, or one after lines of a session whose beginning is missing. */
static bool begins_next_session(const struct dslog_parser *p, const struct dslog_event *e)
{
	const struct dslog_session *s = &p->session;
	return e->record == DSLOG_RECORD_START && (s->seen_start || s->known_lines);
}

/* Excerpts may well be pasted one behind the other; a log begins anew with each crash. */
static void note_second_start(struct dslog_parser *p)
{
	if (p->container->state != DSLOG_HEADER_MISSING)
		p->session.findings[DSLOG_FINDING_SECOND_START].times = 1;
}

static void report_bad_values(struct dslog_parser *p, const struct dslog_event *e)
{
	struct diag d = {.code = DIAG_DSLOG_BAD_NUMBER, .offset = e->offset, .line = e->line};
	for (uint32_t rest = e->good | e->bad; rest; rest &= rest - 1) {
		enum dslog_field f = (enum dslog_field)__builtin_ctz(rest);
		d.text = e->fields[f];
		if (!dslog_event_has(e, f) ||
		    (f != DSLOG_FIELD_VALUE && e->number[f] > JSON_SAFE_INTEGER))
			diag_report(p->sink, &d);
	}
	d.code = DIAG_DSLOG_BAD_TIME;
	d.text = dslog_event_field(e, DSLOG_FIELD_UTC);
	if (e->utc_state == DSLOG_NUMBER_BAD)
		diag_report(p->sink, &d);
	d.text = dslog_event_field(e, DSLOG_FIELD_LOCAL);
	if (e->local_state == DSLOG_NUMBER_BAD)
		diag_report(p->sink, &d);
}

static void write_event(struct dslog_parser *p, const struct dslog_event *e)
{
	if (e->record == DSLOG_RECORD_BUGCHECK) {
		gather_bugcheck(p, e);
		return;
	}
	flush_bugcheck(p);
	if (!p->write_lines)
		return;
	dslog_write_event(&p->writer, e, p->session.number, p->session.last_percent);
	written(p);
}

static void take_event(struct dslog_parser *p, const struct dslog_event *e)
{
	report_bad_values(p, e);
	if (!e->slack && begins_next_session(p, e)) {
		p->session.last_of_container = false;
		note_second_start(p);
		conclude_session(p);
		begin_session(p, e->line, e->offset);
		note_second_start(p);
	}
	write_event(p, e);
	if (!e->slack)
		dslog_session_take(&p->session, e);
}

/* All messages of a stretch of text that begins at at of the input's bytes. Returns the line the
 * stretch ends in. */
static uint64_t take_text(struct dslog_parser *p, struct slice text, size_t at, uint64_t first_line,
			  bool slack)
{
	enum dslog_header_state state = p->container->state;
	bool altered = state == DSLOG_HEADER_EDITED || state == DSLOG_HEADER_MISSING;
	struct dslog_text t = dslog_text_on(text, p->grammar, first_line, altered);
	struct dslog_message m;
	struct dslog_event e; /* here, since compilers may zero what a loop declares */
	while (dslog_text_next(&t, &m)) {
		dslog_event_read(&e, m.text, &m.match);
		e.line = m.line;
		e.offset = offset_in_input(p, at + m.at);
		e.slack = slack;
		take_event(p, &e);
	}
	return t.line;
}

/* Line numbers count as an editor does: the header stands in the first line. Returns the number of
 * the line behind. */
static uint64_t take_container(struct dslog_parser *p, const struct dslog_container *c,
			       uint64_t line)
{
	p->container = c;
	begin_session(p, line, offset_in_input(p, c->base));
	if (p->write_lines) {
		dslog_write_header(&p->writer, c, p->session.number, line,
				   offset_in_input(p, c->base));
		written(p);
	}
	line = take_text(p, c->text, c->base + c->text_at, line, false);
	flush_bugcheck(p);
	line = take_text(p, c->slack, c->base + c->slack_at, line, true);
	conclude_session(p);
	return line;
}

/*
 * Is text without a header an excerpt of a log? It has no other format's magic, and at least a
 * quarter of its lines are known: a program that holds the messages as format strings is none.
 */
static bool is_excerpt(struct dslog_parser *p, struct slice text)
{
	const char *kind = content_kind(text);
	if (strcmp(kind, "text") != 0 && strcmp(kind, "binary") != 0 && strcmp(kind, "json") != 0)
		return false;
	struct dslog_text t = dslog_text_on(text, p->grammar, 1, true);
	struct dslog_message m;
	size_t known = 0, all = 0;
	while (dslog_text_next(&t, &m)) {
		known += m.match.rule != NULL;
		all++;
	}
	return known > 0 && known >= all / 4;
}

/* Something that is not a log: one session line that says so, and not a byte of it. */
static void take_no_log(struct dslog_parser *p, struct slice input, bool temporary)
{
	struct dslog_container c = {.state = DSLOG_HEADER_MISSING, .bytes = input};
	c.free_bytes = SIZE_MAX;
	p->container = &c;
	begin_session(p, 1, 0);
	struct dslog_session *s = &p->session;
	s->verdict = temporary ? DSLOG_VERDICT_NO_LOG_WRITTEN : DSLOG_VERDICT_NOT_A_DUMP_LOG;
	s->content_kind = temporary ? NULL : p->packed ? p->packed : content_kind(input);
	if (temporary)
		report(p, DIAG_DSLOG_NO_LOG_WRITTEN, 0, 0, "");
	else if (input.n || p->packed)
		report(p, DIAG_DSLOG_NOT_A_LOG, 0, 0, content_description(s->content_kind));
	if (p->write_sessions) {
		dslog_write_session(&p->writer, s);
		written(p);
	}
	if (p->session_concluded)
		p->session_concluded(p->context, s);
}

void dslog_parse(struct dslog_parser *p, struct slice input, bool temporary, bool truncated)
{
	p->session_count = 0;
	p->placed_sink = (struct diag_sink){report_placed, p};
	if (input.n == 0 && !p->packed)
		report(p, DIAG_DSLOG_EMPTY, 0, 0, "");
	if (truncated)
		report(p, DIAG_DSLOG_TOO_LARGE, 0, input.n, "");
	struct dslog_encoding encoding = dslog_decode(input, &p->scratch);
	p->offset_first = encoding.first;
	p->offset_unit = encoding.unit;
	bool begins = dslog_container_begins(encoding.bytes);
	if (!begins && (temporary || !is_excerpt(p, encoding.bytes))) {
		take_no_log(p, input, temporary);
		return;
	}
	if (encoding.name)
		report(p, DIAG_DSLOG_REENCODED, 0, 0, encoding.name);
	if (!begins)
		report(p, DIAG_DSLOG_HEADER_MISSING, 0, 0, "");
	size_t at = 0;
	uint64_t line = 1;
	while (at < encoding.bytes.n) {
		struct dslog_container c;
		dslog_container_next(encoding.bytes, &at, &p->placed_sink, &c);
		line = take_container(p, &c, line);
	}
}
