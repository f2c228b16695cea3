/* datadir.c: every file here is new, never an overwritten one. */
#include "datadir.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fd.h"

enum gw_err
datadir_owner(const char *user, struct owner *o)
{
	const struct passwd *p;

	*o = (struct owner){ geteuid(), getegid() };
	if (o->uid != 0)
		return GW_OK;
	p = getpwnam(user);
	if (p == NULL)
		return GW_EABSENT;
	*o = (struct owner){ p->pw_uid, p->pw_gid };
	return GW_OK;
}

enum gw_err
datadir_note(struct made *m, const char *path)
{
	if (m->n == DATADIR_MADE || strlen(path) >= LIMIT_PATH)
		return GW_ELIMIT;
	snprintf(m->path[m->n++], LIMIT_PATH, "%s", path);
	return GW_OK;
}

/* Noted last, so that what was there before is never undone. */
static enum gw_err
folder_make(struct made *m, const char *path)
{
	if (m->n == DATADIR_MADE)
		return GW_ELIMIT;
	if (mkdir(path, 0700) != 0)
		return errno == EEXIST ? GW_ECONFLICT : GW_EIO;
	return datadir_note(m, path);
}

enum gw_err
datadir_folder(struct made *m, const char *path, const struct owner *o)
{
	enum gw_err e = folder_make(m, path);

	if (e == GW_OK && lchown(path, o->uid, o->gid) != 0)
		e = GW_EIO;
	return e;
}

/* "." when path has no folder. */
static void
folder_of(const char *path, char folder[LIMIT_PATH])
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		snprintf(folder, LIMIT_PATH, ".");
	else
		snprintf(folder, LIMIT_PATH, "%.*s", slash == path ? 1 : (int)(slash - path), path);
}

enum gw_err
datadir_parent(struct made *m, const char *path)
{
	char folder[LIMIT_PATH];
	enum gw_err e;

	folder_of(path, folder);
	e = folder_make(m, folder);
	return e == GW_ECONFLICT ? GW_OK : e;
}

/* A new name is kept only once its folder is. */
static enum gw_err
folder_sync(const char *path)
{
	char folder[LIMIT_PATH];
	enum gw_err e;
	int fd;

	folder_of(path, folder);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return GW_EIO;
	e = fsync(fd) == 0 ? GW_OK : GW_EIO;
	close(fd);
	return e;
}

enum gw_err
datadir_file(struct made *m, const char *path, mode_t mode, struct span bytes)
{
	enum gw_err e;
	int fd;

	if (m->n == DATADIR_MADE)
		return GW_ELIMIT;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd < 0)
		return errno == EEXIST ? GW_ECONFLICT : GW_EIO;
	e = datadir_note(m, path);
	if (e == GW_OK && fchmod(fd, mode) != 0)
		e = GW_EIO;
	if (e == GW_OK && (e = fd_write(fd, bytes)) == GW_OK && fsync(fd) != 0)
		e = GW_EIO;
	if (close(fd) != 0 && e == GW_OK)
		e = GW_EIO;
	return e == GW_OK ? folder_sync(path) : e;
}

void
datadir_undo(struct made *m)
{
	for (size_t i = m->n; i > 0; i--)
		if (unlink(m->path[i - 1]) != 0 && errno != ENOENT)
			(void)rmdir(m->path[i - 1]);
	m->n = 0;
}

static bool
become(const char *folder, const struct owner *o)
{
	if (chdir(folder) != 0)
		return false;
	if (geteuid() != 0)
		return true;
	return chroot(".") == 0 && setgroups(0, NULL) == 0 && setresgid(o->gid, o->gid, o->gid) == 0 &&
	    setresuid(o->uid, o->uid, o->uid) == 0;
}

int
datadir_inside(const char *folder, const struct owner *o, int (*work)(void *arg), void *arg)
{
	int status, result = 1;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		if (become(folder, o))
			result = work(arg);
		else
			fprintf(stderr, "the data folder cannot be entered: %s\n", strerror(errno));
		fflush(NULL);
		_exit(result);
	}
	if (child < 0)
		return 1;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return 1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

enum gw_err
datadir_read(const char *path, uint8_t *bytes, size_t max, size_t *n)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t got;

	if (fd < 0)
		return errno == ENOENT ? GW_EABSENT : GW_EIO;
	got = read(fd, bytes, max);
	close(fd);
	if (got < 0)
		return GW_EIO;
	if ((size_t)got == max)
		return GW_ELIMIT;
	*n = (size_t)got;
	return GW_OK;
}
