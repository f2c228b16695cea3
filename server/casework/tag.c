/* tag.c: the text that a tag is found by. Only ICU's tables that are compiled in: no file, no locale. */
#include <string.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "entry.h"
#include "secret.h"

enum { UNITS = LIMIT_LINE * 4 /* NFC of one code unit has three at most; and room for what grows */, CHARACTER = 4 };

_Static_assert((int)TAG_FOLDED < (int)TAG_PLAIN, "a box holds each folded tag");

static bool
is_gap(UChar32 c)
{
	return u_isUWhiteSpace(c) || u_charType(c) == U_CONTROL_CHAR;
}

/* Small letters, composed; what nobody sees is left out, so that it cannot tell two alike tags apart. */
static enum gw_err
to_small(struct span text, UChar small[UNITS], int32_t *n)
{
	UErrorCode err = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&err);
	UChar loose[UNITS];
	UBool is_over = false;
	int32_t m = 0;

	for (int32_t at = 0, size = (int32_t)text.n; at < size && !is_over;) {
		UChar32 c;

		U8_NEXT(text.p, at, size, c);
		if (c < 0)
			return GW_EINPUT;
		if (!u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
			U16_APPEND(loose, m, UNITS, u_tolower(c), is_over);
	}
	if (!is_over)
		*n = unorm2_normalize(nfc, loose, m, small, UNITS, &err);
	secret_wipe(loose, sizeof loose);
	if (err == U_MEMORY_ALLOCATION_ERROR)
		return GW_ENOMEM;
	return is_over || U_FAILURE(err) ? GW_ELIMIT : GW_OK;
}

static enum gw_err
add_character(UChar32 c, struct buf *out)
{
	uint8_t bytes[CHARACTER];
	int32_t n = 0;

	U8_APPEND_UNSAFE(bytes, n, c);
	return buf_add(out, (struct span){ bytes, (size_t)n });
}

static enum gw_err
add_words(const UChar *small, int32_t n, struct buf *out)
{
	enum gw_err e = GW_OK;
	bool is_apart = false;

	for (int32_t at = 0; at < n && e == GW_OK;) {
		UChar32 c;

		U16_NEXT(small, at, n, c);
		if (is_gap(c)) {
			is_apart = out->n > 0;
			continue;
		}
		if (is_apart)
			e = add_character(' ', out);
		if (e == GW_OK)
			e = add_character(c, out);
		is_apart = false;
	}
	return e;
}

/* Of at most max bytes, before and after; first comes lead. */
static enum gw_err
fold(const char *lead, struct span text, size_t max, struct buf *out)
{
	const size_t before = out->n;
	UChar small[UNITS];
	struct buf words;
	int32_t n = 0;
	enum gw_err e;

	if (!text_is_utf8(text))
		return GW_EINPUT;
	if (text.n > max)
		return GW_ELIMIT;
	buf_init(&words, max);
	if ((e = to_small(text, small, &n)) == GW_OK)
		e = add_words(small, n, &words);
	if (e == GW_OK && words.n == 0)
		e = GW_EINPUT;
	if (e == GW_OK && (e = buf_add_text(out, lead)) == GW_OK)
		e = buf_add(out, buf_span(&words));
	if (e != GW_OK)
		out->n = before;
	secret_wipe(small, sizeof small);
	buf_free(&words);
	return e;
}

enum gw_err
tag_fold(enum tag_kind kind, struct span text, struct buf *out)
{
	return kind >= TAG_KIND_N ? GW_EINPUT : fold(kind == TAG_PERSON ? "person " : "place ", text, LIMIT_TAG, out);
}

enum gw_err
line_fold(struct span text, struct buf *out)
{
	return fold("", text, LIMIT_LINE, out);
}

bool
line_folded(struct span text, char folded[LIMIT_LINE + 1])
{
	struct buf out;
	bool is_name;

	buf_init(&out, LIMIT_LINE);
	is_name = line_fold(text, &out) == GW_OK;
	if (is_name)
		memcpy(folded, out.p, out.n);
	folded[is_name ? out.n : 0] = '\0';
	buf_free(&out);
	return is_name;
}

bool
line_is_same(struct span a, struct span b)
{
	char x[LIMIT_LINE + 1], y[LIMIT_LINE + 1];
	const bool are_names = line_folded(a, x) && line_folded(b, y), is_same = are_names && strcmp(x, y) == 0;

	secret_wipe(x, sizeof x);
	secret_wipe(y, sizeof y);
	return is_same;
}
