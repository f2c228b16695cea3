/* response.h: the members of caseload.h, and one of community safety and one of the LADO's, with what goes from team to
 * team between them. */
#ifndef RESPONSE_H
#define RESPONSE_H

#include "caseload.h"

enum { CY = 10, LOU };			/* their sessions */
extern const char RESPONSE_CY[];	/* of community */
extern const char RESPONSE_LOU[];	/* of lado */

/* As caseload_begin. */
struct store *response_begin(void);
/* Of these teams. */
void response_put(unsigned n, enum band band, const char *const *teams);
/* Passes parts of case n on as case to: from the first team to the second. */
void response_pass_fill(struct msg_pass_put *p, uint8_t session, unsigned n, unsigned to, const char *const *teams);
enum gw_err response_pass(uint8_t session, unsigned n, unsigned to, const char *const *teams);
enum gw_err response_share(uint8_t session, unsigned n, const char *team, bool gives_away);
void response_dossier_fill(struct msg_dossier_put *p, uint8_t session, unsigned n, enum case_kind kind);
/* latest: that case; 0: none. */
enum gw_err response_dossier(uint8_t session, unsigned n, enum case_kind kind, unsigned latest);
enum gw_err response_page(uint8_t session, const struct msg_escalations_get *q, struct msg_escalations *out);
enum gw_err response_open(uint8_t session, unsigned n, enum case_reading reading, int64_t now, struct msg_thread *out);
/* One column of the n-th case, or of its row in a table that has a column "report". */
int64_t response_column(unsigned n, const char *column);
int64_t response_row(unsigned n, const char *table, const char *column);
#endif
