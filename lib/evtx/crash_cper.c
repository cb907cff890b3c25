/* SPDX-License-Identifier: MIT */
/* Hardware error records: the UEFI specification's Common Platform Error Record, appendix N.2. */
#include "lib/base/reader.h"
#include "lib/base/winid.h"
#include "lib/base/wintime.h"
#include "lib/evtx/crash_decoder.h"

enum {
	HEADER_SIZE = 128,
	SECTION_SIZE = 72, /* of a section's descriptor */
	GUID_SIZE = 16,
};

struct guid_word {
	char guid[GUID_TEXT + 1];
	const char *word;
};

/* N.2.1.1, notification types. */
static const struct guid_word notifications[] = {
	{"2dce8bb1-bdd7-450e-b9ad-9cf4ebd4f890", "corrected_machine_check"},
	{"4e292f96-d843-4a55-a8c2-d481f27ebeee", "corrected_platform_error"},
	{"e8f56ffe-919c-4cc5-ba88-65abe14913bb", "machine_check_exception"},
	{"cf93c01f-1a16-4dfc-b8bc-9c4daf67c104", "pcie"},
	{"cc5263e8-9308-454a-89d0-340bd39bc98e", "init"},
	{"5bad89ff-b7e6-42c9-814a-cf2485d6e98a", "non_maskable_interrupt"},
	{"3d61a466-ab40-409a-a698-f362d464b38f", "boot"},
	{"667dd791-c6b3-4c27-8aa6-6f8de6bd6a2e", "dma_remapping"},
};

/* N.2.2, section types. */
static const struct guid_word section_types[] = {
	{"9876ccad-47b4-4bdb-b65e-16f193c4f3db", "processor"},
	{"dc3ea0b0-a144-4797-b95b-53fa242b6e1d", "x86_processor"},
	{"e19e3d16-bc11-11e4-9caa-c2051d5d46b0", "arm_processor"},
	{"a5bc1114-6f64-4ede-b863-3e83ed7c83b1", "memory"},
	{"61ec04fc-48e6-d813-25c9-8daa44750b12", "memory_2"},
	{"d995e954-bbc1-430f-ad91-b44dcb3c6f35", "pcie"},
	{"c5753963-3b84-4095-bf78-eddad3f9c9dd", "pci_bus"},
	{"eb5e4685-ca66-4769-b6a2-26068b001326", "pci_device"},
	{"81212a96-09ed-4996-9471-8d729c8e69ed", "firmware"},
};

static void write_guid(struct json_writer *w, const char *key, const char *name_key,
		       struct slice guid, const struct guid_word *words, size_t count)
{
	char text[GUID_TEXT];
	guid_write(text, guid.p);
	json_text(w, key, slice_of(text, sizeof(text)));
	for (size_t i = 0; i < count; i++)
		if (memcmp(words[i].guid, text, GUID_TEXT) == 0)
			json_literal(w, name_key, words[i].word);
}

static void write_severity(struct json_writer *w, uint32_t severity)
{
	static const char *const names[] = {"recoverable", "fatal", "corrected", "informational"};
	json_number(w, "severity", severity);
	if (severity < COUNT_OF(names))
		json_literal(w, "severity_name", names[severity]);
}

/* Seconds, minutes, hours, flags, day, month, year of the century, century. The specification has
 * them as decimal digits in four bits each; Windows writes plain numbers, in UTC. */
static void write_timestamp(struct json_writer *w, const uint8_t stamp[static 8])
{
	struct civil_time t = {
		.year = stamp[7] * 100u + stamp[6],
		.month = stamp[5],
		.day = stamp[4],
		.hour = stamp[2],
		.minute = stamp[1],
		.second = stamp[0],
	};
	if (stamp[6] < 100 && civil_time_is_valid(&t))
		json_time(w, "time", filetime_from_civil(&t));
	else
		json_null(w, "time");
}

/* Descriptors as far as they are there. */
static void write_sections(struct json_writer *w, struct slice record, unsigned count)
{
	json_array_begin(w, "sections");
	for (size_t i = 0; i < count; i++) {
		struct slice s = slice_sub(record, HEADER_SIZE + i * SECTION_SIZE, SECTION_SIZE);
		if (s.n == 0)
			break;
		json_object_begin(w, NULL);
		write_guid(w, "type", "type_name", slice_sub(s, 16, GUID_SIZE), section_types,
			   COUNT_OF(section_types));
		write_severity(w, load_u32le(s.p + 48));
		json_object_end(w);
	}
	json_array_end(w);
}

static void write_record(struct json_writer *w, struct slice record)
{
	const uint8_t *p = record.p;
	write_severity(w, load_u32le(p + 12));
	write_timestamp(w, p + 24);
	json_number(w, "length", load_u32le(p + 20));
	write_guid(w, "notification", "notification_name", slice_sub(record, 80, GUID_SIZE),
		   notifications, COUNT_OF(notifications));
	json_hex64(w, "record_id", load_u64le(p + 96));
	write_sections(w, record, load_u16le(p + 10));
}

void crash_decode_error_record(struct json_writer *w, const struct crash_data *d)
{
	static const struct crash_field raw = {"RawData", 0};
	const struct evtx_node *content;
	if (!crash_data_find(d, &raw, &content))
		return;
	struct slice record = crash_data_bytes(d, content);
	if (record.n < HEADER_SIZE || !slice_starts_with(record, SLICE("CPER"))) {
		json_null(w, "error_record");
		return;
	}
	json_object_begin(w, "error_record");
	write_record(w, record);
	json_object_end(w);
}
