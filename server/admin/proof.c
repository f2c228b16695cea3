/* proof.c: one secret, and a ring that opens with it. */
#include "proof.h"

#include <stdio.h>

#include "args.h"
#include "datadir.h"

static int
refuse(const char *why, const char *nothing)
{
	fprintf(stderr, "%s; %s\n", why, nothing);
	return ADMIN_REFUSED;
}

static int
refuse_error(const char *what, enum gw_err e, const char *nothing)
{
	fprintf(stderr, "%s: %s; %s\n", what, gw_err_text(e), nothing);
	return ADMIN_REFUSED;
}

int
proof_ask(struct proof *p, const char *nothing)
{
	const char *question = p->is_recovery ? "Recovery words" : "Passphrase of the colleague";
	const enum gw_err e = prompt_secret(question, &p->secret);

	if (e == GW_EABSENT)
		return refuse(p->is_recovery ? "the input ended before the recovery words came" :
		    "the input ended before the colleague's passphrase came", nothing);
	return e == GW_OK ? ADMIN_DONE : refuse_error("the proof could not be read", e, nothing);
}

int
proof_pin(const struct config *c, struct roster_pin *pin, const char *nothing)
{
	uint8_t text[256];
	enum gw_err e;
	size_t n;

	e = datadir_read(c->roster_pin, text, sizeof text, &n);
	if (e == GW_OK)
		e = roster_pin_parse((struct span){ text, n }, pin);
	return e == GW_OK ? ADMIN_DONE : refuse_error("the pin of the signed list cannot be read", e, nothing);
}

int
proof_open(const struct proof *p, struct keyring *k, const char *nothing)
{
	int word = 0;
	enum gw_err e;

	if (p->is_recovery) {
		e = keyring_recovery(k, prompt_span(&p->secret), &word);
		if (e == GW_EDENIED)
			return refuse("these are the recovery words of another gateway", nothing);
	} else {
		e = keyring_colleague(k, p->colleague, prompt_span(&p->secret));
		if (e == GW_EABSENT || e == GW_EDENIED)
			return refuse("the colleague's name or passphrase is wrong", nothing);
	}
	if (e == GW_EINPUT && word > 0) {
		fprintf(stderr, "recovery word %d is not one; %s\n", word, nothing);
		return ADMIN_REFUSED;
	}
	if (e == GW_EINPUT)
		return refuse("each recovery word is possible, but together they are not the key", nothing);
	return e == GW_OK ? ADMIN_DONE : refuse_error("the keys could not be opened", e, nothing);
}
