/* SPDX-License-Identifier: MIT */
/* lib/registry/lint.h: what each rule finds, and what it does not; one configuration a row. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "lib/base/limits.h"
#include "lib/base/number.h"
#include "lib/registry/lint.h"
#include "lib/registry/size.h"
#include "tests/unit/support_registry.h"

#define GIB (UINT64_C(1) << 30)
/* 2024-01-17 21:20 UTC */
#define A_TIME UINT64_C(0x01da498aed83c000)
#define DAY    UINT64_C(864000000000)

/* --- registries in a line --- */

static const struct {
	const char *word, *path;
} keys[] = {
	{"Select", "Select"},
	{"Mounted", "MountedDevices"},
	{"Crash", "ControlSet001\\Control\\CrashControl"},
	{"Guard", "ControlSet001\\Control\\CrashControl\\ForceDumpsDisabled"},
	{"Key", "ControlSet001\\Control\\CrashControl\\EncryptionCertificates\\Certificate.1"},
	{"Live", "ControlSet001\\Control\\CrashControl\\FullLiveKernelReports"},
	{"Reports", "ControlSet001\\Control\\CrashControl\\LiveKernelReports"},
	{"Machine", "ControlSet001\\Control\\CrashControl\\MachineCrash"},
	{"Memory", "ControlSet001\\Control\\Session Manager\\Memory Management"},
	{"Power", "ControlSet001\\Control\\Power"},
	{"Control", "ControlSet001\\Control"},
	{"Product", "ControlSet001\\Control\\ProductOptions"},
	{"Tcpip", "ControlSet001\\Services\\Tcpip\\Parameters"},
	{"Ps2", "ControlSet001\\Services\\i8042prt"},
	{"Ps2Par", "ControlSet001\\Services\\i8042prt\\Parameters"},
	{"Ps2Dump", "ControlSet001\\Services\\i8042prt\\crashdump"},
	{"Usb", "ControlSet001\\Services\\kbdhid"},
	{"UsbPar", "ControlSet001\\Services\\kbdhid\\Parameters"},
	{"UsbDump", "ControlSet001\\Services\\kbdhid\\crashdump"},
	{"Kbhid", "ControlSet001\\Services\\kbhid\\Parameters"},
};

static const char *path_of(struct slice word)
{
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (slice_equal(word, slice_of_string(keys[i].word)))
			return keys[i].path;
	cr_assert(false, "%.*s is no key", (int)word.n, (const char *)word.p);
	return NULL;
}

/* What a value is: "7" and "0x22" are DWORDs, "s:" a REG_SZ, "e:" a REG_EXPAND_SZ, "m:" a
 * REG_MULTI_SZ, "t" a QWORD with A_TIME, "q0" one with 0, "x:" bytes, "-" deletes, "?" is
 * unreadable. */
static void set_value(struct registry *r, const char *path, const char *name, const char *text)
{
	uint64_t number = 0;
	struct slice s = slice_of_string(text);
	if (text[0] == 's' || text[0] == 'e')
		made_text(r, path, name, text[0] == 's' ? REGISTRY_SZ : REGISTRY_EXPAND_SZ,
			  text + 2);
	else if (text[0] == 'm')
		made_list(r, path, name, text + 2);
	else if (text[0] == 't' || text[0] == 'q')
		made_qword(r, path, name, text[0] == 't' ? A_TIME : 0);
	else if (text[0] == 'x')
		made_value(r, path, name, REGISTRY_BINARY, text + 2, strlen(text + 2));
	else if (text[0] == '-')
		made_dword(r, path, name, 0)->deleted = true;
	else if (text[0] == '?')
		made_dword(r, path, name, 0)->unreadable = true;
	else if (number_from_decimal(s, &number) || number_from_hex(slice_from(s, 2), &number))
		made_dword(r, path, name, (uint32_t)number);
	else
		cr_assert(false, "%s is no value", text);
}

/* "Crash:CrashDumpEnabled=7; Power:PowerButtonBugcheck=1" */
static void set_values(struct registry *r, const char *text)
{
	struct slice rest = slice_of_string(text);
	while (rest.n) {
		char name[512], value[1024];
		size_t end = slice_find_byte(rest, ';');
		struct slice item = slice_trim(slice_sub(rest, 0, end));
		size_t colon = slice_find_byte(item, ':');
		struct slice behind = slice_from(item, colon + 1);
		size_t sign = slice_find_byte(behind, '=');
		struct slice v = slice_from(behind, sign + 1);
		cr_assert(sign < behind.n && sign < sizeof(name) && v.n < sizeof(value), "%s",
			  text);
		memcpy(name, behind.p, sign);
		name[sign] = '\0';
		memcpy(value, v.p, v.n);
		value[v.n] = '\0';
		set_value(r, path_of(slice_sub(item, 0, colon)), name, value);
		rest = slice_from(rest, end + 1);
	}
}

/* A client on which nothing is wrong. */
static const char healthy[] =
	"Select:Current=1; Select:Default=1; Select:Failed=0; Select:LastKnownGood=1;"
	"Crash:CrashDumpEnabled=7; Crash:AutoReboot=1; Crash:LogEvent=1; Crash:Overwrite=1;"
	"Crash:DumpFile=e:%SystemRoot%\\MEMORY.DMP; Crash:MinidumpDir=e:%SystemRoot%\\Minidump;"
	"Crash:MinidumpsCount=5; Crash:DumpFilters=m:dumpfve.sys|; Crash:AlwaysKeepMemoryDump=1;"
	"Memory:PagingFiles=m:?:\\pagefile.sys|; Memory:ExistingPageFiles=m:\\??\\C:\\pagefile.sys|;"
	"Product:ProductType=s:WinNT; Tcpip:NV Domain=s:;"
	"Ps2:Start=3; Usb:Start=3; Power:HibernateEnabled=1";

/* --- rows --- */

enum version { ANY, XP, VISTA, W7, W8, W10, W1809, W11 };

static struct winver_range range_of(enum version v)
{
	static const struct winver_range ranges[] = {
		[ANY] = {0, UINT64_MAX},
		[XP] = {WINVER_XP, WINVER_XP + 2600},
		[VISTA] = {WINVER_VISTA, WINVER_7 - 1},
		[W7] = {WINVER_7, WINVER_8 - 1},
		[W8] = {WINVER_8, WINVER_10 - 1},
		[W10] = {WINVER_10, WINVER_10_1809 - 1},
		[W1809] = {WINVER_10_1809, WINVER_10_1809},
		[W11] = {WINVER_11, UINT64_MAX},
	};
	return ranges[v];
}

enum bitlocker { NOT_TOLD, BITLOCKER_OFF, BITLOCKER_ON };

struct row {
	const char *set; /* beside what is healthy */
	const char
		*found; /* ids with severity (e, w, n) and outcome (! no, ~ unlikely, ? unknown) */
	uint64_t ram;   /* bytes; 0: not known */
	enum version version;
	enum bitlocker bitlocker;
	uint64_t now; /* 0: not known */
};

/* DUMPS: what makes a dump of this type with this page file. */
#define DUMPS(type, paging) "Crash:CrashDumpEnabled=" type "; Memory:PagingFiles=m:" paging
#define ON_C                "; Memory:ExistingPageFiles=m:C:\\pagefile.sys|"
#define ON_D                "; Memory:ExistingPageFiles=m:D:\\pagefile.sys|"
/* A drive on a disk with MBR needs 12 bytes; others are device paths. */
#define FIXED(drive)     "Mounted:\\DosDevices\\" drive ":=x:123456789012;"
#define ON_CDROM(drive)  "Mounted:\\DosDevices\\" drive ":=s:\\??\\IDE#CdRomX;"
#define ON_FLOPPY(drive) "Mounted:\\DosDevices\\" drive ":=s:\\??\\FDC#GENERIC;"
#define ON_USB(drive)    "Mounted:\\DosDevices\\" drive ":=s:_??_USBSTOR#Disk;"

static const struct row rows[] = {
	{.set = "", .found = ""},
	{.set = "", .found = "", .ram = 16 * GIB, .version = W11, .bitlocker = BITLOCKER_ON},

	/* CD02, CD03: control sets. */
	{.set = "Select:Current=2", .found = "CD02e? CD03n"},
	{.set = "Select:Current=-", .found = "CD02e?"},
	{.set = "Select:Failed=2", .found = "CD03n"},
	{.set = "Select:Default=2", .found = "CD03n"},
	{.set = "Select:LastKnownGood=2", .found = ""},

	/* CD04: types. */
	{.set = "Crash:CrashDumpEnabled=s:7", .found = "CD04e?"},
	{.set = "Crash:CrashDumpEnabled=x:7", .found = "CD04e?"},
	{.set = "Crash:AutoReboot=s:1", .found = "CD04w"},
	{.set = "Crash:DumpFile=7", .found = "CD04w"},
	{.set = "Crash:PageFileTooSmall=s:2024", .found = "CD04w"},
	{.set = "Crash:LastCrashTime=s:2024", .found = ""},
	{.set = "Product:ProductType=7", .found = ""},

	/* CD05: wrong places and names. */
	{.set = "Memory:AutoReboot=0", .found = "CD05w"},
	{.set = "Memory:DumpFile=s:x; Memory:DisablePagingExecutive=1", .found = "CD05w"},
	{.set = "Crash:PagingFiles=m:C:\\p|", .found = "CD05w"},
	{.set = "Crash:GuardedHost=1", .found = "CD05w"},
	{.set = "Crash:AutoRebot=1; Crash:CrashDumpEnable=0; Crash:Overwritte=1",
	 .found = "CD05w CD05w CD05w"},
	{.set = "Crash:DumpFileSizes1=1; Crash:Dumpfiles=1", .found = "CD05w CD05w"},
	{.set = "Crash:DumpFil123=1; Crash:WpDumpFile=1; Crash:ProductType=1; Crash:Start=1",
	 .found = ""},
	{.set = "Ps2Par:Dump1Keys=2; Ps2Par:Dump2Key=0x3d; Ps2Dump:CrashOnCtrlScroll=1",
	 .found = "CD05w CD05w CD05w"},
	{.set = "Usb:CrashOnCtrlScroll=1; Kbhid:CrashOnCtrlScroll=1", .found = "CD05w CD05w"},

	/* CD06: what could not be read. */
	{.set = "Crash:CrashDumpEnabled=?", .found = "CD06w?"},
	{.set = "Crash:AutoReboot=?", .found = "CD06w"},

	/* CD10 to CD15: the type. */
	{.set = "Crash:CrashDumpEnabled=0", .found = "CD10e!"},
	{.set = "Crash:CrashDumpEnabled=-", .found = "CD11w?"},
	{.set = "Crash:CrashDumpEnabled=4", .found = "CD12w?"},
	{.set = "", .found = "", .version = W8},
	{.set = "", .found = "CD13w?", .version = W7},
	{.set = "Crash:CrashDumpEnabled=2", .found = "", .version = W7},
	{.set = "Crash:FilterPages=1", .found = "CD14w"},
	{.set = "Crash:FilterPages=0", .found = ""},
	{.set = "Crash:FilterPages=1; Crash:CrashDumpEnabled=-", .found = "CD11w? CD14w"},
	{.set = "Crash:FilterPages=1; Crash:CrashDumpEnabled=1", .found = ""},
	{.set = "Crash:FilterPages=1; Crash:CrashDumpEnabled=1", .found = "CD14w", .version = W8},
	{.set = "Crash:FilterPages=1; Crash:CrashDumpEnabled=s:1", .found = "CD04e?"},
	{.set = "Guard:GuardedHost=0x10000000", .found = "CD15e!"},
	{.set = "Guard:GuardedHost=0", .found = ""},

	/* CD16, CD17: encryption; keys that work are in the tests of encryption. */
	{.set = "Crash:DumpEncryptionEnabled=1", .found = "CD16e!"},
	{.set = "Crash:DumpEncryptionEnabled=1; Key:PublicKey=x:RSA2", .found = "CD16e!"},
	{.set = "Crash:DumpEncryptionEnabled=0; Key:PublicKey=x:RSA2", .found = ""},
	{.set = "Crash:DumpEncryptionEnabled=1; Crash:ProvisionDumpKeyWithCertificate=1",
	 .found = "CD17n"},

	/* CD18, CD19. */
	{.set = "Crash:DumpFilters=m:other.sys|", .found = "CD18n"},
	{.set = "Crash:DumpFilters=-", .found = "CD18n"},
	{.set = "Crash:DumpFilters=-", .found = "CD18w~", .bitlocker = BITLOCKER_ON},
	{.set = "Crash:DumpFilters=-", .found = "", .bitlocker = BITLOCKER_OFF},
	{.set = "Crash:DumpFilters=-; Crash:CrashDumpEnabled=3", .found = "", .version = XP},
	{.set = "Crash:DumpFilters=7", .found = "CD04w"},
	{.set = "Control:SystemStartOptions=s: NOEXECUTE=OPTIN  DEBUG  MAXMEM=512",
	 .found = "CD19n CD19n"},
	{.set = "Control:SystemStartOptions=s: NOEXECUTE=OPTIN NODEBUG", .found = ""},

	/* CD20, CD21: whether there is a page file. */
	{.set = "Memory:PagingFiles=m:|", .found = "CD20e! CD28n"},
	{.set = "Memory:PagingFiles=-", .found = "CD20e!"},
	{.set = "Memory:PagingFiles=-; Crash:DedicatedDumpFile=s:D:\\d.sys", .found = "CD51n"},
	{.set = DUMPS("7", "D:\\pagefile.sys 0 0|") ON_D, .found = "CD21w CD51n"},
	{.set = DUMPS("2", "D:\\pagefile.sys 0 0|") ON_D,
	 .found = "CD21e! CD51n",
	 .version = VISTA},
	{.set = DUMPS("7", "D:\\pagefile.sys|C:\\pagefile.sys|") "; Memory:ExistingPageFiles=-",
	 .found = ""},

	/* CD22: complete dumps of 16 GiB need 16641 MiB, and fail below 16385. */
	{.set = DUMPS("1", "C:\\pagefile.sys 16641 16641|"), .found = "", .ram = 16 * GIB},
	{.set = DUMPS("1", "C:\\pagefile.sys 16640 17000|"), .found = "CD22w~", .ram = 16 * GIB},
	{.set = DUMPS("1", "C:\\pagefile.sys 16385 16385|"), .found = "CD22w~", .ram = 16 * GIB},
	{.set = DUMPS("1", "C:\\pagefile.sys 16384 16384|"), .found = "CD22e!", .ram = 16 * GIB},
	{.set = DUMPS("1", "C:\\pagefile.sys 16 16384|"),
	 .found = "CD22e! CD25w~",
	 .ram = 16 * GIB},
	{.set = DUMPS("1", "C:\\pagefile.sys 16 16384|"), .found = ""},
	{.set = DUMPS("1", "?:\\pagefile.sys|"), .found = "", .ram = 16 * GIB},

	/* CD23: kernel dumps. */
	{.set = DUMPS("2", "C:\\pagefile.sys 16512 16512|"), .found = "", .ram = 16 * GIB},
	{.set = DUMPS("2", "C:\\pagefile.sys 16511 16511|"), .found = "CD23n", .ram = 16 * GIB},
	{.set = DUMPS("2", "C:\\pagefile.sys 5461 16512|") "; Crash:IgnorePagefileSize=1",
	 .found = "CD23w~",
	 .ram = 16 * GIB},
	{.set = DUMPS("2", "C:\\pagefile.sys 149 149|"), .found = "CD23e!"},
	{.set = DUMPS("2", "C:\\pagefile.sys 149 150|"), .found = "CD23w~"},
	{.set = DUMPS("2", "C:\\pagefile.sys 150 150|"), .found = ""},
	{.set = DUMPS("1", "C:\\pagefile.sys 149 149|") "; Crash:FilterPages=1", .found = "CD23e!"},

	/* CD24: small ones. */
	{.set = DUMPS("3", "C:\\pagefile.sys 1 1|"), .found = "CD24e!"},
	{.set = DUMPS("3", "C:\\pagefile.sys 1 2|"), .found = ""},
	{.set = DUMPS("3",
		      "C:\\pagefile.sys 1 1|D:\\pagefile.sys 2 2|") "; Memory:ExistingPageFiles=-",
	 .found = ""},

	/* CD25: the rule of event 49. */
	{.set = DUMPS("2", "C:\\pagefile.sys 8000 8000|"), .found = "CD23n CD25w~", .ram = 8 * GIB},
	{.set = DUMPS("2", "C:\\pagefile.sys 8000 8000|"),
	 .found = "CD23n CD25e!",
	 .ram = 8 * GIB,
	 .version = VISTA},
	{.set = DUMPS("2", "C:\\pagefile.sys 8000 8000|"),
	 .found = "CD23n",
	 .ram = 8 * GIB,
	 .version = XP},
	{.set = DUMPS("2", "C:\\pagefile.sys 8000 8000|") "; Crash:IgnorePagefileSize=1",
	 .found = "CD23n",
	 .ram = 8 * GIB},
	{.set = DUMPS("2", "C:\\pagefile.sys 8192 8192|"), .found = "CD23n", .ram = 8 * GIB},

	/* CD26, CD27. */
	{.set = DUMPS("7", "C:\\pagefile.sys 9000 9000|"), .found = "CD26w"},
	{.set = DUMPS("7",
		      "C:\\pagefile.sys 9000 9000|D:\\pagefile.sys|") "; "
								      "Memory:ExistingPageFiles=-",
	 .found = ""},
	{.set = DUMPS("2", "C:\\pagefile.sys x 9000|"), .found = "CD27e!"},
	{.set = DUMPS("2", "C:\\pagefile.sys|pagefile.sys|c:\\PAGEFILE.sys|D:\\p 2 1|"),
	 .found = "CD27e CD27e CD27e"},

	/* CD28, CD29: what Windows made of them. */
	{.set = "Memory:ExistingPageFiles=m:|", .found = "CD28n"},
	{.set = "Memory:ExistingPageFiles=m:\\??\\D:\\pagefile.sys|", .found = "CD51n"},
	{.set = DUMPS("2", "C:\\pagefile.sys 0 0|") ON_D, .found = "CD28n CD28n"},
	{.set = "Memory:ExistingPageFiles=m:C:\\pagefile.sys|C:\\swapfile.sys|", .found = ""},
	{.set = "Memory:ExistingPageFiles=m:C:\\pagefile.sys 16 16|", .found = "CD28n"},
	{.set = DUMPS("2", "C:\\pagefile.sys 0 0|") "; Memory:ExistingPageFiles=m:|;"
						    "Memory:TempPageFile=1",
	 .found = "CD28w CD29w~"},
	{.set = "Memory:TempPageFile=1; Crash:DedicatedDumpFile=s:C:\\d.sys", .found = "CD29w"},
	{.set = "Memory:TempPageFile=0", .found = ""},

	/* CD30. */
	{.set = "Crash:PageFileTooSmall=t", .found = "CD30w"},
	{.set = "Crash:LastCrashTime=t", .found = "CD30w", .now = A_TIME + 28 * DAY},
	{.set = "Crash:LastCrashTime=t", .found = "CD30w", .now = A_TIME + 28 * DAY + 1},
	{.set = "Crash:PageFileTooSmall=t", .found = "CD30w", .now = A_TIME - 366 * DAY},
	{.set = "Crash:PageFileTooSmall=q0", .found = "CD30w"},

	/* CD31, CD32: on which volume. */
	{.set = FIXED("C"), .found = ""},
	{.set = FIXED("C") ON_CDROM("D") DUMPS("7", "D:\\pagefile.sys|") ON_D,
	 .found = "CD21w CD31w~ CD51n"},
	{.set = FIXED("C") ON_FLOPPY("D") DUMPS("7", "D:\\pagefile.sys|") ON_D,
	 .found = "CD21w CD31w~ CD51n"},
	{.set = FIXED("C") DUMPS("7", "D:\\pagefile.sys|") ON_D, .found = "CD21w CD31w~ CD51n"},
	{.set = FIXED("C") ON_USB("D")
		 DUMPS("7", "D:\\pagefile.sys|C:\\pagefile.sys|") "; Memory:ExistingPageFiles=-",
	 .found = "CD31w"},
	{.set = "Memory:PagefileOnOsVolume=1", .found = ""},
	{.set = "Memory:PagefileOnOsVolume=1;" DUMPS("7", "D:\\pagefile.sys|") ON_D,
	 .found = "CD21w CD32w~ CD51n"},
	{.set = "Memory:PagefileOnOsVolume=1;" DUMPS(
		 "7", "D:\\pagefile.sys|C:\\pagefile.sys|") "; Memory:ExistingPageFiles=-",
	 .found = "CD32w"},

	/* CD40 to CD44: the dedicated file. */
	{.set = "Crash:DedicatedDumpFile=s:C:\\d.sys", .found = ""},
	{.set = "Crash:DedicatedDumpFile=s:d.sys", .found = "CD40e!"},
	{.set = "Crash:DedicatedDumpFile=s:\\\\server\\share\\d.sys", .found = "CD40e!"},
	{.set = "Crash:DedicatedDumpFile=s:%SystemRoot%\\d.sys", .found = "CD40e!"},
	{.set = "Crash:DedicatedDumpFile=s:d.sys; Crash:CrashDumpEnabled=3",
	 .found = "",
	 .version = XP},
	{.set = "Crash:DedicatedDumpFile=s:C:\\d.sys; Crash:DumpFileSize=2", .found = "CD41e!"},
	{.set = "Crash:DedicatedDumpFile=s:C:\\d.sys; Crash:DumpFileSize=2; "
		"Crash:CrashDumpEnabled=3",
	 .found = ""},
	{.set = "Crash:DedicatedDumpFile=s:C:\\d.sys; Crash:DumpFileSize=4096",
	 .found = "CD41w~",
	 .ram = 16 * GIB},
	{.set = "Crash:DedicatedDumpFile=s:C:\\d.sys; Crash:DumpFileSize=8192",
	 .found = "CD41n",
	 .ram = 16 * GIB},
	{.set = "Crash:DedicatedDumpFile=s:C:\\d.sys; Crash:DumpFileSize=4096", .found = ""},
	{.set = "Crash:DedicatedDumpFile=s:C:\\d.sys; Crash:DumpFileSize=0", .found = ""},
	{.set = FIXED("C") ON_CDROM("D") "Crash:DedicatedDumpFile=s:D:\\d.sys",
	 .found = "CD42e! CD51n"},
	{.set = FIXED("C") ON_USB("D") "Crash:DedicatedDumpFile=s:D:\\d.sys",
	 .found = "CD42w~ CD51n"},
	{.set = FIXED("C") "Crash:DedicatedDumpFile=s:D:\\d.sys", .found = "CD42w~ CD51n"},
	{.set = "Crash:DedicatedDumpFile=s:c:\\PAGEFILE.SYS", .found = "CD43e!"},
	{.set = "Crash:DedicatedDumpFile=s:D:\\pagefile.sys", .found = "CD51n"},
	{.set = "Crash:DedicatedDumpFile=s:D:\\pagefile.sys;" DUMPS("7", "D:\\pagefile.sys|") ON_D,
	 .found = "CD43e! CD51n"},
	{.set = "Crash:DedicatedDumpFile=s:C:\\windows\\memory.dmp", .found = "CD43e!"},
	{.set = "Crash:DumpFileSize=2", .found = "CD44w"},
	{.set = "Crash:DumpFileSize=2; Crash:DedicatedDumpFile=s:", .found = "CD44w"},
	{.set = "Crash:DumpFileSize=0", .found = ""},

	/* CD50 to CD55: where dumps go. */
	{.set = "Crash:DumpFile=s:C:\\MEMORY.DMP", .found = ""},
	{.set = "Crash:DumpFile=s:%SystemRoot%\\MEMORY.DMP", .found = "CD50w"},
	{.set = "Crash:DumpFile=e:%Elsewhere%\\MEMORY.DMP", .found = ""},
	{.set = "Crash:DumpFile=s:MEMORY.DMP", .found = "CD50w"},
	{.set = "Crash:DumpFile=s:\\\\server\\MEMORY.DMP", .found = "CD50w"},
	{.set = FIXED("C") ON_USB("E") "Crash:DumpFile=s:E:\\MEMORY.DMP", .found = "CD50w CD51n"},
	{.set = "Crash:DumpFile=s:E:\\MEMORY.DMP; Crash:CrashDumpEnabled=3", .found = ""},
	{.set = "Crash:Overwrite=0", .found = "CD52w"},
	{.set = "Crash:Overwrite=0; Crash:CrashDumpEnabled=3", .found = ""},
	{.set = "Crash:AlwaysKeepMemoryDump=0", .found = "CD53n"},
	{.set = "Crash:AlwaysKeepMemoryDump=-", .found = "CD53n", .version = W11},
	{.set = "Crash:AlwaysKeepMemoryDump=-; Tcpip:NV Domain=s:corp.example", .found = ""},
	{.set = "Crash:AlwaysKeepMemoryDump=-; Tcpip:NV Domain=?", .found = "CD06w CD53n"},
	{.set = "Crash:AlwaysKeepMemoryDump=-; Product:ProductType=s:ServerNT", .found = ""},
	{.set = "Crash:AlwaysKeepMemoryDump=-; Crash:CrashDumpEnabled=3", .found = ""},
	{.set = "Crash:AlwaysKeepMemoryDump=-; Crash:CrashDumpEnabled=2",
	 .found = "",
	 .version = VISTA},
	{.set = "Crash:MinidumpDir=s:Minidump", .found = "CD54w"},
	{.set = "Crash:MinidumpDir=s:%SystemRoot%\\Minidump", .found = "CD54w"},
	{.set = "Crash:MinidumpsCount=0", .found = "CD54w"},
	{.set = "Machine:TempDestination=1", .found = "CD55w"},
	{.set = "Machine:TempDestination=0; Machine:DumpFile=s:C:\\x", .found = ""},

	/* CD56 to CD58. */
	{.set = "Crash:AutoReboot=0; Crash:LogEvent=0", .found = "CD56n CD57w"},
	{.set = "Memory:ClearPageFileAtShutdown=1", .found = "CD58n"},
	{.set = "Memory:ClearPageFileAtShutdown=1; Crash:SavePageFileContents=1", .found = "CD58n"},

	/* CD60 to CD66: hotkeys. */
	{.set = "Ps2Par:CrashOnCtrlScroll=1; UsbPar:CrashOnCtrlScroll=1", .found = "CD60n CD60n"},
	{.set = "UsbPar:CrashOnCtrlScroll=1", .found = "CD60n CD66n"},
	{.set = "Ps2Par:CrashOnCtrlScroll=0; Ps2Dump:Dump1Keys=2; Ps2Dump:Dump2Key=0x3d",
	 .found = "CD60n CD66n"},
	{.set = "Ps2Par:CrashOnCtrlScroll=1; Ps2Dump:Dump1Keys=2; Ps2Dump:Dump2Key=0x39;"
		"UsbPar:CrashOnCtrlScroll=1",
	 .found = "CD60n CD60n CD61w"},
	{.set = "Ps2Dump:Dump1Keys=2; Ps2Dump:Dump2Key=0x39", .found = "CD62w"},
	{.set = "Ps2Dump:Dump1Keys=2; Ps2Dump:Dump2Key=0x2c", .found = "CD62w"},
	{.set = "Ps2Dump:Dump1Keys=2; Ps2Dump:Dump2Key=134", .found = "CD62w"},
	{.set = "Ps2Dump:Dump1Keys=2; Ps2Dump:Dump2Key=126", .found = "CD62w"},
	{.set = "Ps2Dump:Dump1Keys=2", .found = "CD62w"},
	{.set = "Ps2Dump:Dump1Keys=0; Ps2Dump:Dump2Key=0", .found = ""},
	{.set = "Ps2Dump:Dump1Keys=2; Ps2Dump:Dump2Key=s:61", .found = "CD04w"},
	{.set = "Ps2Dump:Dump2Key=0x3d", .found = "CD63w"},
	{.set = "Ps2Dump:Dump1Keys=8; Ps2Dump:Dump2Key=0x3d", .found = "CD63w"},
	{.set = "Ps2Par:CrashOnCtrlScroll=1; Ps2:Start=4", .found = "CD65w"},
	{.set = "Ps2:Start=4", .found = ""},

	/* CD67 to CD70: other ways. */
	{.set = "Crash:CrashDumpEnabled=0; Ps2Par:CrashOnCtrlScroll=1; UsbPar:CrashOnCtrlScroll=1",
	 .found = "CD10e! CD60n CD60n CD67w"},
	{.set = "Guard:GuardedHost=1; Power:PowerButtonBugcheck=1", .found = "CD15e! CD67w"},
	{.set = "Memory:PagingFiles=-; Power:PowerButtonBugcheck=1", .found = "CD20e! CD67w"},
	{.set = "Crash:NMICrashDump=1", .found = "CD68n", .version = W8},
	{.set = "Crash:NMICrashDump=1; Crash:MinidumpsCount=-", .found = ""},
	{.set = "Crash:NMICrashDump=1; Crash:CrashDumpEnabled=2", .found = "", .version = W7},
	{.set = "Power:PowerButtonBugcheck=1; Power:PowerButtonLiveDump=1",
	 .found = "CD69w",
	 .version = W11},
	{.set = "Power:PowerButtonBugcheck=1", .found = "CD69w", .version = W10},
	{.set = "Power:PowerButtonBugcheck=1", .found = "", .version = W1809},
	{.set = "Power:PowerButtonLiveDump=1", .found = "CD69w", .version = W1809},
	{.set = "Power:PowerButtonLiveDump=1", .found = ""},
	{.set = "Power:PowerButtonLiveDump=0", .found = ""},
	{.set = "Power:PowerButtonLiveDump=0x27", .found = ""},
	{.set = "Power:PowerButtonLiveDump=0x71", .found = "CD70w"},
	{.set = "Power:PowerButtonLiveDump=0x17a", .found = "CD70w CD70w CD70w"},

	/* CD71, CD72: live dumps. */
	{.set = "Live:ComponentThrottleThreshold=168; Live:SystemThrottleThreshold=120",
	 .found = ""},
	{.set = "Live:ComponentThrottleThreshold=24", .found = "CD71w"},
	{.set = "Live:SystemThrottleThreshold=169", .found = "CD71w"},
	{.set = "Live:FullLiveReportsMax=0", .found = "CD71n"},
	{.set = "Reports:LiveKernelReportsPath=s:\\??\\D:\\Live", .found = ""},
	{.set = "Reports:LiveKernelReportsPath=s:D:\\Live", .found = "CD72w"},
};

/* --- runs --- */

/* Large, and so not on the stack. */
static struct {
	struct arena arena;
	struct registry registry;
	struct given given;
	struct crash_config config;
	struct lint_input input;
	struct lint lint;
} scene;

static void scene_begin(enum registry_source source)
{
	arena_free(&scene.arena);
	memset(&scene, 0, sizeof(scene));
	scene.given.winver = WINVER_ANY;
	registry_begin(&scene.registry, source, &scene.arena);
	scene.registry.fragment = source != REGISTRY_FROM_HIVE;
}

static void scene_run(void)
{
	crash_config_read(&scene.config, &scene.registry, &scene.given, &scene.arena);
	lint_run(&scene.lint, &scene.config, &scene.input);
}

static void run_row(const struct row *row)
{
	scene_begin(REGISTRY_FROM_HIVE);
	set_values(&scene.registry, healthy);
	set_values(&scene.registry, row->set);
	scene.given.winver = range_of(row->version);
	if (row->ram)
		scene.given.ram = known_number(row->ram);
	if (row->bitlocker != NOT_TOLD)
		scene.given.bitlocker = known_number(row->bitlocker == BITLOCKER_ON);
	if (row->now)
		scene.given.now = known_number(row->now);
	scene_run();
}

/* "CD10e! CD67w" */
static void add_found(struct buf *b)
{
	static const char outcomes[] = {
		[LINT_NOTHING] = 0, [LINT_UNKNOWN] = '?', [LINT_UNLIKELY] = '~', [LINT_NO] = '!'};
	for (size_t i = 0; i < scene.lint.count; i++) {
		const struct lint_finding *f = &scene.lint.list[i];
		buf_printf(b, "%s%s%c", i ? " " : "", f->rule->id,
			   lint_severity_name(f->severity)[0]);
		if (f->outcome != LINT_NOTHING)
			buf_add_byte(b, (uint8_t)outcomes[f->outcome]);
	}
}

static bool found_is(const char *expected)
{
	struct buf b = {0};
	add_found(&b);
	bool same = slice_equal(buf_slice(&b), slice_of_string(expected));
	if (!same)
		cr_log_error("found %.*s", (int)b.n, (const char *)b.p);
	buf_free(&b);
	return same;
}

Test(registry_lint, rows)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		run_row(&rows[i]);
		cr_expect(found_is(rows[i].found), "%s: not %s", rows[i].set, rows[i].found);
	}
	arena_free(&scene.arena);
}

static bool has(struct slice text, const char *part)
{
	return slice_find(text, slice_of_string(part)) < text.n;
}

/* Placeholders for which a condition gives nothing leave such marks. */
static void check_sentence(struct slice s, const char *set)
{
	static const char *const marks[] = {"{", "}", "  ", " .", " ,", " ;", " :", "()", "\"\""};
	cr_expect(s.n > 0, "%s", set);
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		cr_expect(!has(s, marks[i]), "%s: \"%.*s\" has %s", set, (int)s.n,
			  (const char *)s.p, marks[i]);
	cr_expect(s.n && s.p[s.n - 1] == '.', "%s", set);
}

Test(registry_lint, sentences)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		run_row(&rows[i]);
		for (size_t k = 0; k < scene.lint.count; k++) {
			const struct lint_finding *f = &scene.lint.list[k];
			check_sentence(f->message, rows[i].set);
			check_sentence(f->remedy, rows[i].set);
			cr_expect(f->path.n > 0, "%s", rows[i].set);
		}
	}
	arena_free(&scene.arena);
}

/* What a row says, whole. */
Test(registry_lint, whole_findings)
{
	static const struct {
		struct row row;
		size_t finding;
		const char *path, *value, *message, *remedy;
	} texts[] = {
		{{.set = "Crash:CrashDumpEnabled=0"},
		 0,
		 "ControlSet001\\Control\\CrashControl\\CrashDumpEnabled",
		 "0",
		 "CrashDumpEnabled is 0: a crash leaves no dump.",
		 "Set CrashDumpEnabled to 7 (automatic; 2, kernel, before Windows 8)."},
		{{.set = "Crash:CrashDumpEnabled=-"},
		 0,
		 "ControlSet001\\Control\\CrashControl\\CrashDumpEnabled",
		 NULL,
		 "CrashDumpEnabled is missing; nothing published tells what Windows does without it.",
		 "Set CrashDumpEnabled to 7 (automatic; 2, kernel, before Windows 8)."},
		{{.set = DUMPS("1", "c:\\pagefile.sys 16 8192|"), .ram = 32 * GIB},
		 0,
		 "ControlSet001\\Control\\Session Manager\\Memory Management\\PagingFiles",
		 "c:\\pagefile.sys 16 8192",
		 "The page file c:\\pagefile.sys can grow to 8 GiB only; a complete dump needs 33025 "
		 "MiB.",
		 "Let c:\\pagefile.sys start with 33025 MiB or more, or set DedicatedDumpFile with "
		 "that size."},
		{{.set = "Crash:PageFileTooSmall=t"},
		 0,
		 "ControlSet001\\Control\\CrashControl\\PageFileTooSmall",
		 NULL,
		 "An earlier dump did not fit into the page file, it seems at 2024-01-17T21:20:00Z; "
		 "until 2024-02-14T21:20:00Z a page file that Windows manages is kept large.",
		 "Enlarge the page file, or let Windows manage it; delete PageFileTooSmall to end "
		 "the four weeks."},
		{{.set = "Crash:AutoRebot=1"},
		 0,
		 "ControlSet001\\Control\\CrashControl\\AutoRebot",
		 "1",
		 "AutoRebot is not known to Windows; AutoReboot may be meant.",
		 "Name the value AutoReboot."},
		{{.set = "Usb:CrashOnCtrlScroll=1"},
		 0,
		 "ControlSet001\\Services\\kbdhid\\CrashOnCtrlScroll",
		 "1",
		 "CrashOnCtrlScroll stands in ControlSet001\\Services\\kbdhid, where nothing reads it.",
		 "Move it to ControlSet001\\Services\\kbdhid\\Parameters."},
		{{.set = "Crash:AutoReboot=s:1"},
		 0,
		 "ControlSet001\\Control\\CrashControl\\AutoReboot",
		 "1",
		 "AutoReboot is a REG_SZ of 4 bytes, and Windows reads a REG_DWORD of 4 bytes: what "
		 "it says does not count.",
		 "Delete the value and set it anew as REG_DWORD of 4 bytes."},
		{{.set = "UsbPar:CrashOnCtrlScroll=1"},
		 0,
		 "ControlSet001\\Services\\kbdhid\\Parameters\\CrashOnCtrlScroll",
		 "1",
		 "Anybody at the USB keyboard can crash the machine: hold right Ctrl and press "
		 "Scroll Lock twice.",
		 "Set CrashOnCtrlScroll of kbdhid to 0 when the hotkey is not needed any more."},
		{{.set = "Ps2Dump:Dump1Keys=0x22; Ps2Dump:Dump2Key=0x39"},
		 0,
		 "ControlSet001\\Services\\i8042prt\\crashdump\\Dump2Key",
		 "0x39",
		 "Dump2Key of i8042prt is 0x39, the index of a modifier (right Shift): it can never "
		 "be pressed. As a scan code, 0x39 is Space.",
		 "Set Dump2Key to 0x3D if Space is meant."},
		{{.set = "Crash:DumpFileSize=2; Crash:DedicatedDumpFile=s:C:\\d.sys"},
		 0,
		 "ControlSet001\\Control\\CrashControl\\DumpFileSize",
		 "2",
		 "The dedicated dump file has 2 MiB; a dump of type automatic needs 150 MiB at least.",
		 "Set DumpFileSize to what the dump needs, or to 0 (sized by Windows)."},
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		run_row(&texts[i].row);
		cr_assert(texts[i].finding < scene.lint.count, "%s", texts[i].row.set);
		const struct lint_finding *f = &scene.lint.list[texts[i].finding];
		cr_expect(slice_equal(f->path, slice_of_string(texts[i].path)), "%.*s",
			  (int)f->path.n, (const char *)f->path.p);
		if (texts[i].value)
			cr_expect(slice_equal(f->value, slice_of_string(texts[i].value)), "%.*s",
				  (int)f->value.n, (const char *)f->value.p);
		cr_expect(slice_equal(f->message, slice_of_string(texts[i].message)), "%.*s",
			  (int)f->message.n, (const char *)f->message.p);
		cr_expect(slice_equal(f->remedy, slice_of_string(texts[i].remedy)), "%.*s",
			  (int)f->remedy.n, (const char *)f->remedy.p);
	}
	arena_free(&scene.arena);
}

/* --- the input itself --- */

Test(registry_lint, dirty_hives)
{
	static const struct {
		struct lint_input input;
		const char *found;
	} inputs[] = {
		{{.is_hive = true, .primary_sequence = 5, .secondary_sequence = 5}, ""},
		{{.is_hive = true, .dirty = true, .primary_sequence = 5, .secondary_sequence = 4},
		 "CD01w"},
		{{.is_hive = true, .dirty = true, .checksum_bad = true}, "CD01w"},
		{{.is_hive = true,
		  .dirty = true,
		  .checksum_bad = true,
		  .primary_sequence = 5,
		  .secondary_sequence = 4},
		 "CD01w CD01w"},
		{{.is_hive = true,
		  .dirty = true,
		  .replayed = true,
		  .primary_sequence = 5,
		  .secondary_sequence = 4},
		 ""},
		{{.is_hive = true, .unreadable = true}, "CD06w"},
	};
	for (size_t i = 0; i < COUNT_OF(inputs); i++) {
		scene_begin(REGISTRY_FROM_HIVE);
		set_values(&scene.registry, healthy);
		scene.input = inputs[i].input;
		scene_run();
		cr_expect(found_is(inputs[i].found), "row %zu", i);
	}
	arena_free(&scene.arena);
}

Test(registry_lint, other_hives)
{
	scene_begin(REGISTRY_FROM_HIVE);
	made_key(&scene.registry, "Objects");
	scene.input = (struct lint_input){.is_hive = true, .kind = "the hive SAM"};
	scene_run();
	cr_expect(found_is("CD02e?"));
	cr_expect(slice_equal(scene.lint.list[0].message,
			      SLICE("This is the hive SAM, which holds no crash configuration.")));
	scene.input.kind = NULL;
	scene_run();
	cr_expect(found_is("CD02e?"));
	cr_expect(has(scene.lint.list[0].message, "no control set"));
	arena_free(&scene.arena);
}

/* Keys that cannot be read are told once; what lies in them is not told as well. Here they are
 * hyperkbd and its two. */
Test(registry_lint, unreadable_keys)
{
	scene_begin(REGISTRY_FROM_HIVE);
	set_values(&scene.registry, healthy);
	made_key(&scene.registry, "ControlSet001\\Services")->children_unreadable = true;
	scene.input = (struct lint_input){.is_hive = true, .unreadable = true};
	scene_run();
	cr_assert(found_is("CD06w"));
	cr_expect(slice_equal(scene.lint.list[0].path, SLICE("ControlSet001\\Services\\hyperkbd")));
	arena_free(&scene.arena);
}

/* A text that holds only some of the registry: nothing is said of what it lacks. */
Test(registry_lint, fragments)
{
	static const struct {
		const char *set, *found;
	} fragments[] = {
		{"Crash:AutoReboot=1", ""},
		{"Crash:DumpEncryptionEnabled=1", ""},
		{"Crash:DumpFileSize=2", ""},
		{"Memory:TempPageFile=0", ""},
		{"Crash:CrashDumpEnabled=7; Product:ProductType=s:WinNT", ""},
		{"Crash:CrashDumpEnabled=0", "CD10e!"},
		{"UsbPar:CrashOnCtrlScroll=1", "CD60n CD66n"},
		{"Live:SystemThrottleThreshold=169", "CD71w"},
	};
	for (size_t i = 0; i < COUNT_OF(fragments); i++) {
		scene_begin(REGISTRY_FROM_REG);
		set_values(&scene.registry, fragments[i].set);
		scene_run();
		cr_expect(found_is(fragments[i].found), "%s", fragments[i].set);
	}
	arena_free(&scene.arena);
}

/* --- caps --- */

Test(registry_lint, caps)
{
	char name[32];
	scene_begin(REGISTRY_FROM_HIVE);
	set_values(&scene.registry, healthy);
	for (unsigned i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "AutoReboot%02u", i);
		made_dword(&scene.registry, keys[2].path, name, 1);
	}
	scene_run();
	cr_expect_eq(scene.lint.count, LIMIT_CRASHCFG_RULE_FINDINGS);
	cr_expect_leq(lint_rule_count * LIMIT_CRASHCFG_RULE_FINDINGS, LIMIT_CRASHCFG_FINDINGS);
	arena_free(&scene.arena);
}

Test(registry_lint, long_values)
{
	enum { LENGTH = 5000 };
	static char text[LENGTH + 1];
	memset(text, 'x', LENGTH);
	scene_begin(REGISTRY_FROM_HIVE);
	set_values(&scene.registry, healthy);
	made_text(&scene.registry, keys[2].path, "DedicatedDumpFile", REGISTRY_SZ, text);
	scene_run();
	cr_assert(found_is("CD40e!"));
	cr_expect_eq(scene.lint.list[0].value.n, LIMIT_CRASHCFG_VALUE_BYTES + 3);
	cr_expect_leq(scene.lint.list[0].message.n, LIMIT_CRASHCFG_VALUE_BYTES + 200);
	text[0] = 'C';
	text[1] = ':';
	text[2] = '\\';
	made_text(&scene.registry, keys[2].path, "DedicatedDumpFile", REGISTRY_SZ, text);
	scene_run();
	cr_expect(found_is("CD40e~"));
	arena_free(&scene.arena);
}

/* --- the rules --- */

Test(registry_lint, find)
{
	cr_expect_eq(lint_rule_find(SLICE("CD01")), &lint_rules[0]);
	cr_expect_eq(lint_rule_find(SLICE("cd01")), &lint_rules[0]);
	cr_expect_eq(lint_rule_find(SLICE("Hive-Dirty")), &lint_rules[0]);
	cr_expect_str_eq(lint_rule_find(SLICE("less-than-ram"))->id, "CD25");
	cr_expect_null(lint_rule_find(SLICE("")));
	cr_expect_null(lint_rule_find(SLICE("CD0")));
	cr_expect_null(lint_rule_find(SLICE("CD64")));
	cr_expect_eq(lint_rule_count, 55);
}

Test(registry_lint, severities)
{
	cr_expect_eq(lint_rule_severity(lint_rule_find(SLICE("CD10"))), LINT_ERROR);
	cr_expect_eq(lint_rule_severity(lint_rule_find(SLICE("CD23"))), LINT_ERROR);
	cr_expect_eq(lint_rule_severity(lint_rule_find(SLICE("CD18"))), LINT_WARNING);
	cr_expect_eq(lint_rule_severity(lint_rule_find(SLICE("CD53"))), LINT_NOTE);
	cr_expect_eq(lint_rule_find(SLICE("CD27"))->outcomes[LINT_ERROR], LINT_NO);
	cr_expect_eq(lint_rule_find(SLICE("CD18"))->outcomes[LINT_NOTE], LINT_NOTHING);
}

/* The literal text in front of the first placeholder, and behind the last. */
static bool is_of_case(const struct lint_finding *f, const struct lint_case *c)
{
	struct slice pattern = slice_of_string(c->message);
	size_t open = slice_find_byte(pattern, '{'), last = pattern.n;
	while (last && pattern.p[last - 1] != '}')
		last--;
	return c->rule == f->rule && c->severity == f->severity && c->outcome == f->outcome &&
	       slice_starts_with(f->message, slice_sub(pattern, 0, open)) &&
	       slice_ends_with(f->message, slice_from(pattern, last));
}

/* What can be found only otherwise: input that is no registry, keys that no row makes. */
static bool is_found_elsewhere(const struct lint_case *c)
{
	static const char *const words[] = {
		"CD01 sequence", "CD01 checksum",      "CD02 other-hive",   "CD02 none", "CD06 key",
		"CD06 input",    "CD16 no-thumbprint", "CD16 wrong-length", "CD40 long"};
	char word[64];
	snprintf(word, sizeof(word), "%s %s", c->rule->id, c->word);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

static void mark(bool seen[static 256], const struct lint_case *first)
{
	for (size_t i = 0; i < scene.lint.count; i++)
		for (size_t k = 0; k < scene.lint.list[i].rule->case_count; k++) {
			const struct lint_case *c = &scene.lint.list[i].rule->cases[k];
			if (is_of_case(&scene.lint.list[i], c))
				seen[c - first] = true;
		}
}

/* A case that no condition finds would be a sentence that nobody reads. */
Test(registry_lint, every_case_is_found)
{
	const struct lint_case *first = lint_rules[0].cases;
	bool seen[256] = {false};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		run_row(&rows[i]);
		mark(seen, first);
	}
	for (size_t i = 0; i < lint_rule_count; i++)
		for (size_t k = 0; k < lint_rules[i].case_count; k++) {
			const struct lint_case *c = &lint_rules[i].cases[k];
			cr_assert_lt(c - first, 256);
			cr_expect(seen[c - first] || is_found_elsewhere(c), "%s %s",
				  lint_rules[i].id, c->word);
		}
	arena_free(&scene.arena);
}
