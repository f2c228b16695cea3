/* situation.h: what the sheets of a case come to now: where the young person is, who is asked for what, what is known.
 * Pure; lends from the entries. Lists keep the newest when there are more than fit. */
#ifndef SITUATION_H
#define SITUATION_H

#include "entry.h"

enum { SITUATION_LIST = 32, SITUATION_FACTS = 16, SITUATION_TOS = 16 };

struct noted { uint32_t part; const struct entry *entry; };
struct noted_list { size_t n; struct noted of[SITUATION_LIST]; };
struct situation {
	struct noted where;			/* the last; entry NULL: nobody said; so for the others */
	struct noted consent, plan, trigger, impact, agenda;
	struct noted fact[SITUATION_FACTS];	/* by the number of its code "what"; the last of each */
	struct noted referral[SITUATION_TOS];	/* by the number of its code "to"; the last of each */
	/* the first of each: a written referral is due a day after the call */
	struct noted phoned_mash, sent_mash;
	struct noted_list asks;			/* open: no ASK_DONE of theirs */
	struct noted_list originals;		/* asked for, and no answer yet */
	struct noted_list decisions, talks, present, scenes;
	/* "tell now", all; open ones have no ref and no later one with a ref */
	struct noted_list police;
	struct noted_list people;		/* the last of each name */
	struct noted_list ties;			/* not undone */
	struct noted_list nominations;
	struct noted_list actions;		/* of findings; open: no ACTED of theirs */
	struct noted panel[SITUATION_LIST];	/* the last answer to nominations.of[i] */
	struct noted released[2];		/* RELEASE asked; and its answer, by another person */
};

/* entry[i] stands in part part[i]; in order. */
void situation_read(const struct entry *entry, const uint32_t *part, size_t n, struct situation *s);
/* Of a sheet's field: its moment, 0 for none; its bytes, empty for none. e->entry may be NULL: nothing was said. */
int64_t noted_moment(const struct noted *e, const char *key);
struct span noted_text(const struct noted *e, const char *key);
bool noted_is(const struct noted *e, const char *key, const char *code);
/* A reachable moment: WHERE with an end that has not come. */
bool situation_is_reachable(const struct situation *s, int64_t now);
/* A tie that may be shown as one: not a rumour, not past its day. Rumours are marked, and left out of exports. */
bool tie_is_sound(const struct noted *tie, int64_t now);
#endif
