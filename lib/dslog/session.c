/* SPDX-License-Identifier: MIT */
#include "lib/base/winid.h"
#include "lib/dslog/session.h"

/* BugCheckProgress: the step is in the low nine bits. */
enum { PROGRESS_STEP = 0x1ff };

void dslog_session_begin(struct dslog_session *s, uint64_t number, const struct dslog_container *c)
{
	size_t samples_at = offsetof(struct dslog_session, samples);
	size_t behind = samples_at + sizeof(s->samples);
	/* The samples are by far the largest part, and sample_count says which are real. */
	memset(s, 0, samples_at);
	memset((char *)s + behind, 0, sizeof(*s) - behind);
	s->number = number;
	s->header_state = c->state;
	s->size = c->bytes.n;
	s->free_bytes = c->free_bytes;
	s->last_of_container = true;
}

void dslog_session_find(struct dslog_session *s, enum dslog_finding_rule rule, int64_t a, int64_t b)
{
	struct dslog_finding *f = &s->findings[rule];
	if (f->times++ == 0) {
		f->a = a;
		f->b = b;
	}
}

static struct dslog_value number_of(const struct dslog_event *e, enum dslog_field f)
{
	return (struct dslog_value){dslog_event_has(e, f), dslog_event_number(e, f)};
}

/* Numbers in findings are signed; what does not fit is shown as the largest. */
static int64_t shown(uint64_t v)
{
	return v > INT64_MAX ? INT64_MAX : (int64_t)v;
}

static void take_start(struct dslog_session *s, const struct dslog_event *e)
{
	s->seen_start = true;
	s->time_state = e->utc_state;
	s->utc = e->utc;
	s->utc_offset_known = dslog_event_utc_offset(e, &s->utc_offset_minutes);
	int64_t ahead;
	if (!dslog_event_local_ahead(e, &ahead))
		return;
	if (ahead % 60)
		dslog_session_find(s, DSLOG_FINDING_UTC_OFFSET_SECONDS, ahead, 0);
	else if (ahead % 900 || ahead < -720 * 60 || ahead > 840 * 60)
		dslog_session_find(s, DSLOG_FINDING_UTC_OFFSET, ahead / 60, 0);
}

static void take_end(struct dslog_session *s, const struct dslog_event *e)
{
	s->ended = true;
	if (e->utc_state != DSLOG_NUMBER_GOOD)
		return;
	s->end_time = (struct dslog_value){true, filetime_from_civil(&e->utc)};
}

static void take_guid(struct dslog_session *s, const struct dslog_event *e)
{
	s->seen_generation_e = true;
	if (e->guid_state == DSLOG_NUMBER_GOOD)
		s->guid_time.known = guid_time(e->guid, &s->guid_time.v);
}

uint32_t dslog_bugcheck_code(uint64_t printed)
{
	bool fits = printed >> 32 == 0 || printed >> 31 == 0x1ffffffff;
	return fits ? (uint32_t)printed : 0;
}

static void take_bugcheck(struct dslog_session *s, const struct dslog_event *e)
{
	struct slice which = dslog_event_field(e, DSLOG_FIELD_REGISTER);
	struct dslog_value v = number_of(e, DSLOG_FIELD_VALUE);
	bool is_code = which.p[0] == 'C';
	if (is_code && s->bugcheck_lines)
		dslog_session_find(s, DSLOG_FINDING_BUGCHECK_REPEATED, 0, 0);
	s->bugcheck_lines++;
	if (!v.known)
		return;
	if (is_code) {
		s->bugcheck.code = dslog_bugcheck_code(v.v);
		if (v.v && !s->bugcheck.code)
			dslog_session_find(s, DSLOG_FINDING_BUGCHECK_WIDE, 0, 0);
		return;
	}
	size_t n = (size_t)(which.p[1] - '1');
	s->bugcheck.parameter_known[n] = true;
	s->bugcheck.parameters[n] = v.v;
}

static void take_progress(struct dslog_session *s, const struct dslog_event *e)
{
	struct dslog_value v = number_of(e, DSLOG_FIELD_VALUE);
	s->seen_progress = true;
	if (dslog_event_field(e, DSLOG_FIELD_VALUE).n != 8)
		dslog_session_find(s, DSLOG_FINDING_PROGRESS_DIGITS, 0, 0);
	if (!v.known)
		return;
	s->last_progress = v;
	uint64_t step = v.v & PROGRESS_STEP;
	s->seen_progress_52_53 |= step == 0x52 || step == 0x53;
	s->seen_53_before_success |= step == 0x53 && !s->success;
}

static void take_elapsed(struct dslog_session *s, const struct dslog_event *e)
{
	struct dslog_value v = number_of(e, DSLOG_FIELD_MILLISECONDS);
	s->seen_elapsed = true;
	if (!v.known)
		return;
	if (dslog_event_field(e, DSLOG_FIELD_MILLISECONDS).n > 8)
		dslog_session_find(s, DSLOG_FINDING_ELAPSED_DIGITS, shown(v.v), 0);
	if (s->elapsed.known && v.v < s->elapsed.v)
		dslog_session_find(s, DSLOG_FINDING_ELAPSED_DECREASING, shown(s->elapsed.v),
				   shown(v.v));
	if (s->first_elapsed.known && !s->second_elapsed.known)
		s->second_elapsed = v;
	if (!s->first_elapsed.known)
		s->first_elapsed = v;
	s->elapsed = v;
	bool in_data = s->attempt.started[DSLOG_PHASE_MEMORY_DATA];
	bool data_done = s->attempt.finished[DSLOG_PHASE_MEMORY_DATA];
	if (in_data && !data_done)
		s->data_start = v;
	if (data_done && !s->data_end.known)
		s->data_end = v;
	if (s->ended && !s->end_elapsed.known)
		s->end_elapsed = v;
}

static void take_phase(struct dslog_session *s, const struct dslog_event *e)
{
	enum dslog_phase phase = e->rule->phase;
	if (phase == DSLOG_PHASE_SECONDARY_SIZE && !s->seen_progress)
		s->seen_size_pass_before_progress = true;
	if (phase == DSLOG_PHASE_COMPLETE_CALLBACKS) {
		bool typed = dslog_event_field(e, DSLOG_FIELD_CALLBACK_TYPE).p != NULL;
		s->seen_complete_typed |= typed;
		s->seen_complete_untyped |= !typed;
	}
	if (e->rule->state == DSLOG_STATE_START) {
		s->attempt.started[phase] = true;
		return;
	}
	if (!s->attempt.started[phase])
		dslog_session_find(s, DSLOG_FINDING_PHASE_ORDER, 0, 0);
	s->attempt.finished[phase] = true;
	if (phase == DSLOG_PHASE_MINIDUMP)
		s->data_finished_once = true;
	if (phase == DSLOG_PHASE_SECONDARY_CALLBACKS && s->open_component.p) {
		dslog_session_find(s, DSLOG_FINDING_CALLBACK_ORDER, 0, 0);
		s->open_component.p = NULL;
	}
}

static void take_dump_type(struct dslog_session *s, const struct dslog_event *e)
{
	s->dump_type = number_of(e, DSLOG_FIELD_DUMP_TYPE);
	s->total_size = number_of(e, DSLOG_FIELD_TOTAL_SIZE);
	s->secondary_size = number_of(e, DSLOG_FIELD_SECONDARY_SIZE);
	if (!s->first_dump_type.known)
		s->first_dump_type = s->dump_type;
	s->attempt.dump_type = true;
	s->seen_generation_e |= dslog_event_field(e, DSLOG_FIELD_MAX_TRANSFER_SIZE).p != NULL;
}

/* A dump that was given up: the next lines tell of a minidump instead. */
static void begin_fallback(struct dslog_session *s)
{
	s->attempt = (struct dslog_attempt){.dump_type = false};
}

static void take_too_small(struct dslog_session *s, const struct dslog_event *e)
{
	struct dslog_value file = number_of(e, DSLOG_FIELD_DUMP_FILE_SIZE);
	struct dslog_value required = number_of(e, DSLOG_FIELD_REQUIRED_SIZE);
	s->too_small = true;
	if (file.known && required.known && file.v >= required.v)
		dslog_session_find(s, DSLOG_FINDING_TOO_SMALL_CONTRADICTION, shown(file.v),
				   shown(required.v));
	begin_fallback(s);
}

static void take_retry(struct dslog_session *s)
{
	s->retried = true;
	if (s->open_component.p)
		s->fault_component = s->open_component;
	else if (s->open_multipart.p)
		s->fault_component = s->open_multipart;
	s->open_component.p = s->open_multipart.p = NULL;
	begin_fallback(s);
}

static void take_percent(struct dslog_session *s, const struct dslog_event *e)
{
	struct dslog_value v = number_of(e, DSLOG_FIELD_PERCENT);
	if (!v.known)
		return;
	if (v.v > 100) {
		dslog_session_find(s, DSLOG_FINDING_PERCENT_RANGE, shown(v.v), 0);
		return;
	}
	if (v.v % 5 != 0)
		dslog_session_find(s, DSLOG_FINDING_PERCENT_STEP, shown(v.v), 0);
	if (s->last_percent.known && v.v <= s->last_percent.v)
		dslog_session_find(s, DSLOG_FINDING_PERCENT_ORDER, shown(s->last_percent.v),
				   shown(v.v));
	s->attempt.started[DSLOG_PHASE_MEMORY_DATA] = true;
	s->past_0_percent |= v.v > 0;
	s->last_percent = v;
}

static void take_throughput(struct dslog_session *s, const struct dslog_event *e)
{
	struct dslog_value pages = number_of(e, DSLOG_FIELD_PAGES);
	struct dslog_value rate = number_of(e, DSLOG_FIELD_MIB_PER_SECOND);
	if (!pages.known || !rate.known || s->sample_count == LIMIT_DSLOG_SAMPLES)
		return;
	s->samples[s->sample_count++] = (struct dslog_sample){s->last_percent, pages.v, rate.v};
}

static void take_pages(struct dslog_session *s, const struct dslog_event *e)
{
	if (!s->attempt.started[DSLOG_PHASE_MEMORY_DATA])
		dslog_session_find(s, DSLOG_FINDING_PHASE_ORDER, 0, 0);
	s->attempt.finished[DSLOG_PHASE_MEMORY_DATA] = true;
	s->data_finished_once = true;
	s->total_pages = number_of(e, DSLOG_FIELD_TOTAL_PAGES);
	s->pages_written = number_of(e, DSLOG_FIELD_PAGES_WRITTEN);
	s->printed_rate = number_of(e, DSLOG_FIELD_MIB_PER_SECOND);
	s->seen_generation_e |= dslog_event_field(e, DSLOG_FIELD_MIB_PER_SECOND).p != NULL;
}

/* Call and Write open, Return and Write done close; an opening line is never nested. */
static void take_callback(struct dslog_session *s, const struct dslog_event *e)
{
	struct slice *open = e->rule->multipart ? &s->open_multipart : &s->open_component;
	struct slice name = dslog_event_field(e, DSLOG_FIELD_COMPONENT);
	enum dslog_state state = e->rule->state;
	bool opens = state == DSLOG_STATE_CALL || state == DSLOG_STATE_WRITE ||
		     state == DSLOG_STATE_START;
	bool pairs = opens ? !open->p : open->p && slice_equal(*open, name);
	if (!pairs)
		dslog_session_find(s, DSLOG_FINDING_CALLBACK_ORDER, 0, 0);
	*open = opens ? name : (struct slice){NULL, 0};
}

static bool ends_like_callback(struct slice s)
{
	s = slice_trim(s);
	return slice_ends_with(s, SLICE("secondary callback.")) ||
	       slice_ends_with(s, SLICE("secondary callback data.")) ||
	       slice_ends_with(s, SLICE("secondary callback data done."));
}

/*
 * Behind the success message only Progress may come. Junk in an edited copy does no harm, unless it
 * is the tail of a callback message: then the success line may have been part of a name.
 */
static void watch_after_success(struct dslog_session *s, const struct dslog_event *e)
{
	if (!s->success || e->record == DSLOG_RECORD_PROGRESS)
		return;
	bool edited =
		s->header_state == DSLOG_HEADER_EDITED || s->header_state == DSLOG_HEADER_MISSING;
	if (e->record == DSLOG_RECORD_UNKNOWN && edited && !ends_like_callback(e->text))
		return;
	s->after_success = true;
	dslog_session_find(s, DSLOG_FINDING_AFTER_SUCCESS, 0, 0);
}

void dslog_session_take(struct dslog_session *s, const struct dslog_event *e)
{
	if (!s->any_line) {
		s->line = e->line;
		s->offset = e->offset;
		s->any_line = true;
	}
	watch_after_success(s, e);
	s->known_lines += e->record != DSLOG_RECORD_UNKNOWN;
	switch (e->record) {
	case DSLOG_RECORD_START:
		take_start(s, e);
		break;
	case DSLOG_RECORD_END:
		take_end(s, e);
		break;
	case DSLOG_RECORD_GUID:
		take_guid(s, e);
		break;
	case DSLOG_RECORD_BUGCHECK:
		take_bugcheck(s, e);
		break;
	case DSLOG_RECORD_PROGRESS:
		take_progress(s, e);
		break;
	case DSLOG_RECORD_ELAPSED:
		take_elapsed(s, e);
		break;
	case DSLOG_RECORD_PHASE:
		take_phase(s, e);
		break;
	case DSLOG_RECORD_DUMP_TYPE:
		take_dump_type(s, e);
		break;
	case DSLOG_RECORD_TOO_SMALL:
		take_too_small(s, e);
		break;
	case DSLOG_RECORD_PERCENT:
		take_percent(s, e);
		break;
	case DSLOG_RECORD_THROUGHPUT:
		take_throughput(s, e);
		break;
	case DSLOG_RECORD_PAGES:
		take_pages(s, e);
		break;
	case DSLOG_RECORD_CALLBACK:
		take_callback(s, e);
		break;
	case DSLOG_RECORD_RETRY:
		take_retry(s);
		break;
	case DSLOG_RECORD_SKIP:
		break;
	case DSLOG_RECORD_SUCCESS:
		s->success = true;
		break;
	case DSLOG_RECORD_UNKNOWN:
		s->unknown_lines++;
		break;
	}
}

void dslog_session_conclude(struct dslog_session *s)
{
	dslog_session_judge(s);
	dslog_session_measure(s);
	dslog_session_date(s);
}
