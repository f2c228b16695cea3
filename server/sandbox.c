/* sandbox.c: user, capabilities, root folder, core dumps, new privileges; then filter.c and landlock.c. */
#include "sandbox.h"

#include <cap-ng.h>
#include <errno.h>
#include <pwd.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "filter.h"
#include "landlock.h"
#include "log.h"

static enum gw_err
refuse(const char *what)
{
	log_boot("could not give up what it must not have: %s (%s)", what, strerror(errno));
	return GW_EIO;
}

static bool
may_change_root(void)
{
	capng_get_caps_process();
	return capng_have_capability(CAPNG_EFFECTIVE, CAP_SYS_CHROOT) == 1;
}

struct person { int uid, gid; };

/* Whom root becomes. Read before the root folder changes and hides the list of users. */
static enum gw_err
look_up(const char *user, struct person *p)
{
	const struct passwd *who = geteuid() == 0 ? getpwnam(user) : NULL;

	*p = (struct person){ -1, -1 };
	if (geteuid() != 0)
		return GW_OK;
	if (who == NULL || who->pw_uid == 0) {
		log_boot("the config's user is not an unprivileged user of this machine");
		return GW_EIO;
	}
	*p = (struct person){ (int)who->pw_uid, (int)who->pw_gid };
	return GW_OK;
}

/* From root to p, keeping the capabilities that were put into libcap-ng's state. */
static enum gw_err
become(const struct person *p)
{
	if (capng_change_id(p->uid, p->gid, CAPNG_DROP_SUPP_GRP | CAPNG_CLEAR_BOUNDING) != 0)
		return refuse("root");
	return GW_OK;
}

/* Core files would hold reports; a debugger of the same user would read them; set-user-id programs would give back
 * what was given up. */
static enum gw_err
close_doors(void)
{
	const struct rlimit none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &none) != 0)
		return refuse("core dumps");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return refuse("being traced");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return refuse("new privileges");
	return GW_OK;
}

static enum gw_err
drop_rights(const struct person *p)
{
	capng_clear(CAPNG_SELECT_BOTH);
	if (geteuid() == 0)
		return become(p);
	if (capng_apply(CAPNG_SELECT_CAPS) != 0)
		return refuse("capabilities");
	return GW_OK;
}

/* Only the folder is there for it any more: as its root where that is allowed, else as its place to work. */
static enum gw_err
settle_in(const char *folder)
{
	const bool is_allowed = may_change_root();

	if (chdir(folder) != 0) {
		log_boot("%s: the folder for data cannot be entered (%s); concernd init makes it", folder,
		    strerror(errno));
		return GW_EIO;
	}
	if (is_allowed && (chroot(".") != 0 || chdir("/") != 0))
		return refuse("files outside its data folder");
	return GW_OK;
}

enum gw_err
sandbox_enter(enum child_kind kind, const struct config *c)
{
	const bool keeps_files = kind == CHILD_VAULT;
	struct person p;
	enum gw_err e;

	if ((e = look_up(c->user, &p)) != GW_OK || (keeps_files && (e = settle_in(c->data)) != GW_OK) ||
	    (e = drop_rights(&p)) != GW_OK || (e = close_doors()) != GW_OK)
		return e;
	if (landlock_enter(keeps_files ? "." : NULL, kind == CHILD_NOTIFY) != GW_OK)
		return refuse("files (Landlock)");
	if (filter_enter(kind, c->scanner[0] != '\0') != GW_OK)
		return refuse("system calls (seccomp)");
	return GW_OK;
}

enum gw_err
sandbox_warden(const char *user)
{
	struct person p;
	enum gw_err e;

	if ((e = look_up(user, &p)) != GW_OK)
		return e;
	if (geteuid() == 0) {
		capng_clear(CAPNG_SELECT_BOTH);
		/* To cage a vault that is started again, and to read root's key files again. */
		if (capng_updatev(CAPNG_ADD, CAPNG_EFFECTIVE | CAPNG_PERMITTED, CAP_SYS_CHROOT, CAP_DAC_READ_SEARCH,
		    -1) != 0)
			return refuse("root");
		if ((e = become(&p)) != GW_OK)
			return e;
	}
	return close_doors();
}
