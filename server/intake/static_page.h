/* static_page.h: pages that need no answer from anywhere: home, help, privacy and the like, and the way out. */
#ifndef STATIC_PAGE_H
#define STATIC_PAGE_H

#include "site.h"

void home_page_end(struct exchange *x);
void school_page_end(struct exchange *x);	/* /s/SCHOOL: home, with that school answered */
void leaving_page_end(struct exchange *x);	/* how to leave fast */
void help_page_end(struct exchange *x);
void lost_page_end(struct exchange *x);
void privacy_page_end(struct exchange *x);
void accessibility_page_end(struct exchange *x);
void cookies_page_end(struct exchange *x);
/* Whoever comes back to a page that only a form leads to: a code is asked for, never shown again. */
void later_page_end(struct exchange *x);
/* Browsers ask for one unasked; there is none, on purpose: nothing to be seen among the tabs. */
void no_icon_end(struct exchange *x);
/* Out of this site at once: whatever the browser keeps of it is cleared, a page about nothing opens. */
void leave_end(struct exchange *x);
#endif
