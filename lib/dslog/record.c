/* SPDX-License-Identifier: MIT */
#include "lib/base/winid.h"
#include "lib/bugcheck/progress.h"
#include "lib/dslog/record.h"

/* Fields that become members of the same name, as numbers. */
static const struct {
	enum dslog_field field;
	const char *key;
} count_members[] = {
	{DSLOG_FIELD_MILLISECONDS, "elapsed_ms"},
	{DSLOG_FIELD_TOTAL_SIZE, "total_size"},
	{DSLOG_FIELD_SECONDARY_SIZE, "secondary_size"},
	{DSLOG_FIELD_MAX_TRANSFER_SIZE, "max_transfer_size"},
	{DSLOG_FIELD_DUMP_FILE_SIZE, "dump_file_size"},
	{DSLOG_FIELD_REQUIRED_SIZE, "required_size"},
	{DSLOG_FIELD_PERCENT, "percent"},
	{DSLOG_FIELD_PAGES, "pages"},
	{DSLOG_FIELD_TOTAL_PAGES, "total_pages"},
	{DSLOG_FIELD_PAGES_WRITTEN, "pages_written"},
	{DSLOG_FIELD_MIB_PER_SECOND, "mib_per_second"},
};

static struct json_writer begin(const struct dslog_record_writer *r, const char *name)
{
	buf_add_string(r->out, "{\"type\":\"dslog.");
	buf_add_string(r->out, name);
	buf_add_byte(r->out, '"');
	return (struct json_writer){r->out, true};
}

static void put_place(struct json_writer *w, uint64_t session, const struct dslog_event *e)
{
	json_number(w, "session", session);
	json_number(w, "line", e->line);
	if (e->slack)
		json_bool(w, "slack", true);
}

static void put_instant(struct json_writer *w, uint64_t filetime, bool epoch)
{
	json_time(w, "time", filetime);
	if (epoch)
		json_signed(w, "time_unix_ms", filetime_to_unix_ms(filetime));
}

/* time: null where the line has one that does not exist. */
static void put_time(struct json_writer *w, const struct dslog_event *e, bool epoch)
{
	if (e->utc_state == DSLOG_NUMBER_GOOD)
		put_instant(w, filetime_from_civil(&e->utc), epoch);
	else
		json_null(w, "time");
}

static void put_local_time(struct json_writer *w, const struct dslog_event *e)
{
	int minutes;
	bool known = dslog_event_utc_offset(e, &minutes);
	if (e->local_state == DSLOG_NUMBER_ABSENT)
		return;
	if (!known) {
		json_null(w, "local_time");
		json_null(w, "utc_offset_minutes");
		return;
	}
	char text[TIME_TEXT_WITH_OFFSET];
	time_write_with_offset(text, &e->local, minutes);
	json_text(w, "local_time", slice_of(text, sizeof(text)));
	json_signed(w, "utc_offset_minutes", minutes);
}

static void put_guid(struct json_writer *w, const struct dslog_event *e)
{
	uint64_t made;
	json_text(w, "guid", dslog_event_field(e, DSLOG_FIELD_GUID));
	if (e->guid_state == DSLOG_NUMBER_GOOD && guid_time(e->guid, &made))
		json_time(w, "guid_time", made);
}

static void put_progress(struct json_writer *w, const struct dslog_event *e)
{
	uint64_t v = dslog_event_number(e, DSLOG_FIELD_VALUE);
	if (!dslog_event_has(e, DSLOG_FIELD_VALUE) || v > UINT32_MAX) {
		json_null(w, "value");
		return;
	}
	bugcheck_write_progress(w, (uint32_t)v);
}

static void put_dump_type(struct json_writer *w, const struct dslog_event *e)
{
	uint64_t type = dslog_event_number(e, DSLOG_FIELD_DUMP_TYPE);
	if (!dslog_event_has(e, DSLOG_FIELD_DUMP_TYPE)) {
		json_null(w, "dump_type");
		return;
	}
	json_count(w, "dump_type", type);
	json_literal(w, "kind", dslog_dump_kind(type));
}

static void put_shortfall(struct json_writer *w, const struct dslog_event *e)
{
	uint64_t file = dslog_event_number(e, DSLOG_FIELD_DUMP_FILE_SIZE);
	uint64_t required = dslog_event_number(e, DSLOG_FIELD_REQUIRED_SIZE);
	if (dslog_event_has(e, DSLOG_FIELD_DUMP_FILE_SIZE) &&
	    dslog_event_has(e, DSLOG_FIELD_REQUIRED_SIZE) && required >= file)
		json_count(w, "shortfall", required - file);
	else
		json_null(w, "shortfall");
}

static void put_percent_of_sample(struct json_writer *w, struct dslog_value last_percent)
{
	if (last_percent.known)
		json_number(w, "percent", last_percent.v);
	else
		json_null(w, "percent");
}

/* The members that only one type of record has, before the plain numbers. */
static void put_own_members(struct json_writer *w, const struct dslog_event *e,
			    struct dslog_value last_percent)
{
	switch (e->record) {
	case DSLOG_RECORD_START:
	case DSLOG_RECORD_END:
		put_local_time(w, e);
		break;
	case DSLOG_RECORD_GUID:
		put_guid(w, e);
		break;
	case DSLOG_RECORD_PROGRESS:
		put_progress(w, e);
		break;
	case DSLOG_RECORD_DUMP_TYPE:
		put_dump_type(w, e);
		break;
	case DSLOG_RECORD_SKIP:
		json_literal(w, "phase", dslog_phase_name(e->rule->phase));
		break;
	case DSLOG_RECORD_PHASE:
		json_literal(w, "phase", dslog_phase_name(e->rule->phase));
		json_literal(w, "state", dslog_state_name(e->rule->state));
		break;
	case DSLOG_RECORD_THROUGHPUT:
		put_percent_of_sample(w, last_percent);
		break;
	case DSLOG_RECORD_CALLBACK:
		json_text(w, "component", dslog_event_field(e, DSLOG_FIELD_COMPONENT));
		json_literal(w, "state", dslog_state_name(e->rule->state));
		json_bool(w, "multipart", e->rule->multipart);
		break;
	case DSLOG_RECORD_UNKNOWN:
		json_text(w, "text", e->text);
		break;
	default:
		break;
	}
}

/* Is there a value that its member does not tell, so that the line's text has to? */
static bool any_bad_number(const struct dslog_event *e)
{
	if (e->bad)
		return true;
	int minutes;
	bool local_told =
		e->local_state == DSLOG_NUMBER_ABSENT || dslog_event_utc_offset(e, &minutes);
	return e->utc_state == DSLOG_NUMBER_BAD || !local_told;
}

void dslog_write_event(const struct dslog_record_writer *r, const struct dslog_event *e,
		       uint64_t session, struct dslog_value last_percent)
{
	struct json_writer w = begin(r, dslog_record_name(e->record));
	if (e->record == DSLOG_RECORD_START || e->record == DSLOG_RECORD_END)
		put_time(&w, e, r->epoch);
	put_place(&w, session, e);
	put_own_members(&w, e, last_percent);
	for (size_t i = 0; (e->good | e->bad) && i < COUNT_OF(count_members); i++) {
		enum dslog_field f = count_members[i].field;
		if (e->good >> f & 1)
			json_count(&w, count_members[i].key, e->number[f]);
		else if (e->bad >> f & 1)
			json_null(&w, count_members[i].key);
	}
	if (dslog_event_field(e, DSLOG_FIELD_BITMAP).p)
		json_text(&w, "bitmap", dslog_event_field(e, DSLOG_FIELD_BITMAP));
	if (e->record == DSLOG_RECORD_TOO_SMALL)
		put_shortfall(&w, e);
	if (dslog_event_has(e, DSLOG_FIELD_CALLBACK_TYPE))
		json_count(&w, "callback_type", dslog_event_number(e, DSLOG_FIELD_CALLBACK_TYPE));
	if (any_bad_number(e))
		json_text(&w, "text", e->text);
	origin_end_record(r->origin, &w, e->offset);
}

void dslog_write_bugcheck(const struct dslog_record_writer *r, const struct bugcheck *b,
			  const struct dslog_event *first, struct slice text, uint64_t session)
{
	struct json_writer w = begin(r, dslog_record_name(DSLOG_RECORD_BUGCHECK));
	put_place(&w, session, first);
	bugcheck_write_json(&w, "bugcheck", b);
	if (text.n)
		json_text(&w, "text", text);
	origin_end_record(r->origin, &w, first->offset);
}

void dslog_write_header(const struct dslog_record_writer *r, const struct dslog_container *c,
			uint64_t session, uint64_t line, uint64_t offset)
{
	struct json_writer w = begin(r, "header");
	json_number(&w, "session", session);
	json_number(&w, "line", line);
	if (c->version.n)
		json_text(&w, "version", c->version);
	if (c->tag.n)
		json_text(&w, "tag", c->tag);
	if (c->end_known)
		json_number(&w, "end_offset", c->end_offset);
	json_number(&w, "size", c->bytes.n);
	json_number(&w, "text_end", c->text_at + c->text.n);
	json_literal(&w, "state", dslog_header_state_name(c->state));
	origin_end_record(r->origin, &w, offset);
}
