/* code_page.h: the reference code, shown until it was kept: the code and its QR, a picture of it to save, the question
 * that shows that it was kept, and then who else can help. */
#ifndef CODE_PAGE_H
#define CODE_PAGE_H

#include "kept.h"
#include "show.h"

void code_page_show(struct exchange *x, const struct kept *k);
/* POST /report/kept and POST /report/picture. */
void code_page_kept_end(struct exchange *x);
void code_page_picture_end(struct exchange *x);
#endif
