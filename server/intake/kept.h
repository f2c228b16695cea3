/* kept.h: what the page with the code knows, carried in its form until the reporter has kept the code. Nothing of it is
 * stored here. */
#ifndef KEPT_H
#define KEPT_H

#include "json.h"
#include "policy.h"
#include "reception.h"
#include "refcode.h"

struct kept {
	char code[REFCODE_TEXT];	/* as it is shown */
	int64_t come_back;		/* as cover.h promised it, or COVER_NEVER */
	enum category category;		/* who else can help */
	bool again;			/* it had been sent before */
	int chosen;			/* how many files the page said it sends; -1: it did not say */
	json_t *files;			/* receipt_files' shape; owned */
};

/* Sealed for the form's hidden field. */
GW_CHECKED enum gw_err kept_seal(const struct reception *r, const struct kept *k, struct buf *state);
/* GW_EDENIED: not ours or too old; GW_ENOMEM. k is the caller's to wipe in any case. */
GW_CHECKED enum gw_err kept_open(const struct reception *r, struct span state, struct kept *k);
/* Whether this is the code's last group, or all of it, as a person types it. */
bool kept_is_last_group(const struct kept *k, struct span typed);
void kept_wipe(struct kept *k);		/* zeroed is fine */
#endif
