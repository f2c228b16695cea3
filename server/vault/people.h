/* people.h: members, their teams and what they hold of them. Codes are in account.c, places in directory.c, old keys in
 * rewrap.c, the rest in people.c. */
#ifndef PEOPLE_H
#define PEOPLE_H

#include "statements.h"

/* Fills in teams and their number; the rest of *out stays. */
GW_CHECKED enum gw_err people_teams(struct store *s, const char *member, struct msg_session *out);
/* The same for keys that those teams had before. */
GW_CHECKED enum gw_err people_old_keys(struct store *s, const char *member, struct msg_session *out);
/* The roster's signing seed as this member holds it; GW_EABSENT: not this one. */
GW_CHECKED enum gw_err people_seed(struct store *s, const char *member, uint8_t seed[GRANT_BYTES]);
/* Recovery codes that are left. */
GW_CHECKED enum gw_err people_codes(struct store *s, const char *member, int64_t *n);
/* Replaces them all. */
GW_CHECKED enum gw_err people_codes_put(struct store *s, const char *member, const struct msg_tag *code, size_t n);
/* A new member, of the door's or concernd's making. GW_ECONFLICT: the name is or was somebody's. GW_EINPUT: it is none
 * that a member may have. */
struct newcomer { const struct msg_member *member; uint64_t step; bool is_auditor, is_device; };
GW_CHECKED enum gw_err people_member_put(struct store *s, const struct newcomer *n);
/* Teams of a member: all of them for administrators, else those that the acting member is in too. */
GW_CHECKED enum gw_err people_places(struct store *s, const char *name, struct msg_person *p);
/* One membership more. GW_ELIMIT: the member's teams or the team's members are as many as may be. */
struct place { const char *member, *team; enum title title; };
GW_CHECKED enum gw_err people_place_put(struct store *s, const struct place *p, const uint8_t team_key[GRANT_BYTES]);
/* Whether a member may be called so: as name.h says, and not what the audit chain or keys are called. */
bool people_name_is_good(const char *name);
/* Whether the name is or was a member's. */
GW_CHECKED enum gw_err people_is_known(struct store *s, const char *name, bool *is_known);
/* GW_EBUSY: the key is neither the team's present one nor an older one that its members still hold, or there is no such
 * team: with a newer list of teams it will work. */
GW_CHECKED enum gw_err people_key_is_known(struct store *s, const char *team, const uint8_t key[KEY_ID]);
/* Forgets old keys that nothing is sealed to any more, an hour after the team got its new one. */
GW_CHECKED enum gw_err people_old_keys_end(struct store *s, int64_t now);
/* What a member is, for the audit chain: "lead of school:x, member of admin", "nothing". Cut where it is too long. */
enum { PEOPLE_WHAT = LIMIT_WHY - 40 };
void people_what(const struct msg_place *place, size_t n, bool is_auditor, char text[PEOPLE_WHAT + 1]);
#endif
