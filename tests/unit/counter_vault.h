/* counter_vault.h: the vault that counter.c plays: sealed for real, and lying when told to. */
#ifndef COUNTER_VAULT_H
#define COUNTER_VAULT_H

#include "counter.h"
#include "wire.h"

struct counter_vault {
	struct buf roster;
	uint8_t signature[SIGNATURE_BYTES];
	struct member_lock lock;
	bool has_session;
};

void counter_vault_make(struct counter *c, struct counter_vault *v, bool is_pinned, struct roster_pin *pin);
void counter_vault_answer(struct counter *c, struct counter_vault *v, struct wire *w, struct msg *question);
void counter_vault_end(struct counter *c, struct counter_vault *v);
#endif
