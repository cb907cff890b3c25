/* SPDX-License-Identifier: MIT */
/* What bytes look like that are not what was expected: a word, never a byte of them. */
#ifndef BASE_CONTENT_H
#define BASE_CONTENT_H

#include "lib/base/slice.h"

/*
 * A kind by magic, else by the look of the first bytes: "empty", "zeros", "pe", "elf", "zip",
 * "gzip", "xz", "zstd", "bzip2", "7z", "cab", "jpeg", "png", "gif", "pdf", "evtx", "evt",
 * "registry_hive", "kernel_dump", "minidump", "sqlite", "xml", "json", "script", "utf16_text",
 * "text", "binary". Static.
 */
const char *content_kind(struct slice s);

/* The same for people: "a PE program (EXE, DLL or driver)". Static. */
const char *content_description(const char *kind);

#endif
