/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "lib/base/number.h"
#include "lib/crash/instant.h"
#include "lib/crash/session.h"

/* An object whose members are being read, and its name for messages ("" for the line itself). */
struct members {
	const struct json_node *object;
	const struct session_place *place;
	const char *path; /* "bugcheck." */
};

/* Longest UTC offset that RFC 3339 can write, in minutes. */
enum { OFFSET_MINUTES_MAX = 1439 };

static void report_member(const struct members *m, const char *name)
{
	char path[64];
	int n = snprintf(path, sizeof(path), "%s%s", m->path, name);
	struct diag d = {.code = DIAG_JSON_LINE_MEMBER, .line = m->place->line};
	d.offset = m->place->offset;
	d.text = slice_of(path, (size_t)n < sizeof(path) ? (size_t)n : sizeof(path) - 1);
	diag_report(m->place->sink, &d);
}

/* The member of that kind. NULL where it is absent or null; reported where it is another kind. */
static const struct json_node *get(const struct members *m, const char *name, enum json_kind kind)
{
	const struct json_node *node = node_member(m->object, name);
	enum json_kind found = node_kind(node);
	if (found == kind)
		return node;
	if (found != JSON_KIND_ABSENT && found != JSON_KIND_NULL)
		report_member(m, name);
	return NULL;
}

static struct slice get_text(const struct members *m, const char *name)
{
	return node_text(get(m, name, JSON_KIND_STRING));
}

/* "0x" and hexadecimal digits that fit into that many bits. */
static bool number_from_prefixed_hex(struct slice text, unsigned bits, uint64_t *out)
{
	uint64_t v;
	if (!slice_starts_with(text, SLICE("0x")) || !number_from_hex(slice_from(text, 2), &v) ||
	    (bits < 64 && v >> bits))
		return false;
	*out = v;
	return true;
}

static struct known get_hex(const struct members *m, const char *name, unsigned bits)
{
	struct known k = {false, 0};
	const struct json_node *node = get(m, name, JSON_KIND_STRING);
	k.known = node && number_from_prefixed_hex(node_text(node), bits, &k.value);
	if (node && !k.known)
		report_member(m, name);
	return k;
}

/* Counts above 2^53-1 are null with a sibling <name>_hex. */
static struct known get_count(const struct members *m, const char *name)
{
	struct known k = {false, 0};
	char sibling[40];
	if (node_kind(node_member(m->object, name)) == JSON_KIND_NULL) {
		snprintf(sibling, sizeof(sibling), "%s_hex", name);
		return get_hex(m, sibling, 64);
	}
	const struct json_node *node = get(m, name, JSON_KIND_NUMBER);
	k.known = node && node_count(node, &k.value);
	if (node && !k.known)
		report_member(m, name);
	return k;
}

static struct known get_tenths(const struct members *m, const char *name)
{
	struct known k = {false, 0};
	const struct json_node *node = get(m, name, JSON_KIND_NUMBER);
	k.known = node && node_tenths(node, &k.value);
	if (node && !k.known)
		report_member(m, name);
	return k;
}

static struct known get_flag(const struct members *m, const char *name)
{
	bool flag = false;
	struct known k = {false, 0};
	k.known = node_bool(get(m, name, JSON_KIND_BOOL), &flag);
	k.value = flag;
	return k;
}

static struct known get_time(const struct members *m, const char *name)
{
	struct known k = {false, 0};
	const struct json_node *node = get(m, name, JSON_KIND_STRING);
	k.known = node && instant_from_text(node_text(node), &k.value);
	if (node && !k.known)
		report_member(m, name);
	return k;
}

/* Reports a word that is none of its closed list (value 0). */
static void check_word(const struct members *m, const char *name, unsigned value)
{
	if (value == 0 && node_kind(node_member(m->object, name)) == JSON_KIND_STRING)
		report_member(m, name);
}

static enum log_verdict get_verdict(const struct members *m, const char *name)
{
	enum log_verdict v = log_verdict_of(get_text(m, name));
	check_word(m, name, v);
	return v;
}

static enum header_state get_header_state(const struct members *m, const char *name)
{
	enum header_state h = header_state_of(get_text(m, name));
	check_word(m, name, h);
	return h;
}

static enum dump_kind get_kind(const struct members *m, const char *name)
{
	enum dump_kind k = dump_kind_of(get_text(m, name));
	check_word(m, name, k);
	return k;
}

/* The raw bytes of a text, as pairs of lower-case hexadecimal digits. */
static struct slice get_bytes(const struct members *m, const char *name)
{
	struct slice text = get_text(m, name);
	bool good = text.n > 0 && text.n % 2 == 0;
	for (size_t i = 0; i < text.n; i++)
		good &= hex_digit_value(text.p[i]) >= 0 && ascii_lower(text.p[i]) == text.p[i];
	if (good || !text.p)
		return text;
	report_member(m, name);
	return (struct slice){NULL, 0};
}

static void read_offset(const struct members *m, struct session *s)
{
	static const char name[] = "utc_offset_minutes";
	const struct json_node *node = get(m, name, JSON_KIND_NUMBER);
	int64_t minutes;
	if (!node)
		return;
	s->has_offset = node_signed(node, &minutes) && minutes >= -OFFSET_MINUTES_MAX &&
			minutes <= OFFSET_MINUTES_MAX;
	if (s->has_offset)
		s->utc_offset_minutes = minutes;
	else
		report_member(m, name);
}

static void read_parameter(const struct members *m, const struct json_node *node, struct known *out)
{
	if (node_kind(node) == JSON_KIND_NULL)
		return;
	out->known = number_from_prefixed_hex(node_text(node), 64, &out->value);
	if (!out->known)
		report_member(m, "parameters");
}

/* Code 0 means that there was none, so that the rest means nothing. */
static void read_bugcheck(const struct members *line, struct session_bugcheck *b)
{
	struct members m = {get(line, "bugcheck", JSON_KIND_OBJECT), line->place, "bugcheck."};
	if (!m.object)
		return;
	b->code = get_hex(&m, "code", 32);
	if (b->code.value == 0) {
		b->code.known = false;
		return;
	}
	b->base_code = get_hex(&m, "base_code", 32);
	b->name = get_text(&m, "name");
	const struct json_node *parameters = get(&m, "parameters", JSON_KIND_ARRAY);
	b->has_parameters = parameters != NULL;
	for (size_t i = 0; i < node_length(parameters); i++) {
		if (i == SESSION_PARAMETERS) {
			report_member(&m, "parameters");
			break;
		}
		read_parameter(&m, node_element(parameters, i), &b->parameters[i]);
	}
}

static void read_throughput(const struct members *line, struct session_throughput *t)
{
	struct members m = {get(line, "throughput", JSON_KIND_OBJECT), line->place, "throughput."};
	t->known = m.object != NULL;
	t->samples = get_count(&m, "samples");
	t->min = get_count(&m, "min");
	t->median = get_count(&m, "median");
	t->p95 = get_count(&m, "p95");
	t->max = get_count(&m, "max");
	t->slowest_percent = get_count(&m, "slowest_percent");
}

static void read_findings(const struct members *line, struct finding *room, struct session *s)
{
	const struct json_node *list = get(line, "consistency", JSON_KIND_ARRAY);
	s->findings = room;
	for (size_t i = 0; i < node_length(list); i++) {
		struct members m = {node_element(list, i), line->place, "consistency."};
		if (node_kind(m.object) != JSON_KIND_OBJECT) {
			report_member(line, "consistency");
			continue;
		}
		if (s->finding_count == LIMIT_DSLOG_FINDINGS) {
			s->findings_left_out++;
			continue;
		}
		struct finding *f = &room[s->finding_count++];
		f->rule = get_text(&m, "rule");
		f->message = get_text(&m, "message");
	}
}

/* How the dump went: what was written, and how far. */
static void read_dump(const struct members *m, struct session *s)
{
	s->complete = get_flag(m, "complete");
	s->stopped_before_5_percent = get_flag(m, "stopped_before_5_percent");
	s->header_state = get_header_state(m, "header_state");
	s->last_percent = get_count(m, "last_percent");
	s->last_progress = get_hex(m, "last_progress", 32);
	s->open_component = get_text(m, "open_component");
	s->open_component_hex = get_bytes(m, "open_component_hex");
	s->fault_component = get_text(m, "fault_component");
	s->fault_component_hex = get_bytes(m, "fault_component_hex");
	s->dump_type = get_count(m, "dump_type");
	s->kind = get_kind(m, "kind");
	s->requested_kind = get_kind(m, "requested_kind");
	s->total_size = get_count(m, "total_size");
	s->secondary_size = get_count(m, "secondary_size");
	s->total_pages = get_count(m, "total_pages");
	s->pages_written = get_count(m, "pages_written");
}

static void read_durations(const struct members *m, struct session *s)
{
	s->elapsed_ms = get_count(m, "elapsed_ms");
	s->pre_write_ms = get_count(m, "pre_write_ms");
	s->write_ms = get_count(m, "write_ms");
	s->tail_ms = get_count(m, "tail_ms");
	s->rate = get_tenths(m, "mib_per_second");
	read_throughput(m, &s->throughput);
}

void session_read(const struct json_node *root, const struct session_place *place,
		  struct finding room[static LIMIT_DSLOG_FINDINGS], struct session *out)
{
	struct members m = {root, place, ""};
	memset(out, 0, sizeof(*out));
	out->number = get_count(&m, "session");
	out->line = get_count(&m, "line");
	out->time = get_time(&m, "time");
	read_bugcheck(&m, &out->bugcheck);
	read_offset(&m, out);
	out->generation = get_text(&m, "generation");
	out->verdict = get_verdict(&m, "verdict");
	read_dump(&m, out);
	read_durations(&m, out);
	read_findings(&m, room, out);
	out->tags = get(&m, "tags", JSON_KIND_OBJECT);
	out->file = get_text(&m, "file");
	out->offset = get_count(&m, "offset");
}

struct slice tags_host(const struct json_node *tags)
{
	return node_text(node_member(tags, "host"));
}
