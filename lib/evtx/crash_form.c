/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/bugcheck/ntstatus.h"
#include "lib/evtx/crash_decoder.h"
#include "lib/evtx/scalar.h"

/* Longer than any member's name with what is put behind it; crash-events.awk limits them to 40. */
enum { KEY_ROOM = 64 };

/* SHTDN_REASON_FLAG_PLANNED of reason.h. */
#define REASON_PLANNED UINT32_C(0x80000000)

/* The key of a member beside another one. */
static const char *sibling(char room[static KEY_ROOM], const char *key, const char *suffix)
{
	size_t n = strnlen(key, KEY_ROOM / 2);
	size_t more = strnlen(suffix, KEY_ROOM / 2 - 1);
	memcpy(room, key, n);
	memcpy(room + n, suffix, more);
	room[n + more] = '\0';
	return room;
}

void crash_write_status(struct json_writer *w, const char *key, uint32_t status)
{
	char room[KEY_ROOM];
	json_hex32(w, key, status);
	const char *name = ntstatus_name(status);
	if (name)
		json_literal(w, sibling(room, key, "_name"), name);
}

/* 32 bits, or 32 bits sign-extended to 64. */
static bool narrow(uint64_t v, uint32_t *out)
{
	if (v > UINT32_MAX && (int64_t)v != (int64_t)(int32_t)(uint32_t)v)
		return false;
	*out = (uint32_t)v;
	return true;
}

static void write_32_bits(struct json_writer *w, const struct crash_member *m, uint64_t v)
{
	char room[KEY_ROOM];
	uint32_t value;
	if (!narrow(v, &value)) {
		json_null(w, m->name);
	} else if (m->form == CRASH_FORM_STATUS) {
		crash_write_status(w, m->name, value);
	} else {
		json_hex32(w, m->name, value);
		if (m->form == CRASH_FORM_REASON)
			json_bool(w, sibling(room, m->name, "_planned"), value & REASON_PLANNED);
	}
}

static void write_of_set(struct json_writer *w, const struct crash_member *m, uint64_t v)
{
	char room[KEY_ROOM];
	const struct crash_set *set = &crash_sets[m->set];
	json_count(w, m->name, v);
	for (unsigned i = 0; i < set->count; i++)
		if (crash_words[set->first + i].value == v)
			json_literal(w, sibling(room, m->name, "_name"),
				     crash_words[set->first + i].word);
}

static void write_number(struct json_writer *w, const struct crash_member *m, uint64_t v)
{
	switch (m->form) {
	case CRASH_FORM_NUMBER:
		json_count(w, m->name, v);
		break;
	case CRASH_FORM_HEX64:
		json_hex64(w, m->name, v);
		break;
	case CRASH_FORM_SET:
		write_of_set(w, m, v);
		break;
	default:
		write_32_bits(w, m, v);
	}
}

/* FILETIME as a number, or an instant; 0 stands for none. */
static void write_time(struct json_writer *w, const char *key, const struct crash_data *d,
		       const struct evtx_node *content)
{
	uint64_t v = 0;
	if (evtx_scalar_time(d->arena, content, &v) ||
	    evtx_scalar_unsigned(d->arena, content, false, &v))
		if (v) {
			json_time(w, key, v);
			return;
		}
	json_null(w, key);
}

/* The GUID of zeros, with or without braces, is no report. */
static bool is_zero_guid(struct slice text)
{
	return slice_equal(text, SLICE("00000000-0000-0000-0000-000000000000")) ||
	       slice_equal(text, SLICE("{00000000-0000-0000-0000-000000000000}"));
}

static void write_text(struct json_writer *w, const struct crash_member *m, struct slice text)
{
	if (m->form == CRASH_FORM_PATH)
		text = crash_bare_path(text);
	if (text.n == 0 || (m->form == CRASH_FORM_REPORT_ID && is_zero_guid(text)))
		json_null(w, m->name);
	else
		json_text(w, m->name, text);
}

static void write_boolean(struct json_writer *w, const char *key, const struct crash_data *d,
			  const struct evtx_node *content)
{
	bool truth;
	if (crash_data_boolean(d, content, &truth))
		json_bool(w, key, truth);
	else
		json_null(w, key);
}

void crash_form_write(struct json_writer *w, const struct crash_member *m,
		      const struct crash_data *d, const struct evtx_node *content)
{
	uint64_t v;
	bool truth;
	if (m->form == CRASH_FORM_BOOLEAN)
		write_boolean(w, m->name, d, content);
	else if (m->form == CRASH_FORM_TIME)
		write_time(w, m->name, d, content);
	else if (m->form == CRASH_FORM_TEXT || m->form == CRASH_FORM_PATH ||
		 m->form == CRASH_FORM_REPORT_ID)
		write_text(w, m, evtx_content_text(d->arena, content));
	else if (evtx_scalar_unsigned(d->arena, content, false, &v))
		write_number(w, m, v);
	else if (m->form != CRASH_FORM_SET || !crash_data_boolean(d, content, &truth))
		json_null(w, m->name);
}
