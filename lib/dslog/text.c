/* SPDX-License-Identifier: MIT */
#include "lib/base/limits.h"
#include "lib/dslog/text.h"

/* Tries of joining for one input: bounds the work that unfinished messages can cause. */
enum { JOIN_TRIES = 65536 };

struct dslog_text dslog_text_on(struct slice bytes, struct dslog_grammar *grammar,
				uint64_t first_line, bool altered)
{
	size_t newline = slice_find_byte(bytes, '\n');
	size_t cr = slice_find_byte(bytes, '\r');
	return (struct dslog_text){
		.bytes = bytes,
		.grammar = grammar,
		.crlf = newline < bytes.n && cr + 1 == newline,
		.altered = altered,
		.zeros = slice_find_byte(bytes, 0) < bytes.n,
		.newline = {1, 0},
		.zero = {1, 0},
		.line = first_line,
		.joins_left = JOIN_TRIES,
	};
}

/* The first such byte from at on, or the end. Remembered, since a far one would be looked for again
 * with every line before it. */
static size_t next_byte(struct slice bytes, struct dslog_next *n, size_t at, uint8_t byte)
{
	if (at < n->from || at > n->at) {
		n->from = at;
		n->at = at + slice_find_byte(slice_from(bytes, at), byte);
	}
	return n->at;
}

/* Where the line at at ends if only CR LF ends it, at limit at the latest. */
static size_t end_of_crlf_line(struct dslog_text *t, size_t at, size_t limit, size_t *next)
{
	for (size_t from = at;;) {
		size_t newline = next_byte(t->bytes, &t->newline, from, '\n');
		if (newline >= limit) {
			*next = limit;
			return limit;
		}
		*next = newline + 1;
		if (newline > at && t->bytes.p[newline - 1] == '\r')
			return newline - 1;
		from = newline + 1;
	}
}

/* The same if any of CR LF, CR and LF does. newline: the first LF from at on. */
static size_t end_of_any_line(struct slice bytes, size_t at, size_t newline, size_t *next)
{
	size_t cr = at + slice_find_byte(slice_sub(bytes, at, newline - at), '\r');
	size_t end = cr < newline ? cr : newline;
	*next = end + (end < bytes.n);
	if (cr + 1 == newline && newline < bytes.n)
		*next = newline + 1;
	return end;
}

/* Where the physical line at at ends; *next is set behind its end. Zeros end it too. */
static size_t end_of_line(struct dslog_text *t, size_t at, size_t *next)
{
	size_t limit = t->zeros ? next_byte(t->bytes, &t->zero, at, 0) : t->bytes.n;
	struct slice bytes = slice_sub(t->bytes, 0, limit);
	size_t end;
	if (t->crlf && at >= t->split_until) {
		end = end_of_crlf_line(t, at, limit, next);
	} else {
		size_t newline = next_byte(t->bytes, &t->newline, at, '\n');
		end = end_of_any_line(bytes, at, newline < limit ? newline : limit, next);
	}
	if (end == limit)
		while (*next < t->bytes.n && t->bytes.p[*next] == 0)
			(*next)++;
	return end;
}

/* Line ends among the bytes from..to, as an editor counts them. */
static uint64_t count_lines(const struct dslog_text *t, size_t from, size_t to)
{
	uint64_t n = 0;
	for (size_t i = from; i < to; i++) {
		bool cr_alone =
			t->bytes.p[i] == '\r' && (i + 1 == t->bytes.n || t->bytes.p[i + 1] != '\n');
		n += t->bytes.p[i] == '\n' || cr_alone;
	}
	return n;
}

/* The literal beginnings of messages that hold a component name. */
static bool begins_callback(struct slice s)
{
	return slice_starts_with(s, SLICE("Calling ")) ||
	       slice_starts_with(s, SLICE("Return from ")) ||
	       slice_starts_with(s, SLICE("Writing ")) ||
	       slice_starts_with(s, SLICE("Starting ")) || slice_starts_with(s, SLICE("Finish "));
}

/* Could this line be the last of a callback message? Every such message ends in one of these. */
static bool ends_callback(struct slice s)
{
	s = slice_trim(s);
	return slice_ends_with(s, SLICE(" secondary callback.")) ||
	       slice_ends_with(s, SLICE(" secondary callback data.")) ||
	       slice_ends_with(s, SLICE(" secondary callback data done."));
}

/* A line without its beginning: what is left when the blank in front went with the line before. */
static bool ends_callback_barely(struct slice s)
{
	s = slice_trim(s);
	return ends_callback(s) || slice_starts_with(s, SLICE("secondary callback")) ||
	       slice_starts_with(s, SLICE("multi-part secondary callback."));
}

/*
 * The message at m->at begins like a callback's and does not end like one: looks for the line that
 * completes it, before the next whole callback message and within the longest name. On success the
 * message spans all lines up to there.
 */
static bool join(struct dslog_text *t, struct dslog_message *m, size_t *next)
{
	size_t at = *next;
	while (at < t->bytes.n && at - m->at <= LIMIT_DSLOG_NAME_BYTES && t->joins_left) {
		size_t behind;
		size_t end = end_of_line(t, at, &behind);
		struct slice line = slice_sub(t->bytes, at, end - at);
		t->joins_left--;
		if (ends_callback_barely(line)) {
			struct dslog_match match;
			dslog_grammar_match(t->grammar, line, &match);
			if (match.rule && match.rule->record == DSLOG_RECORD_CALLBACK)
				return false;
			struct slice whole = slice_sub(t->bytes, m->at, end - m->at);
			dslog_grammar_match(t->grammar, whole, &match);
			if (match.rule && match.rule->record == DSLOG_RECORD_CALLBACK) {
				m->text = whole;
				m->match = match;
				m->joined = true;
				*next = behind;
				return true;
			}
		}
		at = behind;
	}
	return false;
}

static bool has_lone_end(struct slice s)
{
	return slice_find_byte(s, '\n') < s.n || slice_find_byte(s, '\r') < s.n;
}

/* Is what stands before the first lone CR or LF nothing, or a message of its own? */
static bool first_part_matches(struct dslog_text *t, struct slice s)
{
	struct dslog_match match;
	size_t behind;
	size_t newline = slice_find_byte(s, '\n');
	struct slice first = slice_sub(s, 0, end_of_any_line(s, 0, newline, &behind));
	dslog_grammar_match(t->grammar, first, &match);
	return match.rule || slice_trim(first).n == 0;
}

/* Is this line to be looked at in parts, where it holds lone ends? */
static bool may_split(const struct dslog_text *t, struct slice line)
{
	return t->crlf && t->at >= t->split_until && has_lone_end(line);
}

/* Reads the message at t->at into m; *next is set behind it. */
static void read_message(struct dslog_text *t, struct dslog_message *m, size_t *next)
{
	size_t end = end_of_line(t, t->at, next);
	m->joined = false;
	m->at = t->at;
	m->line = t->line;
	m->text = slice_sub(t->bytes, t->at, end - t->at);
	if (t->altered && may_split(t, m->text) && first_part_matches(t, m->text)) {
		t->split_until = *next;
		read_message(t, m, next);
		return;
	}
	dslog_grammar_match(t->grammar, m->text, &m->match);
	if (m->match.rule)
		return;
	if (begins_callback(m->text) && join(t, m, next))
		return;
	if (may_split(t, m->text)) {
		t->split_until = *next;
		read_message(t, m, next);
	}
}

/* A name is the only part of a known message that may hold line ends. */
static bool has_component(const struct dslog_message *m)
{
	return m->match.rule && m->match.rule->record == DSLOG_RECORD_CALLBACK;
}

bool dslog_text_next(struct dslog_text *t, struct dslog_message *m)
{
	while (t->at < t->bytes.n) {
		size_t next;
		read_message(t, m, &next);
		bool one_line = !t->zeros && m->at + m->text.n + 2 >= next && !m->joined &&
				!(t->crlf && has_component(m) && has_lone_end(m->text));
		t->line += one_line ? 1 : count_lines(t, t->at, next);
		t->at = next;
		if (m->match.rule || slice_trim(m->text).n)
			return true;
	}
	return false;
}
