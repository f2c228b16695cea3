/* chronology.h: everything that happened in a case, in the order of time: what staff did, what was written either way,
 * who looked; and what that comes to: tasks, tags, links, messages with their attachments. Pure. */
#ifndef CHRONOLOGY_H
#define CHRONOLOGY_H

#include "agencies.h"
#include "casefile.h"
#include "console.h"
#include "opening.h"
#include "scrap.h"

/* All borrowed. */
struct chronology {
	const struct opened *c;
	const struct casefile *file;		/* of c's entries */
	const struct calendar *calendar;
	const struct msg_look *looks;		/* in order */
	size_t looks_n;
	int64_t now;
	const char *member;			/* who reads it */
	const struct policy *policy;		/* for the names of schools; may be NULL */
	const struct agencies *agencies;	/* for those of hospitals; may be NULL */
};

/* Fill in the members they name; spans point into what t borrows, and scrap. */
void chronology_entries(const struct chronology *t, struct scrap *scrap, struct console_case *f);
void chronology_messages(const struct chronology *t, struct scrap *scrap, struct console_case *f);
/* Tasks, tags, links. */
void chronology_lists(const struct chronology *t, struct scrap *scrap, struct console_case *f);
#endif
