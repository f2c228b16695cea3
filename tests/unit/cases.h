/* cases.h: a store in a folder of one test's own, with teams, members and made-up reports, for tests of the vault. */
#ifndef CASES_H
#define CASES_H

#include "store.h"

enum { CASES_NOON = 1790000000 / 86400 * 86400 + 43200 };

extern const char CASES_ASHA[];		/* of school:a */
extern const char CASES_BEN[];		/* of school:b */
extern const char CASES_CORA[];		/* of school:a and community */

/* Makes folder and store, filled, closed again; goes into the folder. The file is "concern.db". */
void cases_begin(void);
void cases_end(void);
/* Opens it; fails the test if that fails. */
struct store *cases_open(enum store_mode mode);
/* The first number that a query gives, or -1. */
int64_t cases_sql(const char *sql);
/* Writes behind the store's back, as whoever holds the file can: checks, keys and triggers off. */
void cases_tamper(const char *sql);
/* Puts back a copy that was made by VACUUM INTO. */
void cases_restore(const char *copy);
/* A transaction of its own, as the vault makes it: kept unless it has to be undone. */
#define CASES_DO(s, call) (cases_start(s), cases_done(s, (call)))
void cases_start(struct store *s);
enum gw_err cases_done(struct store *s, enum gw_err e);

/* The n-th report: everything in it follows from n. Its teams are the codes given, up to a NULL. */
void cases_report(struct msg_report_put *r, unsigned n, const char *const *teams);
/* Its third part, for staff; until the next one's. */
struct span cases_note(unsigned n);
/* Puts it in a transaction of its own. */
enum gw_err cases_put(struct store *s, const struct msg_report_put *r, int64_t now);
/* The next part for a case with so many parts and files. */
void cases_part(struct msg_part_put *p, unsigned n, uint32_t seq, uint32_t files);
/* An act on the n-th report, which has so many parts: one note and, for a message, the words. Columns: priority, being
 * worked on, due in a day. */
void cases_act(struct msg_case_put *p, uint8_t session, unsigned n, uint32_t seq, enum case_act act);
/* The next step of the second factor that the store will take. */
uint64_t cases_step(const char *name);
/* Signs a member in; the session's id is all of one byte. */
void cases_sign_in(struct store *s, const char *name, uint8_t id, int64_t now);
#define CASES_TEAMS(...) ((const char *const []){ __VA_ARGS__, NULL })
#endif
