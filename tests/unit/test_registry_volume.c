/* SPDX-License-Identifier: MIT */
/* lib/registry/volume.h: drive letters of MountedDevices. */
#include <criterion/criterion.h>

#include "lib/registry/volume.h"
#include "tests/unit/support_registry.h"

static const char gpt[] = "DMIO:ID:\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20";
static const char mbr[] = "\xef\xbe\xad\xde\0\0\x10\0\0\0\0\0";

enum { GPT_BYTES = 24, MBR_BYTES = 12 };

static struct arena arena;
static struct registry registry;
static struct volumes volumes;

static void begin(void)
{
	registry_begin(&registry, REGISTRY_FROM_HIVE, &arena);
}

static void add(const char *name, const void *data, size_t n)
{
	made_value(&registry, "MountedDevices", name, REGISTRY_BINARY, data, n);
}

static void add_device(const char *name, const char *path)
{
	made_text(&registry, "MountedDevices", name, REGISTRY_BINARY, path)->data.n -= 2;
}

static void end(void)
{
	arena_free(&arena);
}

static enum volume_kind kind_of(char drive)
{
	return volume_kind_of(&volumes, drive);
}

Test(registry_volume, kinds)
{
	begin();
	add_device("\\DosDevices\\z:", "\\??\\USBSTOR#CdRom&Ven_X#7&1#{53f5630d}");
	add("\\DosDevices\\C:", mbr, MBR_BYTES);
	add("\\dosdevices\\d:", gpt, GPT_BYTES);
	add_device("\\DosDevices\\E:", "\\??\\IDE#CdRomVBOX_CD-ROM#42#{53f5630d}");
	add_device("\\DosDevices\\A:", "\\??\\FDC#GENERIC_FLOPPY_DRIVE#5&1#{53f5630d}");
	add_device("\\DosDevices\\F:", "_??_USBSTOR#Disk&Ven_X#1#{53f56307}");
	add_device("\\DosDevices\\G:", "\\??\\STORAGE#RemovableMedia#7&1#{53f5630d}");
	add("\\DosDevices\\H:", "", 0);
	add("\\DosDevices\\I:", gpt, GPT_BYTES - 1);
	add("\\DosDevices\\J:", mbr, MBR_BYTES - 1);
	add("\\DosDevices\\K:", "DMIO:IX:0123456789abcdef", 24);
	add("\\??\\Volume{1}", mbr, MBR_BYTES);
	add("\\DosDevices\\1:", mbr, MBR_BYTES);
	add("\\DosDevices\\LL", mbr, MBR_BYTES);
	add("\\DosDevices\\L", mbr, MBR_BYTES);
	add("\\DosDevices\\L:\\", mbr, MBR_BYTES);
	volumes_read(&volumes, &registry, &arena);
	cr_expect_eq(volumes.state, REGISTRY_PRESENT);
	cr_assert_eq(volumes.count, 11);
	for (size_t i = 1; i < volumes.count; i++)
		cr_expect_lt(volumes.list[i - 1].drive, volumes.list[i].drive);
	cr_expect_eq(kind_of('A'), VOLUME_FLOPPY);
	cr_expect_eq(kind_of('C'), VOLUME_MBR);
	cr_expect_eq(kind_of('D'), VOLUME_GPT);
	cr_expect_eq(kind_of('E'), VOLUME_CDROM);
	cr_expect_eq(kind_of('F'), VOLUME_USB);
	cr_expect_eq(kind_of('G'), VOLUME_OTHER);
	cr_expect_eq(kind_of('H'), VOLUME_UNKNOWN);
	cr_expect_eq(kind_of('I'), VOLUME_UNKNOWN);
	cr_expect_eq(kind_of('J'), VOLUME_UNKNOWN);
	cr_expect_eq(kind_of('K'), VOLUME_UNKNOWN);
	cr_expect_eq(kind_of('L'), VOLUME_MISSING);
	cr_expect_eq(kind_of('Z'), VOLUME_CDROM);
	cr_expect_eq(kind_of(0), VOLUME_UNKNOWN);
	end();
}

Test(registry_volume, what_the_data_say)
{
	begin();
	add("\\DosDevices\\C:", mbr, MBR_BYTES);
	add("\\DosDevices\\D:", gpt, GPT_BYTES);
	add_device("\\DosDevices\\E:", "\\??\\SCSI#Disk#1");
	volumes_read(&volumes, &registry, &arena);
	cr_assert_eq(volumes.count, 3);
	cr_expect_eq(volumes.list[0].signature, 0xdeadbeef);
	cr_expect_eq(volumes.list[0].offset, 1u << 20);
	cr_expect(slice_equal(volumes.list[1].guid, slice_of(gpt + 8, 16)));
	cr_expect(slice_equal(volumes.list[2].device, SLICE("\\??\\SCSI#Disk#1")));
	end();
}

Test(registry_volume, what_is_not_listed)
{
	begin();
	volumes_read(&volumes, &registry, &arena);
	cr_expect_eq(volumes.state, REGISTRY_ABSENT);
	cr_expect_eq(kind_of('C'), VOLUME_UNKNOWN);

	/* Emptied before an image was taken, or a part of the list. */
	made_key(&registry, "MountedDevices");
	volumes_read(&volumes, &registry, &arena);
	cr_expect_eq(volumes.state, REGISTRY_PRESENT);
	cr_expect_eq(kind_of('D'), VOLUME_UNKNOWN);
	add("\\DosDevices\\D:", gpt, GPT_BYTES);
	volumes_read(&volumes, &registry, &arena);
	cr_expect_eq(kind_of('C'), VOLUME_UNKNOWN);
	cr_expect_eq(kind_of('E'), VOLUME_UNKNOWN);

	add("\\DosDevices\\C:", mbr, MBR_BYTES);
	volumes_read(&volumes, &registry, &arena);
	cr_expect_eq(kind_of('E'), VOLUME_MISSING);

	made_key(&registry, "MountedDevices")->values_unreadable = true;
	volumes_read(&volumes, &registry, &arena);
	cr_expect_eq(volumes.state, REGISTRY_UNREADABLE);
	cr_expect_eq(kind_of('C'), VOLUME_MBR);
	cr_expect_eq(kind_of('E'), VOLUME_UNKNOWN);
	end();
}

Test(registry_volume, deleted_and_unreadable)
{
	begin();
	add("\\DosDevices\\C:", mbr, MBR_BYTES);
	made_value(&registry, "MountedDevices", "\\DosDevices\\D:", REGISTRY_BINARY, mbr, MBR_BYTES)
		->deleted = true;
	made_value(&registry, "MountedDevices", "\\DosDevices\\E:", REGISTRY_BINARY, "", 0)
		->unreadable = true;
	volumes_read(&volumes, &registry, &arena);
	cr_expect_eq(kind_of('D'), VOLUME_MISSING);
	cr_expect_eq(kind_of('E'), VOLUME_UNKNOWN);
	end();
}

/* Of a path that nobody has, only the beginning is taken. */
Test(registry_volume, endless_path)
{
	static const char prefix[] = "\\\0?\0?\0\\\0";
	struct buf data = {0};
	begin();
	buf_add(&data, prefix, 8);
	buf_add_repeated(&data, 'x', 200001);
	add("\\DosDevices\\C:", data.p, data.n);
	volumes_read(&volumes, &registry, &arena);
	cr_expect_eq(kind_of('C'), VOLUME_OTHER);
	cr_expect_leq(volumes.list[0].device.n, 3 * 1024);
	buf_free(&data);
	end();
}

Test(registry_volume, names)
{
	for (int kind = VOLUME_UNKNOWN; kind <= VOLUME_OTHER; kind++) {
		cr_expect_not_null(volume_kind_name((enum volume_kind)kind));
		cr_expect_not_null(volume_kind_description((enum volume_kind)kind));
	}
}
