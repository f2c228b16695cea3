/* casebook.h: a case as whoever holds its key reads it: every part opened, in order, up to the head of its chain.
 * For the console, and for a device that opens cases by itself. Pure: the pages are given. */
#ifndef CASEBOOK_H
#define CASEBOOK_H

#include "entry.h"
#include "report.h"
#include "seal.h"

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
	/* session, member, has_team, team_key: the reader's to fill */
	uint8_t report[ID_BYTES], session[SESSION_ID];
	char member[LIMIT_NAME + 1];	/* who opened it */
	char team[LIMIT_TEAM + 1];	/* with whose key */
	bool has_team;
	struct keypair team_key;	/* if has_team: that team's present one, for tags */
	uint8_t band, state, kind;	/* kind: enum case_kind */
	int64_t received, due;
	int64_t seen;			/* when staff first opened it; 0: never, or it is closed */
	bool helps;
	bool has_community;		/* community safety can open it */
	char teams[MSG_HOLDERS];	/* who works on it: codes, a space between; "" on a device */
	char assigned[LIMIT_NAME + 1];	/* "": nobody. Entries may name somebody who has left */
	uint8_t case_key[KEY_BYTES];	/* both others follow from it */
	uint8_t report_key[KEY_BYTES], casework_key[KEY_BYTES];
	struct chain chain;		/* verified */
	uint32_t files;			/* attachments so far */
	json_t *decision;
	uint32_t listed_files;		/* by the parts themselves */
	bool has_key;
	size_t n;
	struct opened_part *part;	/* the body, then messages; without decision and entries */
	struct opened_entries entries;
};

/* Empty: the case of this number, of which no page was read yet. */
void opened_start(struct opened *c, const uint8_t report[ID_BYTES]);
/* Before its first page: the case's key. */
void opened_key(struct opened *c, const uint8_t case_key[KEY_BYTES]);
/* The next page of its parts: from part chain.n on. GW_OK: that was the last, and the head names all parts; GW_MORE:
 * ask on; GW_EDENIED: parts are missing, moved, altered or kept back; GW_EINPUT: one is not what it should be;
 * GW_ENOMEM. Nothing in it may be used before GW_OK. */
GW_CHECKED enum gw_err opened_page(struct opened *c, const struct msg_thread *t);
/* The code of the i-th team that works on it. False: there are not so many. */
bool opened_team(const struct opened *c, size_t i, char team[LIMIT_TEAM + 1]);
/* Its attachment of this number, from 0, and the part that it came with (may be NULL). NULL: there is none such. */
const struct report_file *opened_file(const struct opened *c, uint32_t file, const struct opened_part **part);
void opened_end(struct opened *c);	/* frees and wipes */
#endif
