/* sandbox.h: what each process gives up once it is set up: user, capabilities, core dumps, new privileges, and every
 * system call off its list (seccomp, libseccomp); where the kernel has it, Landlock too. */
#ifndef SANDBOX_H
#define SANDBOX_H

#include "child.h"

/* In a child, before it serves. Started as root: the vault is locked into its data folder (chroot), everyone becomes
 * the config's user. Not root: Landlock does it where the kernel can. A call off the list ends the process. GW_EIO,
 * with a sentence on stderr, when anything could not be given up. */
GW_CHECKED enum gw_err sandbox_enter(enum child_kind kind, const struct config *config);
/* The warden: becomes user, keeps only what it needs to start children in their cages and to reload its files. */
GW_CHECKED enum gw_err sandbox_warden(const char *user);
#endif
