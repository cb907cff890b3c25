/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/base/winid.h"
#include "lib/dslog/event.h"

enum field_form { FORM_OTHER, FORM_DECIMAL, FORM_HEX };

static const uint8_t field_forms[DSLOG_FIELD_COUNT] = {
	[DSLOG_FIELD_VALUE] = FORM_HEX,
	[DSLOG_FIELD_CALLBACK_TYPE] = FORM_HEX,
	[DSLOG_FIELD_MILLISECONDS] = FORM_DECIMAL,
	[DSLOG_FIELD_DUMP_TYPE] = FORM_DECIMAL,
	[DSLOG_FIELD_TOTAL_SIZE] = FORM_DECIMAL,
	[DSLOG_FIELD_SECONDARY_SIZE] = FORM_DECIMAL,
	[DSLOG_FIELD_MAX_TRANSFER_SIZE] = FORM_DECIMAL,
	[DSLOG_FIELD_DUMP_FILE_SIZE] = FORM_DECIMAL,
	[DSLOG_FIELD_REQUIRED_SIZE] = FORM_DECIMAL,
	[DSLOG_FIELD_TOTAL_PAGES] = FORM_DECIMAL,
	[DSLOG_FIELD_PAGES_WRITTEN] = FORM_DECIMAL,
	[DSLOG_FIELD_MIB_PER_SECOND] = FORM_DECIMAL,
	[DSLOG_FIELD_PERCENT] = FORM_DECIMAL,
	[DSLOG_FIELD_PAGES] = FORM_DECIMAL,
};

static enum dslog_number_state state_of(bool good)
{
	return good ? DSLOG_NUMBER_GOOD : DSLOG_NUMBER_BAD;
}

/* Takes over a field, and reads it where it is to be a number. */
static void read_field(struct dslog_event *e, size_t f, struct slice s)
{
	bool good;
	e->fields[f] = s;
	if (field_forms[f] == FORM_OTHER)
		return;
	if (field_forms[f] == FORM_HEX)
		good = number_from_hex(s, &e->number[f]);
	else
		good = number_from_decimal(s, &e->number[f]);
	/* BugCheckProgress has 32 bits. */
	if (e->record == DSLOG_RECORD_PROGRESS && good && e->number[f] > UINT32_MAX)
		good = false;
	*(good ? &e->good : &e->bad) |= UINT32_C(1) << f;
}

/* "2023/02/13 08:46:36": the columns of the digits are fixed. */
static enum dslog_number_state read_time(struct slice s, struct civil_time *t)
{
	static const struct {
		uint8_t at, digits;
	} parts[6] = {{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}};
	uint64_t v[6];
	if (s.n != 19 || s.p[4] != '/' || s.p[7] != '/' || s.p[10] != ' ' || s.p[13] != ':' ||
	    s.p[16] != ':')
		return DSLOG_NUMBER_BAD;
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (!number_from_decimal(slice_sub(s, parts[i].at, parts[i].digits), &v[i]))
			return DSLOG_NUMBER_BAD;
	*t = (struct civil_time){(unsigned)v[0],
				 (unsigned)v[1],
				 (unsigned)v[2],
				 (unsigned)v[3],
				 (unsigned)v[4],
				 (unsigned)v[5],
				 0};
	return state_of(civil_time_is_valid(t));
}

static void read_times(struct dslog_event *e)
{
	struct slice local = dslog_event_field(e, DSLOG_FIELD_LOCAL);
	e->utc_state = read_time(dslog_event_field(e, DSLOG_FIELD_UTC), &e->utc);
	if (local.p)
		e->local_state = read_time(local, &e->local);
}

void dslog_event_read(struct dslog_event *e, struct slice text, const struct dslog_match *match)
{
	e->record = match->rule ? match->rule->record : DSLOG_RECORD_UNKNOWN;
	e->rule = match->rule;
	e->text = text;
	e->present = match->present;
	e->good = e->bad = 0;
	e->utc_state = e->local_state = e->guid_state = DSLOG_NUMBER_ABSENT;
	for (uint32_t rest = match->present; rest; rest &= rest - 1) {
		size_t f = (size_t)__builtin_ctz(rest);
		read_field(e, f, match->fields[f]);
	}
	if (e->record == DSLOG_RECORD_START || e->record == DSLOG_RECORD_END)
		read_times(e);
	if (e->record == DSLOG_RECORD_GUID)
		e->guid_state =
			state_of(guid_from_text(dslog_event_field(e, DSLOG_FIELD_GUID), e->guid));
}

bool dslog_event_local_ahead(const struct dslog_event *e, int64_t *seconds)
{
	if (e->utc_state != DSLOG_NUMBER_GOOD || e->local_state != DSLOG_NUMBER_GOOD)
		return false;
	int64_t ticks =
		(int64_t)filetime_from_civil(&e->local) - (int64_t)filetime_from_civil(&e->utc);
	*seconds = ticks / FILETIME_PER_SECOND;
	return true;
}

bool dslog_event_utc_offset(const struct dslog_event *e, int *minutes)
{
	int64_t seconds;
	if (!dslog_event_local_ahead(e, &seconds) || seconds <= -86400 || seconds >= 86400)
		return false;
	*minutes = (int)(seconds >= 0 ? seconds / 60 : -((-seconds + 59) / 60));
	return true;
}
