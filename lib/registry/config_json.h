/* SPDX-License-Identifier: MIT */
/* The parts of the line "crashcfg" that have files of their own. */
#ifndef REGISTRY_CONFIG_JSON_H
#define REGISTRY_CONFIG_JSON_H

#include "lib/registry/config_form.h"
#include "lib/registry/config_words.h"

/* A number, or null where it is not known. */
void config_json_count(struct json_writer *w, const char *key, struct known k);

/* Text, or null where it has no bytes. */
void config_json_text(struct json_writer *w, const char *key, struct slice s);

/* A literal of ours, or null for NULL. */
void config_json_word(struct json_writer *w, const char *key, const char *s);

/* An instant (FILETIME), or null. */
void config_json_time(struct json_writer *w, const char *key, struct known filetime);

/* "page_files" to "live_dumps". */
void config_write_json_files(struct json_writer *w, const struct crash_config *c);

/* "settings", "values". */
void config_write_json_values(struct json_writer *w, const struct crash_config *c);

/* "hotkeys", "power_button". */
void config_write_json_triggers(struct json_writer *w, const struct crash_config *c);

/* "other_control_sets", "machine". */
void config_write_json_machine(struct json_writer *w, const struct crash_config *c, bool epoch);

#endif
