/* words_of.h: times, numbers and codes in words, as staff read them on their pages. Pure. */
#ifndef WORDS_OF_H
#define WORDS_OF_H

#include "entry.h"
#include "policy.h"
#include "report.h"

enum { WORDS_TIME = 32 };
/* "2 h 10 min left", "3 days left", "due now", "25 min over", "3 days over"; and NUL. */
void words_left(int64_t due, int64_t now, char text[WORDS_TIME]);
/* How long ago: "just now", "25 min", "2 h", "3 days"; and NUL. */
void words_age(int64_t since, int64_t now, char text[WORDS_TIME]);
/* How late something was that should have been done by due: "" when it was in time, else "1 day late"; and NUL. */
void words_late(int64_t due, int64_t at, char text[WORDS_TIME]);
/* By how much: "1 day", "25 min", "less than a minute"; and NUL. For at behind due. */
void words_miss(int64_t due, int64_t at, char text[WORDS_TIME]);
/* "Thursday 24 December"; "-" as in clock.h; and NUL. */
void words_day(const struct calendar *c, int64_t at, char text[WORDS_TIME]);
/* "until Thursday 24 December; Ben Okoro covers", or without the second half when cover is ""; and NUL. */
enum { WORDS_AWAY = WORDS_TIME + LIMIT_NAME + sizeof "until ; covers" };
void words_away(const struct calendar *c, int64_t until, const char *cover, char text[WORDS_AWAY]);
/* "2026-12-24", as a date field has it, to the end of that day in the calendar's zone, in seconds. GW_EINPUT: no such
 * day of 2000 to 2100. */
GW_CHECKED enum gw_err words_day_read(const struct calendar *c, struct span text, int64_t *at);

/* A case's short name: "3F9A-22C1", the first bytes of its id; and NUL. */
enum { REF_BYTES = 4, WORDS_REF = 2 * REF_BYTES + 2 };
void words_ref(const uint8_t report[ID_BYTES], char text[WORDS_REF]);
/* What somebody typed: either such a name (small letters and a missing hyphen are fine) or a whole id. Gives its bytes
 * and how many: REF_BYTES or ID_BYTES. GW_EINPUT. */
GW_CHECKED enum gw_err words_ref_read(struct span typed, uint8_t id[ID_BYTES], size_t *n);

/* Static texts, never NULL; "" for what has no words. */
const char *words_category(enum category c);	/* "Weapon" */
const char *words_band(enum band b);		/* "Immediate" */
const char *words_state(enum case_state s);	/* "Being worked on" */
const char *words_act(enum case_act a);		/* "Raised the band" */
const char *words_outcome(enum outcome o);	/* "Early Help" */
const char *words_link(enum link_how how);	/* "duplicate" */
const char *words_tag(enum tag_kind kind);	/* "person" */
const char *words_danger(enum answer_danger d);
const char *words_when(enum answer_when w);
const char *words_weapon(enum answer_weapon w);
const char *words_about(enum answer_about a);
#endif
