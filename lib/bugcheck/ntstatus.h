/* SPDX-License-Identifier: MIT */
/* Names of NTSTATUS values ([MS-ERREF] 2.3): the table made from grammars/ntstatus.names. */
#ifndef BUGCHECK_NTSTATUS_H
#define BUGCHECK_NTSTATUS_H

#include "lib/base/compiler.h"

struct ntstatus {
	uint32_t status;
	const char *name;
};

/* Generated; ascending by status. */
extern const struct ntstatus ntstatus_names[];
extern const size_t ntstatus_count;

/* The name of a status ("STATUS_UNSUCCESSFUL"), or NULL where the table lacks it. Static. */
const char *ntstatus_name(uint32_t status);

#endif
