/* goods.h: everything that is read from disk before anything runs: config, policy, triage, wording,
 * replies, areas, alerts, agencies, keys, certificates. Whatever is wrong is one sentence on stderr. The keys lie in
 * locked memory. */
#ifndef GOODS_H
#define GOODS_H

#include "buf.h"
#include "child.h"

struct goods {
	struct config config;
	struct policy *policy;
	struct triage *triage;
	char version[LIMIT_NAME + 1];	/* of the policy: triage's, "/", a fingerprint of all its files */
	struct wording *wording;
	struct replies *replies;
	struct areas *areas;
	struct alerts *alerts;
	struct agencies *agencies;
	struct buf staff_ca;		/* PEM */
	struct buf alerts_ca;		/* PEM; empty without the config's section alerts */
	struct roster_pin pin;
	struct child_secrets secrets;
};

/* Reads all of it, saying every fault, and makes the seeds of tickets and forms. A port of 0 is the config's. */
GW_CHECKED enum gw_err goods_load(const char *config_file, int port, int staff_port, struct goods *g);
/* Reads policy, triage, wording, replies, areas, alerts, agencies, roster pin, certificates and the mail server's
 * password again. On any fault g is as before. */
GW_CHECKED enum gw_err goods_reload(struct goods *g, FILE *err);
/* Moves the seeds on with the clock: for a process that starts now, and so that no old one is left. */
void goods_step_seeds(struct goods *g);
void goods_free(struct goods *g);	/* wipes; zeroed is fine */
#endif
