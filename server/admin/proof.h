/* proof.h: who stands behind a verb that passes keys on: whoever has the recovery words, or a colleague by
 * passphrase. */
#ifndef PROOF_H
#define PROOF_H

#include "config.h"
#include "keyring.h"
#include "prompt.h"

/* "--recovery" or "--by COLLEAGUE", and what was typed for it; wipe after use. */
struct proof {
	bool is_recovery;
	const char *colleague;		/* NULL: the recovery words */
	struct secret_line secret;
};

/* Each gives an exit status; when refused it has said why, ending in nothing: "nobody was enrolled". */
int proof_ask(struct proof *p, const char *nothing);
int proof_pin(const struct config *c, struct roster_pin *pin, const char *nothing);
/* Opens the ring, whose store, roster and pin the caller has set. */
int proof_open(const struct proof *p, struct keyring *k, const char *nothing);
#endif
