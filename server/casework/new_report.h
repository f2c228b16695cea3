/* new_report.h: a report made ready for the vault, whoever brings it: triaged, routed, its parts sealed, its key
 * granted to the teams it goes to and to one reporter's key. No I/O. */
#ifndef NEW_REPORT_H
#define NEW_REPORT_H

#include "msg.h"
#include "report.h"
#include "triage.h"

struct new_report {
	uint8_t report[ID_BYTES], case_key[KEY_BYTES], key[KEY_BYTES];	/* key: the report key */
	struct decision decision;
	const struct school *school;	/* whose calendar its clock follows, lent by the policy; or NULL */
	int64_t due;
	struct buf body, decided, note, head;	/* sealed */
};

/* NULL: that team has no key on the signed list. */
typedef const struct roster_team *new_report_team_fn(const void *arg, const char *code);

/* All borrowed. */
struct new_report_by {
	const struct triage *triage;
	const struct policy *policy;
	new_report_team_fn *team;
	const void *arg;
	const uint8_t *reporter_pk;	/* KEY_BYTES */
	/* NULL; or what staff make: these teams, in this order, this band, the answers' category. No rule reads it. */
	const struct routing *to;
	enum band band;
};

/* An empty one with this id and case key. */
void new_report_start(struct new_report *r, const uint8_t report[ID_BYTES], const uint8_t case_key[KEY_BYTES]);
/* Decides and seals; now in seconds since 1970. note: an entry's plain text to stand behind the decision, or empty.
 * Fills put but for tag and files; its spans are lent by r. GW_EABSENT: a team that must have it has no key. */
GW_CHECKED enum gw_err new_report_seal(struct new_report *r, const struct new_report_by *by,
    const struct report *said, struct span note, int64_t now, struct msg_report_put *put);
void new_report_sent(struct new_report *r);	/* the sealed parts may go */
void new_report_wipe(struct new_report *r);
#endif
