/* SPDX-License-Identifier: MIT */
/* Where events keep a bug check, and how it is spelt there. */
#include "lib/base/number.h"
#include "lib/bugcheck/spelling.h"
#include "lib/evtx/crash_decoder.h"

static void set_parameter(struct bugcheck *b, unsigned i, uint64_t v)
{
	b->parameters[i] = v;
	b->parameter_known[i] = true;
}

/* --- Kernel-Power 41 --- */

static const struct crash_field parameter_fields[BUGCHECK_PARAMETERS] = {
	{"BugcheckParameter1", 0},
	{"BugcheckParameter2", 0},
	{"BugcheckParameter3", 0},
	{"BugcheckParameter4", 0},
};

/* Where the code came from firmware variables, the kernel may have copied but the first parameter:
 * zeros in all the others then mean that they are not known. */
static void forget_uncopied(const struct crash_data *d, struct bugcheck *b)
{
	static const struct crash_field from_firmware = {"BugcheckInfoFromEFI", 0};
	const struct evtx_node *content;
	bool truth;
	if (!crash_data_find(d, &from_firmware, &content) ||
	    !crash_data_boolean(d, content, &truth) || !truth)
		return;
	if (b->parameters[1] || b->parameters[2] || b->parameters[3])
		return;
	for (unsigned i = 1; i < BUGCHECK_PARAMETERS; i++)
		b->parameter_known[i] = false;
}

static bool read_fields(const struct crash_data *d, struct bugcheck *b)
{
	static const struct crash_field code_field = {"BugcheckCode", 0};
	static const struct crash_field version_1 = {"BugcheckParameter", 0};
	uint64_t v;
	if (!crash_data_number(d, &code_field, &v) || v > UINT32_MAX)
		return false;
	b->code = (uint32_t)v;
	for (unsigned i = 0; i < BUGCHECK_PARAMETERS; i++)
		if (crash_data_number(d, &parameter_fields[i], &v))
			set_parameter(b, i, v);
	if (!b->parameter_known[0] && crash_data_number(d, &version_1, &v))
		set_parameter(b, 0, v);
	forget_uncopied(d, b);
	return true;
}

/* --- the sentence of the report at the next boot --- */

/* Hexadecimal digits behind 0x; false for anything else. */
static bool read_marked(struct slice s, uint64_t *out)
{
	s = slice_trim(s);
	return s.n > 2 && s.p[0] == '0' && ascii_lower(s.p[1]) == 'x' &&
	       number_from_hex(slice_from(s, 2), out);
}

/* "0x0000003b (0x..., 0x..., 0x..., 0x...)"; parameters that are missing, or cut, are not known. */
static bool read_sentence(const struct crash_data *d, struct bugcheck *b)
{
	static const struct crash_field field = {"param1", 1};
	struct slice s = crash_data_text(d, &field);
	size_t open = slice_find_byte(s, '(');
	uint64_t v;
	if (!read_marked(slice_sub(s, 0, open), &v) || v > UINT32_MAX)
		return false;
	b->code = (uint32_t)v;
	if (open == s.n)
		return true;
	struct slice rest = slice_from(s, open + 1);
	size_t close = slice_find_byte(rest, ')');
	bool cut = close == rest.n;
	rest = slice_sub(rest, 0, close);
	for (unsigned i = 0; i < BUGCHECK_PARAMETERS && rest.n; i++) {
		size_t comma = slice_find_byte(rest, ',');
		if (cut && comma == rest.n)
			break;
		if (read_marked(slice_sub(rest, 0, comma), &v))
			set_parameter(b, i, v);
		rest = comma < rest.n ? slice_from(rest, comma + 1) : slice_of(NULL, 0);
	}
	return true;
}

/* --- Windows Error Reporting --- */

/* P1 to P5, hexadecimal without 0x: bare digits must not be read as decimal. */
static bool read_bare(const struct crash_data *d, struct bugcheck *b)
{
	static const struct crash_field fields[] = {
		{"P1", 6}, {"P2", 7}, {"P3", 8}, {"P4", 9}, {"P5", 10}};
	uint64_t v;
	if (!bugcheck_read_parameter(crash_data_text(d, &fields[0]), &v) || v > UINT32_MAX)
		return false;
	b->code = (uint32_t)v;
	for (unsigned i = 0; i < BUGCHECK_PARAMETERS; i++)
		if (bugcheck_read_parameter(crash_data_text(d, &fields[i + 1]), &v))
			set_parameter(b, i, v);
	return true;
}

bool crash_bugcheck_read(enum crash_bugcheck source, const struct crash_data *d, struct bugcheck *b)
{
	memset(b, 0, sizeof(*b));
	switch (source) {
	case CRASH_BUGCHECK_FIELDS:
		return read_fields(d, b);
	case CRASH_BUGCHECK_SENTENCE:
		return read_sentence(d, b);
	case CRASH_BUGCHECK_BARE:
		return read_bare(d, b);
	default:
		return false;
	}
}
