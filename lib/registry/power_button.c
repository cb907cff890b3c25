/* SPDX-License-Identifier: MIT */
/* "Forcing a System Crash with the Power Button" and "Generate a live kernel dump with the power
 * button" of the Windows driver documentation on Microsoft Learn. */
#include "lib/registry/config_trigger.h"

enum {
	LIVE_DUMP_ON = 1 << 0,
	LIVE_DUMP_USER_PAGES = 1 << 1,
	LIVE_DUMP_HYPERVISOR_PAGES = 1 << 2,
	LIVE_DUMP_SECONDS_SHIFT = 4,
	LIVE_DUMP_SECONDS_MASK = 0xf,
	LIVE_DUMP_KNOWN_BITS = 0xf7, /* all but bit 3 and those above 7 */
	SECONDS_LEAST = 2,
	SECONDS_MOST = 6,
	SECONDS_DEFAULT = 5,
};

struct power_button power_button_of(uint64_t live_dump)
{
	unsigned seconds =
		(unsigned)(live_dump >> LIVE_DUMP_SECONDS_SHIFT) & LIVE_DUMP_SECONDS_MASK;
	bool seconds_valid = seconds >= SECONDS_LEAST && seconds <= SECONDS_MOST;
	return (struct power_button){
		.live_dump = live_dump & LIVE_DUMP_ON,
		.user_pages = live_dump & LIVE_DUMP_USER_PAGES,
		.hypervisor_pages = live_dump & LIVE_DUMP_HYPERVISOR_PAGES,
		.seconds = seconds_valid ? seconds : SECONDS_DEFAULT,
		.seconds_invalid = !seconds_valid,
		.reserved_bits_set = live_dump & ~(uint64_t)LIVE_DUMP_KNOWN_BITS,
	};
}

void config_power_button_read(struct crash_config *c)
{
	const struct setting *live = config_setting(c, SETTING_POWER_BUTTON_LIVE_DUMP);
	struct power_button p = power_button_of(setting_number(live, 0));
	p.crashes = setting_is_on(config_setting(c, SETTING_POWER_BUTTON_BUGCHECK));
	p.live_dump &= !p.crashes;
	p.seconds_invalid &= live->usable;
	c->power_button = p;
}
