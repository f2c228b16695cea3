/* draft.h: a report before it is sent: the API's JSON object, the files, and where a QR picture of its code goes. */
#ifndef DRAFT_H
#define DRAFT_H

#include "concern.h"
#include "http.h"
#include "upload.h"

struct draft {
	json_t *body;		/* {"text","answers","school","place","keep_from"}; only what was said */
	struct uploads files;
	const char *qr_png, *qr_svg;
};

/* Text must be UTF-8. An empty one is left out. */
GW_CHECKED enum run draft_set(json_t *object, const char *key, struct span text);
/* Asks everything that is not known yet, in plain English, and shows it before it is sent. *send: the person said yes.
 * For a terminal. */
GW_CHECKED enum run draft_ask(struct draft *d, struct http *h, bool *send);
#endif
