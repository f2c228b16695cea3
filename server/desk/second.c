/* second.c: liboath's TOTP, and how a phone gets its secret. */
#include "second.h"

#include <liboath/oath.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "secret.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* What liboath made: copied, wiped and freed. */
static bool
take(char *made, size_t made_n, void *to, size_t n)
{
	const bool fits = made_n == n;

	if (fits)
		memcpy(to, made, n);
	secret_wipe(made, made_n);
	free(made);
	return fits;
}

enum gw_err
second_text(const uint8_t secret[SECOND_SECRET], char text[SECOND_TEXT])
{
	char *made = NULL;
	size_t n = 0;

	memset(text, 0, SECOND_TEXT);
	if (oath_base32_encode((const char *)secret, SECOND_SECRET, &made, &n) != OATH_OK)
		return GW_ENOMEM;
	return take(made, n, text, SECOND_TEXT - 1) ? GW_OK : GW_EBUG;
}

enum gw_err
second_read(struct span text, uint8_t secret[SECOND_SECRET])
{
	char *made = NULL;
	size_t n = 0;

	memset(secret, 0, SECOND_SECRET);
	if (text.n != SECOND_TEXT - 1)
		return GW_EINPUT;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '\0' || strchr(letters, text.p[i]) == NULL)
			return GW_EINPUT;
	if (oath_base32_decode((const char *)text.p, text.n, &made, &n) != OATH_OK)
		return GW_ENOMEM;
	return take(made, n, secret, SECOND_SECRET) ? GW_OK : GW_EINPUT;
}

void
second_spaced(const char text[SECOND_TEXT], char spaced[SECOND_SPACED])
{
	size_t n = 0;

	for (size_t i = 0; text[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			spaced[n++] = ' ';
		spaced[n++] = text[i];
	}
	spaced[n] = '\0';
}

void
second_uri(struct span name, const char text[SECOND_TEXT], char uri[SECOND_URI])
{
	size_t n = (size_t)snprintf(uri, SECOND_URI, "otpauth://totp/Concern:");

	for (size_t i = 0; i < name.n && i < LIMIT_NAME; i++) {
		const uint8_t c = name.p[i];
		const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

		n += (size_t)snprintf(uri + n, SECOND_URI - n, plain ? "%c" : "%%%02X", c);
	}
	snprintf(uri + n, SECOND_URI - n, "?secret=%s&issuer=Concern", text);
}

/* Six digits and NUL. */
static bool
digits_read(struct span code, char digits[SECOND_DIGITS + 1])
{
	size_t n = 0;

	for (size_t i = 0; i < code.n; i++) {
		if (code.p[i] == ' ')
			continue;
		if (code.p[i] < '0' || code.p[i] > '9' || n == SECOND_DIGITS)
			return false;
		digits[n++] = (char)code.p[i];
	}
	digits[n] = '\0';
	return n == SECOND_DIGITS;
}

bool
second_is_code(struct span code)
{
	char digits[SECOND_DIGITS + 1];
	const bool is = digits_read(code, digits);

	secret_wipe(digits, sizeof digits);
	return is;
}

enum gw_err
second_check(const uint8_t secret[SECOND_SECRET], struct span code, int64_t now, uint64_t *step)
{
	char digits[SECOND_DIGITS + 1];
	uint64_t at = 0;
	int rc = OATH_INVALID_OTP;

	*step = 0;
	if (!digits_read(code, digits))
		return GW_EINPUT;
	if (now >= SECOND_SECONDS * (SECOND_WINDOW + 1))	/* earlier there is no step before */
		rc = oath_totp_validate4((const char *)secret, SECOND_SECRET, now, SECOND_SECONDS, 0, SECOND_WINDOW,
		    NULL, &at, 0, digits);
	secret_wipe(digits, sizeof digits);
	if (rc < 0)
		return rc == OATH_INVALID_OTP ? GW_EDENIED : GW_EBUG;
	*step = at;
	return GW_OK;
}
