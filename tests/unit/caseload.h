/* caseload.h: three members who are signed in, and what they and a reporter do with the n-th report. */
#ifndef CASELOAD_H
#define CASELOAD_H

#include "cases.h"

enum { ASHA = 1, BEN, CORA };	/* their sessions */

/* As cases_begin; the store serves. */
struct store *caseload_begin(void);
void caseload_end(void);
/* Of school:a and community. */
void caseload_put(unsigned n, enum band band);
uint32_t caseload_parts(unsigned n);
/* Ten minutes after noon. */
enum gw_err caseload_act(const struct msg_case_put *p);
/* The next act of its thread, with every field that any act needs: Cora, Asha, tomorrow, a tag of school:a. */
void caseload_fill(struct msg_case_put *p, uint8_t session, unsigned n, enum case_act act);
/* In the band that is given, with nothing else said. */
enum gw_err caseload_plain(uint8_t session, unsigned n, enum case_act act, enum band band);
/* Opens it. Whom it is assigned to; until the next look. */
const char *caseload_look(uint8_t session, unsigned n);
/* The reporter writes. */
void caseload_reply(unsigned n);
/* The chain vouches for every row there is. */
void caseload_whole(void);
/* Whether this is the chain's last entry. */
bool caseload_last_is(const char *what, const char *who, const char *why);
#endif
