/* sheet_say.h: what one sheet says, in words: a label and a value for each field that was filled in. Pure. */
#ifndef SHEET_SAY_H
#define SHEET_SAY_H

#include "agencies.h"
#include "casebook.h"
#include "console.h"
#include "scrap.h"

/* All borrowed. */
struct sheet_say {
	const struct calendar *calendar;
	const struct agencies *agencies;	/* for names of hospitals and custody suites */
	const struct opened_entries *entries;	/* what numbers of parts are about */
};
/* What was done by it, for the chronology: "Asked to open the original of attachment 2"; for most the sheet's name. */
struct span sheet_say_what(const struct sheet_say *t, const struct entry *e, struct scrap *scrap);
/* e is a RECORD. Spans point into e and scrap. What sheet_say_what has said of an attachment is left out. */
const struct console_fact *sheet_say(const struct sheet_say *t, const struct entry *e, struct scrap *scrap, size_t *n);
/* The value of its i-th field; empty where nothing was said. */
struct span sheet_say_field(const struct sheet_say *t, const struct entry *e, size_t i, struct scrap *scrap);
/* The same by the field's key. */
struct span sheet_say_key(const struct sheet_say *t, const struct entry *e, const char *key, struct scrap *scrap);
/* The whole sheet in one line, as a list names it: what is asked, who is tied to whom, who is nominated. */
struct span sheet_say_line(const struct entry *e, struct scrap *scrap);
#endif
