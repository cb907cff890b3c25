/* SPDX-License-Identifier: MIT */
/* What settings are where nobody changes them, and which of them are relics. */
#include "lib/base/number.h"
#include "lib/registry/setting.h"

/* The last build before the next one. */
#define BEFORE(version) ((version)-1)
#define EVER            0, UINT64_MAX

/* A default of all versions from least to most. */
struct default_row {
	enum setting_id id;
	uint64_t least, most;
	bool absent;       /* the value is not there by default */
	const char *value; /* what is there, or what its absence amounts to; NULL: nothing */
};

/*
 * From Microsoft Learn ("Memory dump file options", "Configure system failure and recovery
 * options", "Introduction to the page file", "Win32_OSRecoveryConfiguration" and the pages of the
 * triggers), and from what hives of untouched machines have: MinidumpsCount, EnableLogFile,
 * DumpLogLevel, SendAlert and StorageTelemetry are such. Versions between rows are not known.
 */
static const struct default_row rows[] = {
	{SETTING_CRASH_DUMP_ENABLED, WINVER_XP, BEFORE(WINVER(5, 2, 0)), false, "3"},
	{SETTING_CRASH_DUMP_ENABLED, WINVER_7, BEFORE(WINVER_8), false, "2"},
	{SETTING_CRASH_DUMP_ENABLED, WINVER_8, UINT64_MAX, false, "7"},
	{SETTING_FILTER_PAGES, EVER, true, "0"},
	{SETTING_DUMP_FILE, EVER, false, "%SystemRoot%\\MEMORY.DMP"},
	{SETTING_MINIDUMP_DIR, EVER, false, "%SystemRoot%\\Minidump"},
	{SETTING_MINIDUMPS_COUNT, 0, BEFORE(WINVER(5, 2, 0)), true, NULL},
	{SETTING_MINIDUMPS_COUNT, WINVER_7, BEFORE(WINVER_10), false, "50"},
	{SETTING_MINIDUMPS_COUNT, WINVER_10, UINT64_MAX, false, "5"},
	{SETTING_OVERWRITE, EVER, false, "1"},
	{SETTING_AUTO_REBOOT, EVER, false, "1"},
	{SETTING_LOG_EVENT, EVER, false, "1"},
	{SETTING_SEND_ALERT, 0, BEFORE(WINVER(5, 2, 0)), false, "1"},
	{SETTING_SEND_ALERT, WINVER_VISTA, UINT64_MAX, true, NULL},
	{SETTING_ALWAYS_KEEP_MEMORY_DUMP, EVER, true, "0"},
	{SETTING_DEDICATED_DUMP_FILE, EVER, true, NULL},
	{SETTING_DUMP_FILE_SIZE, EVER, true, "0"},
	{SETTING_IGNORE_PAGEFILE_SIZE, EVER, true, "0"},
	{SETTING_DUMP_FILTERS, 0, BEFORE(WINVER_VISTA), true, NULL},
	{SETTING_DUMP_FILTERS, WINVER(6, 0, 6001), UINT64_MAX, false, "dumpfve.sys"},
	{SETTING_ENABLE_LOG_FILE, 0, BEFORE(WINVER_10_20H1), true, NULL},
	{SETTING_ENABLE_LOG_FILE, WINVER_10_20H1, UINT64_MAX, false, "1"},
	{SETTING_DUMP_LOG_LEVEL, 0, BEFORE(WINVER_10_20H1), true, "0"},
	{SETTING_DUMP_LOG_LEVEL, WINVER_10_20H1, UINT64_MAX, false, "0"},
	{SETTING_DISPLAY_PARAMETERS, EVER, true, "0"},
	{SETTING_DISABLE_EMOTICON, EVER, true, "0"},
	{SETTING_DISPLAY_PRE_RELEASE_COLOR, EVER, true, "0"},
	{SETTING_NMI_CRASH_DUMP, EVER, true, NULL},
	{SETTING_PAGE_FILE_TOO_SMALL, EVER, true, NULL},
	{SETTING_LAST_CRASH_TIME, EVER, true, NULL},
	{SETTING_SAVE_PAGE_FILE_CONTENTS, EVER, true, "0"},
	{SETTING_DUMP_ENCRYPTION_ENABLED, EVER, true, "0"},
	{SETTING_PROVISION_DUMP_KEY, EVER, true, "0"},
	{SETTING_KERNEL_DUMP_ONLY, EVER, true, "0"},
	{SETTING_GUARDED_HOST, EVER, true, "0"},
	{SETTING_PUBLIC_KEY, EVER, true, NULL},
	{SETTING_THUMBPRINT, EVER, true, NULL},
	{SETTING_COMPONENT_THROTTLE_THRESHOLD, EVER, true, "168"},
	{SETTING_SYSTEM_THROTTLE_THRESHOLD, EVER, true, "120"},
	{SETTING_FULL_LIVE_REPORTS_MAX, EVER, true, "1"},
	{SETTING_LAST_FULL_LIVE_REPORT, EVER, true, NULL},
	{SETTING_LIVE_KERNEL_REPORTS_PATH, EVER, true, NULL},
	{SETTING_DEVICE_DUMP_ENABLED, 0, BEFORE(WINVER_8), true, NULL},
	{SETTING_DEVICE_DUMP_ENABLED, WINVER_8_1, UINT64_MAX, false, "1"},
	{SETTING_STORAGE_TC_CODE_0, 0, BEFORE(WINVER_8), true, NULL},
	{SETTING_STORAGE_TC_CODE_0, WINVER_8_1, UINT64_MAX, false, "119"},
	{SETTING_STORAGE_TC_CODE_1, 0, BEFORE(WINVER_8), true, NULL},
	{SETTING_STORAGE_TC_CODE_1, WINVER_8_1, UINT64_MAX, false, "122"},
	{SETTING_STORAGE_TC_CODE_2, 0, BEFORE(WINVER_8), true, NULL},
	{SETTING_STORAGE_TC_CODE_2, WINVER_8_1, UINT64_MAX, false, "123"},
	{SETTING_STORAGE_TC_CODE_3, 0, BEFORE(WINVER_8), true, NULL},
	{SETTING_STORAGE_TC_CODE_3, WINVER_8_1, UINT64_MAX, false, "1768515945"}, /* 0x69696969 */
	{SETTING_STORAGE_TC_CODE_4, 0, BEFORE(WINVER_10_1809), true, NULL},
	{SETTING_STORAGE_TC_CODE_4, WINVER_10_1809, UINT64_MAX, false, "456"},
	{SETTING_MACHINE_CRASH_DUMP_FILE, EVER, true, NULL},
	{SETTING_FINAL_DUMP_FILE_LOCATION, EVER, true, NULL},
	{SETTING_TEMP_DESTINATION, EVER, true, NULL},
	{SETTING_SAVED_PAGE_FILE_PATH, EVER, true, NULL},
	{SETTING_PAGING_FILES, WINVER_7, UINT64_MAX, false, "?:\\pagefile.sys"},
	{SETTING_EXISTING_PAGE_FILES, WINVER_7, UINT64_MAX, false, "\\??\\C:\\pagefile.sys"},
	{SETTING_TEMP_PAGE_FILE, EVER, true, "0"},
	{SETTING_PAGEFILE_ON_OS_VOLUME, EVER, true, "0"},
	{SETTING_CLEAR_PAGE_FILE_AT_SHUTDOWN, EVER, false, "0"},
	{SETTING_POWER_BUTTON_BUGCHECK, EVER, true, "0"},
	{SETTING_POWER_BUTTON_LIVE_DUMP, EVER, true, "0"},
	{SETTING_I8042PRT_START, WINVER_XP, BEFORE(WINVER(5, 2, 0)), false, "1"},
	{SETTING_I8042PRT_START, WINVER_7, UINT64_MAX, false, "3"},
	{SETTING_I8042PRT_CTRL_SCROLL, EVER, true, "0"},
	{SETTING_I8042PRT_DUMP1_KEYS, EVER, true, NULL},
	{SETTING_I8042PRT_DUMP2_KEY, EVER, true, NULL},
	{SETTING_I8042PRT_BREAK_ON_SYS_RQ, EVER, true, NULL},
	{SETTING_I8042PRT_KD_ENABLE, EVER, true, NULL},
	{SETTING_I8042PRT_DEBUG1_KEYS, EVER, true, NULL},
	{SETTING_I8042PRT_DEBUG2_KEY, EVER, true, NULL},
	{SETTING_KBDHID_START, WINVER_7, UINT64_MAX, false, "3"},
	{SETTING_KBDHID_CTRL_SCROLL, EVER, true, "0"},
	{SETTING_KBDHID_DUMP1_KEYS, EVER, true, NULL},
	{SETTING_KBDHID_DUMP2_KEY, EVER, true, NULL},
	{SETTING_HYPERKBD_START, WINVER_8_1, UINT64_MAX, false, "3"},
	{SETTING_HYPERKBD_CTRL_SCROLL, EVER, true, "0"},
	{SETTING_HYPERKBD_DUMP1_KEYS, EVER, true, NULL},
	{SETTING_HYPERKBD_DUMP2_KEY, EVER, true, NULL},
};

/* The row that holds for all of these versions. */
static const struct default_row *row_of(enum setting_id id, struct winver_range version)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].id == id && version.least >= rows[i].least &&
		    version.most <= rows[i].most)
			return &rows[i];
	return NULL;
}

const char *setting_default(enum setting_id id, struct winver_range version, bool *absent)
{
	const struct default_row *row = row_of(id, version);
	*absent = row && row->absent;
	return row ? row->value : NULL;
}

/* --- is a setting at its default? --- */

/* The strings of a list have a NUL behind; all defaults have one string. */
static struct slice without_nul(struct slice text)
{
	return slice_ends_with(text, slice_of("", 1)) ? slice_sub(text, 0, text.n - 1) : text;
}

static bool equals(enum setting_id id, const struct setting *s, const char *value)
{
	uint64_t number;
	if (setting_rows[id].type != REGISTRY_DWORD)
		return slice_equal_ignoring_case(without_nul(s->text), slice_of_string(value));
	return number_from_decimal(slice_of_string(value), &number) && s->number == number;
}

struct known setting_is_default(enum setting_id id, const struct setting *s,
				struct winver_range version)
{
	bool absent;
	const char *value = setting_default(id, version, &absent);
	if ((!value && !absent) || s->state == REGISTRY_UNREADABLE)
		return (struct known){.known = false};
	if (s->state == REGISTRY_ABSENT)
		return known_number(absent);
	return known_number(value && s->usable && equals(id, s, value));
}

/* --- relics --- */

const char *setting_deprecated(enum setting_id id, struct winver_range version)
{
	switch (id) {
	case SETTING_KERNEL_DUMP_ONLY:
		return "KernelDumpOnly is a relic of Windows 2000: CrashDumpEnabled says which "
		       "dump is written.";
	case SETTING_SEND_ALERT:
		return winver_is_below(version, WINVER_VISTA)
			       ? NULL
			       : "Windows Vista and later have no services that could send "
				 "administrative alerts.";
	case SETTING_NMI_CRASH_DUMP:
		return winver_is_below(version, WINVER_8)
			       ? NULL
			       : "Windows 8, Windows Server 2012 and later crash on a non-maskable "
				 "interrupt without NMICrashDump.";
	default:
		return NULL;
	}
}
