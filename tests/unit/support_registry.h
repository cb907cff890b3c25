/* SPDX-License-Identifier: MIT */
/* Registries out of calls, as a reader would have made them; no Criterion in it. */
#ifndef TESTS_SUPPORT_REGISTRY_H
#define TESTS_SUPPORT_REGISTRY_H

#include "lib/registry/tree.h"

/* Paths are below the root: "ControlSet001\\Control\\CrashControl". Keys are made as needed; what
 * is made gets the number of the next line, and so a place behind all before it. Everything has to
 * fit: what does not is an assert. */

/* A registry whose current control set, ControlSet001, is empty; a fragment unless it is a hive. */
void made_registry(struct registry *r, enum registry_source source, struct arena *arena);

/* A key that stands in the input itself. */
struct registry_key *made_key(struct registry *r, const char *path);

/* A value of these bytes. */
struct registry_value *made_value(struct registry *r, const char *path, const char *name,
				  uint32_t type, const void *data, size_t n);

struct registry_value *made_dword(struct registry *r, const char *path, const char *name,
				  uint32_t number);
struct registry_value *made_qword(struct registry *r, const char *path, const char *name,
				  uint64_t number);

/* ASCII text as UTF-16LE with its NUL: a REG_SZ, or of another type of text. */
struct registry_value *made_text(struct registry *r, const char *path, const char *name,
				 uint32_t type, const char *text);

/* The same for a REG_MULTI_SZ: strings are separated by '|', and the empty one ends them. */
struct registry_value *made_list(struct registry *r, const char *path, const char *name,
				 const char *strings);

#endif
