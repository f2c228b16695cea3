/* case_key.c: the present key, then the older ones. */
#include "case_key.h"

#include <string.h>

#include "grant.h"
#include "secret.h"

enum gw_err
case_key_open(const struct msg_session *s, const struct keypair *member, const struct roster *roster,
    const char *team, const uint8_t report[ID_BYTES], const uint8_t grant[GRANT_BYTES], uint8_t key[KEY_BYTES])
{
	struct grant_subject what = { .kind = GRANT_CASE };
	struct keypair pair;
	enum gw_err e;

	memcpy(what.id, report, ID_BYTES);
	secret_wipe(key, KEY_BYTES);
	e = session_team(s, member, roster, team, &pair);
	if (e == GW_OK)
		e = grant_open(&pair, &what, grant, key);
	for (size_t i = 0; i < s->n_old && e == GW_EDENIED; i++) {
		if (strcmp(s->old[i].team, team) != 0)
			continue;
		e = session_team_key(s, member, roster, team, s->old[i].pk, &pair);
		if (e == GW_OK)
			e = grant_open(&pair, &what, grant, key);
	}
	keypair_wipe(&pair);
	return e;
}
