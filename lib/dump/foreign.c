/* SPDX-License-Identifier: MIT */
#include "lib/base/content.h"
#include "lib/dump/dump.h"

struct neighbour {
	struct slice magic;
	const char *what;
};

/* What people take for a kernel dump, or have beside one. The UEFI ones: offline crash dumps of
 * Microsoft's OfflineCrashDumpUefi. */
static const struct neighbour neighbours[] = {
	{SLICE("MDMP"), "a user-mode minidump (MDMP), of a program and not of Windows"},
	{SLICE("USERDUMP"), "an old user-mode dump, of a program and not of Windows"},
	{SLICE("USERDU64"), "an old user-mode dump, of a program and not of Windows"},
	{SLICE("Raw_Dmp!"),
	 "an offline dump as the firmware wrote it: convert it to a kernel dump first"},
	{SLICE("Enc_Dmp!"),
	 "an encrypted offline dump as the firmware wrote it: decrypt and convert it first"},
	{SLICE("hibr"), "a hibernation file"},
	{SLICE("HIBR"), "a hibernation file"},
	{SLICE("wake"), "a hibernation file that the system was resumed from"},
	{SLICE("WAKE"), "a hibernation file that the system was resumed from"},
	{SLICE("MSCF"), "a cabinet file (CAB): unpack it first, as with cabextract"},
	{SLICE("PK\003\004"), "a ZIP archive: unpack it first"},
	{SLICE("7z\274\257\047\034"), "a 7-Zip archive: unpack it first"},
	{SLICE("\037\213"), "gzip data: leave out --no-decompress"},
	{SLICE("\375"
	       "7zXZ\0"),
	 "xz data: leave out --no-decompress"},
	{SLICE("\050\265\057\375"), "zstd data: leave out --no-decompress"},
	{SLICE("BZh"), "bzip2 data: leave out --no-decompress"},
	{SLICE("ElfFile\0"), "an event log (EVTX): pipe it through evtx2json first"},
	{SLICE("DLOGFILE"), "a raw DumpStack.log; pipe it through dslog-parse first"},
	{SLICE("regf"), "a registry hive"},
	{SLICE("PAGEPAGE"),
	 "the fill pattern of a dump header that was never written, as in page files"},
	{SLICE("\177ELF"), "an ELF file; memory of a virtual machine has to be converted first"},
	{SLICE("<?xml"), "XML; events are read by evtx2json"},
	{SLICE("<Event"), "event XML: pipe it through evtx2json first"},
};

/* Kinds that content.h knows by their magic. */
static bool has_magic(const char *kind)
{
	static const char *const kinds[] = {"pe", "jpeg", "png", "gif", "pdf", "evt", "sqlite"};
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (strcmp(kinds[i], kind) == 0)
			return true;
	return false;
}

/* Less than a signature, but so much of one that it is no text by chance. */
static bool is_cut_signature(struct slice first)
{
	return first.n >= 4 && first.n < 8 &&
	       (slice_starts_with(SLICE("PAGEDU64"), first) ||
		slice_starts_with(SLICE("PAGEDUMP"), first));
}

const char *dump_foreign_content(struct slice first)
{
	if (is_cut_signature(first))
		return "the first bytes of a dump's signature: the file is cut";
	for (size_t i = 0; i < COUNT_OF(neighbours); i++)
		if (slice_starts_with(first, neighbours[i].magic))
			return neighbours[i].what;
	if (first.n >= 8 && slice_is_all(first, 0))
		return "zeros: no dump begins here, as in a page file without one";
	const char *kind = content_kind(first);
	return has_magic(kind) ? content_description(kind) : NULL;
}
