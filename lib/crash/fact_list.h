/* SPDX-License-Identifier: MIT */
/*
 * What is read off the evidence besides its code and time, one line a fact:
 *
 * FACT(id, kinds, path, form, tells, inferred)
 *
 * id: FACT_id. kinds: the clues that have it, FOR() of their names. path: the member of the JSON
 * line, which is also cited as evidence. form: enum statement_form. tells: what an examiner may
 * write down, without full stop; NULL where it is used and not cited. inferred: a conclusion, not
 * what the evidence itself says.
 */
FACT(POWER_BUTTON_TIME, FOR(DIRTY_RESTART), "crash.power_button_time", TIME,
     "the power button was pressed at this time", false)
FACT(LONG_POWER_BUTTON_PRESS, FOR(DIRTY_RESTART), "crash.long_power_button_press_detected", FLAG,
     "whether the power button was held down until the machine went off", false)
FACT(SLEEP_STATE, FOR(DIRTY_RESTART), "crash.sleep_state", COUNT,
     "the power state that the machine was entering or leaving; 0 is none", false)
FACT(SLEEP_IN_PROGRESS, FOR(DIRTY_RESTART), "crash.sleep_in_progress", FLAG,
     "whether the machine was entering or leaving a power state", false)
FACT(CONNECTED_STANDBY, FOR(DIRTY_RESTART), "crash.connected_standby_in_progress", FLAG,
     "whether the machine was in connected standby", false)
FACT(BOOT_APP_STATUS, FOR(DIRTY_RESTART), "crash.boot_app_status", HEX32,
     "what the boot application reported about the last attempt", false)
FACT(WHEA_BOOT_ERROR_COUNT, FOR(DIRTY_RESTART), "crash.whea_boot_error_count", COUNT,
     "hardware errors that were pending when the machine restarted", false)
FACT(CODE_FROM_FIRMWARE, FOR(DIRTY_RESTART), "crash.bugcheck_info_from_efi", FLAG,
     "whether code and parameters came out of firmware variables", false)
FACT(DUMP_PATH, FOR(BUGCHECK_REPORTED) | FOR(DUMP_DELETED), "crash.dump_path", TEXT,
     "Windows named this file as the dump", false)
FACT(REPORT_ID, FOR(BUGCHECK_REPORTED) | FOR(BLUESCREEN_REPORT) | FOR(LIVE_KERNEL_EVENT),
     "crash.report_id", TEXT, "the identifier of the report to Windows Error Reporting", false)
FACT(REPORT_PATH, FOR(BLUESCREEN_REPORT) | FOR(LIVE_KERNEL_EVENT), "crash.report_path", TEXT,
     "where Windows Error Reporting keeps its report", false)
FACT(MINIMUM_FREE_GB, FOR(DUMP_DELETED), "crash.minimum_free_gb", COUNT,
     "the dump was deleted because fewer gigabytes than this were free", false)
FACT(WHAT,
     FOR(DUMP_CONFIG_FAILED) | FOR(DUMP_REPORT) | FOR(HARDWARE_ERROR) | FOR(BOOT_STATUS) |
	     FOR(DUMP_FAILED),
     "crash.what", TEXT, "what the event reports", false)
FACT(FINAL_STATUS,
     FOR(DUMP_FAILED) | FOR(DUMP_CONFIG_FAILED) | FOR(DUMP_SUCCEEDED) |
	     FOR(DUMP_CALLBACK_EXCEPTION),
     "crash.final_status", HEX32, "the status with which it ended", false)
FACT(EVENT_PROGRESS, FOR(DUMP_FAILED), "crash.bugcheck_progress.value", HEX32,
     "the last step of the bug check that was recorded", false)
FACT(DEVICE, FOR(DUMP_FAILED) | FOR(DUMP_CONFIG_FAILED) | FOR(DUMP_SUCCEEDED), "crash.device", TEXT,
     "the volume that was to take the dump", false)
FACT(SUSPECTED_DRIVER, FOR(DUMP_REPORT), "crash.suspected_driver", TEXT,
     "the driver that Windows suspects, which does not make it the cause", false)
FACT(LAST_ALIVE, FOR(UNEXPECTED_SHUTDOWN), "crash.last_alive", TIME,
     "a last sign of life of the session before; the crash came at this time or later", false)
FACT(SESSION_UPTIME, FOR(UNEXPECTED_SHUTDOWN), "crash.uptime_seconds", COUNT,
     "how long the session before had been running at its last sign of life, in seconds", false)
FACT(ERROR_SOURCE, FOR(HARDWARE_ERROR), "crash.error_source_name", TEXT,
     "where the hardware error was noticed", false)
FACT(ERROR_SEVERITY, FOR(HARDWARE_ERROR), "crash.error_record.severity_name", TEXT,
     "how severe the hardware error was", false)
FACT(SHUTDOWN_TYPE, FOR(SHUTDOWN_REQUESTED), "crash.shutdown_type", TEXT,
     "a program asked for this", false)
FACT(SHUTDOWN_PROCESS, FOR(SHUTDOWN_REQUESTED), "crash.process", TEXT,
     "the program that asked for it", false)
FACT(SHUTDOWN_COMMENT, FOR(SHUTDOWN_REASON), "crash.comment", TEXT,
     "what somebody gave as the reason of the shutdown", false)
FACT(START_TIME, FOR(BOOT), "crash.start_time", TIME, "Windows was started at this time", false)
FACT(BUILD, FOR(BOOT) | FOR(OS_VERSION), "crash.build", COUNT, NULL, false)
FACT(LAST_SHUTDOWN_GOOD, FOR(BOOT_STATUS), "crash.last_shutdown_good", FLAG,
     "whether the session before ended with an orderly shutdown", false)
FACT(LAST_BOOT_ID, FOR(BOOT_STATUS), "crash.last_boot_id", COUNT, "the number of the boot before",
     false)
FACT(FAILURE_STATUS, FOR(BOOT_STATUS), "crash.failure_status", HEX32,
     "fast startup or resuming failed with this status", false)
FACT(TARGET_STATE, FOR(SLEEP), "crash.target_state", COUNT, "the power state asked for", false)
FACT(OLD_TIME, FOR(TIME_CHANGE), "crash.old_time", TIME, "the clock showed this time", false)
FACT(NEW_TIME, FOR(TIME_CHANGE), "crash.new_time", TIME, "the clock was set to this time", false)
FACT(DUMP_KIND, FOR(DUMP), "kind", TEXT, "what the dump holds", false)
FACT(DUMP_WRITER, FOR(DUMP), "writer", TEXT, "which program wrote it, by what it leaves", true)
FACT(DUMP_BUILD, FOR(DUMP), "build", COUNT, "the build of Windows", false)
FACT(DUMP_UPTIME, FOR(DUMP), "uptime_seconds", COUNT,
     "how long Windows had been running, in seconds", false)
FACT(DUMP_BOOT_ID, FOR(DUMP), "boot_id", COUNT, "the number of the boot that crashed", false)
FACT(DUMP_FILE_SIZE, FOR(DUMP), "file_size", COUNT, "bytes of the file", false)
FACT(DUMP_EXPECTED_SIZE, FOR(DUMP), "expected_size", COUNT, "bytes that the dump asks for", false)
FACT(DUMP_COMPLETE, FOR(DUMP), "complete", FLAG, "whether all that the dump asks for is there",
     true)
FACT(DUMP_INCOMPLETE_REASON, FOR(DUMP), "incomplete_reason", TEXT, "what is missing in it", false)
FACT(DUMP_STATUS_TEXT, FOR(DUMP), "status_text", TEXT, "what the writer noted at its end", false)
FACT(DUMP_CONTAINER, FOR(DUMP), "container", TEXT, "what the dump lies in", false)
FACT(DUMP_STAGE, FOR(DUMP), "stage", TEXT, "how far the dump got on its way", true)
FACT(DUMP_FAULT_MODULE, FOR(DUMP), "fault_module.name", TEXT,
     "the faulting address lies in this module, which does not make it the cause", false)
FACT(DUMP_STACK, FOR(DUMP), "dump_stack", NAMES, "the drivers through which the dump was written",
     false)
FACT(DUMP_MODULES, FOR(DUMP), "modules_on_stack", NAMES, NULL, false)
FACT(DUMP_STALE_TAIL, FOR(DUMP), "stale_tail", FLAG, NULL, false)
FACT(WILL_DUMP, FOR(CONFIGURATION), "will_dump", TEXT,
     "whether the configuration lets a crash leave a dump", true)
FACT(CONFIGURED_TYPE, FOR(CONFIGURATION), "configured_type", TEXT, "the dump that is configured",
     false)
FACT(CONFIGURED_PATH, FOR(CONFIGURATION), "dump_path", TEXT, "where it is to be written", false)
FACT(CONFIGURED_FILTERS, FOR(CONFIGURATION), "settings.DumpFilters", NAMES, NULL, false)
FACT(FINDING_ID, FOR(FINDING), "id", TEXT, NULL, false)
FACT(FINDING_SEVERITY, FOR(FINDING), "severity", TEXT, NULL, false)
FACT(FINDING_MESSAGE, FOR(FINDING), "message", TEXT, "what is wrong with the configuration", false)
FACT(FINDING_REMEDY, FOR(FINDING), "remedy", TEXT, NULL, false)
