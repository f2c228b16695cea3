/* field.c: tokens, lists and parameters of field values. */
#include "field.h"

#include <string.h>

static bool
is_letter_or_digit(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static struct span
skip(struct span s, size_t n)
{
	return (struct span){ s.p + n, s.n - n };
}

/* Up to the quote that is not escaped. in begins behind the opening quote. */
static enum gw_err
quoted_value(struct span *in, struct span *value)
{
	for (size_t i = 0; i < in->n; i++) {
		if (in->p[i] == '\\' && i + 1 < in->n && (in->p[i + 1] == '"' || in->p[i + 1] == '\\')) {
			i++;
		} else if (in->p[i] == '"') {
			*value = (struct span){ in->p, i };
			*in = skip(*in, i + 1);
			return GW_OK;
		}
	}
	return GW_EINPUT;
}

static enum gw_err
plain_value(struct span *in, struct span *value)
{
	size_t n = 0;

	while (n < in->n && in->p[n] != ';' && in->p[n] != ' ' && in->p[n] != '\t')
		n++;
	*value = (struct span){ in->p, n };
	*in = skip(*in, n);
	return field_is_token(*value) ? GW_OK : GW_EINPUT;
}

/* "0", "0.7", "1.000" (RFC 9110, 12.4.2). False: it is no weight. */
static bool
weight_read(struct span q, bool *zero)
{
	if (q.n == 0 || q.n > 5 || (q.p[0] != '0' && q.p[0] != '1') || (q.n > 1 && q.p[1] != '.'))
		return false;
	*zero = q.p[0] == '0';
	for (size_t i = 2; i < q.n; i++) {
		if (q.p[i] < '0' || q.p[i] > (q.p[0] == '1' ? '0' : '9'))
			return false;
		*zero = *zero && q.p[i] == '0';
	}
	return true;
}

/* "gzip", "gzip;q=0". False: it is malformed. */
static bool
coding_read(struct span member, struct span *word, bool *refused)
{
	struct span weight;
	const struct span before = field_cut(member, ';', &weight);

	*word = field_trim(before);
	*refused = false;
	if (!field_is_token(*word))
		return false;
	if (before.n == member.n)
		return true;
	return span_is_nocase(field_cut(field_trim(weight), '=', &weight), "q") && weight_read(weight, refused);
}

bool
field_is_made_of(struct span s, const char *marks)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_letter_or_digit(s.p[i]) && (s.p[i] == '\0' || strchr(marks, s.p[i]) == NULL))
			return false;
	return true;
}

bool
field_is_token(struct span s)
{
	return s.n > 0 && field_is_made_of(s, "!#$%&'*+-.^_`|~");
}

struct span
field_trim(struct span s)
{
	while (s.n > 0 && s.p[0] == ' ')
		s = skip(s, 1);
	while (s.n > 0 && s.p[s.n - 1] == ' ')
		s.n--;
	return s;
}

struct span
field_cut(struct span s, char c, struct span *rest)
{
	const uint8_t *at = s.n > 0 ? memchr(s.p, c, s.n) : NULL;
	size_t n = at != NULL ? (size_t)(at - s.p) : s.n;

	*rest = at != NULL ? skip(s, n + 1) : (struct span){ NULL, 0 };
	return (struct span){ s.p, n };
}

enum gw_err
field_param_next(struct span *rest, struct field_param *p)
{
	struct span in = field_trim(*rest), value;
	enum gw_err e;

	if (in.n == 0)
		return GW_EABSENT;
	if (in.p[0] != ';')
		return GW_EINPUT;
	p->name = field_cut(field_trim(skip(in, 1)), '=', &value);
	if (!field_is_token(p->name) || value.n == 0)
		return GW_EINPUT;
	p->quoted = value.p[0] == '"';
	if (p->quoted)
		value = skip(value, 1);
	e = p->quoted ? quoted_value(&value, &p->value) : plain_value(&value, &p->value);
	if (e == GW_OK)
		*rest = value;
	return e;
}

bool
field_lists_coding(struct span list, const char *coding)
{
	enum { UNSAID, REFUSED, TAKEN } this = UNSAID, any = UNSAID;

	while (list.n > 0) {
		const struct span member = field_trim(field_cut(list, ',', &list));
		struct span word;
		bool refused;

		if (member.n == 0)
			continue;
		if (!coding_read(member, &word, &refused))
			return false;
		if (span_is_nocase(word, coding))
			this = refused ? REFUSED : TAKEN;
		else if (span_is(word, "*"))
			any = refused ? REFUSED : TAKEN;
	}
	return this == TAKEN || (this == UNSAID && any == TAKEN);
}
