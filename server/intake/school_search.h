/* school_search.h: schools whose names fit what somebody typed of them. Pure. */
#ifndef SCHOOL_SEARCH_H
#define SCHOOL_SEARCH_H

#include "policy.h"

/* Each typed word begins a word of the name; case, marks and the order do not matter, "brannocks" finds "Brannock's".
 * Gives the first max of them, in the policy's order; returns how many there are in all. 0 when no word was typed. */
size_t school_search(const struct policy *p, struct span typed, const struct school **found, size_t max);
#endif
