/* SPDX-License-Identifier: MIT */
/* The crash configuration of one machine: what its registry says, decoded. */
#ifndef REGISTRY_CONFIG_H
#define REGISTRY_CONFIG_H

#include "lib/registry/given.h"
#include "lib/registry/hotkey.h"
#include "lib/registry/page_file.h"
#include "lib/registry/setting.h"
#include "lib/registry/volume.h"
#include "lib/registry/winver.h"

/* Which dump CrashDumpEnabled and FilterPages ask for; the words of `configured_type`. */
enum configured_dump {
	CONFIGURED_UNKNOWN, /* absent, unreadable, of a wrong type, or a number without meaning */
	CONFIGURED_NONE,
	CONFIGURED_COMPLETE,
	CONFIGURED_ACTIVE,
	CONFIGURED_KERNEL,
	CONFIGURED_SMALL,
	CONFIGURED_AUTOMATIC,
};

/* "unknown", "none", "complete" …; static. */
const char *configured_dump_name(enum configured_dump type);

/* --- control sets --- */

enum { CONTROL_SETS_MAX = 16 };

struct control_sets {
	struct registry_key *current; /* the set that counts; NULL where none could be told */
	struct slice name;            /* "ControlSet001", "CurrentControlSet" */
	struct known number;          /* Select\Current */
	struct known select_default, failed, last_known_good; /* the other values of Select */
	enum registry_state select;                           /* of the key Select */
	struct registry_key *list[CONTROL_SETS_MAX]; /* all of them, current included, by name */
	size_t count;
};

void control_sets_read(struct control_sets *c, const struct registry *r, struct arena *arena);

/* A setting of another control set that differs from that of the current one. */
struct setting_difference {
	const struct registry_key *control_set;
	enum setting_id id;
	struct setting other;
};

/* --- hotkeys --- */

enum keyboard_driver { KEYBOARD_PS2, KEYBOARD_USB, KEYBOARD_HYPERV, KEYBOARD_DRIVERS };

struct hotkey {
	enum keyboard_driver driver;
	const char *service;     /* "i8042prt", "kbdhid", "hyperkbd" */
	bool configured;         /* any of its three values is there and not 0 */
	bool ctrl_scroll;        /* CrashOnCtrlScroll is on: alternate keys are not read */
	bool alternate;          /* Dump1Keys and Dump2Key count: CrashOnCtrlScroll is off */
	bool driver_off;         /* Start is 4 */
	bool works;              /* some keys crash the machine */
	uint64_t modifiers, key; /* Dump1Keys, Dump2Key; 0 where absent */
	enum hotkey_fault key_fault;
};

/* --- encryption of dumps --- */

enum encryption_state {
	ENCRYPTION_OFF,
	ENCRYPTION_READY,
	ENCRYPTION_NO_KEY,        /* PublicKey is missing */
	ENCRYPTION_NO_THUMBPRINT, /* or not 40 hexadecimal digits */
	ENCRYPTION_NOT_RSA,       /* no BCRYPT_RSAKEY_BLOB (RSA1), or cut */
	ENCRYPTION_WRONG_LENGTH,  /* not 2048 bits */
	ENCRYPTION_PROVISIONED,   /* by certificate (ProvisionDumpKeyWithCertificate) */
	ENCRYPTION_UNREADABLE,    /* or not in the input, which is a fragment: "unknown" */
};

struct encryption {
	enum encryption_state state;
	struct known bits; /* of the key */
};

const char *encryption_state_name(enum encryption_state state); /* "off", "ready" …; static */

/* --- the power button --- */

/* Bits of PowerButtonLiveDump. */
struct power_button {
	bool crashes;   /* PowerButtonBugcheck */
	bool live_dump; /* bit 0 of PowerButtonLiveDump, and not crashes, which wins */
	bool user_pages, hypervisor_pages;
	unsigned seconds;       /* to hold it: bits 4 to 7 where 2 to 6, else 5 */
	bool seconds_invalid;   /* bits 4 to 7 hold another number than 2 to 6 (0 too) */
	bool reserved_bits_set; /* bit 3, or any above 7 */
};

/* --- the machine --- */

enum product_type { PRODUCT_UNKNOWN, PRODUCT_CLIENT, PRODUCT_SERVER, PRODUCT_DOMAIN_CONTROLLER };

/* Something in the hive that tells the version of Windows. */
struct fingerprint {
	const char *sign; /* "MinidumpsCount is 5"; static or in the arena */
	struct winver_range range;
};

enum { FINGERPRINTS_MAX = 16 };

struct machine {
	struct slice computer_name; /* UTF-8; no bytes: not known */
	enum product_type product;
	struct slice domain;         /* no bytes: none, or not known */
	struct slice architecture;   /* as PROCESSOR_ARCHITECTURE has it: "AMD64", "x86", "ARM64" */
	bool is_x86;                 /* 32-bit */
	struct winver_range version; /* --winver, else build string and fingerprints */
	const char *version_from;    /* "--winver", "build string", "fingerprints"; NULL: unknown */
	struct known build;
	struct slice build_lab;
	struct known shutdown_time; /* FILETIME */
	struct fingerprint fingerprints[FINGERPRINTS_MAX];
	size_t fingerprint_count;
	bool debug_boot;     /* DEBUG in SystemStartOptions */
	bool memory_limited; /* MAXMEM=, TRUNCATEMEMORY, REMOVEMEMORY, BURNMEMORY in it */
	struct known setup_in_progress; /* Setup\SystemSetupInProgress */
};

/* "client", "server", "domain_controller"; NULL for unknown. Static. */
const char *product_type_name(enum product_type type);

/* --- all of it --- */

/* Component keys below FullLiveKernelReports, such as "win32k.sys". */
enum { LIVE_COMPONENTS_MAX = 64 };

struct dedicated_dump {
	bool set; /* DedicatedDumpFile is there and not empty */
	struct winpath path;
	bool managed;      /* DumpFileSize is absent or 0: sized by the system */
	struct known size; /* bytes, where DumpFileSize says so */
};

struct crash_config {
	const struct registry *registry; /* borrowed */
	const struct given *given;       /* borrowed */
	struct arena *arena;             /* borrowed; all texts live there */
	struct control_sets sets;
	struct setting settings[SETTING_COUNT];
	struct setting_difference *differences; /* of other control sets */
	size_t difference_count;
	enum configured_dump type;
	struct winpath dump_file; /* DumpFile, else its default (dump_file_default) */
	bool dump_file_default;
	struct winpath minidump_dir; /* MinidumpDir, else its default */
	bool minidump_dir_default;
	struct dedicated_dump dedicated;
	enum registry_state paging_files_state; /* of PagingFiles; a wrong type is UNREADABLE */
	struct page_files page_files, existing_page_files;
	char boot_drive; /* 'C', unless page files or paths say otherwise; an assumption */
	struct volumes volumes;
	struct hotkey hotkeys[KEYBOARD_DRIVERS];
	struct power_button power_button;
	struct encryption encryption;
	bool has_encryption_filter; /* dumpfve.sys among DumpFilters */
	struct slice live_components[LIVE_COMPONENTS_MAX];
	size_t live_component_count;
	struct machine machine;
};

/*
 * Decodes a registry. c->type and all the rest are set even where no control set could be told
 * (all settings are absent then). r, given and arena live as long as c.
 */
void crash_config_read(struct crash_config *c, const struct registry *r, const struct given *given,
		       struct arena *arena);

/* The setting with this id. */
static inline const struct setting *config_setting(const struct crash_config *c, enum setting_id id)
{
	return &c->settings[id];
}

/* Is the value surely not set on the machine? Not where it could not be read, nor where the input
 * is a fragment that does not have its key. */
bool config_is_surely_absent(const struct crash_config *c, enum setting_id id);

/* Appends where a setting stands, or would: "ControlSet001\Control\CrashControl". */
void config_append_key_path(struct buf *b, const struct crash_config *c, enum setting_key key);

#endif
