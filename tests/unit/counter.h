/* counter.h: a desk at work (front.h), and the vault that the test plays, which lies when told to. One member, amina of
 * the LADO team; one report with a decision, two messages and three attachments. */
#ifndef COUNTER_H
#define COUNTER_H

#include "copy.h"
#include "entry.h"
#include "front.h"

#define COUNTER_NAME "amina"
#define COUNTER_PASSPHRASE "amina's long passphrase"
#define COUNTER_TEXT "they meet behind the bins"

enum { COUNTER_PARTS = 16, COUNTER_FILES = 3 };

/* How the played vault lies. */
enum counter_lie {
	LIE_NONE,
	LIE_DROP_LAST,		/* one part fewer than the head says */
	LIE_DROP_MIDDLE,	/* and the later ones moved up */
	LIE_SWAP,		/* two messages change places */
	LIE_REPLAY,		/* one message twice, in the other's place */
	LIE_FLIP,		/* one bit of a sealed part, its digest to match */
	LIE_DIGEST,		/* a digest that is not its part's */
	LIE_OLD_HEAD,		/* the head from before the last message */
	LIE_HIDE,		/* a part without its bytes */
	LIE_KIND,		/* a reporter's message said to be from staff */
	LIE_OTHER_REPORT,	/* the parts under another report's id */
	LIE_OTHER_GRANT,	/* a grant made for another report */
	LIE_OWN_TEAM_KEY,	/* a team key pair of the vault's own, and grants to match */
	LIE_FILES,		/* one attachment more than the parts list */
	LIE_EMPTY_PAGE,
	LIE_N
};
enum counter_file_lie { FILE_TRUE, FILE_CUT, FILE_FLIP, FILE_OTHER, FILE_LONGER, FILE_SIZE, FILE_LIE_N };

/* What amina is. */
enum counter_role { COUNTER_READER = 1, COUNTER_ADMIN = 2, COUNTER_AUDITOR = 4 };

struct counter_part { enum part_kind kind; struct buf sealed; };
struct counter {
	/* behaviour, to be set at any time */
	enum counter_lie lie;
	enum counter_file_lie file_lie;
	uint32_t page;			/* parts a page */
	unsigned conflicts;		/* so many CASE_PUTs are refused, after the reporter wrote something */
	enum gw_err result;		/* to everything, unless GW_OK */
	unsigned roles;			/* enum counter_role */
	bool by_code;			/* the session was begun with a recovery code */
	bool is_rotated;		/* the case is sealed to a key that the team had before; amina still holds it */
	bool is_late;			/* is_rotated, and amina was let in after that: she does not */
	bool is_strict;			/* a step is taken once, as the real vault does */
	bool is_held;			/* all files are */
	bool allows;			/* originals */
	enum gw_err copy_result;	/* to COPY_PUT */
	/* the cleaner's: what it says and makes; bytes lent, less than a pipe holds */
	enum gw_err cleaner_result;
	enum scan scan;
	struct copy_head makes;
	struct span makes_bytes;

	/* what came */
	unsigned openings, readings;	/* CASE_GETs: to act, by which nobody has looked; to read */
	unsigned failed, sessions, looks, quiet;	/* looks: SESSION_GETs; quiet ones among them */
	char refused[LIMIT_WHY + 1];
	uint64_t step;
	struct msg_passphrase_put passphrase;
	struct msg_second_put second_put;
	struct msg_away_put away;
	struct msg_enrol enrol;
	char failed_name[LIMIT_NAME + 1];
	struct msg_sign_in session;
	size_t n_parts;
	struct counter_part part[COUNTER_PARTS];
	struct buf head, old_head;
	uint8_t report[ID_BYTES], case_key[KEY_BYTES];
	struct keypair member, team, own;
	uint8_t second[SECOND_SECRET];	/* of the member's phone */
	uint8_t invite[TAG_BYTES];	/* of bola, for the LADO team */
	size_t file_size[COUNTER_FILES];
	uint8_t *file[COUNTER_FILES];	/* plain */
	int file_fd[COUNTER_FILES], copy_fd[COUNTER_FILES];	/* a copy's -1: there is none */
	uint64_t file_sealed[COUNTER_FILES], copy_sealed[COUNTER_FILES];
	size_t copy_size[COUNTER_FILES];
	uint8_t *copy[COUNTER_FILES];	/* its bytes, without the head */
	unsigned file_gets, copy_puts, drops, cleanings;
	struct msg_copy_put copy_put;
	uint8_t cleaned[32];		/* SHA-256 of what the cleaner got last */
	int spool;			/* what the desk makes; -1: nothing now */
	struct counter_machine *machine;
};

/* is_pinned: the roster is signed by the pinned key; else by another. */
void counter_open(struct counter *c, bool is_pinned);
/* Drains the desk; it must leave with status 0. */
void counter_close(struct counter *c);

/* From here on the desk has a cleaner, another one if it had one. */
void counter_cleaner(struct counter *c);
/* Another copy for file i: any bytes as its head; a true one; none. */
void counter_copy_of(struct counter *c, uint32_t i, struct span head, struct span bytes);
void counter_copy(struct counter *c, uint32_t i, const struct copy_head *h, struct span bytes);
void counter_copy_drop(struct counter *c, uint32_t i);
/* Another entry in the case's chronology. */
void counter_entry(struct counter *c, const struct entry *e);

/* What a phone with this secret shows now, or so many steps later. */
void counter_code(const uint8_t secret[SECOND_SECRET], int later, char code[7]);
/* fields: header lines, each with CRLF; body may be NULL. The connection is closed by the desk's answer. */
void counter_ask(struct counter *c, const char *line, const char *fields, const char *body, struct front_answer *a);
#endif
