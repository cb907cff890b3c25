/* SPDX-License-Identifier: MIT */
/* lib/registry/size.h: what dumps need, which file takes them, sizes as text. */
#include <criterion/criterion.h>
#include <inttypes.h>

#include "lib/registry/size.h"
#include "tests/unit/support_registry.h"

#define GIB (UINT64_C(1) << 30)

/* Instead of a number of MiB. */
#define NOT_KNOWN UINT64_MAX

static uint64_t mebibytes(struct known k)
{
	return k.known ? k.value / MEBIBYTE : NOT_KNOWN;
}

/* Large, and of no interest but for these. */
static struct crash_config *config_of(enum configured_dump type, struct given *given, bool is_x86)
{
	static struct crash_config c;
	memset(&c, 0, sizeof(c));
	c.type = type;
	c.given = given;
	c.machine.is_x86 = is_x86;
	return &c;
}

static struct known ram_of(uint64_t bytes)
{
	return bytes ? known_number(bytes) : (struct known){false, 0};
}

Test(registry_size, needs)
{
	static const struct {
		enum configured_dump type;
		uint64_t ram; /* bytes; 0: not known */
		bool is_x86;
		uint64_t fails, doubtful, guideline; /* MiB */
	} rows[] = {
		{CONFIGURED_COMPLETE, 32 * GIB, false, 32769, 33025, 33025},
		{CONFIGURED_COMPLETE, 0, false, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN},
		{CONFIGURED_COMPLETE, 32 * GIB + 1, false, 32770, 33026, 33026},
		{CONFIGURED_COMPLETE, UINT64_MAX, false, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN},
		{CONFIGURED_KERNEL, 16 * GIB, false, 150, 5462, 16512},
		{CONFIGURED_AUTOMATIC, 16 * GIB, false, 150, 5462, 16512},
		{CONFIGURED_KERNEL, 96 * GIB, false, 150, 32768, 98432},
		{CONFIGURED_KERNEL, 128 * GIB, false, 150, 32768, 131200},
		{CONFIGURED_KERNEL, 256 * GIB, false, 150, 65536, 262272},
		{CONFIGURED_KERNEL, 1024 * GIB, false, 150, 131072, 1048704},
		{CONFIGURED_KERNEL, 1373 * MEBIBYTE, false, 150, 458, 2060},
		{CONFIGURED_KERNEL, 1374 * MEBIBYTE, false, 150, 458, 1502},
		{CONFIGURED_KERNEL, 64 * MEBIBYTE, true, 96, 22, 96},
		{CONFIGURED_KERNEL, 1024 * MEBIBYTE, true, 150, 342, 1536},
		{CONFIGURED_KERNEL, 3 * GIB, true, 150, 1024, 2064},
		{CONFIGURED_KERNEL, 64 * GIB, true, 150, 2064, 2064},
		{CONFIGURED_KERNEL, 0, true, 150, 2064, 2064},
		{CONFIGURED_KERNEL, 0, false, 150, NOT_KNOWN, NOT_KNOWN},
		{CONFIGURED_ACTIVE, 128 * GIB, false, 150, 32768, 131329},
		{CONFIGURED_ACTIVE, 0, false, 150, NOT_KNOWN, NOT_KNOWN},
		{CONFIGURED_SMALL, 0, false, 2, 2, 2},
		{CONFIGURED_SMALL, 16 * GIB, false, 2, 2, 2},
		{CONFIGURED_NONE, 16 * GIB, false, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN},
		{CONFIGURED_UNKNOWN, 16 * GIB, false, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct given given = {.ram = ram_of(rows[i].ram)};
		struct size_need need =
			size_need_of(config_of(rows[i].type, &given, rows[i].is_x86));
		bool needed = rows[i].type != CONFIGURED_NONE && rows[i].type != CONFIGURED_UNKNOWN;
		cr_expect_eq(mebibytes(need.fails), rows[i].fails, "row %zu: %" PRIu64, i,
			     mebibytes(need.fails));
		cr_expect_eq(mebibytes(need.doubtful), rows[i].doubtful, "row %zu: %" PRIu64, i,
			     mebibytes(need.doubtful));
		cr_expect_eq(mebibytes(need.guideline), rows[i].guideline, "row %zu: %" PRIu64, i,
			     mebibytes(need.guideline));
		cr_expect_eq(mebibytes(need.required), rows[i].guideline, "row %zu", i);
		cr_expect_eq(need.formula != NULL, needed, "row %zu", i);
		cr_expect_eq(need.basis != NULL, needed, "row %zu", i);
		cr_expect(!need.guideline.known || need.guideline.value % MEBIBYTE == 0);
	}
}

Test(registry_size, bands)
{
	static const struct {
		enum configured_dump type;
		uint64_t ram, size; /* GiB, MiB */
		enum size_band band;
	} rows[] = {
		{CONFIGURED_COMPLETE, 32, 8192, SIZE_FAILS},
		{CONFIGURED_COMPLETE, 32, 32768, SIZE_FAILS},
		{CONFIGURED_COMPLETE, 32, 32769, SIZE_DOUBTFUL},
		{CONFIGURED_COMPLETE, 32, 33024, SIZE_DOUBTFUL},
		{CONFIGURED_COMPLETE, 32, 33025, SIZE_ENOUGH},
		{CONFIGURED_COMPLETE, 0, 1, SIZE_UNKNOWN},
		{CONFIGURED_KERNEL, 16, 149, SIZE_FAILS},
		{CONFIGURED_KERNEL, 16, 150, SIZE_DOUBTFUL},
		{CONFIGURED_KERNEL, 16, 5461, SIZE_DOUBTFUL},
		{CONFIGURED_KERNEL, 16, 5462, SIZE_BELOW_GUIDELINE},
		{CONFIGURED_KERNEL, 16, 16512, SIZE_ENOUGH},
		{CONFIGURED_KERNEL, 0, 149, SIZE_FAILS},
		{CONFIGURED_KERNEL, 0, 150, SIZE_UNKNOWN},
		{CONFIGURED_ACTIVE, 128, 65536, SIZE_BELOW_GUIDELINE},
		{CONFIGURED_SMALL, 0, 1, SIZE_FAILS},
		{CONFIGURED_SMALL, 0, 2, SIZE_ENOUGH},
		{CONFIGURED_NONE, 16, 1, SIZE_UNKNOWN},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct given given = {.ram = ram_of(rows[i].ram * GIB)};
		struct size_need need = size_need_of(config_of(rows[i].type, &given, false));
		cr_expect_eq(size_band_of(&need, rows[i].size * MEBIBYTE), rows[i].band, "row %zu",
			     i);
	}
	/* Of 32-bit kernels the largest is known, whatever the memory. */
	struct given unknown = {.ram = {false, 0}};
	struct size_need x86 = size_need_of(config_of(CONFIGURED_KERNEL, &unknown, true));
	cr_expect_eq(size_band_of(&x86, 2064 * MEBIBYTE), SIZE_ENOUGH);
}

/* --- sizes as text --- */

Test(registry_size, from_text)
{
	static const struct {
		const char *text;
		uint64_t bytes; /* 0: wrong */
	} rows[] = {
		{"16G", 16 * GIB},
		{"16 GiB", 16 * GIB},
		{"16gb", 16 * GIB},
		{" 16384M ", 16 * GIB},
		{"17179869184", 16 * GIB},
		{"1T", 1024 * GIB},
		{"4k", 4096},
		{"16777215T", UINT64_C(16777215) << 40},
		{"16777216T", 0},
		{"18446744073709551615", UINT64_MAX},
		{"18446744073709551616", 0},
		{"0", 0},
		{"0G", 0},
		{"", 0},
		{"G", 0},
		{"-1", 0},
		{"+1", 0},
		{"1.5G", 0},
		{"16GG", 0},
		{"16Gib", 16 * GIB},
		{"16B", 0},
		{"16 G i B", 0},
		{"0x10", 0},
		{"1 6", 0},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint64_t bytes = 7;
		bool good = size_from_text(slice_of_string(rows[i].text), &bytes);
		cr_expect_eq(good, rows[i].bytes != 0, "\"%s\"", rows[i].text);
		cr_expect_eq(bytes, good ? rows[i].bytes : 7, "\"%s\" gives %" PRIu64, rows[i].text,
			     bytes);
	}
}

Test(registry_size, to_text)
{
	static const struct {
		uint64_t bytes;
		const char *text;
	} rows[] = {
		{0, "0 bytes"},
		{1, "1 byte"},
		{512, "512 bytes"},
		{1024, "1 KiB"},
		{1536, "1536 bytes"},
		{262144, "256 KiB"},
		{33025 * MEBIBYTE, "33025 MiB"},
		{32 * GIB, "32 GiB"},
		{2048 * GIB, "2048 GiB"},
		{UINT64_MAX, "18446744073709551615 bytes"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf b = {0};
		size_append(&b, rows[i].bytes);
		cr_expect(slice_equal(buf_slice(&b), slice_of_string(rows[i].text)), "%s: %.*s",
			  rows[i].text, (int)b.n, (const char *)b.p);
		buf_free(&b);
	}
}

/* --- the file that takes the dump --- */

static const char crash_control[] = "ControlSet001\\Control\\CrashControl";
static const char memory_management[] =
	"ControlSet001\\Control\\Session Manager\\Memory Management";

struct backing_row {
	const char *paging, *existing; /* strings separated by '|'; NULL: not there */
	const char *dedicated;         /* NULL: none */
	uint32_t dump_file_size;
	const char *unfit; /* letter of a CD-ROM, or NULL */
	bool os_volume_only;
	uint64_t winver; /* 0: not given */
	enum backing_kind kind;
	const char *path;
	uint64_t maximum; /* MiB; NOT_KNOWN where managed */
};

static void make_registry(struct registry *r, const struct backing_row *row)
{
	made_dword(r, "Select", "Current", 1);
	made_dword(r, crash_control, "CrashDumpEnabled", 7);
	made_key(r, memory_management);
	if (row->paging)
		made_list(r, memory_management, "PagingFiles", row->paging);
	if (row->existing)
		made_list(r, memory_management, "ExistingPageFiles", row->existing);
	if (row->os_volume_only)
		made_dword(r, memory_management, "PagefileOnOsVolume", 1);
	if (row->dedicated)
		made_text(r, crash_control, "DedicatedDumpFile", REGISTRY_SZ, row->dedicated);
	if (row->dump_file_size)
		made_dword(r, crash_control, "DumpFileSize", row->dump_file_size);
	if (row->unfit) {
		char name[] = "\\DosDevices\\?:";
		name[sizeof("\\DosDevices\\") - 1] = row->unfit[0];
		made_text(r, "MountedDevices", name, REGISTRY_BINARY,
			  "\\??\\SCSI#CdRom&Ven_X#0#{53f5630d-b6bf-11d0-94f2-00a0c91efb8b}");
		made_value(r, "MountedDevices", "\\DosDevices\\C:", REGISTRY_BINARY,
			   "\1\2\3\4\0\0\20\0\0\0\0\0", 12);
		made_value(r, "MountedDevices", "\\DosDevices\\E:", REGISTRY_BINARY,
			   "\1\2\3\4\0\0\40\0\0\0\0\0", 12);
	}
}

Test(registry_size, backing)
{
	static const struct backing_row rows[] = {
		{"?:\\pagefile.sys", NULL, NULL, 0, NULL, false, 0, BACKING_PAGE_FILE,
		 "C:\\pagefile.sys", NOT_KNOWN},
		{"?:\\pagefile.sys", "\\??\\D:\\pagefile.sys", NULL, 0, NULL, false, 0,
		 BACKING_PAGE_FILE, "D:\\pagefile.sys", NOT_KNOWN},
		{"?:\\pagefile.sys", "\\??\\D:\\pagefile.sys|\\??\\C:\\pagefile.sys", NULL, 0, NULL,
		 false, 0, BACKING_PAGE_FILE, "C:\\pagefile.sys", NOT_KNOWN},
		{"c:\\pagefile.sys 16 8192", NULL, NULL, 0, NULL, false, 0, BACKING_PAGE_FILE,
		 "c:\\pagefile.sys", 8192},
		/* The boot volume first, then the one that grows, then the largest. */
		{"D:\\p.sys 0 0|C:\\p.sys 100 200", NULL, NULL, 0, NULL, false, 0,
		 BACKING_PAGE_FILE, "C:\\p.sys", 200},
		{"D:\\p.sys 100 200|E:\\p.sys 100 300|F:\\p.sys 100 200", NULL, NULL, 0, NULL,
		 false, 0, BACKING_PAGE_FILE, "E:\\p.sys", 300},
		{"D:\\p.sys 100 9000|E:\\p.sys", NULL, NULL, 0, NULL, false, 0, BACKING_PAGE_FILE,
		 "E:\\p.sys", NOT_KNOWN},
		/* Not on a CD-ROM, unless nothing else is there. */
		{"D:\\p.sys 100 9000|E:\\p.sys 100 200", NULL, NULL, 0, "D", false, 0,
		 BACKING_PAGE_FILE, "E:\\p.sys", 200},
		{"D:\\p.sys 100 9000", NULL, NULL, 0, "D", false, 0, BACKING_PAGE_FILE, "D:\\p.sys",
		 9000},
		/* What Windows cannot read, or is told to leave alone. */
		{"pagefile.sys 1 2|C:\\p.sys 9|C:\\q.sys 20 30", NULL, NULL, 0, NULL, false, 0,
		 BACKING_PAGE_FILE, "C:\\q.sys", 30},
		{"pagefile.sys 1 2", NULL, NULL, 0, NULL, false, 0, BACKING_NONE, "", 0},
		{"D:\\p.sys 0 0", NULL, NULL, 0, NULL, true, 0, BACKING_PAGE_FILE, "D:\\p.sys",
		 NOT_KNOWN},
		{"D:\\p.sys 0 0|C:\\p.sys 1 2", NULL, NULL, 0, NULL, true, 0, BACKING_PAGE_FILE,
		 "C:\\p.sys", 2},
		{"", NULL, NULL, 0, NULL, false, 0, BACKING_NONE, "", 0},
		{NULL, NULL, NULL, 0, NULL, false, 0, BACKING_NONE, "", 0},
		/* A dedicated file is used instead, from Windows Vista on. */
		{"", NULL, "D:\\dd.sys", 65536, NULL, false, 0, BACKING_DEDICATED, "D:\\dd.sys",
		 65536},
		{"?:\\pagefile.sys", NULL, "D:\\dd.sys", 0, NULL, false, 0, BACKING_DEDICATED,
		 "D:\\dd.sys", NOT_KNOWN},
		{"C:\\p.sys 1 2", NULL, "D:\\dd.sys", 0, NULL, false, WINVER_XP, BACKING_PAGE_FILE,
		 "C:\\p.sys", 2},
	};
	static struct crash_config c;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena arena = {0};
		struct registry r;
		struct given given = {.winver = WINVER_ANY};
		struct buf path = {0};
		if (rows[i].winver)
			given.winver = (struct winver_range){rows[i].winver, rows[i].winver + 1};
		registry_begin(&r, REGISTRY_FROM_HIVE, &arena);
		make_registry(&r, &rows[i]);
		crash_config_read(&c, &r, &given, &arena);
		struct backing b = backing_of(&c);
		backing_append_path(&path, &c, &b);
		cr_expect_eq(b.kind, rows[i].kind, "row %zu: %d", i, (int)b.kind);
		cr_expect(slice_equal(buf_slice(&path), slice_of_string(rows[i].path)),
			  "row %zu: %.*s", i, (int)path.n, (const char *)path.p);
		if (b.kind != BACKING_NONE) {
			cr_expect_eq(mebibytes(b.maximum), rows[i].maximum, "row %zu", i);
			cr_expect_eq(b.managed, rows[i].maximum == NOT_KNOWN, "row %zu", i);
		}
		buf_free(&path);
		arena_free(&arena);
	}
}

Test(registry_size, backing_not_known)
{
	static struct crash_config c;
	struct given given = {.winver = WINVER_ANY};
	for (int fragment = 0; fragment < 2; fragment++) {
		struct arena arena = {0};
		struct registry r;
		registry_begin(&r, fragment ? REGISTRY_FROM_REG : REGISTRY_FROM_HIVE, &arena);
		r.fragment = fragment;
		made_dword(&r, "ControlSet001\\Control\\CrashControl", "CrashDumpEnabled", 7);
		if (!fragment)
			made_key(&r, memory_management)->values_unreadable = true;
		crash_config_read(&c, &r, &given, &arena);
		cr_expect_eq(backing_of(&c).kind, BACKING_UNKNOWN, "fragment: %d", fragment);
		arena_free(&arena);
	}
}
