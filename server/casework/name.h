/* name.h: what a member may be called. Pure. */
#ifndef NAME_H
#define NAME_H

#include <stdbool.h>

#include "span.h"

/* Whether two names that look alike are one: 1 to LIMIT_NAME bytes of UTF-8, each character seen where it stands, none
 * that hides, turns round what follows or can be written in two ways, and between words one plain space. Letters of
 * two alphabets that look alike are not told apart. */
bool name_is_clear(struct span name);
#endif
