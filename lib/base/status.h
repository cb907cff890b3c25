/* SPDX-License-Identifier: MIT */
/* What reading a structure can end in. The kinds stay apart because users act on them differently.
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include "lib/base/compiler.h"

enum status {
	STATUS_OK = 0,
	STATUS_NOT_THIS_FORMAT, /* the signature is another one; nothing is said about the content
				 */
	STATUS_DAMAGED,         /* right format, but bytes contradict it */
	STATUS_TRUNCATED,       /* right so far, and then the bytes end */
	STATUS_UNSUPPORTED,     /* right format, but a version or feature we do not read */
	STATUS_LIMIT,           /* a cap of limits.h was reached; the rest was not looked at */
};

#endif
