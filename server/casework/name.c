/* name.c: one walk over a name's characters. Only ICU's tables that are compiled in: no file, no locale. */
#include "name.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#include "limit.h"

enum { BRAILLE_BLANK = 0x2800 };

/* Neither space, control nor one that only changes how others look. */
static bool
is_seen(UChar32 c)
{
	return u_isgraph(c) && u_charType(c) != U_PRIVATE_USE_CHAR && c != BRAILLE_BLANK &&
	    !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static bool
is_composed(struct span name)
{
	UErrorCode err = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&err);
	UChar units[LIMIT_NAME];
	int32_t n = 0;
	UBool is;

	u_strFromUTF8(units, LIMIT_NAME, &n, (const char *)name.p, (int32_t)name.n, &err);
	is = unorm2_isNormalized(nfc, units, n, &err);
	return U_SUCCESS(err) && is;
}

bool
name_is_clear(struct span name)
{
	bool is_apart = true;	/* nothing, or a space, stands before */

	if (name.n == 0 || name.n > LIMIT_NAME)
		return false;
	for (int32_t at = 0, size = (int32_t)name.n; at < size;) {
		UChar32 c;

		U8_NEXT(name.p, at, size, c);
		if (c < 0 || (c == ' ' ? is_apart : !is_seen(c)))
			return false;
		is_apart = c == ' ';
	}
	return !is_apart && is_composed(name);
}
