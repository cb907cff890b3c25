/* SPDX-License-Identifier: MIT */
/* What volmgr and other drivers attach to their events: IO_ERROR_LOG_PACKET of wdm.h. */
#include "lib/base/reader.h"
#include "lib/bugcheck/progress.h"
#include "lib/evtx/crash_decoder.h"

struct packet {
	uint32_t error_code;
	uint32_t unique_value;
	uint32_t final_status;
};

static bool read_packet(const struct crash_data *d, struct packet *p)
{
	struct reader r = reader_of(crash_data_binary(d));
	reader_skip(&r, 12); /* major function, retries, size of dump data, strings, category */
	p->error_code = reader_u32le(&r);
	p->unique_value = reader_u32le(&r);
	p->final_status = reader_u32le(&r);
	return !r.bad;
}

void crash_decode_packet(struct json_writer *w, const struct crash_data *d)
{
	struct packet p;
	if (!read_packet(d, &p)) {
		json_null(w, "error_code");
		json_null(w, "unique_value");
		json_null(w, "final_status");
		return;
	}
	json_hex32(w, "error_code", p.error_code);
	json_hex32(w, "unique_value", p.unique_value);
	crash_write_status(w, "final_status", p.final_status);
}

enum { DUMP_FAILED_ID = 161 }; /* low half of the error code */

/* BugCheckProgress stands in the second string of newer events. That the unique value of this
 * error's packet is the same number is inferred from its form: the source is told. */
void crash_decode_failed_dump(struct json_writer *w, const struct crash_data *d)
{
	static const struct crash_field second = {NULL, 2};
	struct packet p;
	uint64_t v;
	crash_decode_packet(w, d);
	bool told = crash_data_number(d, &second, &v) && v <= UINT32_MAX;
	if (!told && (!read_packet(d, &p) || (p.error_code & 0xffff) != DUMP_FAILED_ID))
		return;
	json_object_begin(w, "bugcheck_progress");
	bugcheck_write_progress(w, told ? (uint32_t)v : p.unique_value);
	json_literal(w, "source", told ? "string" : "unique_value");
	json_object_end(w);
}
