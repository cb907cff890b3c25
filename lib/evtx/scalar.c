/* SPDX-License-Identifier: MIT */
#include "lib/evtx/scalar.h"

#include "lib/base/moment.h"
#include "lib/base/number.h"
#include "lib/base/reader.h"
#include "lib/base/wintime.h"
#include "lib/evtx/value.h"

bool evtx_scalar_integer(const struct evtx_node *value, uint64_t *out, bool *negative)
{
	struct slice bytes = value->bytes;
	if (value->kind != EVTX_NODE_VALUE || bytes.n == 0 || bytes.n > 8)
		return false;
	*negative = false;
	switch (value->type) {
	case EVTX_TYPE_INT8:
	case EVTX_TYPE_INT16:
	case EVTX_TYPE_INT32:
	case EVTX_TYPE_INT64:
		*negative = bytes.p[bytes.n - 1] & 0x80;
		break;
	case EVTX_TYPE_UINT8:
	case EVTX_TYPE_UINT16:
	case EVTX_TYPE_UINT32:
	case EVTX_TYPE_UINT64:
	case EVTX_TYPE_SIZE_T:
	case EVTX_TYPE_HEX_INT32:
	case EVTX_TYPE_HEX_INT64:
		break;
	default:
		return false;
	}
	*out = load_any_le(bytes);
	if (*negative && bytes.n < 8)
		*out |= UINT64_MAX << 8 * bytes.n;
	return true;
}

static bool number_of_text(struct slice text, bool hexadecimal, uint64_t *out)
{
	text = slice_trim(text);
	if (slice_starts_with(text, SLICE("0x")) || slice_starts_with(text, SLICE("0X")))
		return number_from_hex(slice_from(text, 2), out);
	return (hexadecimal && number_from_hex(text, out)) || number_from_decimal(text, out);
}

/* Digits as UTF-16, as exported logs have them: without a detour over UTF-8. */
static bool number_of_digits(const struct evtx_node *value, uint64_t *out)
{
	struct slice s = evtx_without_nuls(value->bytes);
	uint64_t number = 0;
	/* 18 digits cannot overflow. */
	if (value->kind != EVTX_NODE_VALUE || value->type != EVTX_TYPE_STRING || s.n == 0 ||
	    s.n > 36 || s.n % 2)
		return false;
	for (size_t i = 0; i < s.n; i += 2) {
		unsigned digit = (unsigned)load_u16le(s.p + i) - '0';
		if (digit > 9)
			return false;
		number = number * 10 + digit;
	}
	*out = number;
	return true;
}

bool evtx_scalar_unsigned(struct arena *arena, const struct evtx_node *first, bool hexadecimal,
			  uint64_t *out)
{
	uint64_t v;
	bool negative;
	if (first && !first->next && evtx_scalar_integer(first, &v, &negative)) {
		if (!negative)
			*out = v;
		return !negative;
	}
	if (first && !first->next && !hexadecimal && number_of_digits(first, out))
		return true;
	return number_of_text(evtx_content_text(arena, first), hexadecimal, out);
}

static bool is_value(const struct evtx_node *first, uint16_t type, size_t size)
{
	return first && !first->next && first->kind == EVTX_NODE_VALUE && first->type == type &&
	       first->bytes.n == size;
}

bool evtx_scalar_time(struct arena *arena, const struct evtx_node *first, uint64_t *out)
{
	struct civil_time t;
	if (is_value(first, EVTX_TYPE_SYSTEMTIME, 16)) {
		if (!civil_from_systemtime(first->bytes.p, &t))
			return false;
		*out = filetime_from_civil(&t);
		return true;
	}
	if (is_value(first, EVTX_TYPE_FILETIME, 8)) {
		char text[TIME_TEXT];
		uint64_t v = load_u64le(first->bytes.p);
		if (!time_write(text, v))
			return false;
		*out = v;
		return true;
	}
	struct slice text = slice_trim(evtx_content_text(arena, first));
	/* python-evtx writes a blank for the T and leaves out the zone, which is UTC. */
	return moment_from_rfc3339(text, out) ||
	       (text.n > 10 && text.p[10] == ' ' && moment_from_argument(text, 0, out));
}
