/* draft.h: a report while it is being written, between two pages. Pure. */
#ifndef DRAFT_H
#define DRAFT_H

#include "buf.h"
#include "err.h"
#include "limit.h"
#include "report.h"

enum draft_danger { DRAFT_DANGER_NONE, DRAFT_DANGER_YES, DRAFT_DANGER_SOON, DRAFT_DANGER_NO, DRAFT_DANGER_NOT_SURE,
	DRAFT_DANGER_N };
enum draft_when { DRAFT_WHEN_NONE, DRAFT_WHEN_TODAY, DRAFT_WHEN_SOON, DRAFT_WHEN_LATER, DRAFT_WHEN_NOT_SURE,
	DRAFT_WHEN_N };
enum draft_about { DRAFT_ABOUT_NONE, DRAFT_ABOUT_ME, DRAFT_ABOUT_SOMEONE_ELSE, DRAFT_ABOUT_PLACE_OR_GROUP,
	DRAFT_ABOUT_UNSAID, DRAFT_ABOUT_N };
enum draft_school { DRAFT_SCHOOL_NONE, DRAFT_SCHOOL_NAMED, DRAFT_SCHOOL_NOT_ONE, DRAFT_SCHOOL_UNSAID, DRAFT_SCHOOL_N };
enum draft_files { DRAFT_FILES_NONE, DRAFT_FILES_YES, DRAFT_FILES_NO, DRAFT_FILES_N };
/* The words that forms and templates use: "yes"; "" for none. The others follow the same pattern. */
const char *draft_danger_word(enum draft_danger v);
const char *draft_when_word(enum draft_when v);
const char *draft_about_word(enum draft_about v);
const char *draft_school_word(enum draft_school v);
const char *draft_files_word(enum draft_files v);
enum draft_danger draft_danger_of(struct span word);	/* _NONE when there is no such word */
enum draft_when draft_when_of(struct span word);
enum draft_about draft_about_of(struct span word);
enum draft_school draft_school_of(struct span word);
enum draft_files draft_files_of(struct span word);

struct draft {
	uint8_t once[32];		/* made at the start: two Sends of one draft are one report */
	uint8_t step;			/* which page is being answered */
	bool checked;			/* the answers page was reached: changes lead back to it */
	enum draft_danger danger;
	enum draft_when when;
	bool kind_unsure;
	enum category kind;		/* CATEGORY_NONE: not answered, or unsure */
	enum draft_about about;
	enum draft_school school_is;
	enum draft_files files;
	char school[LIMIT_SCHOOL_CODE + 1];	/* chosen; "" for none */
	struct buf text, place, who, keep_from, typed;	/* UTF-8; typed: part of a school's name */
};

/* Limits of the pages, in characters (code points), as the wording counts them. */
enum { DRAFT_TEXT = 4000, DRAFT_PLACE = 120, DRAFT_WHO = 80, DRAFT_KEEP_FROM = 120, DRAFT_TYPED = 60 };
/* What a draft has room for, in bytes: also what is too long to be sent, so that it is shown again and not lost. */
enum { DRAFT_TEXT_BYTES = 32 * 1024, DRAFT_LINE_BYTES = 2 * 1024 };

void draft_init(struct draft *d);	/* empty; without once */
void draft_free(struct draft *d);	/* wipes */
/* Canonical bytes, and back into an initialised, empty d. GW_EINPUT: not what draft_encode made; d may hold some of
 * it. */
GW_CHECKED enum gw_err draft_encode(const struct draft *d, struct buf *out);
GW_CHECKED enum gw_err draft_decode(struct span bytes, struct draft *d);
/* The report it makes, into an initialised, empty r: the text, and behind it on a line of its own who it is about, when
 * that was told; danger yes is DANGER_YES, soon and not sure DANGER_NOT_SURE; when later is WHEN_NOT_SURE; a kind of
 * weapon also answers weapon. GW_ELIMIT: longer than the pages allow, and than a report may be. */
GW_CHECKED enum gw_err draft_report(const struct draft *d, struct report *r);
#endif
