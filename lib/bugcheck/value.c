/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "lib/base/number.h"
#include "lib/base/text.h"
#include "lib/base/wintime.h"
#include "lib/bugcheck/code.h"
#include "lib/bugcheck/fastfail.h"
#include "lib/bugcheck/ntstatus.h"
#include "lib/bugcheck/value.h"

static void add_ntstatus(struct buf *out, uint64_t value)
{
	static const char *const severities[] = {"success", "informational", "warning", "error"};
	uint32_t status;
	if (!number_narrow(value, &status)) {
		buf_add_string(out, "no NTSTATUS: it has more than 32 bits");
		return;
	}
	const char *name = ntstatus_name(status);
	const char *text = ntstatus_text(status);
	if (name)
		buf_add_string(out, name);
	else
		buf_printf(out, "no known NTSTATUS (severity %s, facility 0x%" PRIx32 ")",
			   severities[status >> 30], status >> 16 & 0xfff);
	if (text)
		buf_printf(out, ": %s", text);
}

/* Levels above DISPATCH_LEVEL differ between processors; a dump's reader has to know its own. */
static void add_irql(struct buf *out, uint64_t value)
{
	static const char *const levels[] = {
		[0] = "PASSIVE_LEVEL",
		[1] = "APC_LEVEL",
		[2] = "DISPATCH_LEVEL",
		[5] = "CMCI_LEVEL on x64, a device's level on x86",
		[13] = "CLOCK_LEVEL on x64, a device's level on x86",
		[14] = "IPI_LEVEL (also DRS_LEVEL, POWER_LEVEL) on x64, a device's level on x86",
		[15] = "HIGH_LEVEL (also PROFILE_LEVEL) on x64, a device's level on x86",
		[27] = "PROFILE_LEVEL on x86",
		[28] = "CLOCK_LEVEL on x86",
		[29] = "IPI_LEVEL on x86",
		[30] = "POWER_LEVEL on x86",
		[31] = "HIGH_LEVEL on x86",
	};
	if (value >= COUNT_OF(levels))
		buf_add_string(out, "no IRQL of this value is documented");
	else if (levels[value])
		buf_add_string(out, levels[value]);
	else
		buf_add_string(out, value < 16 ? "a device's level" : "a device's level on x86");
}

/* The four characters of a tag, the first in the lowest byte; what is not printable is a dot. */
static void add_pool_tag(struct buf *out, uint64_t value, const struct pool_tags *tags)
{
	char tag[4];
	if (value > UINT32_MAX || value == 0)
		return;
	buf_add_byte(out, '\'');
	for (unsigned i = 0; i < sizeof(tag); i++) {
		uint8_t c = (uint8_t)(value >> (8 * i));
		/* The top bit of the last byte marks a protected allocation. */
		tag[i] = (char)(i == 3 ? c & 0x7f : c);
		buf_add_byte(out, tag[i] >= ' ' && tag[i] <= '~' ? (uint8_t)tag[i] : '.');
	}
	buf_add_byte(out, '\'');
	struct slice owner = tags ? pool_tags_find(tags, tag) : (struct slice){NULL, 0};
	if (owner.n) {
		buf_add_string(out, ": ");
		text_append_display(out, owner); /* a file of the user's */
	}
}

static void add_filetime(struct buf *out, uint64_t value)
{
	char text[TIME_TEXT];
	if (value && time_write(text, value))
		buf_add(out, text, sizeof(text));
}

static void add_bugcheck(struct buf *out, uint64_t value)
{
	uint32_t code;
	if (!number_narrow(value, &code))
		return;
	const struct bugcheck_code *entry = code ? bugcheck_code_find(code) : NULL;
	if (entry)
		buf_add_string(out, bugcheck_string(entry->name));
}

/* Units of 100 ns, as seconds with what is needed of seven decimals. */
static void add_hundred_nanoseconds(struct buf *out, uint64_t value)
{
	enum { PER_SECOND = 10000000, DIGITS = 7 };
	buf_printf(out, "%" PRIu64, value / PER_SECOND);
	uint64_t fraction = value % PER_SECOND;
	unsigned digits = DIGITS;
	for (; fraction && fraction % 10 == 0; digits--)
		fraction /= 10;
	if (fraction)
		buf_printf(out, ".%0*" PRIu64, (int)digits, fraction);
	buf_add_string(out, " s");
}

static void add_fastfail(struct buf *out, uint64_t value)
{
	const char *name = value <= UINT32_MAX ? fastfail_name((uint32_t)value) : NULL;
	if (name)
		buf_add_string(out, name);
}

static void add_ipv4(struct buf *out, uint64_t value)
{
	if (value <= UINT32_MAX)
		buf_printf(out, "%u.%u.%u.%u", (unsigned)(value & 0xff),
			   (unsigned)(value >> 8 & 0xff), (unsigned)(value >> 16 & 0xff),
			   (unsigned)(value >> 24));
}

/* The value that a set names: exactly this one, or for flags each one that is set, and the rest. */
static void add_set(struct buf *out, const struct bugcheck_set *set, uint64_t value)
{
	uint64_t rest = value;
	const char *separator = "";
	for (size_t i = 0; i < set->values; i++) {
		const struct bugcheck_set_value *v = &bugcheck_set_values[set->value + i];
		if (set->bits ? (value & v->value) != v->value || !v->value : value != v->value)
			continue;
		buf_printf(out, "%s%s", separator, bugcheck_text(v->text));
		separator = set->bits ? " | " : "; ";
		rest &= ~(uint64_t)v->value;
	}
	if (set->bits && rest)
		buf_printf(out, "%s0x%" PRIx64 " (not documented)", separator, rest);
}

void bugcheck_value_add(struct buf *out, uint8_t decoder, uint64_t value,
			const struct pool_tags *tags)
{
	if (decoder >= DECODER_SETS) {
		add_set(out, &bugcheck_sets[decoder - DECODER_SETS], value);
		return;
	}
	switch ((enum bugcheck_decoder)decoder) {
	case DECODER_NONE:
	case DECODER_SETS:
		break;
	case DECODER_ADDRESS:
		bugcheck_address_add(out, value);
		break;
	case DECODER_NTSTATUS:
		add_ntstatus(out, value);
		break;
	case DECODER_IRQL:
		add_irql(out, value);
		break;
	case DECODER_POOL_TAG:
		add_pool_tag(out, value, tags);
		break;
	case DECODER_FILETIME:
		add_filetime(out, value);
		break;
	case DECODER_FASTFAIL:
		add_fastfail(out, value);
		break;
	case DECODER_DECIMAL:
		buf_printf(out, "%" PRIu64, value);
		break;
	case DECODER_BYTES:
		buf_printf(out, "%" PRIu64 " bytes", value);
		break;
	case DECODER_MILLISECONDS:
		buf_printf(out, "%" PRIu64 " ms", value);
		break;
	case DECODER_SECONDS:
		buf_printf(out, "%" PRIu64 " s", value);
		break;
	case DECODER_HUNDRED_NANOSECONDS:
		add_hundred_nanoseconds(out, value);
		break;
	case DECODER_BOOLEAN:
		buf_add_string(out, value ? "yes" : "no");
		break;
	case DECODER_BUGCHECK:
		add_bugcheck(out, value);
		break;
	case DECODER_MCI_STATUS:
		bugcheck_mci_status_add(out, value);
		break;
	case DECODER_IPV4:
		add_ipv4(out, value);
		break;
	case DECODER_MAC:
		break;
	}
}

/* The register of a machine check bank: parameter 3 has its high half, parameter 4 the low one. */
static void add_mci_status(struct buf *out, const struct bugcheck *b)
{
	if (b->parameter_known[2] && b->parameter_known[3])
		bugcheck_mci_status_add(out,
					b->parameters[2] << 32 | (b->parameters[3] & UINT32_MAX));
}

/* aa-bb-cc-dd-ee-ff: 0xAABBCCDD in parameter 2, 0xEEFF0000 in parameter 3; on Ethernet alone, which
 * a 0 in parameter 4 tells. */
static void add_mac(struct buf *out, const struct bugcheck *b)
{
	uint64_t high = b->parameters[1];
	uint64_t low = b->parameters[2];
	if (!b->parameter_known[2] || !b->parameter_known[3] || b->parameters[3] != 0 ||
	    high > UINT32_MAX || low > UINT32_MAX)
		return;
	buf_printf(out, "%02x-%02x-%02x-%02x-%02x-%02x", (unsigned)(high >> 24),
		   (unsigned)(high >> 16 & 0xff), (unsigned)(high >> 8 & 0xff),
		   (unsigned)(high & 0xff), (unsigned)(low >> 24), (unsigned)(low >> 16 & 0xff));
}

void bugcheck_value_add_parameter(struct buf *out, uint8_t decoder, const struct bugcheck *b,
				  unsigned parameter, const struct pool_tags *tags)
{
	if (decoder == DECODER_MCI_STATUS)
		add_mci_status(out, b);
	else if (decoder == DECODER_MAC)
		add_mac(out, b);
	else
		bugcheck_value_add(out, decoder, b->parameters[parameter], tags);
}
