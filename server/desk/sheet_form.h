/* sheet_form.h: the form of one sheet: what was typed into it as the sheet's fields, with what is wrong, and the same
 * again as the model of its page. Field f-KEY; a moment's are f-KEY-day, f-KEY-time and, for a time that was twice,
 * f-KEY-turn; a place that is none of the list, f-KEY-other. Pure. */
#ifndef SHEET_FORM_H
#define SHEET_FORM_H

#include "agencies.h"
#include "console.h"
#include "form.h"
#include "scrap.h"
#include "situation.h"

enum { SHEET_ERRORS = SHEET_FIELDS + 1 };
struct sheet_form {
	/* borrowed */
	enum sheet sheet;
	const struct form *form;
	bool is_post;				/* else the form is a query: KEY alone, to begin with */
	const struct calendar *calendar;
	const struct agencies *agencies;
	int64_t now;
	struct scrap *scrap;
	/* made */
	struct span field[SHEET_FIELDS];
	bool is_twice[SHEET_FIELDS];
	struct console_error error[SHEET_ERRORS];
	size_t errors_n;
};

/* The sheet that the form names; SHEET_N: none that is filled in by hand. */
enum sheet sheet_form_of(const struct form *form);
/* POST: fills field, and error where it is none. What happened cannot be later than now, what is due not earlier. */
void sheet_form_read(struct sheet_form *f);
/* Something else is wrong: with the field of this key, or "". said: static, or in scrap. */
void sheet_form_error(struct sheet_form *f, const char *key, struct span said);
/* Everything of the page but `back`. s: of the case's entries. */
void sheet_form_show(struct sheet_form *f, const struct situation *s, struct console_sheet *out);
#endif
