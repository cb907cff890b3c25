/* SPDX-License-Identifier: MIT */
/*
 * The kinds of evidence, one line each:
 *
 * CLUE(id, artifact, word, meaning)
 *
 * id: CLUE_id. artifact: enum artifact. word: crash.kind of an event, else the type of the line.
 * meaning: what happened at its time, for a timeline; no full stop.
 */
CLUE(LOG_SESSION, DUMPSTACK_LOG, "dslog.session", "the dump was begun")
CLUE(DUMP, DUMP_HEADER, "dump", "the bug check")
CLUE(CONFIGURATION, REGISTRY, "crashcfg", "")
CLUE(FINDING, REGISTRY, "finding", "")
CLUE(DIRTY_RESTART, EVENT_LOG, "dirty_restart",
     "Windows noticed at this start that the session before had not ended")
CLUE(BUGCHECK_REPORTED, EVENT_LOG, "bugcheck_reported",
     "Windows reported the bug check and where the dump is")
CLUE(DUMP_FAILED, EVENT_LOG, "dump_failed", "Windows reported that the dump could not be written")
CLUE(DUMP_SUCCEEDED, EVENT_LOG, "dump_succeeded", "Windows reported that the dump was written")
CLUE(DUMP_CONFIG_FAILED, EVENT_LOG, "dump_config_failed",
     "dumps could not be set up for the session that began")
CLUE(DUMP_CALLBACK_EXCEPTION, EVENT_LOG, "dump_callback_exception",
     "a driver failed while its data was collected for the dump")
CLUE(DUMP_DELETED, EVENT_LOG, "dump_deleted", "Windows deleted the dump")
CLUE(DUMP_REPORT, EVENT_LOG, "dump_report", "Windows reported a problem with the dump")
CLUE(UNEXPECTED_SHUTDOWN, EVENT_LOG, "unexpected_shutdown",
     "the event log noticed that the session before had not ended")
CLUE(SHUTDOWN_REQUESTED, EVENT_LOG, "shutdown_requested",
     "a program asked for a shutdown or restart")
CLUE(SHUTDOWN_REASON, EVENT_LOG, "shutdown_reason",
     "somebody gave a reason for the shutdown, afterwards")
CLUE(HARDWARE_ERROR, EVENT_LOG, "hardware_error", "the hardware reported an error")
CLUE(LIVE_KERNEL_EVENT, EVENT_LOG, "live_kernel_event", "Windows reported a live dump")
CLUE(BLUESCREEN_REPORT, EVENT_LOG, "bluescreen_report",
     "Windows Error Reporting dealt with the crash")
CLUE(BOOT, EVENT_LOG, "boot", "Windows was started")
CLUE(SHUTDOWN, EVENT_LOG, "shutdown", "Windows was shut down")
CLUE(BOOT_STATUS, EVENT_LOG, "boot_status", "how Windows was started")
CLUE(LOG_STARTED, EVENT_LOG, "log_started", "the event log was started")
CLUE(LOG_STOPPED, EVENT_LOG, "log_stopped", "the event log was stopped")
CLUE(OS_VERSION, EVENT_LOG, "os_version", "the event log noted the version of Windows")
CLUE(TIME_CHANGE, EVENT_LOG, "time_change", "the clock was set")
CLUE(SLEEP, EVENT_LOG, "sleep", "the machine went to sleep or woke up")
CLUE(POWER_ACTION, EVENT_LOG, "power_action", "a shutdown, restart or sleep was begun")
CLUE(STORAGE_ERROR, EVENT_LOG, "storage_error", "a disk was reset or failed")
