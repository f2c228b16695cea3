/* text.c: the same words, without what a screen would not show as it is. */
#include <stdlib.h>
#include <string.h>

#include "kinds.h"

enum { DELETE = 0x7f, C1_END = 0x9f, SURROGATES = 0xd800, SURROGATES_END = 0xdfff, LAST = 0x10ffff,
	BYTE_ORDER_MARK = 0xfeff };

/* Documents that are written in letters, and say more than they show. In small letters. */
static const char *const documents[] = { "<!doctype", "<html", "<?xml", "<svg", "{\\rtf", "%!ps", "begin:vcard" };

static bool
begins_with(struct span s, const char *small)
{
	const struct span head = { s.p, strlen(small) };

	return s.n >= head.n && span_is_nocase(head, small);
}

static bool
is_document(struct span s)
{
	while (s.n > 0 && (*s.p <= ' ' || begins_with(s, "\xef\xbb\xbf")))
		s = *s.p <= ' ' ? (struct span){ s.p + 1, s.n - 1 } : (struct span){ s.p + 3, s.n - 3 };
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
		if (begins_with(s, documents[i]))
			return true;
	return false;
}

/* One character from s, which is not empty; how many bytes, 0: no UTF-8 (RFC 3629). */
static size_t
character(struct span s, uint32_t *c)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const uint8_t first = s.p[0];
	const size_t n = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 :
	    first < 0xf8 ? 4 : 0;

	if (n == 0 || s.n < n)
		return 0;
	*c = n == 1 ? first : first & (0xffu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if ((s.p[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (s.p[i] & 0x3f);
	}
	return *c >= least[n] && *c <= LAST && (*c < SURROGATES || *c > SURROGATES_END) ? n : 0;
}

static bool
is_control(uint32_t c)
{
	return (c < ' ' && c != '\t' && c != '\n' && c != '\r') || (c >= DELETE && c <= C1_END);
}

/* Marks that turn the direction of what follows (Unicode, UAX 9): names and numbers can be made to look like others. */
static bool
turns(uint32_t c)
{
	return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* What nobody sees: marks without width, tags, variants, by which a copy of a text can be made to name its reader.
 * Those that faces, flags and other scripts are written with stay behind what they belong to. */
static bool
hides(uint32_t c, uint32_t before)
{
	if (c == 0x200c || c == 0x200d)		/* joiners */
		return before < 0x600 || before == 0x200c || before == 0x200d;
	if (c >= 0xe0000 && c <= 0xe007f)	/* tags; flags of England, Scotland and Wales have them */
		return before != 0x1f3f4 && (before < 0xe0000 || before >= 0xe007f);
	if (c >= 0xe0100 && c <= 0xe01ef)	/* how a name is written in Japan */
		return before < 0x3400 || before > 0x9fff;
	return c == 0x200b || (c >= 0x2060 && c <= 0x206f) || (c >= 0xfff9 && c <= 0xfffb) || c >> 12 == 0xe0;
}

void
text_clean(struct span file, const struct clean_limits *l, struct copy_head *h, struct span *bytes)
{
	uint8_t *out;
	size_t n = 0;
	uint32_t before = 0;

	(void)l;
	h->state = COPY_STRANGE;
	if (file.n == 0 || is_document(file) || (out = malloc(file.n)) == NULL)
		return;
	while (file.n > 0) {
		uint32_t c;
		const size_t used = character(file, &c);

		if (used == 0 || c == 0)	/* NUL: no text, whatever else it is */
			return;
		if (!is_control(c) && !turns(c) && !hides(c, before) && c != BYTE_ORDER_MARK) {
			before = c;
			memcpy(out + n, file.p, used);
			n += used;
		}
		file = (struct span){ file.p + used, file.n - used };
	}
	if (n == 0)
		return;
	*bytes = (struct span){ out, n };
	*h = (struct copy_head){ .state = COPY_CLEAN, .kind = COPY_TEXT };
}
