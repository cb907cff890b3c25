/* SPDX-License-Identifier: MIT */
/* lib/registry/setting.h: one value with its state, what it says, and what is usual. */
#include <criterion/criterion.h>

#include "lib/base/number.h"
#include "lib/registry/setting.h"
#include "tests/unit/support_json.h"
#include "tests/unit/support_registry.h"

static const char set_path[] = "ControlSet001";
static const char crash_control[] = "ControlSet001\\Control\\CrashControl";
static const char memory_management[] =
	"ControlSet001\\Control\\Session Manager\\Memory Management";

static struct arena arena;
static struct registry r;
static struct buf text;

static void begin(void)
{
	arena_free(&arena);
	registry_begin(&r, REGISTRY_FROM_HIVE, &arena);
	made_key(&r, set_path);
}

static struct setting get(enum setting_id id)
{
	enum registry_state state;
	return setting_read(id, registry_find_key(r.root, set_path, &state), &arena);
}

/* The setting after its value was made of these bytes. */
static struct setting with(enum setting_id id, const char *path, uint32_t type, const void *data,
			   size_t n)
{
	begin();
	made_value(&r, path, setting_rows[id].name, type, data, n);
	return get(id);
}

static void end(void)
{
	arena_free(&arena);
	buf_free(&text);
}

static void expect_text(const char *expected)
{
	cr_expect(slice_equal(buf_slice(&text), slice_of_string(expected)),
		  "\"%.*s\" instead of \"%s\"", (int)text.n, (char *)text.p, expected);
	text.n = 0;
}

/* --- the table --- */

Test(registry_setting, no_setting_is_listed_twice)
{
	for (int i = 0; i < SETTING_COUNT; i++)
		for (int j = 0; j < i; j++)
			cr_expect_not(setting_rows[i].key == setting_rows[j].key &&
					      slice_equal_ignoring_case(
						      slice_of_string(setting_rows[i].name),
						      slice_of_string(setting_rows[j].name)),
				      "%s", setting_rows[i].name);
	for (int i = 0; i < SETTING_KEY_COUNT; i++)
		for (int j = 0; j < i; j++)
			cr_expect_str_neq(setting_key_paths[i], setting_key_paths[j]);
}

/* --- states --- */

Test(registry_setting, absent_present_unreadable)
{
	begin();
	struct setting s = get(SETTING_OVERWRITE);
	cr_expect_eq(s.state, REGISTRY_ABSENT, "no key");
	cr_expect_null(s.key);

	struct registry_key *key = made_key(&r, crash_control);
	s = get(SETTING_OVERWRITE);
	cr_expect_eq(s.state, REGISTRY_ABSENT, "no value");
	cr_expect_eq(s.key, key);

	key->values_unreadable = true;
	cr_expect_eq(get(SETTING_OVERWRITE).state, REGISTRY_UNREADABLE, "perhaps a value");

	struct registry_value *v = made_dword(&r, crash_control, "overwrite", 1);
	s = get(SETTING_OVERWRITE);
	cr_expect_eq(s.state, REGISTRY_PRESENT);
	cr_expect(s.usable && s.number == 1 && s.value == v);

	v->unreadable = true;
	s = get(SETTING_OVERWRITE);
	cr_expect_eq(s.state, REGISTRY_UNREADABLE, "no data");
	cr_expect_not(s.usable);

	v->unreadable = false;
	v->deleted = true;
	key->values_unreadable = false;
	cr_expect_eq(get(SETTING_OVERWRITE).state, REGISTRY_ABSENT, "deleted");

	made_key(&r, "ControlSet001\\Control")->children_unreadable = true;
	cr_expect_eq(get(SETTING_GUARDED_HOST).state, REGISTRY_ABSENT, "its key is surely absent");
	key->children_unreadable = true;
	cr_expect_eq(get(SETTING_GUARDED_HOST).state, REGISTRY_UNREADABLE, "perhaps a key");

	s = setting_read(SETTING_OVERWRITE, NULL, &arena);
	cr_expect_eq(s.state, REGISTRY_ABSENT, "no control set");
	end();
}

/* --- numbers --- */

Test(registry_setting, numbers_need_type_and_length)
{
	static const uint8_t bytes[9] = {7, 0, 0, 0x80, 1, 2, 3, 4, 5};
	static const struct {
		enum setting_id id;
		uint32_t type;
		size_t n;
		bool usable;
		uint64_t number;
	} rows[] = {
		{SETTING_CRASH_DUMP_ENABLED, REGISTRY_DWORD, 4, true, 0x80000007},
		{SETTING_CRASH_DUMP_ENABLED, REGISTRY_DWORD, 3, false, 0},
		{SETTING_CRASH_DUMP_ENABLED, REGISTRY_DWORD, 8, false, 0},
		{SETTING_CRASH_DUMP_ENABLED, REGISTRY_DWORD, 0, false, 0},
		{SETTING_CRASH_DUMP_ENABLED, REGISTRY_DWORD_BIG_ENDIAN, 4, false, 0},
		{SETTING_CRASH_DUMP_ENABLED, REGISTRY_BINARY, 4, false, 0},
		{SETTING_CRASH_DUMP_ENABLED, REGISTRY_QWORD, 8, false, 0},
		{SETTING_CRASH_DUMP_ENABLED, 0xffff0012, 4, false, 0},
		{SETTING_PAGE_FILE_TOO_SMALL, REGISTRY_QWORD, 8, true, 0x0403020180000007},
		{SETTING_PAGE_FILE_TOO_SMALL, REGISTRY_BINARY, 8, true, 0x0403020180000007},
		{SETTING_PAGE_FILE_TOO_SMALL, REGISTRY_DWORD, 8, true, 0x0403020180000007},
		{SETTING_PAGE_FILE_TOO_SMALL, REGISTRY_DWORD, 4, false, 0},
		{SETTING_PAGE_FILE_TOO_SMALL, REGISTRY_BINARY, 9, false, 0},
		{SETTING_PAGE_FILE_TOO_SMALL, REGISTRY_SZ, 8, false, 0},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct setting s = with(rows[i].id, crash_control, rows[i].type, bytes, rows[i].n);
		cr_expect_eq(s.state, REGISTRY_PRESENT, "row %zu", i);
		cr_expect_eq(s.usable, rows[i].usable, "row %zu", i);
		cr_expect_eq(s.number, rows[i].number, "row %zu", i);
		cr_expect_eq(setting_number(&s, 99), rows[i].usable ? rows[i].number : 99);
	}
	end();
}

/* --- text --- */

#define UNITS(literal) literal, sizeof(literal) - 1

Test(registry_setting, strings_end_where_windows_ends_them)
{
	static const struct {
		const char *data;
		size_t n;
		const char *expected;
	} rows[] = {
		{UNITS("a\0b\0\0\0"), "ab"},
		{UNITS("a\0b\0"), "ab"},         /* no terminator */
		{UNITS("a\0b\0\0\0\0\0"), "ab"}, /* two of them */
		{UNITS("a\0\0\0b\0\0\0"), "a"},  /* embedded */
		{UNITS("a\0b\0c"), "ab"},        /* odd last byte */
		{UNITS("a\0b\0\0"), "ab"},       /* half a terminator */
		{UNITS(""), ""},                 /* nothing */
		{UNITS("\0"), ""},               /* half a unit */
		{UNITS("\0\0"), ""},             /* empty string */
		{UNITS("\xe4\0\xac\x20"), "\xc3\xa4\xe2\x82\xac"},
		{UNITS("\x3d\xd8\0\xde"), "\xf0\x9f\x98\x80"}, /* a pair of surrogates */
		{UNITS("\x3d\xd8x\0"), "\xef\xbf\xbdx"},       /* a lone one */
		{UNITS("x\0\0\xde"), "x\xef\xbf\xbd"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct setting s =
			with(SETTING_DUMP_FILE, crash_control,
			     i % 2 ? REGISTRY_SZ : REGISTRY_EXPAND_SZ, rows[i].data, rows[i].n);
		cr_expect(s.usable, "row %zu", i);
		cr_expect(slice_equal(s.text, slice_of_string(rows[i].expected)), "row %zu: %.*s",
			  i, (int)s.text.n, (const char *)s.text.p);
	}
	struct setting s = with(SETTING_DUMP_FILE, crash_control, REGISTRY_MULTI_SZ, "a\0", 2);
	cr_expect_not(s.usable, "a list is no path");
	s = with(SETTING_DUMP_FILE, crash_control, REGISTRY_BINARY, "a\0", 2);
	cr_expect_not(s.usable, "nor are bytes");
	end();
}

Test(registry_setting, lists_end_at_the_first_empty_string)
{
	static const struct {
		const char *data;
		size_t n;
		const char *expected; /* strings with "|" behind each */
	} rows[] = {
		{UNITS("a\0\0\0b\0\0\0\0\0"), "a|b|"},
		{UNITS("a\0\0\0b\0\0\0"), "a|b|"}, /* the empty string is missing */
		{UNITS("a\0\0\0b\0"), "a|b|"},     /* the terminator, too */
		{UNITS("a\0\0\0b\0\0"), "a|b|"},   /* half of it is there */
		{UNITS("a\0\0\0\0\0b\0\0\0\0\0"), "a|"},
		{UNITS("\0\0a\0\0\0\0\0"), ""},
		{UNITS("\0\0\0\0"), ""},
		{UNITS("\0\0"), ""},
		{UNITS(""), ""},
		{UNITS("\0\xd8\0\0"), "\xef\xbf\xbd|"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct setting s = with(SETTING_PAGING_FILES, memory_management, REGISTRY_MULTI_SZ,
					rows[i].data, rows[i].n);
		struct slice rest = s.text, string;
		while (setting_next_string(&rest, &string)) {
			buf_add_slice(&text, string);
			buf_add_byte(&text, '|');
		}
		cr_expect(s.usable, "row %zu", i);
		expect_text(rows[i].expected);
	}
	struct setting s = with(SETTING_PAGING_FILES, memory_management, REGISTRY_SZ, "a\0\0\0", 4);
	cr_expect_not(s.usable, "a string is no list");
	end();
}

Test(registry_setting, very_long_text_is_cut)
{
	enum { BYTES = 200000 };
	static uint8_t data[BYTES];
	for (size_t i = 0; i < BYTES; i += 2)
		data[i] = 'x';
	struct setting s = with(SETTING_DUMP_FILE, crash_control, REGISTRY_SZ, data, BYTES);
	cr_expect_eq(s.text.n, 32768);
	end();
}

Test(registry_setting, binary)
{
	struct setting s =
		with(SETTING_PUBLIC_KEY,
		     "ControlSet001\\Control\\CrashControl\\EncryptionCertificates\\Certificate.1",
		     REGISTRY_BINARY, "\1\2\3", 3);
	cr_expect(s.usable);
	cr_expect_eq(s.value->data.n, 3);
	s = with(SETTING_SHUTDOWN_TIME, "ControlSet001\\Control\\Windows", REGISTRY_BINARY,
		 "\x33\xd7\x29\x75\x06\x12\xcd\x01", 8);
	cr_expect(s.usable);
	cr_expect_eq(s.number, UINT64_C(0x01cd12067529d733));
	s = with(SETTING_SHUTDOWN_TIME, "ControlSet001\\Control\\Windows", REGISTRY_BINARY,
		 "\x33\xd7\x29\x75\x06\x12\xcd", 7);
	cr_expect_not(s.usable);
	end();
}

/* --- values as text and JSON --- */

Test(registry_setting, values_of_any_type)
{
	static const uint8_t counting[40] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
	static const struct {
		uint32_t type;
		const char *data;
		size_t n;
		const char *text, *json;
	} rows[] = {
		{REGISTRY_DWORD, UNITS("\7\0\0\0"), "7", "{\"v\":7}"},
		{REGISTRY_DWORD, UNITS("\0\0\0\x10"), "0x10000000", "{\"v\":268435456}"},
		{REGISTRY_DWORD, UNITS("\0\0\0"), "000000", "{\"v\":\"000000\"}"},
		{REGISTRY_DWORD, UNITS(""), "", "{\"v\":\"\"}"},
		{REGISTRY_QWORD, UNITS("\7\0\0\0\0\0\0\0"), "7", "{\"v\":\"0x0000000000000007\"}"},
		{REGISTRY_QWORD, UNITS("\0\xc0\x83\xed\x8a\x49\xda\1"), "0x1da498aed83c000",
		 "{\"v\":\"0x01da498aed83c000\"}"},
		{REGISTRY_SZ, UNITS("a\0\"\0\0\0"), "a\"", "{\"v\":\"a\\\"\"}"},
		{REGISTRY_EXPAND_SZ, UNITS("%\0"), "%", "{\"v\":\"%\"}"},
		{REGISTRY_MULTI_SZ, UNITS("a\0\0\0b\0\0\0\0\0"), "a, b", "{\"v\":[\"a\",\"b\"]}"},
		{REGISTRY_MULTI_SZ, UNITS(""), "", "{\"v\":[]}"},
		{REGISTRY_BINARY, UNITS("\xff\1"), "ff01", "{\"v\":\"ff01\"}"},
		{0x12345, UNITS("\xff\1"), "ff01", "{\"v\":\"ff01\"}"},
		{REGISTRY_BINARY, (const char *)counting, sizeof(counting),
		 "0001020304050607080000000000000000000000000000000000000000000000... (40 bytes)",
		 "{\"v\":\"00010203040506070800000000000000000000000000000000000000000000000000"
		 "000000000000\"}"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct setting s = with(SETTING_DUMP_FILE, crash_control, rows[i].type,
					rows[i].data, rows[i].n);
		setting_append_value(&text, s.value);
		expect_text(rows[i].text);
		struct json_writer w = json_writer_on(&text);
		json_object_begin(&w, NULL);
		setting_write_value(&w, "v", &s);
		json_object_end(&w);
		cr_expect(strict_json(buf_slice(&text)), "row %zu", i);
		expect_text(rows[i].json);
	}
	end();
}

Test(registry_setting, what_is_not_there_is_null)
{
	begin();
	struct registry_value *v = made_dword(&r, crash_control, "Overwrite", 1);
	v->unreadable = true;
	struct setting absent = get(SETTING_DUMP_FILE), unreadable = get(SETTING_OVERWRITE);
	struct json_writer w = json_writer_on(&text);
	json_object_begin(&w, NULL);
	setting_write_value(&w, "a", &absent);
	setting_write_value(&w, "u", &unreadable);
	json_object_end(&w);
	expect_text("{\"a\":null,\"u\":null}");
	end();
}

/* --- meaning --- */

static void expect_meaning(enum setting_id id, uint64_t number, const char *expected)
{
	struct setting s = {.state = REGISTRY_PRESENT, .usable = true, .number = number};
	setting_append_meaning(&text, id, &s);
	expect_text(expected);
}

Test(registry_setting, meanings)
{
	static const struct {
		enum setting_id id;
		uint64_t number;
		const char *expected;
	} rows[] = {
		{SETTING_CRASH_DUMP_ENABLED, 0, "none"},
		{SETTING_CRASH_DUMP_ENABLED, 1, "complete"},
		{SETTING_CRASH_DUMP_ENABLED, 2, "kernel"},
		{SETTING_CRASH_DUMP_ENABLED, 3, "small"},
		{SETTING_CRASH_DUMP_ENABLED, 4, "undocumented"},
		{SETTING_CRASH_DUMP_ENABLED, 7, "automatic"},
		{SETTING_CRASH_DUMP_ENABLED, 8, "undocumented"},
		{SETTING_CRASH_DUMP_ENABLED, UINT32_MAX, "undocumented"},
		{SETTING_OVERWRITE, 0, "off"},
		{SETTING_OVERWRITE, 2, "on"},
		{SETTING_GUARDED_HOST, 0x10000000, "0x10000000"},
		{SETTING_DUMP_FILE_SIZE, 0, "sized by the system"},
		{SETTING_DUMP_FILE_SIZE, 65536, "65536 MiB"},
		{SETTING_SYSTEM_THROTTLE_THRESHOLD, 120, "120 h"},
		{SETTING_MINIDUMPS_COUNT, 50, ""},
		{SETTING_PAGE_FILE_TOO_SMALL, UINT64_C(0x01da498aed83c000),
		 "2024-01-17T21:20:00.0000000Z"},
		{SETTING_PAGE_FILE_TOO_SMALL, UINT64_MAX, ""},
		{SETTING_POWER_BUTTON_LIVE_DUMP, 0x00, "off"},
		{SETTING_POWER_BUTTON_LIVE_DUMP, 0x70, "off"},
		{SETTING_POWER_BUTTON_LIVE_DUMP, 0x01, "on, held for 5 s"},
		{SETTING_POWER_BUTTON_LIVE_DUMP, 0x23, "on, held for 2 s, with user pages"},
		{SETTING_POWER_BUTTON_LIVE_DUMP, 0x67,
		 "on, held for 6 s, with user pages, with hypervisor pages"},
		{SETTING_POWER_BUTTON_LIVE_DUMP, 0x75, "on, held for 5 s, with hypervisor pages"},
		{SETTING_I8042PRT_DUMP1_KEYS, 0, "off"},
		{SETTING_I8042PRT_DUMP1_KEYS, 0x08, "cannot be held"},
		{SETTING_I8042PRT_DUMP1_KEYS, 0x02, "right Ctrl"},
		{SETTING_I8042PRT_DUMP2_KEY, 0x3d, "Space"},
		{SETTING_I8042PRT_DUMP2_KEY, 0, "no key"},
		{SETTING_I8042PRT_DUMP2_KEY, 134, "no key"},
		{SETTING_CSD_VERSION, 0x100, "Service Pack 1"},
		{SETTING_CSD_VERSION, 0, "no service pack"},
		{SETTING_KBDHID_START, 3, "on demand"},
		{SETTING_KBDHID_START, 4, "disabled"},
		{SETTING_KBDHID_START, 5, "undocumented"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_meaning(rows[i].id, rows[i].number, rows[i].expected);
	end();
}

Test(registry_setting, meaning_of_a_key)
{
	static const struct {
		const char *data;
		size_t n;
		const char *expected;
	} rows[] = {
		{UNITS("RSA1\0\x08\0\0"), "RSA public key, 2048 bits"},
		{UNITS("RSA1\0\x08\0"), "no RSA public key"},
		{UNITS("RSA2\0\x08\0\0"), "no RSA public key"},
		{UNITS(""), "no RSA public key"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct setting s = with(
			SETTING_PUBLIC_KEY,
			"ControlSet001\\Control\\CrashControl\\EncryptionCertificates\\Certificate.1",
			REGISTRY_BINARY, rows[i].data, rows[i].n);
		setting_append_meaning(&text, SETTING_PUBLIC_KEY, &s);
		expect_text(rows[i].expected);
	}
	end();
}

/* --- defaults --- */

#define ONLY(version)            \
	{                        \
		version, version \
	}
static const struct winver_range any = {0, UINT64_MAX};
static const struct winver_range windows_7 = ONLY(WINVER(6, 1, 7601));
static const struct winver_range windows_8_or_8_1 = {WINVER_8, WINVER(6, 3, 9600)};
static const struct winver_range windows_10_1709 = ONLY(WINVER(10, 0, 16299));
static const struct winver_range windows_11 = {WINVER_11, UINT64_MAX};
static const struct winver_range xp = ONLY(WINVER(5, 1, 2600));

Test(registry_setting, defaults)
{
	static const struct {
		enum setting_id id;
		const struct winver_range *version;
		const char *value; /* NULL: none */
		bool absent;
	} rows[] = {
		{SETTING_CRASH_DUMP_ENABLED, &xp, "3", false},
		{SETTING_CRASH_DUMP_ENABLED, &windows_7, "2", false},
		{SETTING_CRASH_DUMP_ENABLED, &windows_8_or_8_1, "7", false},
		{SETTING_CRASH_DUMP_ENABLED, &windows_11, "7", false},
		{SETTING_CRASH_DUMP_ENABLED, &any, NULL, false},
		{SETTING_MINIDUMPS_COUNT, &xp, NULL, true},
		{SETTING_MINIDUMPS_COUNT, &windows_8_or_8_1, "50", false},
		{SETTING_MINIDUMPS_COUNT, &windows_10_1709, "5", false},
		{SETTING_ENABLE_LOG_FILE, &windows_10_1709, NULL, true},
		{SETTING_ENABLE_LOG_FILE, &windows_11, "1", false},
		{SETTING_ENABLE_LOG_FILE, &any, NULL, false},
		{SETTING_SEND_ALERT, &xp, "1", false},
		{SETTING_SEND_ALERT, &windows_7, NULL, true},
		{SETTING_OVERWRITE, &any, "1", false},
		{SETTING_DUMP_FILE_SIZE, &any, "0", true},
		{SETTING_DUMP_FILTERS, &windows_7, "dumpfve.sys", false},
		{SETTING_PRODUCT_TYPE, &windows_7, NULL, false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool absent = !rows[i].absent;
		const char *value = setting_default(rows[i].id, *rows[i].version, &absent);
		cr_expect_eq(absent, rows[i].absent, "row %zu", i);
		if (!rows[i].value || !value)
			cr_expect(rows[i].value == value, "row %zu", i);
		else
			cr_expect_str_eq(value, rows[i].value, "row %zu", i);
	}
}

/* Each number of the table is one, and a value of it is at its default. */
Test(registry_setting, every_default_is_a_value_of_its_type)
{
	static const struct winver_range *const versions[] = {&xp, &windows_7, &windows_10_1709,
							      &windows_11};
	for (int id = 0; id < SETTING_COUNT; id++)
		for (size_t v = 0; v < COUNT_OF(versions); v++) {
			bool absent;
			const char *value =
				setting_default((enum setting_id)id, *versions[v], &absent);
			uint64_t number;
			if (value && setting_rows[id].type == REGISTRY_DWORD)
				cr_expect(number_from_decimal(slice_of_string(value), &number),
					  "%s", setting_rows[id].name);
		}
}

Test(registry_setting, at_its_default_or_not)
{
	begin();
	struct setting s = get(SETTING_DUMP_FILE_SIZE);
	cr_expect(setting_is_default(SETTING_DUMP_FILE_SIZE, &s, any).value, "absent");
	made_dword(&r, crash_control, "DumpFileSize", 0);
	s = get(SETTING_DUMP_FILE_SIZE);
	cr_expect(setting_is_default(SETTING_DUMP_FILE_SIZE, &s, any).value, "as if absent");
	made_dword(&r, crash_control, "DumpFileSize", 2);
	s = get(SETTING_DUMP_FILE_SIZE);
	struct known k = setting_is_default(SETTING_DUMP_FILE_SIZE, &s, any);
	cr_expect(k.known && !k.value, "set");

	made_text(&r, crash_control, "DumpFile", REGISTRY_EXPAND_SZ, "%systemroot%\\memory.dmp");
	s = get(SETTING_DUMP_FILE);
	cr_expect(setting_is_default(SETTING_DUMP_FILE, &s, any).value, "case does not matter");
	made_list(&r, crash_control, "DumpFilters", "dumpfve.sys");
	s = get(SETTING_DUMP_FILTERS);
	cr_expect(setting_is_default(SETTING_DUMP_FILTERS, &s, windows_7).value, "a list");
	made_list(&r, crash_control, "DumpFilters", "dumpfve.sys|other.sys");
	s = get(SETTING_DUMP_FILTERS);
	k = setting_is_default(SETTING_DUMP_FILTERS, &s, windows_7);
	cr_expect(k.known && !k.value, "another list");

	made_text(&r, crash_control, "CrashDumpEnabled", REGISTRY_SZ, "2");
	s = get(SETTING_CRASH_DUMP_ENABLED);
	k = setting_is_default(SETTING_CRASH_DUMP_ENABLED, &s, windows_7);
	cr_expect(k.known && !k.value, "of the wrong type");
	cr_expect_not(setting_is_default(SETTING_CRASH_DUMP_ENABLED, &s, any).known,
		      "depends on the version");
	s.state = REGISTRY_UNREADABLE;
	cr_expect_not(setting_is_default(SETTING_CRASH_DUMP_ENABLED, &s, windows_7).known);
	end();
}

Test(registry_setting, relics)
{
	cr_expect_not_null(setting_deprecated(SETTING_KERNEL_DUMP_ONLY, any));
	cr_expect_not_null(setting_deprecated(SETTING_SEND_ALERT, any));
	cr_expect_null(setting_deprecated(SETTING_SEND_ALERT, xp));
	cr_expect_not_null(setting_deprecated(SETTING_NMI_CRASH_DUMP, windows_11));
	cr_expect_null(setting_deprecated(SETTING_NMI_CRASH_DUMP, windows_7));
	cr_expect_null(setting_deprecated(SETTING_OVERWRITE, any));
}
