/* moment.h: a moment as staff read it on a page, kept in its scrap. Pure. */
#ifndef MOMENT_H
#define MOMENT_H

#include "policy.h"
#include "scrap.h"

/* "by " before, and clock_words; "" when at is 0: nobody knows, or it has not come. */
struct span moment_say(struct scrap *scrap, const struct calendar *c, const char *before, int64_t at);
/* The same as somebody reads it at now: with the year when that is not the one they are in. */
struct span moment_say_from(struct scrap *scrap, const struct calendar *c, const char *before, int64_t at, int64_t now);
#endif
