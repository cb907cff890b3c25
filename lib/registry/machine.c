/* SPDX-License-Identifier: MIT */
/* What the hive SYSTEM tells of the machine around the settings. */
#include "lib/base/number.h"
#include "lib/base/reader.h"
#include "lib/registry/config_part.h"

const char *product_type_name(enum product_type type)
{
	static const char *const names[] = {NULL, "client", "server", "domain_controller"};
	return names[type];
}

static struct slice text_of(const struct crash_config *c, enum setting_id id)
{
	return slice_trim(config_setting(c, id)->text);
}

/* LanmanNT is a domain controller, ServerNT any other server. */
static enum product_type product_of(struct slice word)
{
	if (slice_equal_ignoring_case(word, SLICE("WinNT")))
		return PRODUCT_CLIENT;
	if (slice_equal_ignoring_case(word, SLICE("ServerNT")))
		return PRODUCT_SERVER;
	if (slice_equal_ignoring_case(word, SLICE("LanmanNT")))
		return PRODUCT_DOMAIN_CONTROLLER;
	return PRODUCT_UNKNOWN;
}

/* --- boot options --- */

/* Is word this option, with or without "=" and a value behind it? */
static bool is_option(struct slice word, const char *option)
{
	struct slice name = slice_sub(word, 0, slice_find_byte(word, '='));
	return slice_equal_ignoring_case(name, slice_of_string(option));
}

static bool limits_memory(struct slice word)
{
	static const char *const options[] = {"MAXMEM", "TRUNCATEMEMORY", "REMOVEMEMORY",
					      "BURNMEMORY"};
	for (size_t i = 0; i < COUNT_OF(options); i++)
		if (is_option(word, options[i]))
			return true;
	return false;
}

/* Boot.ini had a slash in front of each. */
static void read_boot_options(struct machine *m, struct slice options)
{
	for (;;) {
		struct slice word = slice_take_word(&options);
		if (word.n == 0)
			return;
		if (word.p[0] == '/')
			word = slice_from(word, 1);
		m->debug_boot |= is_option(word, "DEBUG");
		m->memory_limited |= limits_memory(word);
	}
}

/* --- version --- */

static bool is_present(const struct crash_config *c, enum setting_id id)
{
	return config_setting(c, id)->state == REGISTRY_PRESENT;
}

static void add_fingerprint(struct machine *m, const char *sign, uint64_t least, uint64_t most)
{
	struct winver_range range = {least, most};
	m->fingerprints[m->fingerprint_count++] = (struct fingerprint){sign, range};
}

/* Those that nobody sets by hand come first, since they win where two contradict each other. All of
 * them were seen in hives of these versions; Microsoft does not promise any. */
static void read_fingerprints(struct crash_config *c)
{
	struct machine *m = &c->machine;
	enum registry_state state;
	const struct setting *count = config_setting(c, SETTING_MINIDUMPS_COUNT);
	if (registry_find_key(c->registry->root, "DriverDatabase", &state))
		add_fingerprint(m, "the key DriverDatabase is there", WINVER_8, UINT64_MAX);
	if (is_present(c, SETTING_STORAGE_TC_CODE_4))
		add_fingerprint(m, "StorageTCCode_4 is there", WINVER_10_1809, UINT64_MAX);
	if (is_present(c, SETTING_ENABLE_LOG_FILE))
		add_fingerprint(m, "EnableLogFile is there", WINVER_10_20H1, UINT64_MAX);
	if (is_present(c, SETTING_SEND_ALERT) &&
	    config_is_surely_absent(c, SETTING_MINIDUMPS_COUNT))
		add_fingerprint(m, "SendAlert is there and MinidumpsCount is not", WINVER_XP,
				WINVER_LAST_OF(5, 2));
	if (count->usable && count->number == 50)
		add_fingerprint(m, "MinidumpsCount is 50", WINVER_7, WINVER_LAST_OF(6, 3));
	if (count->usable && count->number == 5)
		add_fingerprint(m, "MinidumpsCount is 5", WINVER_10, UINT64_MAX);
}

/* "16299.rs3_release.170928-1534": the build that was last shut down. */
static bool read_build(struct machine *m, struct winver_range *range)
{
	struct slice digits = slice_sub(m->build_lab, 0, slice_find_byte(m->build_lab, '.'));
	uint64_t build;
	if (!number_from_decimal(digits, &build) || build > UINT16_MAX ||
	    !winver_from_text(digits, range))
		return false;
	m->build = known_number(build);
	return true;
}

/* Narrows the version down by what is trusted less than all before it; what contradicts those is
 * left out. */
static void narrow(struct machine *m, struct winver_range range, const char *from)
{
	if (winver_is_known(range) && !m->version_from)
		m->version_from = from;
	m->version = winver_both(m->version, range);
}

static void read_version(struct crash_config *c)
{
	struct machine *m = &c->machine;
	struct winver_range build;
	m->version = WINVER_ANY;
	narrow(m, c->given->winver, "--winver");
	if (read_build(m, &build))
		narrow(m, build, "build string");
	read_fingerprints(c);
	for (size_t i = 0; i < m->fingerprint_count; i++)
		narrow(m, m->fingerprints[i].range, "fingerprints");
}

/* --- all of it --- */

static struct known setup_in_progress(const struct registry *r)
{
	enum registry_state state;
	const struct registry_key *setup = registry_find_key(r->root, "Setup", &state);
	const struct registry_value *v =
		registry_find_value(setup, SLICE("SystemSetupInProgress"), &state);
	if (state != REGISTRY_PRESENT || v->type != REGISTRY_DWORD || v->data.n != 4)
		return (struct known){.known = false};
	return known_number(load_u32le(v->data.p));
}

void config_machine_read(struct crash_config *c)
{
	struct machine *m = &c->machine;
	const struct setting *shutdown = config_setting(c, SETTING_SHUTDOWN_TIME);
	m->computer_name = text_of(c, SETTING_COMPUTER_NAME);
	m->product = product_of(text_of(c, SETTING_PRODUCT_TYPE));
	m->domain = text_of(c, SETTING_NV_DOMAIN);
	m->architecture = text_of(c, SETTING_PROCESSOR_ARCHITECTURE);
	m->is_x86 = slice_equal_ignoring_case(m->architecture, SLICE("x86"));
	m->build_lab = text_of(c, SETTING_BUILD_LAB);
	if (shutdown->usable)
		m->shutdown_time = known_number(shutdown->number);
	m->setup_in_progress = setup_in_progress(c->registry);
	read_version(c);
	read_boot_options(m, config_setting(c, SETTING_SYSTEM_START_OPTIONS)->text);
}
