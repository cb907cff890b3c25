/* SPDX-License-Identifier: MIT */
/* What settings mean, in words. */
#include <inttypes.h>

#include "lib/base/reader.h"
#include "lib/base/wintime.h"
#include "lib/registry/config_trigger.h"
#include "lib/registry/hotkey.h"
#include "lib/registry/setting.h"

/* The words of a table for a number, or a text for those behind its end. */
static void append_word(struct buf *b, const char *const *words, size_t count, uint64_t number,
			const char *otherwise)
{
	const char *word = number < count ? words[number] : NULL;
	buf_add_string(b, word ? word : otherwise);
}

/* As CrashDumpEnabled alone says it; FilterPages makes 1 an active dump. */
static void append_dump_type(struct buf *b, uint64_t number)
{
	static const char *const words[] = {"none", "complete", "kernel", "small",
					    NULL,   NULL,       NULL,     "automatic"};
	append_word(b, words, COUNT_OF(words), number, "undocumented");
}

static void append_start(struct buf *b, uint64_t number)
{
	static const char *const words[] = {"at boot", "with the system", "automatic", "on demand",
					    "disabled"};
	append_word(b, words, COUNT_OF(words), number, "undocumented");
}

static void append_mebibytes(struct buf *b, uint64_t number)
{
	if (number)
		buf_printf(b, "%" PRIu64 " MiB", number);
	else
		buf_add_string(b, "sized by the system");
}

static void append_filetime(struct buf *b, uint64_t filetime)
{
	char text[TIME_TEXT];
	if (time_write(text, filetime))
		buf_add(b, text, sizeof(text));
}

/* BCRYPT_RSAKEY_BLOB begins with its magic and the length of the key in bits (bcrypt.h). */
static void append_key_blob(struct buf *b, struct slice blob)
{
	struct reader r = reader_of(blob);
	struct slice magic = reader_bytes(&r, 4);
	uint32_t bits = reader_u32le(&r);
	if (r.bad || !slice_equal(magic, SLICE("RSA1")))
		buf_add_string(b, "no RSA public key");
	else
		buf_printf(b, "RSA public key, %" PRIu32 " bits", bits);
}

static void append_live_dump(struct buf *b, uint64_t number)
{
	struct power_button p = power_button_of(number);
	if (!p.live_dump) {
		buf_add_string(b, "off");
		return;
	}
	buf_printf(b, "on, held for %u s", p.seconds);
	if (p.user_pages)
		buf_add_string(b, ", with user pages");
	if (p.hypervisor_pages)
		buf_add_string(b, ", with hypervisor pages");
}

static void append_modifiers(struct buf *b, uint64_t number)
{
	if (number == 0)
		buf_add_string(b, "off");
	else if (hotkey_modifiers_work(number))
		hotkey_append_modifiers(b, number);
	else
		buf_add_string(b, "cannot be held");
}

static void append_key_index(struct buf *b, uint64_t number)
{
	const struct keyboard_key *key = keyboard_key_at(number);
	buf_add_string(b, key && key->name ? key->name : "no key");
}

/* The high byte is the service pack. */
static void append_service_pack(struct buf *b, uint64_t number)
{
	if (number >> 8)
		buf_printf(b, "Service Pack %" PRIu64, number >> 8);
	else
		buf_add_string(b, "no service pack");
}

void setting_append_meaning(struct buf *b, enum setting_id id, const struct setting *s)
{
	switch (setting_rows[id].form) {
	case SETTING_FORM_FLAG:
		buf_add_string(b, s->number ? "on" : "off");
		break;
	case SETTING_FORM_HEX:
		buf_printf(b, "0x%08" PRIx64, s->number);
		break;
	case SETTING_FORM_MEBIBYTES:
		append_mebibytes(b, s->number);
		break;
	case SETTING_FORM_HOURS:
		buf_printf(b, "%" PRIu64 " h", s->number);
		break;
	case SETTING_FORM_DUMP_TYPE:
		append_dump_type(b, s->number);
		break;
	case SETTING_FORM_FILETIME:
		append_filetime(b, s->number);
		break;
	case SETTING_FORM_KEY_BLOB:
		append_key_blob(b, s->value->data);
		break;
	case SETTING_FORM_LIVE_DUMP:
		append_live_dump(b, s->number);
		break;
	case SETTING_FORM_MODIFIERS:
		append_modifiers(b, s->number);
		break;
	case SETTING_FORM_KEY_INDEX:
		append_key_index(b, s->number);
		break;
	case SETTING_FORM_SERVICE_PACK:
		append_service_pack(b, s->number);
		break;
	case SETTING_FORM_START:
		append_start(b, s->number);
		break;
	case SETTING_FORM_NUMBER:
	case SETTING_FORM_TEXT:
	case SETTING_FORM_PATH:
	case SETTING_FORM_LIST:
		break;
	}
}
