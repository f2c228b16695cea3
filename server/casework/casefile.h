/* casefile.h: what the entries of a case come to: who has it, what is to be done, what it is linked with. Pure. */
#ifndef CASEFILE_H
#define CASEFILE_H

#include "entry.h"

enum { CASEFILE_TAGS = RELATED_TAGS, CASEFILE_LINKS = 32 };

struct casefile {
	char assigned[LIMIT_NAME + 1];
	bool is_confirmed;		/* a person has confirmed or changed the band */
	const struct entry *asked;	/* the lowering that waits for a second person, or NULL */
	const struct entry *closed;	/* the last CLOSE, when nothing has reopened it */
	const struct entry *logged;	/* a professional's: LOG, or NULL */
	const struct entry *come;	/* an extract's: COME, or NULL */
	size_t n_tasks, n_tags, n_links;
	struct { uint32_t part; const struct entry *entry; } task[LIMIT_TASKS];	/* open ones */
	const struct entry *tag[CASEFILE_TAGS];		/* not taken off again */
	const struct entry *link[CASEFILE_LINKS];
	size_t n_passed;
	const struct entry *passed[CASEFILE_LINKS];	/* PASS and SHARE */
};

/* entry[i] stands in part part[i]; in order. Lends from entry. What goes beyond a list's room is left out of it. */
void casefile_read(const struct entry *entry, const uint32_t *part, size_t n, struct casefile *c);
/* Whether there is a reporter who holds a code for it: not for what staff logged, passed on or made themselves. */
bool casefile_has_reporter(const struct casefile *c);
/* What who passed an extract on may still record on it: what they know and the others may not. Clocks, decisions, asks
 * and the map are of the team that has it now. */
bool casefile_giver_records(enum sheet s);
/* Whether this member may now do this, in this band; the vault checks the same again. NULL: yes. Else a sentence for
 * the page, static. */
const char *casefile_refuses(const struct casefile *c, enum case_act act, enum band band, enum band to,
    const char *member);
#endif
