/* staff.h: the made-up store of cases.h with an administrator and an auditor besides, everybody signed in at noon. */
#ifndef STAFF_H
#define STAFF_H

#include "cases.h"

enum { ASHA = 1, BEN, CORA, DORA, ED, NEW };	/* sessions: all bytes of their ids */
extern const char STAFF_DORA[];		/* of admin, with the seed */
extern const char STAFF_ED[];		/* auditor */
extern const char STAFF_NEW_LEAD[];	/* nobody yet */
extern struct store *staff;		/* serves */

void staff_begin(void);
void staff_end(void);
/* A member, in a store of concernd's verbs; team may be NULL. */
void staff_add(struct store *admin, const char *name, const char *team);
/* A session's id; the same bytes at each call. */
const uint8_t *staff_of(uint8_t n);
enum gw_err staff_look(uint8_t n, int64_t now, struct msg_session *out);
/* By a step, or by a recovery code when there is one. */
enum gw_err staff_sign_in(const char *name, uint64_t step, const struct msg_tag *code);
/* As lead of team; or as auditor, with none. The invitation's id begins with code. */
enum gw_err staff_invite(uint8_t by, const char *name, const char *team, uint8_t code);
enum gw_err staff_enrol(const char *name, uint8_t code, int64_t now);
enum gw_err staff_admit(uint8_t by, const char *name, const char *team, bool has_seed);
enum gw_err staff_leave(uint8_t by, const char *name);
/* The chain's entries of this kind. */
int64_t staff_entries(const char *what);
/* Fails the test unless the chain does. */
void staff_chain_holds(void);
#endif
