/* SPDX-License-Identifier: MIT */
/* Where the fields of the header stand (mindumpdef.h of the Windows SDK), and the words for their
 * values. */
#include "lib/dump/header.h"

#define FIELD_AS(name, member, offset32, bytes32, offset64, bytes64) \
	{                                                            \
		name, {offset32, bytes32}, {offset64, bytes64},      \
			offsetof(struct dump_header, member)         \
	}
#define FIELD(member, offset32, bytes32, offset64, bytes64) \
	FIELD_AS(#member, member, offset32, bytes32, offset64, bytes64)

const struct dump_field dump_header_fields[] = {
	FIELD(MajorVersion, 0x008, 4, 0x0008, 4),
	FIELD(MinorVersion, 0x00c, 4, 0x000c, 4),
	FIELD(DirectoryTableBase, 0x010, 4, 0x0010, 8),
	FIELD(PfnDataBase, 0x014, 4, 0x0018, 8),
	FIELD(PsLoadedModuleList, 0x018, 4, 0x0020, 8),
	FIELD(PsActiveProcessHead, 0x01c, 4, 0x0028, 8),
	FIELD(MachineImageType, 0x020, 4, 0x0030, 4),
	FIELD(NumberProcessors, 0x024, 4, 0x0034, 4),
	FIELD(BugCheckCode, 0x028, 4, 0x0038, 4),
	FIELD_AS("BugCheckParameter1", BugCheckParameter[0], 0x02c, 4, 0x0040, 8),
	FIELD_AS("BugCheckParameter2", BugCheckParameter[1], 0x030, 4, 0x0048, 8),
	FIELD_AS("BugCheckParameter3", BugCheckParameter[2], 0x034, 4, 0x0050, 8),
	FIELD_AS("BugCheckParameter4", BugCheckParameter[3], 0x038, 4, 0x0058, 8),
	FIELD(PaeEnabled, 0x05c, 1, 0, 0),
	FIELD(KdDebuggerDataBlock, 0x060, 4, 0x0080, 8),
	FIELD(NumberOfRuns, 0x064, 4, 0x0088, 4),
	FIELD(NumberOfPages, 0x068, 4, 0x0090, 8),
	FIELD(DumpType, 0xf88, 4, 0x0f98, 4),
	FIELD(RequiredDumpSpace, 0xfa0, 8, 0x0fa0, 8),
	FIELD(SystemTime, 0xfc0, 8, 0x0fa8, 8),
	FIELD(SystemUpTime, 0xfb8, 8, 0x1030, 8),
	FIELD(MiniDumpFields, 0xf8c, 4, 0x1038, 4),
	FIELD(SecondaryDataState, 0xf90, 4, 0x103c, 4),
	FIELD(ProductType, 0xf94, 4, 0x1040, 4),
	FIELD(SuiteMask, 0xf98, 4, 0x1044, 4),
	FIELD(WriterStatus, 0xf9c, 4, 0x1048, 4),
	FIELD(KdSecondaryVersion, 0x05d, 1, 0x104d, 1),
	FIELD(Attributes, 0x8a0, 4, 0x1050, 4),
	FIELD(BootId, 0x8a4, 4, 0x1054, 4),
};
const size_t dump_header_field_count = COUNT_OF(dump_header_fields);

const struct dump_field dump_exception_fields[] = {
	FIELD_AS("ExceptionCode", exception.ExceptionCode, 0x7d0, 4, 0xf00, 4),
	FIELD_AS("ExceptionFlags", exception.ExceptionFlags, 0x7d4, 4, 0xf04, 4),
	FIELD_AS("ExceptionRecord", exception.ExceptionRecord, 0x7d8, 4, 0xf08, 8),
	FIELD_AS("ExceptionAddress", exception.ExceptionAddress, 0x7dc, 4, 0xf10, 8),
	FIELD_AS("NumberParameters", exception.NumberParameters, 0x7e0, 4, 0xf18, 4),
};
const size_t dump_exception_field_count = COUNT_OF(dump_exception_fields);

/* The words of bsodutils-json(5), the same in all tools. 7 (automatic) is a setting of the
 * registry, and never stands in a dump. */
const char *dump_kind_name(uint64_t dump_type)
{
	static const char *const names[] = {
		[DUMP_TYPE_FULL] = "full",
		[DUMP_TYPE_SUMMARY] = "summary",
		[DUMP_TYPE_HEADER] = "header",
		[DUMP_TYPE_TRIAGE] = "triage",
		[DUMP_TYPE_BITMAP_FULL] = "bitmap_full",
		[DUMP_TYPE_BITMAP_KERNEL] = "bitmap_kernel",
		[DUMP_TYPE_RDMP_KERNEL] = "rdmp_kernel",
		[DUMP_TYPE_RDMP_KERNEL_ACTIVE] = "rdmp_kernel_active",
		[DUMP_TYPE_RDMP_FULL] = "rdmp_full",
	};
	return dump_type < COUNT_OF(names) && names[dump_type] ? names[dump_type] : "unknown";
}

const char *dump_machine_name(uint64_t machine)
{
	switch (machine) {
	case DUMP_MACHINE_X86:
		return "x86";
	case DUMP_MACHINE_X64:
		return "x64";
	case DUMP_MACHINE_ARM:
		return "arm";
	case DUMP_MACHINE_ARM64:
		return "arm64";
	case DUMP_MACHINE_IA64:
		return "ia64";
	default:
		return "unknown";
	}
}

const char *dump_attribute_name(unsigned bit)
{
	static const char *const names[] = {
		"HiberCrash",
		"DumpDevicePowerOff",
		"InsufficientDumpfileSize",
		"KernelGeneratedTriageDump",
		"LiveDumpGeneratedDump",
		"DumpIsGeneratedOffline",
		"FilterDumpFile",
		"EarlyBootCrash",
		"EncryptedDumpData",
		"DecryptedDump",
	};
	return bit < COUNT_OF(names) ? names[bit] : NULL;
}

/* VER_NT_* (winnt.h). */
const char *dump_product_name(uint64_t product_type)
{
	static const char *const names[] = {"workstation", "domain_controller", "server"};
	return product_type >= 1 && product_type <= COUNT_OF(names) ? names[product_type - 1]
								    : "unknown";
}

/* VER_SUITE_* (winnt.h). */
const char *dump_suite_name(unsigned bit)
{
	static const char *const names[] = {
		[0] = "VER_SUITE_SMALLBUSINESS",
		[1] = "VER_SUITE_ENTERPRISE",
		[2] = "VER_SUITE_BACKOFFICE",
		[3] = "VER_SUITE_COMMUNICATIONS",
		[4] = "VER_SUITE_TERMINAL",
		[5] = "VER_SUITE_SMALLBUSINESS_RESTRICTED",
		[6] = "VER_SUITE_EMBEDDEDNT",
		[7] = "VER_SUITE_DATACENTER",
		[8] = "VER_SUITE_SINGLEUSERTS",
		[9] = "VER_SUITE_PERSONAL",
		[10] = "VER_SUITE_BLADE",
		[11] = "VER_SUITE_EMBEDDED_RESTRICTED",
		[12] = "VER_SUITE_SECURITY_APPLIANCE",
		[13] = "VER_SUITE_STORAGE_SERVER",
		[14] = "VER_SUITE_COMPUTE_SERVER",
		[15] = "VER_SUITE_WH_SERVER",
		[17] = "VER_SUITE_MULTIUSERTS",
	};
	return bit < COUNT_OF(names) ? names[bit] : NULL;
}
