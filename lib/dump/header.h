/* SPDX-License-Identifier: MIT */
/*
 * DUMP_HEADER32 and DUMP_HEADER64 (mindumpdef.h of the Windows SDK), in one form. Windows fills the
 * header with the repeated bytes "PAGE" before it stores fields over them: what still holds that
 * pattern was never set, and is not known here.
 */
#ifndef DUMP_HEADER_H
#define DUMP_HEADER_H

#include "lib/base/known.h"
#include "lib/base/reader.h"
#include "lib/base/status.h"

enum {
	DUMP_HEADER32_BYTES = 0x1000,
	DUMP_HEADER64_BYTES = 0x2000,
	DUMP_RUNS_MAX = 86, /* of a 32-bit header; a 64-bit one has room for 43 */
};

/* DUMP_TYPE. */
enum dump_type {
	DUMP_TYPE_UNKNOWN = 0,
	DUMP_TYPE_FULL = 1,
	DUMP_TYPE_SUMMARY = 2,
	DUMP_TYPE_HEADER = 3,
	DUMP_TYPE_TRIAGE = 4,
	DUMP_TYPE_BITMAP_FULL = 5,
	DUMP_TYPE_BITMAP_KERNEL = 6,
	DUMP_TYPE_AUTOMATIC = 7,
	DUMP_TYPE_RDMP_KERNEL = 8,
	DUMP_TYPE_RDMP_KERNEL_ACTIVE = 9,
	DUMP_TYPE_RDMP_FULL = 10,
};

/* IMAGE_FILE_MACHINE_*. */
enum dump_machine {
	DUMP_MACHINE_X86 = 0x14c,
	DUMP_MACHINE_ARM = 0x1c4,
	DUMP_MACHINE_IA64 = 0x200,
	DUMP_MACHINE_X64 = 0x8664,
	DUMP_MACHINE_ARM64 = 0xaa64,
};

/* DUMP_FILE_ATTRIBUTES, by bit. */
enum dump_attribute {
	DUMP_ATTRIBUTE_HIBER_CRASH = 1u << 0,
	DUMP_ATTRIBUTE_DUMP_DEVICE_POWER_OFF = 1u << 1,
	DUMP_ATTRIBUTE_INSUFFICIENT_DUMPFILE_SIZE = 1u << 2,
	DUMP_ATTRIBUTE_KERNEL_GENERATED_TRIAGE_DUMP = 1u << 3,
	DUMP_ATTRIBUTE_LIVE_DUMP_GENERATED_DUMP = 1u << 4,
	DUMP_ATTRIBUTE_DUMP_IS_GENERATED_OFFLINE = 1u << 5,
	DUMP_ATTRIBUTE_FILTER_DUMP_FILE = 1u << 6,
	DUMP_ATTRIBUTE_EARLY_BOOT_CRASH = 1u << 7,
	DUMP_ATTRIBUTE_ENCRYPTED_DUMP_DATA = 1u << 8,
	DUMP_ATTRIBUTE_DECRYPTED_DUMP = 1u << 9,
};

/* A piece of physical memory, in pages of 4096 bytes. */
struct dump_run {
	uint64_t BasePage;
	uint64_t PageCount;
};

/* A text of the header: its bytes up to the first NUL. n is 0 where the field was never set. */
struct dump_text {
	size_t n;
	uint8_t bytes[256];
};

/* What the kernel stored of the processor's state; nothing is known where the record is not set, or
 * its ContextFlags do not belong to the machine. */
struct dump_context {
	struct known ContextFlags;
	struct known instruction_pointer; /* Eip, Rip, Pc */
	struct known stack_pointer;       /* Esp, Rsp, Sp */
	struct known frame_pointer;       /* Ebp, Rbp, Fp */
};

/* EXCEPTION_RECORD32 or EXCEPTION_RECORD64. */
struct dump_exception {
	struct known ExceptionCode;
	struct known ExceptionFlags;
	struct known ExceptionRecord;
	struct known ExceptionAddress;
	struct known NumberParameters;
	size_t information_count; /* of ExceptionInformation: NumberParameters, at most 15 */
	uint64_t ExceptionInformation[15];
};

/* What kernels of build 26100 add; read off real dumps, documented nowhere. */
struct dump_extension {
	bool present;
	struct dump_text status;   /* "Dump completed successfully." */
	struct dump_text build;    /* "26100" */
	struct known ubr;          /* update build revision */
	struct known major, minor; /* of Windows */
};

struct dump_header {
	unsigned bits; /* 32 or 64 */
	struct known MajorVersion, MinorVersion;
	struct known DirectoryTableBase, PfnDataBase, PsLoadedModuleList, PsActiveProcessHead;
	struct known MachineImageType, NumberProcessors;
	struct known BugCheckCode, BugCheckParameter[4];
	struct known PaeEnabled; /* 32-bit only */
	struct known KdSecondaryVersion, KdDebuggerDataBlock;
	struct known NumberOfRuns, NumberOfPages;
	struct known DumpType, MiniDumpFields, SecondaryDataState, ProductType, SuiteMask;
	struct known WriterStatus, Attributes, BootId;
	struct known RequiredDumpSpace; /* bytes; what it counts depends on the writer */
	struct known SystemUpTime;      /* 100 ns */
	struct known SystemTime;        /* FILETIME, UTC */
	struct dump_text VersionUser, Comment;
	size_t run_count;     /* NumberOfRuns, or 0 where that cannot be */
	bool runs_impossible; /* NumberOfRuns is larger than the header has room for */
	struct dump_run Run[DUMP_RUNS_MAX];
	struct dump_context context;
	struct dump_exception exception;
	struct dump_extension extension;
};

/* Bytes of the header of that width: where what follows it begins. */
static inline uint64_t dump_header_bytes(const struct dump_header *h)
{
	return h->bits == 32 ? DUMP_HEADER32_BYTES : DUMP_HEADER64_BYTES;
}

/*
 * Reads a header from bytes, the first of a file (or of a candidate while carving): at least
 * DUMP_HEADER64_BYTES of them unless the file is shorter. STATUS_OK; STATUS_NOT_THIS_FORMAT where
 * neither signature stands there; STATUS_TRUNCATED where it ends inside the header: what was there
 * is read, the rest is not known.
 */
enum status dump_header_read(struct dump_header *h, struct slice bytes) MUST_CHECK;

/* Words of the contract: "full", "triage", ...; "unknown" for what is none of them. Static. */
const char *dump_kind_name(uint64_t dump_type);

/* "x86", "x64", "arm", "arm64", "ia64", "unknown". Static. */
const char *dump_machine_name(uint64_t machine);

/* Microsoft's name of the attribute with this bit number, or NULL. Static. */
const char *dump_attribute_name(unsigned bit);

/* "workstation", "domain_controller", "server", "unknown". Static. */
const char *dump_product_name(uint64_t product_type);

/* Microsoft's name of the suite with this bit number ("VER_SUITE_TERMINAL"), or NULL. Static. */
const char *dump_suite_name(unsigned bit);

/* A number of the header under Microsoft's name. */
struct dump_field {
	const char *name;
	struct {
		uint16_t offset;
		uint8_t bytes; /* 0: this form of the header has none */
	} in32, in64;
	size_t at; /* where struct dump_header has it: a struct known */
};

/* All numbers of the header, and those of its exception record, in the order of the 64-bit form. */
extern const struct dump_field dump_header_fields[];
extern const size_t dump_header_field_count;
extern const struct dump_field dump_exception_fields[];
extern const size_t dump_exception_field_count;

static inline const struct known *dump_field_of(const struct dump_header *h,
						const struct dump_field *f)
{
	return (const struct known *)((const uint8_t *)h + f->at);
}

#endif
