/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "lib/dslog/session.h"

struct finding_kind {
	const char *name;
	const char *message;
};

static const struct finding_kind kinds[DSLOG_FINDING_COUNT] = {
#define FINDING(symbol, rule, message) {rule, message},
#include "lib/dslog/finding_list.h"
#undef FINDING
};

const char *dslog_finding_name(enum dslog_finding_rule rule)
{
	return kinds[rule].name;
}

void dslog_finding_append_message(struct buf *b, enum dslog_finding_rule rule,
				  const struct dslog_finding *f)
{
	for (const char *p = kinds[rule].message; *p; p++) {
		if (*p != '{') {
			buf_add_byte(b, (uint8_t)*p);
			continue;
		}
		buf_printf(b, "%" PRId64, p[1] == 'a' ? f->a : f->b);
		p += 2;
	}
	if (f->times > 1)
		buf_printf(b, " (and %" PRIu64 " more)", f->times - 1);
}
