/* SPDX-License-Identifier: MIT */
/* The words of the story. An examiner should be able to put these sentences in a report. */
#include "lib/dump/story.h"

const char *dump_stage_word(enum dump_stage stage)
{
	static const char *const words[DUMP_STAGE_COUNT] = {
		[DUMP_STAGE_UNKNOWN] = "unknown",
		[DUMP_STAGE_NONE] = "none",
		[DUMP_STAGE_IN_PAGE_FILE] = "in_page_file",
		[DUMP_STAGE_RENAMED] = "renamed",
		[DUMP_STAGE_WAITING_TO_BE_COPIED] = "waiting_to_be_copied",
		[DUMP_STAGE_FINAL] = "final",
	};
	return words[stage];
}

const char *dump_stage_tells(enum dump_stage stage)
{
	static const char *const texts[DUMP_STAGE_COUNT] = {
		[DUMP_STAGE_UNKNOWN] = "What is known does not tell how far a dump got",
		[DUMP_STAGE_NONE] = "None of the places where Windows puts a dump holds one",
		[DUMP_STAGE_IN_PAGE_FILE] =
			"The page file begins with a dump, which was written there at the crash and has "
			"not been taken out since",
		[DUMP_STAGE_RENAMED] =
			"At a start after the crash, Windows cut the page file to the size of the dump and "
			"renamed it DUMPxxxx.tmp; it has not become the final dump file",
		[DUMP_STAGE_WAITING_TO_BE_COPIED] =
			"Windows has started after the crash and noted in CrashControl\\MachineCrash that "
			"the dump has to be copied from a temporary file to its final place",
		[DUMP_STAGE_FINAL] = "The dump is in its final file",
	};
	return texts[stage];
}

const char *dump_stage_keep(enum dump_stage stage)
{
	static const char *const texts[DUMP_STAGE_COUNT] = {
		[DUMP_STAGE_IN_PAGE_FILE] =
			"Copy the disk before Windows is started from it: the start takes the dump out of "
			"the page file, or paging overwrites it; dumpcarve extracts the dump from the page "
			"file or from an image of the disk",
		[DUMP_STAGE_RENAMED] =
			"Copy the DUMPxxxx.tmp file to another disk: it is the dump itself and can be opened "
			"as it is, but a disk clean-up takes it for a temporary file",
		[DUMP_STAGE_WAITING_TO_BE_COPIED] =
			"Copy the temporary file to another disk, or see that the volume of the final dump "
			"file has room for all of it and leave Windows running until it is copied; the note "
			"in the registry is gone after a restart",
		[DUMP_STAGE_FINAL] =
			"Copy the file to another disk: the next dump overwrites it unless "
			"CrashControl\\Overwrite is 0, and Windows may delete it where free space is short "
			"unless CrashControl\\AlwaysKeepMemoryDump is 1",
	};
	return texts[stage];
}

const char *dump_caution_text(enum dump_caution caution)
{
	static const char *const texts[DUMP_CAUTION_COUNT] = {
		[DUMP_CAUTION_MAY_BE_OVERWRITTEN] =
			"The header does not tell whether paging has overwritten what follows it",
		[DUMP_CAUTION_FILE_IS_CUT] =
			"The file is shorter than its dump: the rest was never written, or was lost in "
			"copying",
		[DUMP_CAUTION_FINAL_IS_EARLIER] =
			"The final dump file holds the dump of an earlier crash",
		[DUMP_CAUTION_FINAL_IS_CUT] =
			"The final dump file is shorter than its dump: it is being copied, or copying failed",
		[DUMP_CAUTION_PAGE_FILE_HAS_OTHER] =
			"The page file or dedicated dump file begins with the dump of another crash",
		[DUMP_CAUTION_PAGE_FILE_HAS_SAME] =
			"The page file or dedicated dump file still begins with the same dump",
		[DUMP_CAUTION_TEMPORARY_HAS_OTHER] =
			"A temporary file holds the dump of another crash",
		[DUMP_CAUTION_TEMPORARY_HAS_SAME] =
			"A temporary file with the same dump is left over",
		[DUMP_CAUTION_TEMPORARY_NOT_SEEN] =
			"CrashControl\\MachineCrash tells of a temporary file that was not looked for; a "
			"later dump may stand there",
		[DUMP_CAUTION_NO_MORE_COPYING] =
			"CrashControl\\MachineCrash does not exist: Windows is not going to copy the "
			"temporary file any more",
		[DUMP_CAUTION_DESTINATION_NOT_KNOWN] =
			"The value TempDestination is not known: the dump may be in its final file already",
		[DUMP_CAUTION_REGISTRY_ONLY] =
			"This is what the registry says; the file itself was not seen",
	};
	return texts[caution];
}
