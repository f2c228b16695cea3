/* case_key.h: from a signed-in member's key to a case's: which of the team's keys it was sealed to is found by trying,
 * the present one first, then older ones that the member still holds. Pure. */
#ifndef CASE_KEY_H
#define CASE_KEY_H

#include "session.h"

/* An older key proves nothing of who sealed to it; neither does the present one, whose public half everybody may use.
 * GW_EDENIED: no key of this member's opens it; key is then zeros. */
GW_CHECKED enum gw_err case_key_open(const struct msg_session *s, const struct keypair *member,
    const struct roster *roster, const char *team, const uint8_t report[ID_BYTES], const uint8_t grant[GRANT_BYTES],
    uint8_t key[KEY_BYTES]);
#endif
