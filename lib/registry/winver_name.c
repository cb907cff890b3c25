/* SPDX-License-Identifier: MIT */
/* What people call versions of Windows. Servers have the builds of the clients of their time. */
#include "lib/registry/winver.h"

/* --- products --- */

enum {
	PRODUCT_2000,
	PRODUCT_XP,
	PRODUCT_2003,
	PRODUCT_VISTA,
	PRODUCT_7,
	PRODUCT_8,
	PRODUCT_8_1,
	PRODUCT_10,
	PRODUCT_2022,
	PRODUCT_11,
	PRODUCTS
};

#define NAME_2000  "Windows 2000"
#define NAME_XP    "Windows XP"
#define NAME_2003  "Windows Server 2003"
#define NAME_VISTA "Windows Vista"
#define NAME_7     "Windows 7"
#define NAME_8     "Windows 8"
#define NAME_8_1   "Windows 8.1"
#define NAME_10    "Windows 10"
#define NAME_2022  "Windows Server 2022"
#define NAME_11    "Windows 11"

/* A product: where it begins, its full name, and how it begins and ends a range. */
#define SPAN(name)                                                                        \
	{                                                                                 \
		name " to " NAME_2000, name " to " NAME_XP, name " to " NAME_2003,        \
			name " to " NAME_VISTA, name " to " NAME_7, name " to " NAME_8,   \
			name " to " NAME_8_1, name " to " NAME_10, name " to " NAME_2022, \
			name " to " NAME_11                                               \
	}

#define PRODUCT(least, name, server)                                                 \
	{                                                                            \
		least, name server, name " or later", name " or earlier", SPAN(name) \
	}

static const struct {
	uint64_t least; /* the next one begins behind its last */
	const char *name, *or_later, *or_earlier;
	const char *span[PRODUCTS]; /* to that product */
} products[PRODUCTS] = {
	[PRODUCT_2000] = PRODUCT(0, NAME_2000, ""),
	[PRODUCT_XP] = PRODUCT(WINVER_XP, NAME_XP, ""),
	[PRODUCT_2003] = PRODUCT(WINVER(5, 2, 0), NAME_2003, ""),
	[PRODUCT_VISTA] = PRODUCT(WINVER_VISTA, NAME_VISTA, " or Windows Server 2008"),
	[PRODUCT_7] = PRODUCT(WINVER_7, NAME_7, " or Windows Server 2008 R2"),
	[PRODUCT_8] = PRODUCT(WINVER_8, NAME_8, " or Windows Server 2012"),
	[PRODUCT_8_1] = PRODUCT(WINVER_8_1, NAME_8_1, " or Windows Server 2012 R2"),
	[PRODUCT_10] = PRODUCT(WINVER_10, NAME_10, ""),
	[PRODUCT_2022] = PRODUCT(WINVER(10, 0, 20000), NAME_2022, ""),
	[PRODUCT_11] = PRODUCT(WINVER_11, NAME_11, ""),
};

static unsigned product_of(uint64_t version)
{
	unsigned p = PRODUCTS - 1;
	while (version < products[p].least)
		p--;
	return p;
}

/* --- releases of Windows 10 and 11 --- */

#define RELEASE(build, name, server)                                \
	{                                                           \
		WINVER(10, 0, build), name server, name " or later" \
	}

static const struct {
	uint64_t version;
	const char *name, *or_later;
} releases[] = {
	RELEASE(10240, NAME_10 " version 1507", ""),
	RELEASE(10586, NAME_10 " version 1511", ""),
	RELEASE(14393, NAME_10 " version 1607", " or Windows Server 2016"),
	RELEASE(15063, NAME_10 " version 1703", ""),
	RELEASE(16299, NAME_10 " version 1709", ""),
	RELEASE(17134, NAME_10 " version 1803", ""),
	RELEASE(17763, NAME_10 " version 1809", " or Windows Server 2019"),
	RELEASE(18362, NAME_10 " version 1903", ""),
	RELEASE(18363, NAME_10 " version 1909", ""),
	RELEASE(19041, NAME_10 " version 2004", ""),
	RELEASE(19042, NAME_10 " version 20H2", ""),
	RELEASE(19043, NAME_10 " version 21H1", ""),
	RELEASE(19044, NAME_10 " version 21H2", ""),
	RELEASE(19045, NAME_10 " version 22H2", ""),
	RELEASE(20348, NAME_2022, ""),
	RELEASE(22000, NAME_11, " version 21H2"),
	RELEASE(22621, NAME_11 " version 22H2", ""),
	RELEASE(22631, NAME_11 " version 23H2", ""),
	RELEASE(26100, NAME_11 " version 24H2", " or Windows Server 2025"),
	RELEASE(26200, NAME_11 " version 25H2", ""),
};

/* The row of exactly this version; COUNT_OF(releases) where there is none. */
static size_t release_of(uint64_t version)
{
	size_t i = 0;
	while (i < COUNT_OF(releases) && releases[i].version != version)
		i++;
	return i;
}

const char *winver_name(struct winver_range r)
{
	if (!winver_is_known(r))
		return "any version of Windows";
	size_t release = release_of(r.least);
	bool no_end = r.most == UINT64_MAX;
	if (release < COUNT_OF(releases) && r.least == r.most)
		return releases[release].name;
	if (release < COUNT_OF(releases) && no_end)
		return releases[release].or_later;
	unsigned first = product_of(r.least), last = product_of(r.most);
	if (no_end)
		return products[first].or_later;
	if (r.least == 0)
		return products[last].or_earlier;
	return first == last ? products[first].name : products[first].span[last];
}
