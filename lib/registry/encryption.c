/* SPDX-License-Identifier: MIT */
/*
 * Whether dumps can be encrypted: "About dump encryption" on Microsoft Learn, and the structure
 * BCRYPT_RSAKEY_BLOB of bcrypt.h. Where the key is unfit, Windows writes no dump at all.
 */
#include "lib/base/number.h"
#include "lib/base/reader.h"
#include "lib/registry/config_trigger.h"

enum {
	BCRYPT_RSAPUBLIC_MAGIC = 0x31415352, /* "RSA1" */
	WANTED_BITS = 2048,
	THUMBPRINT_DIGITS = 40, /* of SHA-1 */
};

/* A public key: its sizes have to agree with each other, and with the bytes that are there. */
static enum encryption_state check_key(struct slice blob, struct known *bits)
{
	struct reader r = reader_of(blob);
	uint32_t magic = reader_u32le(&r);
	uint32_t bit_length = reader_u32le(&r);
	uint32_t exponent = reader_u32le(&r), modulus = reader_u32le(&r);
	uint32_t prime1 = reader_u32le(&r), prime2 = reader_u32le(&r);
	if (r.bad || magic != BCRYPT_RSAPUBLIC_MAGIC)
		return ENCRYPTION_NOT_RSA;
	*bits = known_number(bit_length);
	uint64_t behind = (uint64_t)exponent + modulus + prime1 + prime2;
	if (!exponent || modulus != ((uint64_t)bit_length + 7) / 8 || behind != reader_left(&r))
		return ENCRYPTION_NOT_RSA;
	return bit_length == WANTED_BITS ? ENCRYPTION_READY : ENCRYPTION_WRONG_LENGTH;
}

/* Programs print thumbprints with and without blanks between the bytes. */
static bool is_thumbprint(struct slice text)
{
	size_t digits = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == ' ')
			continue;
		if (hex_digit_value(text.p[i]) < 0)
			return false;
		digits++;
	}
	return digits == THUMBPRINT_DIGITS;
}

/* Is it not known whether the value is there? */
static bool in_doubt(const struct crash_config *c, enum setting_id id)
{
	return config_setting(c, id)->state != REGISTRY_PRESENT && !config_is_surely_absent(c, id);
}

static enum encryption_state check_certificate(const struct crash_config *c, struct known *bits)
{
	const struct setting *key = config_setting(c, SETTING_PUBLIC_KEY);
	const struct setting *thumbprint = config_setting(c, SETTING_THUMBPRINT);
	if (in_doubt(c, SETTING_PUBLIC_KEY))
		return ENCRYPTION_UNREADABLE;
	if (!key->usable || key->value->data.n == 0)
		return ENCRYPTION_NO_KEY;
	enum encryption_state state = check_key(key->value->data, bits);
	if (state != ENCRYPTION_READY)
		return state;
	if (in_doubt(c, SETTING_THUMBPRINT))
		return ENCRYPTION_UNREADABLE;
	return thumbprint->usable && is_thumbprint(thumbprint->text) ? state
								     : ENCRYPTION_NO_THUMBPRINT;
}

void config_encryption_read(struct crash_config *c)
{
	struct encryption e = {.state = ENCRYPTION_OFF};
	const struct setting *enabled = config_setting(c, SETTING_DUMP_ENCRYPTION_ENABLED);
	if (enabled->state != REGISTRY_PRESENT &&
	    !config_is_surely_absent(c, SETTING_DUMP_ENCRYPTION_ENABLED))
		e.state = ENCRYPTION_UNREADABLE;
	else if (setting_is_on(enabled))
		e.state = setting_is_on(config_setting(c, SETTING_PROVISION_DUMP_KEY))
				  ? ENCRYPTION_PROVISIONED
				  : check_certificate(c, &e.bits);
	c->encryption = e;
}

const char *encryption_state_name(enum encryption_state state)
{
	static const char *const names[] = {
		[ENCRYPTION_OFF] = "off",
		[ENCRYPTION_READY] = "ready",
		[ENCRYPTION_NO_KEY] = "no_key",
		[ENCRYPTION_NO_THUMBPRINT] = "no_thumbprint",
		[ENCRYPTION_NOT_RSA] = "not_rsa",
		[ENCRYPTION_WRONG_LENGTH] = "wrong_length",
		[ENCRYPTION_PROVISIONED] = "provisioned",
		[ENCRYPTION_UNREADABLE] = "unknown",
	};
	return names[state];
}
