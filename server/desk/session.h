/* session.h: the cookie that a browser holds, and the keys it opens for the length of one exchange. Pure. */
#ifndef SESSION_H
#define SESSION_H

#include "err.h"
#include "keys.h"
#include "msg.h"
#include "roster.h"
#include "span.h"

enum { SESSION_COOKIE = 160 };

/* The Set-Cookie text; a secret. */
void session_cookie(const uint8_t token[SESSION_TOKEN], char text[SESSION_COOKIE]);
/* The Set-Cookie text that makes a browser forget it. */
const char *session_cookie_end(void);
/* From a Cookie field. GW_EABSENT: none, GW_EINPUT: malformed or more than one. token is then zeros. */
GW_CHECKED enum gw_err session_cookie_read(struct span cookie, uint8_t token[SESSION_TOKEN]);

/* The signed-in member's key pair. GW_EDENIED: what the vault keeps is not this session's. */
GW_CHECKED enum gw_err session_member(const struct msg_session *s, const uint8_t token[SESSION_TOKEN],
    struct keypair *member);
/* The key pair of one of the member's teams. GW_EDENIED: not in it, or the pair is not the signed roster's. */
GW_CHECKED enum gw_err session_team(const struct msg_session *s, const struct keypair *member,
    const struct roster *roster, const char *team, struct keypair *out);
/* The same for the key whose id this is: the present one, or an older one that the member still holds, which no list
 * names any more; NULL: the present one. */
GW_CHECKED enum gw_err session_team_key(const struct msg_session *s, const struct keypair *member,
    const struct roster *roster, const char *team, const uint8_t *key, struct keypair *out);
/* A team has another key than this signed list says: there is a newer list. */
bool session_is_behind(const struct msg_session *s, const struct roster *roster);
#endif
