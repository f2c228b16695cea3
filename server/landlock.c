/* landlock.c: the kernel's Landlock by its three system calls; the C library has no names for them. */
#include "landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What each version of the interface added, by bit: the system's header may be older than the kernel. */
static const struct { int abi; uint64_t files, tcp, scopes; } added[] = {
	{ 1, 0x1fff, 0, 0 },		/* execute, write, read, list, remove, make */
	{ 2, 1u << 13, 0, 0 },		/* link and rename across folders */
	{ 3, 1u << 14, 0, 0 },		/* truncate */
	{ 4, 0, 0x3, 0 },		/* bind, connect */
	{ 5, 1u << 15, 0, 0 },		/* ioctl of devices */
	{ 6, 0, 0, 0x3 },		/* abstract sockets, signals to processes outside */
};
enum { ABI_TCP = 4, ABI_SCOPES = 6 };
enum { TCP_CONNECT = 1 << 1 };

/* The kernel's struct landlock_ruleset_attr, as of ABI_SCOPES. */
struct rules { uint64_t files, tcp, scopes; };

static const uint64_t keeper =		/* of a folder of database and spool: all but execute and special files */
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR | 1u << 13 | 1u << 14;

static struct rules
rules_of(long abi)
{
	struct rules r = { 0, 0, 0 };

	for (size_t i = 0; i < sizeof added / sizeof added[0]; i++) {
		if (added[i].abi > abi)
			continue;
		r.files |= added[i].files;
		r.tcp |= added[i].tcp;
		r.scopes |= added[i].scopes;
	}
	return r;
}

static enum gw_err
allow_below(int set, const char *folder, uint64_t handled)
{
	struct landlock_path_beneath_attr at = { .allowed_access = keeper & handled };
	long result;

	at.parent_fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (at.parent_fd < 0)
		return GW_EIO;
	result = syscall(SYS_landlock_add_rule, set, LANDLOCK_RULE_PATH_BENEATH, &at, 0);
	close(at.parent_fd);
	return result == 0 ? GW_OK : GW_EIO;
}

enum gw_err
landlock_enter(const char *folder, bool connects)
{
	const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	struct rules rules = rules_of(abi);
	size_t known = sizeof rules;
	enum gw_err e = GW_OK;
	int set;

	if (abi < 1)
		return GW_OK;
	if (connects)
		rules.tcp &= ~(uint64_t)TCP_CONNECT;
	if (abi < ABI_TCP)
		known = sizeof rules.files;
	else if (abi < ABI_SCOPES)
		known = sizeof rules.files + sizeof rules.tcp;
	set = (int)syscall(SYS_landlock_create_ruleset, &rules, known, 0);
	if (set < 0)
		return GW_EIO;
	if (folder != NULL)
		e = allow_below(set, folder, rules.files);
	if (e == GW_OK && syscall(SYS_landlock_restrict_self, set, 0) != 0)
		e = GW_EIO;
	close(set);
	return e;
}
