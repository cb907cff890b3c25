/* SPDX-License-Identifier: MIT */
/* Drive letters, from MountedDevices of the hive SYSTEM. */
#ifndef REGISTRY_VOLUME_H
#define REGISTRY_VOLUME_H

#include "lib/registry/tree.h"

enum volume_kind {
	VOLUME_UNKNOWN, /* the input has no MountedDevices, or the data say nothing known */
	VOLUME_MISSING, /* MountedDevices has C:, and not this letter; without C: the list is
			 * emptied, or a part, and tells of no letter that it is missing */
	VOLUME_MBR,     /* a partition of a disk with MBR: 12 bytes, disk signature and offset */
	VOLUME_GPT,     /* a partition of a disk with GPT: "DMIO:ID:" and GUID */
	VOLUME_CDROM,
	VOLUME_FLOPPY,
	VOLUME_USB,   /* USBSTOR: a stick or disk on USB */
	VOLUME_OTHER, /* a device path that is none of these */
};

struct volume {
	char drive; /* 'A' to 'Z' */
	enum volume_kind kind;
	uint32_t signature;  /* MBR: of the disk */
	uint64_t offset;     /* MBR: of the partition, bytes */
	struct slice guid;   /* GPT: 16 bytes in structure order */
	struct slice device; /* others: UTF-8 */
};

struct volumes {
	enum registry_state state; /* of MountedDevices; a fragment without it counts as absent */
	struct volume list[26];    /* by letter, ascending */
	size_t count;
};

void volumes_read(struct volumes *v, const struct registry *r, struct arena *arena);

/* The kind of this drive ('A' to 'Z'; 0 is UNKNOWN). */
enum volume_kind volume_kind_of(const struct volumes *v, char drive);

/* "fixed_mbr", "fixed_gpt", "cdrom", "floppy", "usb", "other", "missing", "unknown"; static. */
const char *volume_kind_name(enum volume_kind kind);

/* "a CD-ROM drive" …, for sentences; static. */
const char *volume_kind_description(enum volume_kind kind);

#endif
