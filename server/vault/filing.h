/* filing.h: parts and attachments into a case, and the audit entry that says what it holds now. */
#ifndef FILING_H
#define FILING_H

#include "audit.h"
#include "escalations.h"

/* What comes behind the seq parts and files attachments that a case has; all borrowed. */
struct addition {
	const uint8_t *report;		/* ID_BYTES */
	uint32_t seq, files;
	size_t n, n_files;
	const struct msg_new_part *part;
	const struct msg_spooled *file;
	struct span head;		/* over all of it */
};

/* A case to be made, of whatever kind; borrowed. */
struct new_case {
	const struct msg_report_put *put;
	struct span note;		/* a third part, for staff alone; empty for none */
	enum case_kind kind;
	enum listing listing;
};
/* All its rows; filing_record or filing_act must follow at once. GW_EINPUT: sealed to nobody, or too much of something.
 * GW_EBUSY: a grant is to a key that its team does not have. */
GW_CHECKED enum gw_err filing_new(struct store *s, const struct new_case *c, int64_t now);
/* Parts, attachments and the new head; filing_record or filing_act must follow. GW_ECONFLICT: they are not the next.
 * GW_ELIMIT: no more fit. */
GW_CHECKED enum gw_err filing_append(struct store *s, const struct addition *a);
/* The clean copy of a file that there is; bytes: sealed. GW_ECONFLICT: it has one. */
GW_CHECKED enum gw_err filing_copy(struct store *s, const uint8_t report[ID_BYTES], uint32_t n,
    const char name[SPOOL_NAME + 1], uint64_t bytes);
/* Adds the entry that says what the case holds now; the case has its number already. */
GW_CHECKED enum gw_err filing_record(struct store *s, const uint8_t report[ID_BYTES], enum audit_what what,
    const char *who, int64_t at);
/* The same for what a member did without a part: gives the case its number first. why: as audit_add says. */
GW_CHECKED enum gw_err filing_record_again(struct store *s, const uint8_t report[ID_BYTES], enum audit_what what,
    const char *why, int64_t at);
/* The same from an act whose subject is the case; its detail is filled in here. */
GW_CHECKED enum gw_err filing_act(struct store *s, const struct audit_act *act);
#endif
