/* case_originals.h: of the originals of a case's attachments, what its page says at its top: whose question waits for
 * this reader's answer, and which this reader may open now. Pure. */
#ifndef CASE_ORIGINALS_H
#define CASE_ORIGINALS_H

#include "casebook.h"
#include "console.h"
#include "policy.h"
#include "scrap.h"
#include "situation.h"

/* Who reads it, and when. All borrowed. */
struct case_reader { const char *member; const struct calendar *calendar; int64_t now; };
/* s: of c's entries. Spans point into c and scrap. */
void case_originals_fill(const struct opened *c, const struct situation *s, const struct case_reader *r,
    struct scrap *scrap, struct console_case *f);
#endif
