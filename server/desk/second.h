/* second.h: the second factor: a code of six digits that a phone's app makes anew every 30 seconds (TOTP, RFC 6238,
 * with SHA-1, by liboath). No clock: now is given, in seconds. */
#ifndef SECOND_H
#define SECOND_H

#include "err.h"
#include "keys.h"
#include "limit.h"
#include "span.h"

enum { SECOND_DIGITS = 6 };
enum { SECOND_TEXT = SECOND_SECRET * 8 / 5 + 1 };	/* base32 and NUL */
enum { SECOND_SPACED = SECOND_TEXT + SECOND_TEXT / 4 };	/* the same in groups of four */
enum { SECOND_URI = 300 };

/* "JBSW…": 32 letters and digits of base32 (RFC 4648). GW_ENOMEM. */
GW_CHECKED enum gw_err second_text(const uint8_t secret[SECOND_SECRET], char text[SECOND_TEXT]);
/* And back. GW_EINPUT: not exactly that; GW_ENOMEM. secret is then zeros. */
GW_CHECKED enum gw_err second_read(struct span text, uint8_t secret[SECOND_SECRET]);
/* "JBSW Y3DP …", to be typed. */
void second_spaced(const char text[SECOND_TEXT], char spaced[SECOND_SPACED]);
/* "otpauth://totp/Concern:NAME?secret=…&issuer=Concern", for a QR picture. */
void second_uri(struct span name, const char text[SECOND_TEXT], char uri[SECOND_URI]);

/* Whether this is the code of the present step, or of one that is SECOND_WINDOW away. Spaces do not matter. *step is
 * then that step's number: whoever takes the code must refuse it and earlier ones from then on. GW_EDENIED: it is not.
 * GW_EINPUT: it is no code of six digits. */
GW_CHECKED enum gw_err second_check(const uint8_t secret[SECOND_SECRET], struct span code, int64_t now, uint64_t *step);
bool second_is_code(struct span code);		/* six digits, with or without spaces */
#endif
