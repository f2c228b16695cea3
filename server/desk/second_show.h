/* second_show.h: a new second factor as a page shows it: a QR picture, and the same to type; and recovery codes. */
#ifndef SECOND_SHOW_H
#define SECOND_SHOW_H

#include "codes.h"
#include "console.h"
#include "second.h"

#define SECOND_UNPROVED "These are not the six digits that the app shows for this picture now. Is the time on your " \
	"phone right?"

/* What console_second's spans point into. Zeroed is fine to free. */
struct second_show {
	struct buf drawing;
	char text[SECOND_TEXT], spaced[SECOND_SPACED];
};
/* Fills in *out, which lives as long as *w. */
GW_CHECKED enum gw_err second_show(struct second_show *w, struct span name, const uint8_t secret[SECOND_SECRET],
    struct console_second *out);
void second_show_free(struct second_show *w);		/* wipes */

/* The codes as a page lists them; lent by c. */
void codes_show(const struct codes *c, struct console_code shown[LIMIT_RECOVERY_CODES], struct console_codes *out);
#endif
