/* verify_audit.c: does every entry fit the one before it, and every report its entry? */
#include "admin.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>

#include "args.h"
#include "datadir.h"
#include "store.h"

static int
audit_check(void *arg)
{
	char head[2 * sizeof ((struct audit_verdict *)0)->head + 1];
	struct audit_verdict v = { 0 };
	struct store *s;
	enum gw_err e;

	(void)arg;
	if (store_open("concern.db", STORE_READ, stderr, &s) != GW_OK)
		return ADMIN_REFUSED;
	e = store_audit_verify(s, &v);
	store_close(s);
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
	return e == GW_OK && fflush(stdout) == 0 ? ADMIN_DONE : ADMIN_REFUSED;
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
