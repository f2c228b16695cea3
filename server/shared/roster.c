/* roster.c: the canonical text of a roster, its signature and its reading. One line each, LF after every one:
 *	concern roster 1
 *	version N
 *	recovery HEX
 *	team CODE HEX		(in the order of their codes)
 * A list has exactly one such text: what was read and is written again gives the same bytes. */
#include "roster.h"

#include "secret.h"

#include <sodium.h>

#include <stdlib.h>
#include <string.h>

enum { HEX_KEY = 2 * KEY_BYTES, DIGITS = 20 };

static const char title[] = "concern roster 1\n";

static const struct {
	const char *code;	/* whole, or the beginning when it ends in a colon */
	enum team_kind kind;
} kinds[] = {
	{ ROSTER_SCHOOL, TEAM_SCHOOL },
	{ ROSTER_COMMUNITY, TEAM_COMMUNITY },
	{ ROSTER_LADO, TEAM_LADO },
	{ ROSTER_ADMIN, TEAM_ADMIN },
};

static bool
is_plain_word(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '-')
			return false;
	return s.n > 0;
}

/* The kind is in the code, so that no line can contradict itself. */
static enum gw_err
kind_of(struct span code, enum team_kind *kind)
{
	if (code.n > LIMIT_TEAM)
		return GW_EINPUT;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		const struct span c = span_of(kinds[i].code);

		*kind = kinds[i].kind;
		if (c.p[c.n - 1] != ':' && span_equal(code, c))
			return GW_OK;
		if (c.p[c.n - 1] == ':' && code.n > c.n && memcmp(code.p, c.p, c.n) == 0)
			return is_plain_word((struct span){ code.p + c.n, code.n - c.n }) ? GW_OK : GW_EINPUT;
	}
	return GW_EINPUT;
}

/* --- writing --- */

static enum gw_err
add_number(struct buf *out, uint64_t v)
{
	char digits[DIGITS + 1], *at = digits + DIGITS;

	*at = '\0';
	do {
		*--at = (char)('0' + v % 10);
		v /= 10;
	} while (v > 0);
	return buf_add_text(out, at);
}

/* A key and the end of its line. */
static enum gw_err
add_key(struct buf *out, const uint8_t pk[KEY_BYTES])
{
	char hex[HEX_KEY + 1 + 1];

	sodium_bin2hex(hex, HEX_KEY + 1, pk, KEY_BYTES);
	memcpy(hex + HEX_KEY, "\n", 2);
	return buf_add_text(out, hex);
}

static enum gw_err
add_header(struct buf *out, const struct roster *r)
{
	enum gw_err e;

	if (!key_is_sound(r->recovery_pk))
		return GW_EINPUT;
	if ((e = buf_add_text(out, title)) != GW_OK)
		return e;
	if ((e = buf_add_text(out, "version ")) != GW_OK)
		return e;
	if ((e = add_number(out, r->version)) != GW_OK)
		return e;
	if ((e = buf_add_text(out, "\nrecovery ")) != GW_OK)
		return e;
	return add_key(out, r->recovery_pk);
}

static enum gw_err
add_team(struct buf *out, const struct roster_team *t)
{
	const struct span code = { (const uint8_t *)t->code, strnlen(t->code, sizeof t->code) };
	enum team_kind kind;
	enum gw_err e;

	if (kind_of(code, &kind) != GW_OK || kind != t->kind || !key_is_sound(t->pk))
		return GW_EINPUT;
	if ((e = buf_add_text(out, "team ")) != GW_OK)
		return e;
	if ((e = buf_add(out, code)) != GW_OK)
		return e;
	if ((e = buf_add_text(out, " ")) != GW_OK)
		return e;
	return add_key(out, t->pk);
}

static int
by_code(const void *a, const void *b)
{
	const struct roster_team *const *x = a, *const *y = b;

	return strncmp((*x)->code, (*y)->code, sizeof (*x)->code);
}

static enum gw_err
add_roster(struct buf *out, const struct roster *r)
{
	const struct roster_team *order[LIMIT_TEAMS];
	enum gw_err e;

	if (r->n > LIMIT_TEAMS)
		return GW_ELIMIT;
	for (size_t i = 0; i < r->n; i++)
		order[i] = &r->team[i];
	qsort(order, r->n, sizeof order[0], by_code);
	for (size_t i = 1; i < r->n; i++)
		if (by_code(&order[i - 1], &order[i]) == 0)
			return GW_EINPUT;
	if ((e = add_header(out, r)) != GW_OK)
		return e;
	for (size_t i = 0; i < r->n; i++)
		if ((e = add_team(out, order[i])) != GW_OK)
			return e;
	return GW_OK;
}

/* --- reading: each takes what it reads off the front of *in --- */

static bool
take_text(struct span *in, const char *text)
{
	const struct span t = span_of(text);

	if (in->n < t.n || memcmp(in->p, t.p, t.n) != 0)
		return false;
	in->p += t.n;
	in->n -= t.n;
	return true;
}

static bool
take_number(struct span *in, uint64_t *v)
{
	size_t n = 0;

	*v = 0;
	for (; n < in->n && in->p[n] >= '0' && in->p[n] <= '9'; n++) {
		const unsigned digit = in->p[n] - '0';

		if (n == 1 && in->p[0] == '0')
			return false;
		if (*v > (UINT64_MAX - digit) / 10)
			return false;
		*v = *v * 10 + digit;
	}
	if (n == 0)
		return false;
	in->p += n;
	in->n -= n;
	return true;
}

static int
nibble(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool
take_key(struct span *in, uint8_t pk[KEY_BYTES])
{
	int high, low;

	if (in->n < HEX_KEY)
		return false;
	for (size_t i = 0; i < KEY_BYTES; i++) {
		high = nibble(in->p[2 * i]);
		low = nibble(in->p[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		pk[i] = (uint8_t)(high << 4 | low);
	}
	in->p += HEX_KEY;
	in->n -= HEX_KEY;
	return true;
}

static bool
take_team(struct span *in, struct roster_team *t)
{
	struct span code;
	const uint8_t *end;

	if (!take_text(in, "team ") || (end = memchr(in->p, ' ', in->n)) == NULL)
		return false;
	code = (struct span){ in->p, (size_t)(end - in->p) };
	if (kind_of(code, &t->kind) != GW_OK)
		return false;
	memcpy(t->code, code.p, code.n);	/* kind_of saw to its length; *t is zeroed */
	in->p += code.n + 1;
	in->n -= code.n + 1;
	return take_key(in, t->pk) && key_is_sound(t->pk) && take_text(in, "\n");
}

enum gw_err
roster_read(struct span in, struct roster *r)
{
	memset(r, 0, sizeof *r);
	if (!take_text(&in, title) || !take_text(&in, "version ") || !take_number(&in, &r->version) ||
	    !take_text(&in, "\nrecovery ") || !take_key(&in, r->recovery_pk) || !take_text(&in, "\n") ||
	    !key_is_sound(r->recovery_pk))
		return GW_EINPUT;
	for (; in.n > 0; r->n++) {
		if (r->n == LIMIT_TEAMS || !take_team(&in, &r->team[r->n]))
			return GW_EINPUT;
		if (r->n > 0 && strcmp(r->team[r->n - 1].code, r->team[r->n].code) >= 0)
			return GW_EINPUT;
	}
	return GW_OK;
}

enum gw_err
roster_sign(const struct roster *r, const uint8_t seed[KEY_BYTES], struct buf *body,
    uint8_t signature[SIGNATURE_BYTES])
{
	uint8_t pk[crypto_sign_PUBLICKEYBYTES], sk[crypto_sign_SECRETKEYBYTES];
	const size_t from = body->n;
	enum gw_err e;

	if ((e = add_roster(body, r)) != GW_OK) {
		body->n = from;
		return e;
	}
	if (crypto_sign_seed_keypair(pk, sk, seed) != 0 ||
	    crypto_sign_detached(signature, NULL, body->p + from, body->n - from, sk) != 0)
		e = GW_EBUG;
	secret_wipe(sk, sizeof sk);
	return e;
}

enum gw_err
roster_open(const struct roster_pin *pin, struct span body, const uint8_t signature[SIGNATURE_BYTES],
    struct roster *r)
{
	struct roster read;
	enum gw_err e;

	if (crypto_sign_verify_detached(signature, body.p, body.n, pin->pk) != 0)
		return GW_EDENIED;
	if ((e = roster_read(body, &read)) != GW_OK)
		return e;
	if (read.version < pin->version)
		return GW_EDENIED;
	*r = read;
	return GW_OK;
}

void
roster_key(const uint8_t seed[KEY_BYTES], uint8_t pk[KEY_BYTES])
{
	uint8_t sk[crypto_sign_SECRETKEYBYTES];

	if (crypto_sign_seed_keypair(pk, sk, seed) != 0)
		sodium_misuse();
	secret_wipe(sk, sizeof sk);
}

const struct roster_team *
roster_find(const struct roster *r, struct span code)
{
	for (size_t i = 0; i < r->n; i++)
		if (span_is(code, r->team[i].code))
			return &r->team[i];
	return NULL;
}

enum gw_err
roster_pin_text(const struct roster_pin *pin, struct buf *out)
{
	const size_t from = out->n;
	enum gw_err e;

	if ((e = add_number(out, pin->version)) == GW_OK && (e = buf_add_text(out, " ")) == GW_OK)
		e = add_key(out, pin->pk);
	if (e != GW_OK)
		out->n = from;
	return e;
}

enum gw_err
roster_pin_parse(struct span text, struct roster_pin *pin)
{
	struct roster_pin read;

	if (!take_number(&text, &read.version) || !take_text(&text, " ") || !take_key(&text, read.pk))
		return GW_EINPUT;
	if (text.n > 0 && !(take_text(&text, "\n") && text.n == 0))
		return GW_EINPUT;
	*pin = read;
	return GW_OK;
}
