/* SPDX-License-Identifier: MIT */
/* The line "crashcfg": the other control sets, and the machine. */
#include "lib/base/winid.h"
#include "lib/base/wintime.h"
#include "lib/registry/config_json.h"

/* --- other control sets --- */

static void put_difference(struct json_writer *w, const struct crash_config *c,
			   const struct setting_difference *d)
{
	const struct setting_row *row = &setting_rows[d->id];
	json_object_begin(w, NULL);
	json_text(w, "path", slice_of_string(setting_key_paths[row->key]));
	json_literal(w, "name", row->name);
	setting_write_value(w, "value", &d->other);
	setting_write_value(w, "current", config_setting(c, d->id));
	json_object_end(w);
}

/* Differences of one control set stand together. */
static void put_other_control_sets(struct json_writer *w, const struct crash_config *c)
{
	const struct registry_key *set = NULL;
	json_array_begin(w, "other_control_sets");
	for (size_t i = 0; i < c->difference_count; i++) {
		const struct setting_difference *d = &c->differences[i];
		if (d->control_set != set) {
			if (set) {
				json_array_end(w);
				json_object_end(w);
			}
			set = d->control_set;
			json_object_begin(w, NULL);
			json_text(w, "control_set", set->name);
			json_array_begin(w, "differences");
		}
		put_difference(w, c, d);
	}
	if (set) {
		json_array_end(w);
		json_object_end(w);
	}
	json_array_end(w);
}

/* --- the machine --- */

static void put_version_number(struct json_writer *w, const char *key, uint64_t version)
{
	struct buf text = {0};
	config_append_version(&text, version);
	config_json_text(w, key, buf_slice(&text));
	buf_free(&text);
}

static void put_range(struct json_writer *w, struct winver_range r)
{
	json_literal(w, "name", winver_name(r));
	put_version_number(w, "least", r.least);
	put_version_number(w, "most", r.most);
}

static void put_version(struct json_writer *w, const struct machine *m)
{
	if (!winver_is_known(m->version)) {
		json_null(w, "version");
		return;
	}
	json_object_begin(w, "version");
	put_range(w, m->version);
	config_json_word(w, "from", m->version_from);
	json_object_end(w);
}

static void put_fingerprints(struct json_writer *w, const struct machine *m)
{
	json_array_begin(w, "fingerprints");
	for (size_t i = 0; i < m->fingerprint_count; i++) {
		json_object_begin(w, NULL);
		json_text(w, "sign", slice_of_string(m->fingerprints[i].sign));
		put_range(w, m->fingerprints[i].range);
		json_object_end(w);
	}
	json_array_end(w);
}

static void put_volume(struct json_writer *w, const struct volume *v)
{
	char guid[GUID_TEXT + 1] = {0};
	json_object_begin(w, NULL);
	json_text(w, "drive", slice_of(&v->drive, 1));
	json_literal(w, "kind", volume_kind_name(v->kind));
	if (v->kind == VOLUME_MBR) {
		json_hex32(w, "disk_signature", v->signature);
		json_count(w, "partition_offset", v->offset);
	} else if (v->kind == VOLUME_GPT && v->guid.n == 16) {
		guid_write(guid, v->guid.p);
		json_literal(w, "partition_guid", guid);
	} else if (v->device.n) {
		json_text(w, "device", v->device);
	}
	json_object_end(w);
}

static void put_volumes(struct json_writer *w, const struct volumes *v)
{
	if (v->state != REGISTRY_PRESENT) {
		json_null(w, "volumes");
		return;
	}
	json_array_begin(w, "volumes");
	for (size_t i = 0; i < v->count; i++)
		put_volume(w, &v->list[i]);
	json_array_end(w);
}

static void put_boot(struct json_writer *w, const struct crash_config *c, bool epoch)
{
	const struct machine *m = &c->machine;
	const struct setting *options = config_setting(c, SETTING_SYSTEM_START_OPTIONS);
	config_json_text(w, "boot_options",
			 options->usable ? options->text : (struct slice){NULL, 0});
	if (options->usable) {
		json_bool(w, "debug_boot", m->debug_boot);
		json_bool(w, "memory_limited", m->memory_limited);
	}
	config_json_time(w, "shutdown_time", m->shutdown_time);
	if (epoch && m->shutdown_time.known)
		json_signed(w, "shutdown_time_unix_ms",
			    filetime_to_unix_ms(m->shutdown_time.value));
	if (m->setup_in_progress.known)
		json_bool(w, "setup_in_progress", m->setup_in_progress.value != 0);
	else
		json_null(w, "setup_in_progress");
}

static void put_machine(struct json_writer *w, const struct crash_config *c, bool epoch)
{
	const struct machine *m = &c->machine;
	json_object_begin(w, "machine");
	config_json_text(w, "computer", m->computer_name);
	config_json_word(w, "product", product_type_name(m->product));
	config_json_text(w, "domain", m->domain);
	config_json_text(w, "architecture", m->architecture);
	put_version(w, m);
	config_json_count(w, "build", m->build);
	config_json_text(w, "build_lab", m->build_lab);
	put_fingerprints(w, m);
	put_volumes(w, &c->volumes);
	put_boot(w, c, epoch);
	config_json_count(w, "ram_bytes", c->given->ram);
	if (c->given->ram_from)
		json_text(w, "ram_from", slice_of_string(c->given->ram_from));
	json_object_end(w);
}

void config_write_json_machine(struct json_writer *w, const struct crash_config *c, bool epoch)
{
	put_other_control_sets(w, c);
	put_machine(w, c, epoch);
}
