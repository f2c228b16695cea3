/* passphrase.h: whether a new passphrase is hard enough to guess, by libzxcvbn's estimate. Pure. */
#ifndef PASSPHRASE_H
#define PASSPHRASE_H

#include "span.h"

enum { PASSPHRASE_BITS = 60 };

/* NULL: it may be used by somebody of this name. Else what is wrong with it, a sentence for that person; static. */
const char *passphrase_fault(struct span passphrase, struct span name);
#endif
