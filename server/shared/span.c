/* span.c: comparing borrowed bytes. */
#include "span.h"

#include <string.h>

static uint8_t
lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c | 0x20) : c;
}

struct span
span_of(const char *text)
{
	return (struct span){ (const uint8_t *)text, strlen(text) };
}

bool
span_equal(struct span a, struct span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
span_is(struct span a, const char *text)
{
	return span_equal(a, span_of(text));
}

bool
span_is_nocase(struct span a, const char *text)
{
	const struct span b = span_of(text);

	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)	/* not strncasecmp: that asks the locale, and stops at NUL */
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

bool
text_is_harmless(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text > '~' || *text == '"' || *text == '\\')
			return false;
	return true;
}
