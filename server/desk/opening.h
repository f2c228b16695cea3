/* opening.h: one case opened with the keys of the person who asks: cookie, member key, team key, case key, then every
 * part up to the head of its chain. Nothing is lent before the whole fits; every key is wiped with it. */
#ifndef OPENING_H
#define OPENING_H

#include "entry.h"
#include "office.h"
#include "report.h"
#include "seal.h"

enum opening_end {
	OPENING_DONE,
	OPENING_SIGNED_OUT,	/* no such session, or it ended */
	OPENING_ABSENT,		/* no such report among this member's teams' */
	OPENING_BROKEN,		/* its parts do not fit its seal */
	OPENING_OLDER,		/* still sealed to a key that its team had before this member came */
	OPENING_FAILED		/* not now: the error says why */
};

struct opened_part {
	enum part_kind kind;
	uint32_t seq;
	int64_t at;
	struct report words;
};
/* The chronology: entry[i] stands in part part[i], in order; holder[i] is what entry[i] points into. */
struct opened_entries {
	size_t n;
	struct entry *entry;
	uint32_t *part;
	json_t **holder;
};

struct opened {
	uint8_t report[ID_BYTES], session[SESSION_ID];
	char member[LIMIT_NAME + 1];	/* who opened it */
	char team[LIMIT_TEAM + 1];	/* with whose key */
	bool has_team;
	struct keypair team_key;	/* if has_team: that team's present one, for tags */
	uint8_t band, state;
	int64_t received, due;
	char assigned[LIMIT_NAME + 1];	/* "": nobody. Entries may name somebody who has left */
	uint8_t report_key[KEY_BYTES], casework_key[KEY_BYTES];
	struct chain chain;		/* verified */
	uint32_t files;			/* attachments so far */
	json_t *decision;
	size_t n;
	struct opened_part *part;	/* the body, then messages; without decision and entries */
	struct opened_entries entries;
};

struct opening;
/* OPENING_DONE: c is lent until opening_free. Else c is NULL; e is the cause. Called once, never from inside
 * opening_new; may call opening_free. */
typedef void opening_fn(void *arg, enum opening_end end, enum gw_err e, const struct opened *c);

/* Gives *o. GW_EBUSY: the vault cannot be asked now; GW_ENOMEM; done will then not be called. */
GW_CHECKED enum gw_err opening_new(struct desk *d, const uint8_t token[SESSION_TOKEN], const uint8_t report[ID_BYTES],
    opening_fn *done, void *arg, struct opening **o);
void opening_free(struct opening *o);	/* forgets open questions, wipes; NULL is fine */
/* The answer for a person whose case did not open. */
void opening_refuse(struct exchange *x, enum opening_end end, enum gw_err e);
#endif
