/* SPDX-License-Identifier: MIT */
/*
 * Parts of a configuration that are decoded from its settings alone: what forces a crash, and the
 * encryption of dumps. Each needs c->settings, and config_encryption_read() c->registry too.
 */
#ifndef REGISTRY_CONFIG_TRIGGER_H
#define REGISTRY_CONFIG_TRIGGER_H

#include "lib/registry/config.h"

/* Sets c->hotkeys: one for each keyboard driver, set or not. */
void config_hotkeys_read(struct crash_config *c);

/* Could Dump1Keys and Dump2Key be pressed, whether or not Windows reads them? */
bool config_hotkey_has_alternate(const struct hotkey *hotkey);

/* Appends what to press, whether or not the driver runs: "hold right Ctrl and press Scroll Lock
 * twice". Nothing where these keys cannot be pressed. */
void config_hotkey_append_sentence(struct buf *b, const struct hotkey *hotkey);

/* What the bits of PowerButtonLiveDump say, as if the button did not crash the machine. */
struct power_button power_button_of(uint64_t live_dump);

/* Sets c->power_button. */
void config_power_button_read(struct crash_config *c);

/* Sets c->encryption. */
void config_encryption_read(struct crash_config *c);

#endif
