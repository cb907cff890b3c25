/* SPDX-License-Identifier: MIT */
/* Any bytes as event XML: sound trees, and the same ones in whatever pieces the bytes come. The
 * first byte is the size of the pieces. */
#include "lib/evtx/event_xml.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/unit/support_event_xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf whole = {0}, pieces = {0};
	if (size == 0)
		return 0;
	struct slice bytes = slice_of(data + 1, size - 1);
	size_t piece = data[0] ? data[0] : 1;
	PROMISE(event_xml_fault(bytes, piece) == NULL);
	event_xml_show(&whole, bytes, size);
	event_xml_show(&pieces, bytes, piece);
	PROMISE(slice_equal(buf_slice(&whole), buf_slice(&pieces)));
	(void)event_xml_sniff(bytes);
	buf_free(&whole);
	buf_free(&pieces);
	return 0;
}
