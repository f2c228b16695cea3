/* spool.c: every path is one name below a folder that is held open; no link is ever followed. */
#include "spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <sodium.h>

#include "fd.h"
#include "log.h"
#include "seal.h"
#include "secret.h"

struct upload {
	TAILQ_ENTRY(upload) next;
	const void *owner;
	bool is_claimed;
	char name[SPOOL_NAME + 1];
};
TAILQ_HEAD(uploads, upload);

struct spool {
	spool_known_fn *known;
	void *arg;
	struct uploads uploads;
	size_t n;
	int folder[SPOOL_FOLDERS];
	bool is_stale[SPOOL_FOLDERS];		/* has names that a power cut would lose */
};

static int
digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Where a name belongs; -1: it is no name of ours. */
static int
folder_of(const char *name)
{
	size_t n = 0;

	while (n <= SPOOL_NAME && digit(name[n]) >= 0)
		n++;
	return n == SPOOL_NAME && name[n] == '\0' ? digit(name[0]) * 16 + digit(name[1]) : -1;
}

static int
folder_open(int at, const char *name)
{
	if (mkdirat(at, name, 0700) != 0 && errno != EEXIST)
		return -1;
	return openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static enum gw_err
folders_open(struct spool *sp, const char *folder)
{
	const int root = folder_open(AT_FDCWD, folder);
	enum gw_err e = GW_OK;
	char name[3];

	if (root < 0)
		return fd_fault();
	for (unsigned i = 0; i < SPOOL_FOLDERS && e == GW_OK; i++) {
		snprintf(name, sizeof name, "%02x", i);
		sp->folder[i] = folder_open(root, name);
		if (sp->folder[i] < 0)
			e = fd_fault();
	}
	if (e == GW_OK && fsync(root) != 0)
		e = fd_fault();
	close(root);
	return e;
}

enum gw_err
spool_new(const char *folder, spool_known_fn *known, void *arg, struct spool **out)
{
	struct spool *sp = secret_malloc(sizeof *sp);
	enum gw_err e;

	*out = NULL;
	if (sp == NULL)
		return GW_ENOMEM;
	memset(sp, 0, sizeof *sp);
	sp->known = known;
	sp->arg = arg;
	TAILQ_INIT(&sp->uploads);
	for (size_t i = 0; i < SPOOL_FOLDERS; i++)
		sp->folder[i] = -1;
	e = folders_open(sp, folder);
	if (e == GW_OK)
		*out = sp;
	else
		spool_free(sp);
	return e;
}

static void
forget(struct spool *sp, struct upload *u)
{
	TAILQ_REMOVE(&sp->uploads, u, next);
	sp->n--;
	secret_free(u);
}

void
spool_free(struct spool *sp)
{
	if (sp == NULL)
		return;
	while (!TAILQ_EMPTY(&sp->uploads))
		forget(sp, TAILQ_FIRST(&sp->uploads));
	for (size_t i = 0; i < SPOOL_FOLDERS; i++)
		if (sp->folder[i] >= 0)
			close(sp->folder[i]);
	secret_free(sp);
}

static struct upload *
find(struct spool *sp, const char *name)
{
	struct upload *u;

	TAILQ_FOREACH(u, &sp->uploads, next)
		if (strcmp(u->name, name) == 0)
			return u;
	return NULL;
}

/* Only what the database does not have: a row may have come after a commit that seemed to fail. */
static enum gw_err
remove_orphan(struct spool *sp, const char *name)
{
	enum gw_err e = sp->known(sp->arg, name);

	if (e != GW_EABSENT)
		return e;
	return unlinkat(sp->folder[folder_of(name)], name, 0) == 0 ? GW_OK : fd_fault();
}

enum gw_err
spool_free_bytes(const struct spool *sp, uint64_t *bytes)
{
	struct statvfs disk;

	*bytes = 0;
	if (fstatvfs(sp->folder[0], &disk) != 0)
		return fd_fault();
	*bytes = (uint64_t)disk.f_bavail * disk.f_frsize;
	return GW_OK;
}

static enum gw_err
room_check(struct spool *sp, const void *owner)
{
	uint64_t bytes;
	struct upload *u;
	size_t his = 0;
	enum gw_err e;

	TAILQ_FOREACH(u, &sp->uploads, next)
		his += u->owner == owner;
	if (sp->n >= SPOOL_UPLOADS || his >= SPOOL_UPLOADS_EACH)
		return GW_EBUSY;
	if ((e = spool_free_bytes(sp, &bytes)) != GW_OK)
		return e;
	return bytes < SPOOL_RESERVE ? GW_EFULL : GW_OK;
}

enum gw_err
spool_open(struct spool *sp, const void *owner, char name[SPOOL_NAME + 1], int *fd)
{
	uint8_t random[SPOOL_NAME / 2];
	struct upload *u;
	enum gw_err e = room_check(sp, owner);

	*fd = -1;
	if (e != GW_OK)
		return e;
	u = secret_malloc(sizeof *u);
	if (u == NULL)
		return GW_ENOMEM;
	secret_random(random, sizeof random);
	*u = (struct upload){ .owner = owner };
	sodium_bin2hex(u->name, sizeof u->name, random, sizeof random);
	*fd = openat(sp->folder[random[0]], u->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (*fd < 0) {
		e = fd_fault();
		secret_free(u);
		return e;
	}
	memcpy(name, u->name, sizeof u->name);
	TAILQ_INSERT_TAIL(&sp->uploads, u, next);
	sp->n++;
	return GW_OK;
}

static enum gw_err
claim(struct spool *sp, const void *owner, const char *name, uint64_t sealed_bytes)
{
	struct upload *u = find(sp, name);
	struct stat st;
	int folder;

	if (u == NULL || u->owner != owner)
		return GW_EBUSY;
	if (u->is_claimed)
		return GW_ECONFLICT;
	folder = folder_of(u->name);
	if (fstatat(sp->folder[folder], u->name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return fd_fault();
	if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size != sealed_bytes || st.st_size % SEAL_STEP != 0)
		return GW_EINPUT;
	u->is_claimed = true;
	sp->is_stale[folder] = true;
	return GW_OK;
}

static void
unclaim(struct spool *sp, const char *name)
{
	struct upload *u = find(sp, name);

	if (u != NULL)
		u->is_claimed = false;
}

enum gw_err
spool_claim(struct spool *sp, const void *owner, const struct msg_spooled *file)
{
	enum gw_err e = claim(sp, owner, file->name, file->sealed_bytes);

	if (e != GW_OK || file->copy[0] == '\0')
		return e;
	e = claim(sp, owner, file->copy, file->copy_bytes);
	if (e != GW_OK)
		unclaim(sp, file->name);
	return e;
}

void
spool_unclaim(struct spool *sp, const struct msg_spooled *file)
{
	unclaim(sp, file->name);
	unclaim(sp, file->copy);
}

enum gw_err
spool_claim_all(struct spool *sp, const void *owner, const struct msg_spooled *file, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		enum gw_err e = spool_claim(sp, owner, &file[i]);

		if (e != GW_OK)
			return spool_claim_end(sp, file, i, e);
	}
	return GW_OK;
}

enum gw_err
spool_claim_end(struct spool *sp, const struct msg_spooled *file, size_t n, enum gw_err e)
{
	for (size_t i = 0; i < n && e != GW_OK; i++)
		spool_unclaim(sp, &file[i]);
	return e;
}

enum gw_err
spool_sync(struct spool *sp)
{
	for (size_t i = 0; i < SPOOL_FOLDERS; i++) {
		if (!sp->is_stale[i])
			continue;
		if (fsync(sp->folder[i]) != 0)
			return fd_fault();
		sp->is_stale[i] = false;
	}
	return GW_OK;
}

void
spool_settle(struct spool *sp, bool committed)
{
	struct upload *u, *after;

	for (u = TAILQ_FIRST(&sp->uploads); u != NULL; u = after) {
		after = TAILQ_NEXT(u, next);
		if (u->is_claimed && committed)
			forget(sp, u);
		else
			u->is_claimed = false;
	}
}

enum gw_err
spool_drop(struct spool *sp, const void *owner, const char *name)
{
	struct upload *u = find(sp, name);
	enum gw_err e;

	if (u == NULL || u->owner != owner || u->is_claimed)
		return GW_EABSENT;
	e = remove_orphan(sp, name);
	forget(sp, u);		/* what could not be removed now, a sweep will */
	return e;
}

void
spool_lost(struct spool *sp, const void *owner)
{
	struct upload *u, *after;

	for (u = TAILQ_FIRST(&sp->uploads); u != NULL; u = after) {
		after = TAILQ_NEXT(u, next);
		if (u->owner != owner)
			continue;
		if (remove_orphan(sp, u->name) != GW_OK)
			log_fault(LOG_SPOOL, GW_EIO);
		forget(sp, u);
	}
}

enum gw_err
spool_read(struct spool *sp, const char *name, uint64_t sealed_bytes, int *fd)
{
	const int folder = folder_of(name);
	struct stat st;

	*fd = folder < 0 ? -1 : openat(sp->folder[folder], name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (*fd < 0)
		return GW_EIO;
	if (fstat(*fd, &st) == 0 && S_ISREG(st.st_mode) && (uint64_t)st.st_size == sealed_bytes)
		return GW_OK;
	close(*fd);
	*fd = -1;
	return GW_EIO;
}

enum gw_err
spool_look(const char *folder, const char *name, uint64_t sealed_bytes)
{
	char path[LIMIT_PATH];
	struct stat st;
	const int n = snprintf(path, sizeof path, "%s/%.2s/%s", folder, name, name);

	if (folder_of(name) < 0 || n < 0 || (size_t)n >= sizeof path || lstat(path, &st) != 0)
		return GW_EIO;
	return S_ISREG(st.st_mode) && (uint64_t)st.st_size == sealed_bytes ? GW_OK : GW_EIO;
}

static enum gw_err
sweep_one(struct spool *sp, unsigned folder, const char *name, size_t *removed)
{
	enum gw_err e;

	if (folder_of(name) != (int)folder || find(sp, name) != NULL)
		return GW_OK;
	e = sp->known(sp->arg, name);
	if (e != GW_EABSENT)
		return e;
	if (unlinkat(sp->folder[folder], name, 0) != 0)
		return fd_fault();
	++*removed;
	return GW_OK;
}

enum gw_err
spool_sweep(struct spool *sp, unsigned folder, size_t *removed)
{
	const int fd = openat(sp->folder[folder % SPOOL_FOLDERS], ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	enum gw_err e = GW_OK;
	struct dirent *entry;

	if (d == NULL) {
		e = fd_fault();
		if (fd >= 0)
			close(fd);
		return e;
	}
	while (e == GW_OK && (entry = readdir(d)) != NULL)
		e = sweep_one(sp, folder % SPOOL_FOLDERS, entry->d_name, removed);
	closedir(d);
	return e;
}
