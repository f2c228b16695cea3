/* handout.h: what a new member takes away: the secret for their phone's app and the recovery codes. Leaves once. */
#ifndef HANDOUT_H
#define HANDOUT_H

#include "codes.h"
#include "second.h"

struct handout {
	uint8_t secret[SECOND_SECRET];
	struct codes codes;
};

void handout_make(struct handout *h);		/* a secret: wipe after use */
/* On stdout, one a line: "totp <base32>", then "code XXXX-…" for each. GW_EIO. */
GW_CHECKED enum gw_err handout_print(const struct handout *h);
/* On stderr: the picture for the app, and what all of it is for. */
void handout_draw(const struct handout *h, const char *name);
#endif
