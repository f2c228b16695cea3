/* session.c: __Host-session, sealed member keys, granted team keys. */
#include "session.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "grant.h"
#include "secret.h"

static const char NAME[] = "__Host-session=";
static const char RULES[] = "; Secure; HttpOnly; SameSite=Strict; Path=/";

void
session_cookie(const uint8_t token[SESSION_TOKEN], char text[SESSION_COOKIE])
{
	char hex[2 * SESSION_TOKEN + 1];

	sodium_bin2hex(hex, sizeof hex, token, SESSION_TOKEN);
	snprintf(text, SESSION_COOKIE, "%s%s%s", NAME, hex, RULES);
	secret_wipe(hex, sizeof hex);
}

const char *
session_cookie_end(void)
{
	return "__Host-session=; Secure; HttpOnly; SameSite=Strict; Path=/; Max-Age=0";
}

static enum gw_err
token_read(struct span hex, uint8_t token[SESSION_TOKEN])
{
	size_t n;

	if (hex.n != 2 * SESSION_TOKEN || sodium_hex2bin(token, SESSION_TOKEN, (const char *)hex.p, hex.n, NULL, &n,
	    NULL) != 0 || n != SESSION_TOKEN) {
		secret_wipe(token, SESSION_TOKEN);
		return GW_EINPUT;
	}
	return GW_OK;
}

enum gw_err
session_cookie_read(struct span cookie, uint8_t token[SESSION_TOKEN])
{
	const size_t name_n = sizeof NAME - 1;
	struct span found = { NULL, 0 };

	memset(token, 0, SESSION_TOKEN);
	for (size_t at = 0, end; at < cookie.n; at = end + 1) {
		while (at < cookie.n && cookie.p[at] == ' ')
			at++;
		for (end = at; end < cookie.n && cookie.p[end] != ';'; end++)
			continue;
		if (end - at < name_n || memcmp(cookie.p + at, NAME, name_n) != 0)
			continue;
		if (found.p != NULL)
			return GW_EINPUT;
		found = (struct span){ cookie.p + at + name_n, end - at - name_n };
	}
	return found.p == NULL ? GW_EABSENT : token_read(found, token);
}

enum gw_err
session_member(const struct msg_session *s, const uint8_t token[SESSION_TOKEN], struct keypair *member)
{
	uint8_t sk[KEY_BYTES];
	enum gw_err e;

	memset(member, 0, sizeof *member);
	e = session_open(token, span_of(s->name), s->sealed, sk);
	if (e == GW_OK)
		keypair_from_secret(member, sk);
	if (e == GW_OK && memcmp(member->pk, s->pk, KEY_BYTES) != 0) {
		keypair_wipe(member);
		e = GW_EDENIED;
	}
	secret_wipe(sk, sizeof sk);
	return e;
}

/* Opens what is sealed to the member; its public half must be pk. */
static enum gw_err
team_open(const struct keypair *member, const char *team, const uint8_t sealed[GRANT_BYTES],
    const uint8_t pk[KEY_BYTES], struct keypair *out)
{
	struct grant_subject what;
	uint8_t sk[KEY_BYTES];
	enum gw_err e;

	team_subject(span_of(team), &what);
	e = grant_open(member, &what, sealed, sk);
	if (e == GW_OK)
		keypair_from_secret(out, sk);
	if (e == GW_OK && memcmp(out->pk, pk, KEY_BYTES) != 0) {
		keypair_wipe(out);
		e = GW_EDENIED;
	}
	secret_wipe(sk, sizeof sk);
	return e;
}

enum gw_err
session_team(const struct msg_session *s, const struct keypair *member, const struct roster *roster,
    const char *team, struct keypair *out)
{
	return session_team_key(s, member, roster, team, NULL, out);
}

enum gw_err
session_team_key(const struct msg_session *s, const struct keypair *member, const struct roster *roster,
    const char *team, const uint8_t *key, struct keypair *out)
{
	const struct roster_team *listed = roster_find(roster, span_of(team));

	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < s->n; i++) {
		const struct msg_team_key *held = &s->team[i];

		if (listed != NULL && strcmp(held->team, team) == 0 &&
		    (key == NULL || memcmp(listed->pk, key, KEY_ID) == 0))
			return team_open(member, team, held->sealed, listed->pk, out);
	}
	for (size_t i = 0; key != NULL && i < s->n_old; i++)
		if (strcmp(s->old[i].team, team) == 0 && memcmp(s->old[i].pk, key, KEY_ID) == 0)
			return team_open(member, team, s->old[i].sealed, s->old[i].pk, out);
	return GW_EDENIED;
}

bool
session_is_behind(const struct msg_session *s, const struct roster *roster)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct msg_team_key *held = &s->team[i];
		const struct roster_team *listed = roster_find(roster, span_of(held->team));

		if (listed == NULL || memcmp(listed->pk, held->pk, KEY_BYTES) != 0)
			return true;
	}
	return false;
}
