/* SPDX-License-Identifier: MIT */
/*
 * What the mount manager keeps in MountedDevices: "Supporting Mount Manager Requests in a Storage
 * Class Driver" on Microsoft Learn calls the data the unique id of a volume. Their forms are what
 * real hives have.
 */
#include "lib/base/number.h"
#include "lib/base/reader.h"
#include "lib/registry/value_text.h"
#include "lib/registry/volume.h"

enum {
	MBR_BYTES = 12,
	GUID_BYTES = 16,
	/* Device paths are some 200 characters long. */
	DEVICE_BYTES_MAX = 2048,
	LETTERS = 26,
};

/* Does s, which is ASCII where it matters, have this word, in whatever case? */
static bool has_word(struct slice s, struct slice word)
{
	for (size_t at = 0; range_within(s.n, at, word.n); at++)
		if (slice_equal_ignoring_case(slice_sub(s, at, word.n), word))
			return true;
	return false;
}

/* CD-ROM and floppy drives may be on USB too: what the drive is comes first. */
static enum volume_kind kind_of_device(struct slice device)
{
	if (has_word(device, SLICE("CdRom")))
		return VOLUME_CDROM;
	if (has_word(device, SLICE("FDC#")) || has_word(device, SLICE("FLOPPY")))
		return VOLUME_FLOPPY;
	return has_word(device, SLICE("USBSTOR")) ? VOLUME_USB : VOLUME_OTHER;
}

/* "\??\…" or "_??_…" in UTF-16, the prefixes of device paths. */
static bool is_device_path(struct slice data)
{
	return data.n > 8 && (slice_starts_with(data, SLICE("\\\0?\0?\0\\\0")) ||
			      slice_starts_with(data, SLICE("_\0?\0?\0_\0")));
}

static void read_device(struct volume *v, struct slice data, struct arena *arena)
{
	struct buf path = {0};
	value_append_string(
		&path, slice_sub(data, 0, data.n < DEVICE_BYTES_MAX ? data.n : DEVICE_BYTES_MAX));
	v->device = arena_copy(arena, buf_slice(&path));
	v->kind = kind_of_device(v->device);
	buf_free(&path);
}

/* Data of no known form leave the kind unknown. */
static void read_data(struct volume *v, struct slice data, struct arena *arena)
{
	const struct slice gpt = SLICE("DMIO:ID:");
	if (data.n == MBR_BYTES) {
		v->kind = VOLUME_MBR;
		v->signature = load_u32le(data.p);
		v->offset = load_u64le(data.p + 4);
	} else if (data.n == gpt.n + GUID_BYTES && slice_starts_with(data, gpt)) {
		v->kind = VOLUME_GPT;
		v->guid = slice_from(data, gpt.n);
	} else if (is_device_path(data)) {
		read_device(v, data, arena);
	}
}

/* The letter of "\DosDevices\C:"; 0 for other names. */
static char letter_of(struct slice name)
{
	const struct slice prefix = SLICE("\\DosDevices\\");
	if (name.n != prefix.n + 2 || name.p[prefix.n + 1] != ':' ||
	    !slice_equal_ignoring_case(slice_sub(name, 0, prefix.n), prefix))
		return 0;
	uint8_t letter = ascii_upper(name.p[prefix.n]);
	return letter >= 'A' && letter <= 'Z' ? (char)letter : 0;
}

static void read_values(struct volume letters[LETTERS], const struct registry_key *key,
			struct arena *arena)
{
	for (const struct registry_value *value = key->values; value; value = value->next) {
		char letter = letter_of(value->name);
		if (!letter || value->deleted)
			continue;
		struct volume *v = &letters[letter - 'A'];
		*v = (struct volume){.drive = letter};
		read_data(v, value->data, arena);
	}
}

void volumes_read(struct volumes *v, const struct registry *r, struct arena *arena)
{
	*v = (struct volumes){0};
	const struct registry_key *key = registry_find_key(r->root, "MountedDevices", &v->state);
	if (!key)
		return;
	struct volume letters[LETTERS] = {0};
	read_values(letters, key, arena);
	for (size_t i = 0; i < LETTERS; i++)
		if (letters[i].drive)
			v->list[v->count++] = letters[i];
	if (key->values_unreadable)
		v->state = REGISTRY_UNREADABLE;
}

static const struct volume *volume_of(const struct volumes *v, char drive)
{
	for (size_t i = 0; i < v->count; i++)
		if (v->list[i].drive == drive)
			return &v->list[i];
	return NULL;
}

enum volume_kind volume_kind_of(const struct volumes *v, char drive)
{
	const struct volume *volume = volume_of(v, drive);
	if (volume)
		return volume->kind;
	/* Windows has run from C:. A list without it is emptied, as before an image is taken, or
	 * only a part. */
	bool complete = v->state == REGISTRY_PRESENT && volume_of(v, 'C');
	return drive && complete ? VOLUME_MISSING : VOLUME_UNKNOWN;
}

const char *volume_kind_name(enum volume_kind kind)
{
	static const char *const names[] = {
		[VOLUME_UNKNOWN] = "unknown", [VOLUME_MISSING] = "missing",
		[VOLUME_MBR] = "fixed_mbr",   [VOLUME_GPT] = "fixed_gpt",
		[VOLUME_CDROM] = "cdrom",     [VOLUME_FLOPPY] = "floppy",
		[VOLUME_USB] = "usb",         [VOLUME_OTHER] = "other",
	};
	return names[kind];
}

const char *volume_kind_description(enum volume_kind kind)
{
	static const char *const descriptions[] = {
		[VOLUME_UNKNOWN] = "a volume of unknown kind",
		[VOLUME_MISSING] = "a drive that the machine does not have",
		[VOLUME_MBR] = "a partition of an MBR disk",
		[VOLUME_GPT] = "a partition of a GPT disk",
		[VOLUME_CDROM] = "a CD-ROM drive",
		[VOLUME_FLOPPY] = "a floppy drive",
		[VOLUME_USB] = "a USB drive",
		[VOLUME_OTHER] = "a device that is no fixed partition",
	};
	return descriptions[kind];
}
