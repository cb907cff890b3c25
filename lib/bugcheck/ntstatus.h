/* SPDX-License-Identifier: MIT */
/* Names of NTSTATUS values ([MS-ERREF] 2.3): the table made from grammars/ntstatus.names. */
#ifndef BUGCHECK_NTSTATUS_H
#define BUGCHECK_NTSTATUS_H

#include "lib/bugcheck/value_name.h"

/* Generated; ascending by value. */
extern const char ntstatus_texts[];
extern const struct value_name ntstatus_names[];
extern const size_t ntstatus_count;

/* The name of a status ("STATUS_UNSUCCESSFUL"), or NULL where the table lacks it. Static. */
const char *ntstatus_name(uint32_t status);

/* What a status says, in a few words; NULL where the table has none. Static. */
const char *ntstatus_text(uint32_t status);

#endif
