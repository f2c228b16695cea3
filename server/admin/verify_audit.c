/* verify_audit.c: does every entry fit the one before it, and every report its entry; is every attachment there? */
#include "admin.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>

#include "args.h"
#include "datadir.h"
#include "spool.h"
#include "store.h"

struct attachments { uint64_t n, missing; char first[SPOOL_NAME + 1]; };

static enum gw_err
attachment_look(void *arg, const char *name, uint64_t sealed_bytes)
{
	struct attachments *a = arg;

	a->n++;
	if (spool_look("spool", name, sealed_bytes) != GW_OK && a->missing++ == 0)
		snprintf(a->first, sizeof a->first, "%s", name);
	return GW_OK;
}

static int
attachments_check(struct store *s)
{
	struct attachments a = { .n = 0 };
	enum gw_err e = store_spooled_walk(s, attachment_look, &a);

	if (e != GW_OK) {
		fprintf(stderr, "the attachments could not be looked for: %s\n", gw_err_text(e));
		return ADMIN_REFUSED;
	}
	if (a.missing == 0)
		printf("attachments and copies %" PRIu64 ", all there\n", a.n);
	else
		printf("attachments and copies %" PRIu64 ", not there or not whole %" PRIu64 ", the first %s\n", a.n,
		    a.missing, a.first);
	return a.missing == 0 ? ADMIN_DONE : ADMIN_REFUSED;
}

static int
chain_check(struct store *s)
{
	char head[2 * sizeof ((struct audit_verdict *)0)->head + 1];
	struct audit_verdict v = { 0 };
	enum gw_err e = store_audit_verify(s, &v);

	if (e != GW_OK && e != GW_EDENIED) {
		fprintf(stderr, "the audit chain could not be read: %s\n", gw_err_text(e));
		return ADMIN_REFUSED;
	}
	sodium_bin2hex(head, sizeof head, v.head, sizeof v.head);
	printf("entries %" PRIu64 "\nhead %s\n", v.entries, head);
	if (e == GW_OK)
		printf("the chain holds\n");
	else
		printf("the chain breaks at entry %" PRIu64 ": %s\n", v.bad_entry, v.what);
	return e == GW_OK ? ADMIN_DONE : ADMIN_REFUSED;
}

static int
audit_check(void *arg)
{
	struct store *s;
	int chain, attachments;

	(void)arg;
	if (store_open("concern.db", STORE_READ, stderr, &s) != GW_OK)
		return ADMIN_REFUSED;
	chain = chain_check(s);
	attachments = attachments_check(s);
	store_close(s);
	return chain == ADMIN_DONE && attachments == ADMIN_DONE && fflush(stdout) == 0 ? ADMIN_DONE : ADMIN_REFUSED;
}

int
admin_verify_audit(int argc, char **argv)
{
	struct config c;
	struct owner o;
	int status = args_config(argc, argv, &c);

	if (status != ADMIN_DONE)
		return status;
	if (datadir_owner(c.user, &o) != GW_OK) {
		fprintf(stderr, "the config's user does not exist on this machine\n");
		return ADMIN_REFUSED;
	}
	return datadir_inside(c.data, &o, audit_check, NULL);
}
