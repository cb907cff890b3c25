/* SPDX-License-Identifier: MIT */
/* The machine of lib/registry/config.h: what a hive tells beside its settings. */
#include <criterion/criterion.h>

#include "lib/registry/config.h"
#include "tests/unit/support_registry.h"

static const char crash_control[] = "ControlSet001\\Control\\CrashControl";
static const char windows[] = "ControlSet001\\Control\\Windows";

static struct arena arena;
static struct registry r;
static struct given given;
static struct crash_config config;

static void begin(enum registry_source source)
{
	arena_free(&arena);
	made_registry(&r, source, &arena);
	given = (struct given){.winver = WINVER_ANY};
}

static const struct machine *read(void)
{
	crash_config_read(&config, &r, &given, &arena);
	return &config.machine;
}

static void set_text(const char *path, const char *name, const char *text)
{
	made_text(&r, path, name, REGISTRY_SZ, text);
}

Test(registry_machine, nothing_known)
{
	begin(REGISTRY_FROM_HIVE);
	const struct machine *m = read();
	cr_expect_eq(m->computer_name.n + m->domain.n + m->architecture.n + m->build_lab.n, 0);
	cr_expect_eq(m->product, PRODUCT_UNKNOWN);
	cr_expect_null(product_type_name(m->product));
	cr_expect(!m->is_x86 && !m->debug_boot && !m->memory_limited);
	cr_expect_null(m->version_from);
	cr_expect_not(winver_is_known(m->version));
	cr_expect(!m->build.known && !m->shutdown_time.known && !m->setup_in_progress.known);
	cr_expect_eq(m->fingerprint_count, 0);
	arena_free(&arena);
}

Test(registry_machine, facts)
{
	begin(REGISTRY_FROM_HIVE);
	set_text("ControlSet001\\Control\\ComputerName\\ComputerName", "ComputerName", "HOST ");
	set_text("ControlSet001\\Services\\Tcpip\\Parameters", "NV Domain", "example.org");
	set_text("ControlSet001\\Control\\Session Manager\\Environment", "PROCESSOR_ARCHITECTURE",
		 "X86");
	made_value(&r, windows, "ShutdownTime", REGISTRY_BINARY, "\x33\xd7\x29\x75\x06\x12\xcd\x01",
		   8);
	made_dword(&r, "Setup", "SystemSetupInProgress", 1);
	const struct machine *m = read();
	cr_expect(slice_equal(m->computer_name, SLICE("HOST")));
	cr_expect(slice_equal(m->domain, SLICE("example.org")));
	cr_expect(slice_equal(m->architecture, SLICE("X86")));
	cr_expect(m->is_x86);
	cr_expect_eq(m->shutdown_time.value, UINT64_C(0x01cd12067529d733));
	cr_expect_eq(m->setup_in_progress.value, 1);
	set_text("Setup", "SystemSetupInProgress", "1");
	cr_expect_not(read()->setup_in_progress.known);
	arena_free(&arena);
}

Test(registry_machine, products)
{
	static const struct {
		const char *word;
		enum product_type product;
		const char *name; /* NULL: none */
	} rows[] = {
		{"WinNT", PRODUCT_CLIENT, "client"},
		{"winnt", PRODUCT_CLIENT, "client"},
		{"ServerNT", PRODUCT_SERVER, "server"},
		{"LanmanNT", PRODUCT_DOMAIN_CONTROLLER, "domain_controller"},
		{"WinNT2", PRODUCT_UNKNOWN, NULL},
		{"", PRODUCT_UNKNOWN, NULL},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin(REGISTRY_FROM_HIVE);
		set_text("ControlSet001\\Control\\ProductOptions", "ProductType", rows[i].word);
		const struct machine *m = read();
		cr_expect_eq(m->product, rows[i].product, "%s", rows[i].word);
		if (rows[i].name)
			cr_expect_str_eq(product_type_name(m->product), rows[i].name);
		else
			cr_expect_null(product_type_name(m->product));
	}
	arena_free(&arena);
}

Test(registry_machine, boot_options)
{
	static const struct {
		const char *options;
		bool debug, limited;
	} rows[] = {
		{"", false, false},
		{" NOEXECUTE=OPTIN", false, false},
		{"DEBUG DEBUGPORT=COM1", true, false},
		{" NOEXECUTE=OPTIN  debug", true, false},
		{"DEBUGPORT=COM1", false, false},
		{"NODEBUG", false, false},
		{"/DEBUG /MAXMEM=2048", true, true},
		{"DEBUG=AUTOENABLE", true, false},
		{"\tTRUNCATEMEMORY=0x40000000\t", false, true},
		{"REMOVEMEMORY=512", false, true},
		{"BURNMEMORY=512", false, true},
		{"MAXMEMORY", false, false},
		{"/", false, false},
		{"=", false, false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin(REGISTRY_FROM_HIVE);
		set_text("ControlSet001\\Control", "SystemStartOptions", rows[i].options);
		const struct machine *m = read();
		cr_expect_eq(m->debug_boot, rows[i].debug, "%s", rows[i].options);
		cr_expect_eq(m->memory_limited, rows[i].limited, "%s", rows[i].options);
	}
	arena_free(&arena);
}

/* --- version --- */

static void expect_version(const char *from, uint64_t least, uint64_t most, const char *what)
{
	const struct machine *m = read();
	cr_assert_not_null(m->version_from, "%s", what);
	cr_expect_str_eq(m->version_from, from, "%s", what);
	cr_expect_eq(m->version.least, least, "%s: %llx", what,
		     (unsigned long long)m->version.least);
	cr_expect_eq(m->version.most, most, "%s: %llx", what, (unsigned long long)m->version.most);
}

Test(registry_machine, build_string)
{
	static const char name[] = "ShutdownStopTimePerfCounterBuildLab";
	begin(REGISTRY_FROM_HIVE);
	set_text(windows, name, "16299.rs3_release.170928-1534");
	expect_version("build string", WINVER(10, 0, 16299), WINVER(10, 0, 16299), "16299");
	cr_expect_eq(config.machine.build.value, 16299);
	static const char *const bad[] = {"",           ".",          "rs3_release",
					  "x16299.rs3", "99999999.x", "18446744073709551616.x",
					  "-1.x"};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		set_text(windows, name, bad[i]);
		cr_expect_not(read()->build.known, "%s", bad[i]);
		cr_expect_null(config.machine.version_from);
	}
	arena_free(&arena);
}

Test(registry_machine, fingerprints)
{
	begin(REGISTRY_FROM_HIVE);
	made_dword(&r, crash_control, "SendAlert", 1);
	expect_version("fingerprints", WINVER_XP, WINVER_LAST_OF(5, 2), "XP");
	cr_expect_str_eq(config.machine.fingerprints[0].sign,
			 "SendAlert is there and MinidumpsCount is not");
	made_dword(&r, crash_control, "MinidumpsCount", 50);
	expect_version("fingerprints", WINVER_7, WINVER_LAST_OF(6, 3), "7");
	made_key(&r, "DriverDatabase");
	expect_version("fingerprints", WINVER_8, WINVER_LAST_OF(6, 3), "8");
	cr_expect_eq(config.machine.fingerprint_count, 2);
	made_dword(&r, crash_control, "MinidumpsCount", 5);
	expect_version("fingerprints", WINVER_10, UINT64_MAX, "10");
	made_dword(&r, "ControlSet001\\Control\\CrashControl\\StorageTelemetry", "StorageTCCode_4",
		   0x1c8);
	expect_version("fingerprints", WINVER_10_1809, UINT64_MAX, "1809");
	made_dword(&r, crash_control, "EnableLogFile", 1);
	expect_version("fingerprints", WINVER_10_20H1, UINT64_MAX, "20H1");
	cr_expect_eq(config.machine.fingerprint_count, 4);

	/* Somebody has set the number of small dumps. */
	made_dword(&r, crash_control, "MinidumpsCount", 50);
	expect_version("fingerprints", WINVER_10_20H1, UINT64_MAX, "contradiction");

	begin(REGISTRY_FROM_REG);
	made_dword(&r, crash_control, "SendAlert", 1);
	cr_expect_null(read()->version_from, "perhaps MinidumpsCount is there");
	arena_free(&arena);
}

Test(registry_machine, what_is_given_comes_first)
{
	begin(REGISTRY_FROM_HIVE);
	made_dword(&r, crash_control, "MinidumpsCount", 5);
	given.winver = (struct winver_range){WINVER_8_1, WINVER_8_1 + 9600};
	expect_version("--winver", WINVER_8_1, WINVER_8_1 + 9600, "contradiction");
	given.winver = (struct winver_range){WINVER_8_1, UINT64_MAX};
	expect_version("--winver", WINVER_10, UINT64_MAX, "narrowed down");
	set_text(windows, "ShutdownStopTimePerfCounterBuildLab", "19041.vb_release.191206-1406");
	expect_version("--winver", WINVER_10_20H1, WINVER_10_20H1, "narrowed down further");
	given.winver = (struct winver_range){WINVER_11, UINT64_MAX};
	expect_version("--winver", WINVER_11, UINT64_MAX, "an upgrade since");
	cr_expect_eq(config.machine.build.value, 19041);
	arena_free(&arena);
}
