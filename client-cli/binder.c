/* binder.c: everything below one descriptor, so that a folder that is moved meanwhile stays the same one. */
#include "binder.h"

#include <errno.h>
#include <fcntl.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "limit.h"

enum { STATE_VERSION = 1 };
static const char state_name[] = "state.json", tmp_name[] = "tmp", fresh_name[] = "tmp/fresh";

static enum run
fail_at(const struct binder *f, const char *name)
{
	complain("The file %s in %s could not be read or written: %s.", name, f->path, strerror(errno));
	return RUN_FAULT;
}

/* --- opening --- */

static int
binder_make(int in, const char *name)
{
	if (mkdirat(in, name, 0700) != 0 && errno != EEXIST)
		return -1;
	return openat(in, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

/* What a pull that was stopped left behind. */
static bool
tmp_empty(const struct binder *f)
{
	const int fd = binder_make(f->dir, tmp_name);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *one;

	if (d == NULL) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	while ((one = readdir(d)) != NULL)
		if (one->d_name[0] != '.')
			(void)unlinkat(fd, one->d_name, 0);
	closedir(d);
	return true;
}

static enum run
lock_take(struct binder *f)
{
	f->lock = openat(f->dir, ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (f->lock < 0)
		return fail_at(f, ".lock");
	if (flock(f->lock, LOCK_EX | LOCK_NB) == 0)
		return RUN_DONE;
	complain("Another \"concern pull\" is writing into %s now. Wait until it is done.", f->path);
	return RUN_MISUSED;
}

enum run
binder_open(struct binder *f, const char *path)
{
	struct stat st;
	enum run r;

	*f = (struct binder){ .path = path, .dir = -1, .lock = -1 };
	if (mkdir(path, 0700) != 0 && errno != EEXIST) {
		complain("The folder %s cannot be made: %s.", path, strerror(errno));
		return RUN_MISUSED;
	}
	f->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (f->dir < 0 || fstat(f->dir, &st) != 0) {
		complain("The folder %s cannot be opened: %s.", path, strerror(errno));
		return RUN_MISUSED;
	}
	if (st.st_uid != geteuid() || (st.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
		complain("Others may look into the folder %s: make it yours alone with \"chmod 700\".", path);
		return RUN_MISUSED;
	}
	if ((r = lock_take(f)) != RUN_DONE)
		return r;
	return tmp_empty(f) ? RUN_DONE : fail_at(f, tmp_name);
}

void
binder_close(struct binder *f)
{
	if (f->lock >= 0)
		close(f->lock);
	if (f->dir >= 0)
		close(f->dir);
	f->lock = f->dir = -1;
}

/* --- files --- */

/* The folder that a name is in, made, and its own entry on the disk; base: the name's last part. */
static int
binder_of(const struct binder *f, const char *name, const char **base)
{
	int at = dup(f->dir), next;
	char step[LIMIT_PATH];

	for (*base = name; at >= 0 && strchr(*base, '/') != NULL; at = next) {
		const size_t n = (size_t)(strchr(*base, '/') - *base);

		snprintf(step, sizeof step, "%.*s", (int)(n < sizeof step ? n : 0), *base);
		next = binder_make(at, step);
		if (next >= 0 && fsync(at) != 0) {
			close(next);
			next = -1;
		}
		close(at);
		*base += n + 1;
	}
	return at;
}

static bool
bytes_write(int fd, struct span bytes)
{
	size_t done = 0;
	ssize_t n = 0;

	while (done < bytes.n && ((n = write(fd, bytes.p + done, bytes.n - done)) > 0 || errno == EINTR))
		done += n > 0 ? (size_t)n : 0;
	return done == bytes.n && fsync(fd) == 0;
}

enum run
binder_write(const struct binder *f, const char *name, struct span bytes)
{
	const int fd = openat(f->dir, fresh_name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	const char *base;
	bool done = fd >= 0 && bytes_write(fd, bytes);
	int in;

	if (fd >= 0)
		done = close(fd) == 0 && done;
	in = done ? binder_of(f, name, &base) : -1;
	done = in >= 0 && renameat(f->dir, fresh_name, in, base) == 0 && fsync(in) == 0;
	if (in >= 0)
		close(in);
	return done ? RUN_DONE : fail_at(f, name);
}

enum run
binder_read(const struct binder *f, const char *name, struct buf *bytes)
{
	const int fd = openat(f->dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	enum gw_err e = GW_OK;
	uint8_t *at;
	ssize_t n = 1;

	if (fd < 0)
		return errno == ENOENT ? RUN_DONE : fail_at(f, name);
	while (n > 0 && (e = buf_reserve(bytes, LIMIT_CHUNK, &at)) == GW_OK)
		if ((n = read(fd, at, LIMIT_CHUNK)) > 0)
			bytes->n += (size_t)n;
	close(fd);
	if (e != GW_OK)
		return fail("Reading the folder", e);
	return n == 0 ? RUN_DONE : fail_at(f, name);
}

bool
binder_has(const struct binder *f, const char *name, uint64_t size)
{
	struct stat st;

	return fstatat(f->dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
	    (uint64_t)st.st_size == size;
}

enum run
binder_shut(const struct binder *f, const char *name)
{
	const int fd = openat(f->dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool done;

	if (fd < 0)	/* shut already, or away */
		return errno == EACCES || errno == ENOENT ? RUN_DONE : fail_at(f, name);
	done = fchmod(fd, 0) == 0 && fsync(fd) == 0;
	close(fd);
	return done ? RUN_DONE : fail_at(f, name);
}

/* --- how far it is --- */

enum gw_err
binder_state_miss(struct binder_state *s, const char *id, uint64_t changed)
{
	binder_state_got(s, id);
	if (s->n == BINDER_AGAIN)
		return GW_ELIMIT;
	snprintf(s->again[s->n].id, BINDER_ID, "%s", id);
	s->again[s->n++].changed = changed;
	return GW_OK;
}

void
binder_state_got(struct binder_state *s, const char *id)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->again[i].id, id) == 0) {
			memmove(&s->again[i], &s->again[i + 1], (s->n - i - 1) * sizeof s->again[0]);
			s->n--;
			return;
		}
}

static bool
is_id(struct span id)
{
	for (size_t i = 0; i < id.n; i++)
		if ((id.p[i] < '0' || id.p[i] > '9') && (id.p[i] < 'a' || id.p[i] > 'f'))
			return false;
	return id.n == BINDER_ID - 1;
}

static bool
number_take(const json_t *v, const char *key, uint64_t *n)
{
	const json_t *number = json_object_get(v, key);

	*n = (uint64_t)json_integer_value(number);
	return json_is_integer(number) && json_integer_value(number) >= 0;
}

static enum gw_err
state_take(const json_t *v, struct binder_state *s)
{
	const json_t *list = json_object_get(v, "again"), *one;
	uint64_t version, changed;
	size_t i;

	if (!number_take(v, "version", &version))
		return GW_EINPUT;
	if (version != STATE_VERSION)
		return GW_ENEWER;
	if (!number_take(v, "cursor", &s->cursor) || !json_is_array(list))
		return GW_EINPUT;
	json_array_foreach(list, i, one) {
		if (!is_id(json_text(one, "id")) || !number_take(one, "changed", &changed) ||
		    binder_state_miss(s, json_string_value(json_object_get(one, "id")), changed) != GW_OK)
			return GW_EINPUT;
	}
	return GW_OK;
}

enum gw_err
binder_state_parse(struct span text, struct binder_state *s)
{
	char fault[JSON_FAULT];
	json_t *v = NULL;
	enum gw_err e = json_read(text, &v, fault);

	memset(s, 0, sizeof *s);
	if (e == GW_OK && (e = state_take(v, s)) != GW_OK)
		memset(s, 0, sizeof *s);
	json_decref(v);
	return e;
}

enum gw_err
binder_state_text(const struct binder_state *s, struct buf *out)
{
	json_t *again = json_array(), *v;
	enum gw_err e = GW_OK;

	for (size_t i = 0; i < s->n && e == GW_OK; i++)
		if (json_array_append_new(again, json_pack("{s:s,s:I}", "id", s->again[i].id, "changed",
		    (json_int_t)s->again[i].changed)) != 0)
			e = GW_ENOMEM;
	v = json_pack("{s:i,s:I,s:o}", "version", STATE_VERSION, "cursor", (json_int_t)s->cursor, "again", again);
	if (e == GW_OK)
		e = v == NULL ? GW_ENOMEM : json_write(v, out);
	json_decref(v);
	return e;
}

enum run
binder_state_read(const struct binder *f, struct binder_state *s)
{
	struct buf text;
	enum gw_err e = GW_OK;
	enum run r;

	memset(s, 0, sizeof *s);
	buf_init(&text, LIMIT_HTTP_BUFFER + LIMIT_CHUNK);
	r = binder_read(f, state_name, &text);
	if (r == RUN_DONE && text.n > 0 && (e = binder_state_parse(buf_span(&text), s)) != GW_OK) {
		complain(e == GW_ENEWER ? "The folder %s was filled by a newer concern." :
		    "The file state.json in %s is not one of \"concern pull\". Take an empty folder: everything comes "
		    "again.",
		    f->path);
		r = RUN_MISUSED;
	}
	buf_free(&text);
	return r;
}

enum run
binder_state_write(const struct binder *f, const struct binder_state *s)
{
	struct buf text;
	enum gw_err e;
	enum run r;

	buf_init(&text, LIMIT_HTTP_BUFFER);
	e = binder_state_text(s, &text);
	r = e == GW_OK ? binder_write(f, state_name, buf_span(&text)) : fail("Writing state.json", e);
	buf_free(&text);
	return r;
}
