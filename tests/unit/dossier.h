/* dossier.h: an opened case that a test makes up, without a vault: words, a decision, entries, keys. */
#ifndef DOSSIER_H
#define DOSSIER_H

#include "opening.h"
#include "policy.h"

enum { DOSSIER_PARTS = 8, DOSSIER_ENTRIES = 16 };
struct dossier {
	struct opened c;
	struct opened_part part[DOSSIER_PARTS];
	struct entry entry[DOSSIER_ENTRIES];
	uint32_t at[DOSSIER_ENTRIES];		/* the entries' parts */
	struct policy *policy;			/* hours alone: 1, 24, 48, 96 to act; twice that to review */
};

/* The body says text; it was received at 1795858140. decision: JSON. By amina, of "school:a". */
void dossier_make(struct dossier *d, const char *text, const char *decision);
/* The next part: a message, or an entry, whose `at` and `by` are filled in when they are empty. */
void dossier_message(struct dossier *d, enum part_kind kind, int64_t at, const char *text);
void dossier_entry(struct dossier *d, struct entry e);
void dossier_end(struct dossier *d);
#endif
