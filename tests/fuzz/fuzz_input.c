/* SPDX-License-Identifier: MIT */
/* Any bytes as an input, mostly compressed data: it ends, is bounded, and loss is reported. The
 * first byte chooses the length of reads. */
#include "lib/base/limits.h"
#include "lib/io/input.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/unit/support_source.h"

enum { RATIO = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct input_options options = {true, RATIO};
	if (size == 0)
		return 0;
	size_t room = DECODER_MAGIC_MAX + (size_t)data[0] * 16;
	struct source source = source_file(slice_of(data + 1, size - 1));
	struct reports reports = {0};
	struct diag_sink sink = reports_sink(&reports);
	struct input in;
	uint8_t *p = malloc(room);
	uint64_t total = 0;
	size_t n;
	PROMISE(p && input_open(&in, source.name, &options, &sink));
	while ((n = input_read(&in, p, room)) > 0)
		total += n;
	PROMISE(in.failure == INPUT_FINE && total == in.bytes_out && reports.count <= 1);
	PROMISE(total <= LIMIT_EXPANSION_FREE + (RATIO + 1) * size + room);
	PROMISE(in.kind || (total == size - 1 && reports.count == 0));
	input_close(&in);
	free(p);
	source_close(&source);
	return 0;
}
