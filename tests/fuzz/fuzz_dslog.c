/* SPDX-License-Identifier: MIT */
/* Any bytes as a DumpStack.log: what comes out are strict JSON lines within the input, and a report
 * that no terminal obeys. The first byte tells whether the name ends in ".tmp". */
#include "tests/fuzz/fuzz_target.h"
#include "tests/unit/support_dslog.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct dslog_run run;
	if (size == 0)
		return 0;
	if (!run.parser.grammar)
		dslog_run_begin(&run); /* patterns are compiled once */
	run.with_report = true;
	dslog_run_parse(&run, slice_of(data + 1, size - 1), data[0] & 1);
	PROMISE(dslog_run_fault(&run) == NULL);
	/* Stale content of a disk: one line, in which no byte of it has room. */
	PROMISE(run.last.verdict != DSLOG_VERDICT_NO_LOG_WRITTEN || run.out.n < 256);
	return 0;
}
