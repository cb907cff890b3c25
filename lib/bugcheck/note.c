/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "lib/bugcheck/code.h"
#include "lib/bugcheck/note.h"

static void add_code(struct buf *out, uint32_t code)
{
	const struct bugcheck_code *entry = bugcheck_code_find(code);
	const struct bugcheck_knowledge *k = bugcheck_knowledge_find(code);
	buf_printf(out, "0x%08" PRIx32 " %s", code,
		   entry ? bugcheck_string(entry->name) : "(unknown code)");
	if (k)
		buf_printf(out, ": %s", bugcheck_text(k->title));
	else if (entry)
		buf_add_string(out, " (undocumented)");
	buf_add_byte(out, '\n');
}

static void add_parameter(struct buf *out, unsigned i, uint64_t value,
			  const struct bugcheck_parameter *p)
{
	buf_printf(out, BUGCHECK_NOTE_MARK "  P%u 0x%016" PRIx64, i + 1, value);
	if (p->meaning)
		buf_printf(out, " %s", p->meaning);
	if (p->decoded.n) {
		buf_add_string(out, ": ");
		buf_add_slice(out, buf_slice(&p->decoded));
	}
	buf_add_byte(out, '\n');
}

void bugcheck_note(struct buf *out, const struct bugcheck *b,
		   const struct bugcheck_reading *reading, struct bugcheck_decoding *d)
{
	bugcheck_decode(d, bugcheck_knowledge_find(b->code), b);
	buf_add_string(out, BUGCHECK_NOTE_MARK);
	add_code(out, b->code);
	if (reading && reading->doubt != BUGCHECK_DOUBT_NONE) {
		buf_add_string(out, BUGCHECK_NOTE_MARK "or perhaps ");
		add_code(out, reading->other);
	}
	for (unsigned i = 0; i < BUGCHECK_PARAMETERS; i++)
		if (b->parameter_known[i])
			add_parameter(out, i, b->parameters[i], &d->parameters[i]);
}
