/* whole.h: whether a file is all there, where a library takes what it gets: GIF (GIF89a, section 17 and on),
 * and PNG (section 5), whose library also makes room for whatever a length says. Pure. */
#ifndef WHOLE_H
#define WHOLE_H

#include "span.h"

/* s begins as its kind does. False: it ends before its own end. What is wrong inside is for others to find out. */
bool whole_gif(struct span s);
bool whole_png(struct span s);
/* Four bytes, the highest first. */
uint32_t whole_number(const uint8_t *p);
#endif
