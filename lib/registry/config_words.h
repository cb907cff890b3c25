/* SPDX-License-Identifier: MIT */
/* What lines and report both say of a configuration. */
#ifndef REGISTRY_CONFIG_WORDS_H
#define REGISTRY_CONFIG_WORDS_H

#include "lib/registry/size.h"

/* How the control set that counts is numbered; not known for a CurrentControlSet without Select. */
struct known config_control_set_number(const struct control_sets *sets);

/* Appends "10.0.19041", or "10.0" for all of its builds; nothing for an end that is open. */
void config_append_version(struct buf *b, uint64_t version);

/* Why no keys at this keyboard crash the machine, as a word ("driver_off"); NULL where some do.
 * Static. */
const char *hotkey_fault_name(const struct hotkey *h);

/* The same for people: "the driver of the keyboard is turned off"; NULL where some do. Static. */
const char *hotkey_fault_text(const struct hotkey *h);

#endif
