/* csv.c: quotes, and what must not be more than text. */
#include "csv.h"

size_t
csv_steers(const uint8_t *p, size_t n)
{
	if (p[0] == '\n' || p[0] == '\t')
		return 0;
	if (p[0] < ' ' || p[0] == 0x7f)
		return 1;
	if (n >= 2 && p[0] == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0)
		return 2;
	if (n < 3 || p[0] != 0xe2)
		return 0;
	/* U+2028 to U+202E; U+2066 to U+2069 */
	return (p[1] == 0x80 && p[2] >= 0xa8 && p[2] <= 0xae) || (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9) ? 3 : 0;
}

static bool
is_sign(const uint8_t *p, size_t n)
{
	if (p[0] == '=' || p[0] == '+' || p[0] == '-' || p[0] == '@')
		return true;
	/* U+FF1D, U+FF0B, U+FF0D, U+FF20 */
	return n >= 3 && p[0] == 0xef && p[1] == 0xbc &&
	    (p[2] == 0x9d || p[2] == 0x8b || p[2] == 0x8d || p[2] == 0xa0);
}

static bool
is_formula(struct span text)
{
	size_t at = 0, length;

	if (text.n > 0 && (text.p[0] == '\t' || text.p[0] == '\r' || text.p[0] == '\n'))
		return true;
	while (at < text.n && ((length = csv_steers(text.p + at, text.n - at)) > 0 || text.p[at] == ' '))
		at += length > 0 ? length : 1;
	return at < text.n && is_sign(text.p + at, text.n - at);
}

enum gw_err
csv_cell(struct buf *out, struct span text, bool is_last)
{
	enum gw_err e = buf_add_text(out, is_formula(text) ? "\"'" : "\"");

	for (size_t i = 0, length; i < text.n && e == GW_OK; i += length) {
		const size_t steers = csv_steers(text.p + i, text.n - i);

		length = steers > 0 ? steers : 1;
		if (text.p[i] == '"')
			e = buf_add_text(out, "\"\"");
		else
			e = buf_add(out, steers > 0 ? span_of(" ") : (struct span){ text.p + i, 1 });
	}
	return e == GW_OK ? buf_add_text(out, is_last ? "\"\r\n" : "\",") : e;
}
