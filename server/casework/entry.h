/* entry.h: one entry of a case's chronology, as it is sealed into a PART_NOTE: who did what when, and why. Entries are
 * only ever added; a correction is a new one. Canonical JSON; strict on reading. Pure. */
#ifndef ENTRY_H
#define ENTRY_H

#include "json.h"
#include "msg.h"
#include "report.h"
#include "sheet.h"

enum tag_kind { TAG_PERSON, TAG_PLACE, TAG_KIND_N };
enum link_how { LINK_DUPLICATE, LINK_INCIDENT, LINK_HOW_N };
enum outcome {			/* what became of it; the code is kept, append only */
	OUTCOME_MASH, OUTCOME_POLICE, OUTCOME_EARLY_HELP, OUTCOME_SCHOOL_SUPPORT, OUTCOME_COMMUNITY_SAFETY,
	OUTCOME_OTHER_SERVICE, OUTCOME_DUPLICATE, OUTCOME_CANNOT_IDENTIFY, OUTCOME_NO_ACTION, OUTCOME_TEST, OUTCOME_N
};

struct entry {
	enum case_act act;
	int64_t at;			/* seconds, a whole minute */
	char by[LIMIT_NAME + 1];
	/* What each act fills in; the rest is zero. */
	/* NOTE, CORRECT: the words; TASK: what is to be done; TAG, UNTAG: the tag; LOG: who told it; MESSAGE: why it
	 * was sent as it is, against the hints; CLOSE: the decision's reason; all others but TASK_DONE: why. May be
	 * empty with MESSAGE, CONFIRM, RAISE (nothing may hold that up), AGREE_LOWER, ASSIGN, REVIEW and LOG. Never
	 * blank, no controls but tab and line ends (report_words). */
	struct span text;
	/* CONFIRM: both alike; RAISE: up; LOWER: down, not from immediate; the other three: from immediate, down
	 * (REFUSE_LOWER: any). */
	enum band from, to;
	int64_t due;			/* any act: by when somebody should have acted: a miss stays; 0: none */
	char whom[LIMIT_NAME + 1];	/* ASSIGN ("": to nobody), TASK: its owner */
	int64_t task_due;		/* TASK */
	uint32_t of;			/* TASK_DONE (from 2 on), CORRECT: the part that it is about */
	enum tag_kind tag;		/* TAG, UNTAG */
	uint8_t other[ID_BYTES];	/* LINK */
	enum link_how how;		/* LINK */
	struct span concern, follow_up, decision;	/* CLOSE, all of them; text: the reason */
	enum outcome outcome;		/* CLOSE */
	int64_t seen;			/* CLOSE: when somebody first opened it, a whole minute; 0: not known */
	enum sheet sheet;		/* RECORD: which, and its fields; they passed sheet_check */
	struct span field[SHEET_FIELDS];
	/* PASS: the extract (other) that this team got, and why (text). COME: the extract's own: which case (other) and
	 * team it comes from. SHARE: the team that holds this whole case from here on, and why (text). */
	char team[LIMIT_TEAM + 1];
	bool gives_away;		/* SHARE: the team of who did it holds it no longer */
};

/* The word that is kept: "note", "task-done". Never NULL. */
const char *case_act_word(enum case_act act);
/* Whether it is a RECORD of this sheet. */
bool entry_is_sheet(const struct entry *e, enum sheet s);
const char *outcome_code(enum outcome o);		/* "mash"; "" for OUTCOME_N */
enum outcome outcome_of(struct span code);		/* OUTCOME_N: no such code */
/* Appends its JSON. GW_EINPUT: a field that its act needs is missing, or one it does not take is there; GW_ELIMIT: one
 * is over LIMIT_NOTE (LIMIT_TAG for tags), or a name over LIMIT_NAME. */
GW_CHECKED enum gw_err entry_encode(const struct entry *e, struct buf *out);
/* Gives *holder, which e's spans point into: json_decref it. GW_EINPUT: not an entry of ours. */
GW_CHECKED enum gw_err entry_decode(struct span plain, struct entry *e, json_t **holder);
/* Room for a folded tag: its kind, a space, its text. Fits tag_seal. */
enum { TAG_FOLDED = sizeof "person " - 1 + LIMIT_TAG };
/* Appends the text that a tag is found by: its kind, then small letters (Unicode, NFC), single spaces, none at the
 * ends: "place leyton park". GW_EINPUT: nothing is left, or no UTF-8; GW_ELIMIT over LIMIT_TAG, kind not
 * counted; GW_ENOMEM. */
GW_CHECKED enum gw_err tag_fold(enum tag_kind kind, struct span text, struct buf *out);
/* The same without a kind, of a sheet's line: names that come to the same bytes are one name. GW_ELIMIT over
 * LIMIT_LINE. */
GW_CHECKED enum gw_err line_fold(struct span text, struct buf *out);
/* The same as a text that ends. false: it is no name, or too long, or there is no memory; folded is "" then. */
bool line_folded(struct span text, char folded[LIMIT_LINE + 1]);
/* Whether both are names, and one name. */
bool line_is_same(struct span a, struct span b);
#endif
