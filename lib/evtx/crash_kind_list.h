/* SPDX-License-Identifier: MIT */
/*
 * The kinds of crash evidence, in the order of the output contract: CRASH_KIND(symbol, "name", does
 * it only give context). No include guard: included where CRASH_KIND is defined. A kind that is
 * added here is added to build-aux/crash-events.awk too.
 */
CRASH_KIND(DIRTY_RESTART, "dirty_restart", false)
CRASH_KIND(BUGCHECK_REPORTED, "bugcheck_reported", false)
CRASH_KIND(DUMP_FAILED, "dump_failed", false)
CRASH_KIND(DUMP_SUCCEEDED, "dump_succeeded", false)
CRASH_KIND(DUMP_CONFIG_FAILED, "dump_config_failed", false)
CRASH_KIND(DUMP_CALLBACK_EXCEPTION, "dump_callback_exception", false)
CRASH_KIND(DUMP_DELETED, "dump_deleted", false)
CRASH_KIND(DUMP_REPORT, "dump_report", false)
CRASH_KIND(UNEXPECTED_SHUTDOWN, "unexpected_shutdown", false)
CRASH_KIND(SHUTDOWN_REQUESTED, "shutdown_requested", false)
CRASH_KIND(SHUTDOWN_REASON, "shutdown_reason", false)
CRASH_KIND(HARDWARE_ERROR, "hardware_error", false)
CRASH_KIND(LIVE_KERNEL_EVENT, "live_kernel_event", false)
CRASH_KIND(BLUESCREEN_REPORT, "bluescreen_report", false)
CRASH_KIND(BOOT, "boot", true)
CRASH_KIND(SHUTDOWN, "shutdown", true)
CRASH_KIND(BOOT_STATUS, "boot_status", true)
CRASH_KIND(LOG_STARTED, "log_started", true)
CRASH_KIND(LOG_STOPPED, "log_stopped", true)
CRASH_KIND(OS_VERSION, "os_version", true)
CRASH_KIND(UPTIME, "uptime", true)
CRASH_KIND(TIME_CHANGE, "time_change", true)
CRASH_KIND(SLEEP, "sleep", true)
CRASH_KIND(POWER_ACTION, "power_action", true)
