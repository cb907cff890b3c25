/* SPDX-License-Identifier: MIT */
/* lib/registry/config_trigger.h: hotkeys, the power button and encryption, as a whole configuration
 * has them. */
#include <criterion/criterion.h>

#include "lib/base/store.h"
#include "lib/registry/config_trigger.h"
#include "tests/unit/support_registry.h"

#define SET         "ControlSet001\\"
#define CERTIFICATE SET "Control\\CrashControl\\EncryptionCertificates\\Certificate.1"

static const struct given nothing_given = {.winver = {0, UINT64_MAX}};
static struct arena arena;
static struct registry registry;
static struct crash_config config;

static void begin(void)
{
	registry_begin(&registry, REGISTRY_FROM_HIVE, &arena);
	made_dword(&registry, "Select", "Current", 1);
	made_key(&registry, SET "Control\\CrashControl");
}

static void read(void)
{
	crash_config_read(&config, &registry, &nothing_given, &arena);
}

static void end(void)
{
	arena_free(&arena);
}

/* --- hotkeys --- */

enum { UNSET = 0xffff };

enum { CTRL_SCROLL = 1, ALTERNATE = 2, OFF = 4, WORKS = 8, CONFIGURED = 16 };

static const struct {
	uint32_t start, ctrl_scroll, dump1_keys, dump2_key; /* UNSET: absent */
	unsigned flags;
	const char *sentence;
} hotkeys[] = {
	{UNSET, UNSET, UNSET, UNSET, 0, ""},
	{3, 0, 0, 0, 0, ""},
	{4, UNSET, UNSET, UNSET, OFF, ""},
	{3, 1, UNSET, UNSET, CONFIGURED | CTRL_SCROLL | WORKS,
	 "hold right Ctrl and press Scroll Lock twice"},
	{4, 1, UNSET, UNSET, CONFIGURED | CTRL_SCROLL | OFF,
	 "hold right Ctrl and press Scroll Lock twice"},
	{UNSET, 0, 2, 0x3d, CONFIGURED | ALTERNATE | WORKS,
	 "hold right Ctrl and press Space twice"},
	{3, 1, 2, 0x3d, CONFIGURED | CTRL_SCROLL | WORKS,
	 "hold right Ctrl and press Scroll Lock twice"},
	{4, 0, 2, 0x3d, CONFIGURED | ALTERNATE | OFF, "hold right Ctrl and press Space twice"},
	{3, UNSET, 0x22, 0x39, CONFIGURED | ALTERNATE, ""},
	{3, UNSET, 0, 0x3d, CONFIGURED | ALTERNATE, ""},
	{3, UNSET, 2, UNSET, CONFIGURED | ALTERNATE, ""},
	{3, UNSET, 0x8a, 0x3d, CONFIGURED | ALTERNATE, ""},
	{3, UNSET, 2, 134, CONFIGURED | ALTERNATE, ""},
	{3, UNSET, 2, 0x1d, CONFIGURED | ALTERNATE, ""},
};

static void set(const char *service, const char *key, const char *name, uint32_t number)
{
	struct buf path = {0};
	buf_printf(&path, SET "Services\\%s%s", service, key);
	buf_add_byte(&path, 0);
	if (number != UNSET)
		made_dword(&registry, (char *)path.p, name, number);
	buf_free(&path);
}

static void expect_hotkey(const struct hotkey *h, unsigned flags, const char *sentence)
{
	struct buf b = {0};
	unsigned got = (h->configured ? CONFIGURED : 0u) | (h->ctrl_scroll ? CTRL_SCROLL : 0u) |
		       (h->alternate ? ALTERNATE : 0u) | (h->driver_off ? OFF : 0u) |
		       (h->works ? WORKS : 0u);
	cr_expect_eq(got, flags, "%s: %x", h->service, got);
	config_hotkey_append_sentence(&b, h);
	cr_expect(slice_equal(buf_slice(&b), slice_of_string(sentence)), "%s: %.*s", h->service,
		  (int)b.n, (char *)b.p);
	buf_free(&b);
}

Test(registry_trigger, hotkeys)
{
	static const char *const services[] = {"i8042prt", "kbdhid", "hyperkbd"};
	for (size_t i = 0; i < COUNT_OF(hotkeys); i++) {
		for (size_t s = 0; s < COUNT_OF(services); s++) {
			begin();
			set(services[s], "", "Start", hotkeys[i].start);
			set(services[s], "\\Parameters", "CrashOnCtrlScroll",
			    hotkeys[i].ctrl_scroll);
			set(services[s], "\\crashdump", "Dump1Keys", hotkeys[i].dump1_keys);
			set(services[s], "\\crashdump", "Dump2Key", hotkeys[i].dump2_key);
			read();
			cr_expect_str_eq(config.hotkeys[s].service, services[s]);
			for (size_t h = 0; h < KEYBOARD_DRIVERS; h++)
				expect_hotkey(&config.hotkeys[h], h == s ? hotkeys[i].flags : 0,
					      h == s ? hotkeys[i].sentence : "");
			end();
		}
	}
}

/* What is no DWORD is not there for the driver. */
Test(registry_trigger, hotkey_of_a_wrong_type)
{
	begin();
	made_text(&registry, SET "Services\\kbdhid\\Parameters", "CrashOnCtrlScroll", REGISTRY_SZ,
		  "1");
	made_dword(&registry, SET "Services\\kbdhid\\crashdump", "Dump1Keys", 0x11);
	made_dword(&registry, SET "Services\\kbdhid\\crashdump", "Dump2Key", 1);
	read();
	expect_hotkey(&config.hotkeys[KEYBOARD_USB], CONFIGURED | ALTERNATE | WORKS,
		      "hold left Shift and right Shift and press ` twice");
	end();
}

/* --- the power button --- */

Test(registry_trigger, power_button)
{
	static const struct {
		uint32_t bugcheck, live_dump; /* UNSET: absent */
		struct power_button wanted;
	} rows[] = {
		{UNSET, UNSET, {.seconds = 5}},
		{0, 0, {.seconds = 5, .seconds_invalid = true}},
		{1, UNSET, {.crashes = true, .seconds = 5}},
		{UNSET, 0x51, {.live_dump = true, .seconds = 5}},
		{UNSET, 0x21, {.live_dump = true, .seconds = 2}},
		{UNSET,
		 0x67,
		 {.live_dump = true, .user_pages = true, .hypervisor_pages = true, .seconds = 6}},
		{UNSET, 0x50, {.seconds = 5}},
		{UNSET, 0x11, {.live_dump = true, .seconds = 5, .seconds_invalid = true}},
		{UNSET, 0x59, {.live_dump = true, .seconds = 5, .reserved_bits_set = true}},
		{UNSET, 0x151, {.live_dump = true, .seconds = 5, .reserved_bits_set = true}},
		{1,
		 0x73,
		 {.crashes = true, .user_pages = true, .seconds = 5, .seconds_invalid = true}},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin();
		if (rows[i].bugcheck != UNSET)
			made_dword(&registry, SET "Control\\Power", "PowerButtonBugcheck",
				   rows[i].bugcheck);
		if (rows[i].live_dump != UNSET)
			made_dword(&registry, SET "Control\\Power", "PowerButtonLiveDump",
				   rows[i].live_dump);
		read();
		const struct power_button *p = &config.power_button, *w = &rows[i].wanted;
		cr_expect_eq(p->crashes, w->crashes, "%zu", i);
		cr_expect_eq(p->live_dump, w->live_dump, "%zu", i);
		cr_expect_eq(p->user_pages, w->user_pages, "%zu", i);
		cr_expect_eq(p->hypervisor_pages, w->hypervisor_pages, "%zu", i);
		cr_expect_eq(p->seconds, w->seconds, "%zu", i);
		cr_expect_eq(p->seconds_invalid, w->seconds_invalid, "%zu", i);
		cr_expect_eq(p->reserved_bits_set, w->reserved_bits_set, "%zu", i);
		end();
	}
}

/* --- encryption --- */

static const char thumbprint[] = "0123456789abcdef0123456789ABCDEF01234567";

/* A key blob of n bytes, of which the header says these numbers. */
static void set_key(const char *magic, uint32_t bits, uint32_t exponent, uint32_t modulus, size_t n)
{
	uint8_t blob[1024] = {0};
	memcpy(blob, magic, 4);
	store_u32le(blob + 4, bits);
	store_u32le(blob + 8, exponent);
	store_u32le(blob + 12, modulus);
	made_value(&registry, CERTIFICATE, "PublicKey", REGISTRY_BINARY, blob, n);
}

static void begin_encryption(void)
{
	begin();
	made_dword(&registry, SET "Control\\CrashControl", "DumpEncryptionEnabled", 1);
}

static void expect_state(enum encryption_state state)
{
	read();
	cr_expect_str_eq(encryption_state_name(config.encryption.state),
			 encryption_state_name(state));
	end();
}

Test(registry_trigger, keys)
{
	static const struct {
		const char *magic;
		uint32_t bits, exponent, modulus;
		size_t n;
		enum encryption_state state;
	} rows[] = {
		{"RSA1", 2048, 3, 256, 24 + 3 + 256, ENCRYPTION_READY},
		{"RSA1", 2048, 4, 256, 24 + 4 + 256, ENCRYPTION_READY},
		{"RSA1", 1024, 3, 128, 24 + 3 + 128, ENCRYPTION_WRONG_LENGTH},
		{"RSA1", 4096, 3, 512, 24 + 3 + 512, ENCRYPTION_WRONG_LENGTH},
		{"RSA1", 2048, 3, 128, 24 + 3 + 128, ENCRYPTION_NOT_RSA},
		{"RSA1", 2048, 3, 256, 24 + 3 + 255, ENCRYPTION_NOT_RSA},
		{"RSA1", 2048, 3, 256, 24 + 3 + 257, ENCRYPTION_NOT_RSA},
		{"RSA1", 2048, 0, 256, 24 + 256, ENCRYPTION_NOT_RSA},
		{"RSA1", 2048, 3, 256, 24, ENCRYPTION_NOT_RSA},
		{"RSA1", 2048, 3, 256, 23, ENCRYPTION_NOT_RSA},
		{"RSA1", 2048, 3, 256, 1, ENCRYPTION_NOT_RSA},
		{"RSA1", 2048, 3, 256, 0, ENCRYPTION_NO_KEY},
		{"RSA1", UINT32_MAX, UINT32_MAX, UINT32_MAX, 24, ENCRYPTION_NOT_RSA},
		{"RSA1", UINT32_MAX, 0xe0000018, 0x20000000, 48, ENCRYPTION_NOT_RSA},
		{"RSA2", 2048, 3, 256, 24 + 3 + 256, ENCRYPTION_NOT_RSA},
		{"ECK1", 2048, 3, 256, 24 + 3 + 256, ENCRYPTION_NOT_RSA},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin_encryption();
		made_text(&registry, CERTIFICATE, "Thumbprint", REGISTRY_SZ, thumbprint);
		set_key(rows[i].magic, rows[i].bits, rows[i].exponent, rows[i].modulus, rows[i].n);
		expect_state(rows[i].state);
		bool known = rows[i].n >= 24 && memcmp(rows[i].magic, "RSA1", 4) == 0;
		cr_expect_eq(config.encryption.bits.known, known, "%zu", i);
		cr_expect_eq(config.encryption.bits.value, known ? rows[i].bits : 0, "%zu", i);
	}
}

Test(registry_trigger, thumbprints)
{
	static const struct {
		const char *text; /* NULL: absent */
		bool good;
	} rows[] = {
		{"0123456789abcdef0123456789ABCDEF01234567", true},
		{" 01 23 45 67 89 ab cd ef 01 23 45 67 89 AB CD EF 01 23 45 67 ", true},
		{"0123456789abcdef0123456789ABCDEF0123456", false},
		{"0123456789abcdef0123456789ABCDEF012345678", false},
		{"0123456789abcdef0123456789ABCDEF0123456g", false},
		{"0123456789abcdef0123456789ABCDEF01234567\t", false},
		{"", false},
		{NULL, false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin_encryption();
		set_key("RSA1", 2048, 3, 256, 24 + 3 + 256);
		if (rows[i].text)
			made_text(&registry, CERTIFICATE, "Thumbprint", REGISTRY_SZ, rows[i].text);
		expect_state(rows[i].good ? ENCRYPTION_READY : ENCRYPTION_NO_THUMBPRINT);
	}
}

Test(registry_trigger, encryption_without_a_key)
{
	begin();
	expect_state(ENCRYPTION_OFF);
	begin();
	made_dword(&registry, SET "Control\\CrashControl", "DumpEncryptionEnabled", 0);
	expect_state(ENCRYPTION_OFF);
	begin_encryption();
	expect_state(ENCRYPTION_NO_KEY);
	begin_encryption();
	made_dword(&registry, SET "Control\\CrashControl", "ProvisionDumpKeyWithCertificate", 1);
	expect_state(ENCRYPTION_PROVISIONED);
	begin_encryption();
	made_text(&registry, CERTIFICATE, "PublicKey", REGISTRY_SZ, "RSA1");
	expect_state(ENCRYPTION_NO_KEY);
}

Test(registry_trigger, encryption_that_cannot_be_told)
{
	begin();
	made_dword(&registry, SET "Control\\CrashControl", "DumpEncryptionEnabled", 1)->unreadable =
		true;
	expect_state(ENCRYPTION_UNREADABLE);
	begin_encryption();
	set_key("RSA1", 2048, 3, 256, 0);
	made_value(&registry, CERTIFICATE, "PublicKey", REGISTRY_BINARY, "", 0)->unreadable = true;
	expect_state(ENCRYPTION_UNREADABLE);
	begin_encryption();
	set_key("RSA1", 2048, 3, 256, 24 + 3 + 256);
	made_key(&registry, CERTIFICATE)->values_unreadable = true;
	expect_state(ENCRYPTION_UNREADABLE);
}
