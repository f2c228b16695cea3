/* msg_casework.h: what staff's lists and cases are asked for and told. Part of msg.h. Each question is for a session;
 * the vault, not the desk, decides what that may see.
 * A case is a report and all that was added to it. An act is what a member does with it; its entry (entry.h) says so in
 * the chronology. A look: a member has opened it, and what came later is new to them. A line is one of the queue's two:
 * 0 urgent response, 1 the others. Open cases stand in the queue, closed ones on the shelf. */
#ifndef MSG_CASEWORK_H
#define MSG_CASEWORK_H

/* One page of the console's lists, LIMIT_DESK_PAGE rows or as many as fit. Those closed: the last day first, which is
 * then after_due. */
enum filter {
	FILTER_ALL, FILTER_OVERDUE, FILTER_REPLY, FILTER_FREE, FILTER_MINE, FILTER_NEW, FILTER_OPEN_N,
	FILTER_CLOSED = FILTER_OPEN_N, FILTER_N
};
struct msg_list_get {
	uint8_t session[SESSION_ID], filter, line;
	uint8_t quiet;
	int64_t after_due;		/* all zeros: the first page */
	uint8_t after[ID_BYTES];
};
struct msg_list_row {
	uint8_t report[ID_BYTES], grant[GRANT_BYTES];
	char team[LIMIT_TEAM + 1];	/* whose grant */
	char school[LIMIT_TEAM + 1];	/* the team of the school it is shared with, or "" */
	char assigned[LIMIT_NAME + 1];	/* "": to nobody */
	uint8_t band, state, kind;	/* kind: enum case_kind */
	uint8_t is_met;			/* somebody has acted, in time or not: due is now the next review */
	uint8_t is_new;			/* to this member: never opened, or something was added since */
	uint8_t has_reply;		/* the reporter wrote and no staff has looked since */
	uint8_t is_lowering;		/* somebody asks for a second person */
	uint8_t helps;			/* it was passed on, or another service helps */
	uint8_t has_community;		/* community safety can open it */
	int64_t received, due;
	struct span decision;		/* sealed: part 1 */
};
/* How many each filter has, among the first LIST_COUNTED open ones; is_more: there are more than those. */
enum { LIST_COUNTED = 2000 };
struct msg_list {
	uint64_t open;			/* all of them */
	uint16_t urgent, overdue, replies, unassigned, mine, fresh;
	uint8_t is_more;
	uint8_t goes_on;		/* another page follows the last row */
	uint8_t n;
	struct msg_list_row row[LIMIT_DESK_PAGE];
};

/* What staff do with a case: one or two parts, sealed behind those there are, and what the vault has to know of them.
 * The parts say it all; these columns only order the queue. */
enum case_act {			/* one word each in the audit chain */
	ACT_MESSAGE, ACT_NOTE, ACT_CONFIRM, ACT_RAISE, ACT_LOWER, ACT_ASK_LOWER, ACT_AGREE_LOWER, ACT_REFUSE_LOWER,
	ACT_ASSIGN, ACT_TASK, ACT_TASK_DONE, ACT_TAG, ACT_UNTAG, ACT_LINK, ACT_REVIEW, ACT_CORRECT, ACT_LOG, ACT_CLOSE,
	ACT_REOPEN,
	ACT_RECORD,		/* a sheet (sheet.h) */
	ACT_PASS,		/* chosen parts of it became an extract for another team: only with MSG_PASS_PUT */
	ACT_SHARE,		/* another team holds all of it from here on: only with MSG_SHARE_PUT */
	ACT_COME,		/* an extract's own: where it comes from; never put alone */
	ACT_N
};
enum { TAG_PLAIN = 128, TAG_SEALED = TAG_PLAIN + 48 };	/* tag_box.h: padded, and in its box */
enum { CASE_PARTS = 2 };
struct msg_new_part { uint8_t kind; struct span sealed; };	/* PART_FROM_STAFF, PART_NOTE */
/* GW_ECONFLICT unless seq is the thread's length. GW_EDENIED: another member must do it: lowering an immediate one is
 * asked for by one and agreed to by another, and nobody closes it while it is immediate. GW_EINPUT: the columns do not
 * fit the act. Band, state, is_met and due are looked at by the acts that set a clock alone: MESSAGE, CONFIRM, RAISE,
 * LOWER, AGREE_LOWER, REVIEW, CLOSE, REOPEN; assigned by ASSIGN alone. A closed one takes NOTE, CORRECT, TAG, UNTAG,
 * LINK and REOPEN; its due is the day it was closed. When its reporter writes again it is among the open rows, still
 * closed, until NOTE or REOPEN. RECORD is as MESSAGE, and as NOTE on a closed one. */
struct msg_case_put {
	uint8_t session[SESSION_ID], report[ID_BYTES];
	uint8_t act;
	uint32_t seq, files;
	uint8_t n;
	struct msg_new_part part[CASE_PARTS];
	struct span head;
	uint8_t band, state;		/* as they are from here on */
	uint8_t is_met;
	int64_t due;			/* the next moment that somebody must have acted by; ACT_CLOSE: any */
	char assigned[LIMIT_NAME + 1];	/* from here on; a member of one of the case's teams, or "" */
	char owner[LIMIT_NAME + 1];	/* ACT_TASK: whose; a member as well */
	int64_t task_due;		/* ACT_TASK: by when */
	uint32_t task;			/* ACT_TASK_DONE: the part that made it */
	uint8_t tag[TAG_BYTES], tag_sealed[TAG_SEALED];	/* ACT_TAG, ACT_UNTAG (tag alone) */
	char tag_team[LIMIT_TEAM + 1];	/* whose key they are made with */
	uint8_t sheet;			/* ACT_RECORD: which, for the audit chain */
	/* RECORD of ORIGINAL and HOLD: which file; of ORIGINAL_SAID: the part that asked, the answer; HOLD: why */
	uint32_t file, original;
	uint8_t agrees, held;
	uint8_t lists;			/* news for the next meeting, if community safety holds the case */
	uint8_t helps;			/* from here on the reporter reads that another team helps */
};
struct msg_looks_get { uint8_t session[SESSION_ID], report[ID_BYTES]; };
struct msg_look { char who[LIMIT_NAME + 1]; int64_t at; };
struct msg_looks { uint8_t n; struct msg_look look[LIMIT_DESK_PAGE]; };	/* the last ones, newest last */
/* Cases of this team with one of these tags, but for the report itself. */
enum { RELATED_TAGS = 16 };
struct msg_tag { uint8_t found_by[TAG_BYTES]; };
struct msg_related_get {
	uint8_t session[SESSION_ID], report[ID_BYTES];
	char team[LIMIT_TEAM + 1];
	uint8_t n;
	struct msg_tag tag[RELATED_TAGS];
};
struct msg_related_row { uint8_t report[ID_BYTES], tag[TAG_BYTES], band, state; int64_t received; };
struct msg_related { uint8_t n; struct msg_related_row row[LIMIT_DESK_PAGE]; };
/* A concern that was told to a member: as REPORT_PUT, with a third part (PART_NOTE, its author); head over all three.
 * The reporter's tag and keys are random: nobody has a code. */
struct msg_log_put { uint8_t session[SESSION_ID]; struct msg_report_put put; struct span note; };
#endif
