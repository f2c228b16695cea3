/* sheet_words.h: what each sheet (sheet.h) is called on the console, when it is used, and for each field a label, a
 * hint and words for each code. One table, parallel to sheet.c's. Pure; all texts are static. */
#ifndef SHEET_WORDS_H
#define SHEET_WORDS_H

#include "sheet.h"

enum sheet_group {		/* which list of links a sheet stands in */
	GROUP_URGENT, GROUP_MEETING, GROUP_REFERRAL, GROUP_PEOPLE, GROUP_AUDIT, GROUP_N,
	GROUP_NONE = GROUP_N,	/* nobody fills it in by hand: another page makes it */
	GROUP_FILE		/* of one attachment: its own page leads to it, no list does */
};
struct field_words {
	const char *label;		/* NULL: past the sheet's last field */
	const char *hint;		/* "" where there is none */
	const char *const *codes;	/* as many as the field has codes, in their order; NULL when it has none */
};
struct sheet_words {
	const char *title;		/* "Told MASH, EDT or police" */
	const char *when;		/* one sentence: when to use it */
	enum sheet_group group;
	struct field_words field[SHEET_FIELDS];
};

const struct sheet_words *sheet_words(enum sheet s);	/* s < SHEET_N */
const char *sheet_group_words(enum sheet_group g);	/* "Urgent response"; g < GROUP_N */
/* The words of one code of the i-th field; "" for what is no code of it. */
const char *sheet_code_words(enum sheet s, size_t i, struct span code);
#endif
