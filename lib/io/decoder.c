/* SPDX-License-Identifier: MIT */
#include "lib/io/decoder.h"

/* bzip2 numbers its block size in the fourth byte; "BZh" alone would catch text. */
static bool is_bzip2(struct slice start)
{
	return start.n >= 4 && start.p[3] >= '1' && start.p[3] <= '9';
}

/* zstd frames without data (RFC 8878, 3.1.2) have one of 16 magics; pzstd starts with one. */
static bool is_skippable_zstd(struct slice start)
{
	return start.n >= 4 && (start.p[0] & 0xf0) == 0x50 && start.p[1] == 0x2a &&
	       start.p[2] == 0x4d && start.p[3] == 0x18;
}

const struct decoder_kind *decoder_for(struct slice start)
{
	static const struct decoder_kind *const kinds[] = {&decoder_gzip, &decoder_xz,
							   &decoder_zstd, &decoder_bzip2};
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (!slice_starts_with(start, kinds[i]->magic))
			continue;
		if (kinds[i] == &decoder_bzip2 && !is_bzip2(start))
			continue;
		return kinds[i];
	}
	return is_skippable_zstd(start) ? &decoder_zstd : NULL;
}
