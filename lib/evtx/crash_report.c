/* SPDX-License-Identifier: MIT */
/* What an event says of a crash, for people: --text. */
#include <inttypes.h>

#include "lib/bugcheck/code.h"
#include "lib/evtx/crash.h"
#include "lib/evtx/crash_decoder.h"
#include "lib/evtx/crash_table.h"

static void report_bugcheck(struct buf *out, const struct bugcheck *b)
{
	const struct bugcheck_code *code = bugcheck_code_find(b->code);
	if (b->code == 0) {
		buf_add_string(out, "\n    bug check: none recorded");
		return;
	}
	buf_printf(out, "\n    bug check: 0x%08" PRIx32 " %s (", b->code,
		   code ? bugcheck_string(code->name) : "unknown");
	for (unsigned i = 0; i < BUGCHECK_PARAMETERS; i++) {
		buf_add_string(out, i ? ", " : "");
		if (b->parameter_known[i])
			buf_printf(out, "0x%" PRIx64, b->parameters[i]);
		else
			buf_add_string(out, "unknown");
	}
	buf_add_string(out, ")");
}

void crash_report(struct buf *out, const struct crash_event *row, const struct evtx_event *event,
		  struct arena *arena)
{
	struct crash_data d = crash_data_of(event, arena);
	struct bugcheck b;
	buf_printf(out, "\n    crash evidence: %s", crash_kind_name(row->kind));
	if (row->what)
		buf_printf(out, ", %s", row->what);
	if (crash_bugcheck_read(row->bugcheck, &d, &b))
		report_bugcheck(out, &b);
}
