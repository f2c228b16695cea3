/* keyfile.c: four lines, checked by the last one. */
#include "keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "hash.h"
#include "name.h"
#include "secret.h"

enum { CHECK_BYTES = 16, HEX_KEY = 2 * KEY_BYTES, HEX_CHECK = 2 * CHECK_BYTES };
static const char head[] = "concern device key ", version[] = "1", label[HASH_LABEL] = "concern key file";

/* --- the text --- */

static void
check_hex(const struct keyfile *d, char hex[HEX_CHECK + 1])
{
	uint8_t all[KEY_BYTES + LIMIT_NAME], digest[CHECK_BYTES];
	const size_t name_n = strlen(d->name);

	memcpy(all, d->key.sk, KEY_BYTES);
	memcpy(all + KEY_BYTES, d->name, name_n);
	hash_labelled(label, NULL, (struct span){ all, KEY_BYTES + name_n }, digest, sizeof digest);
	sodium_bin2hex(hex, HEX_CHECK + 1, digest, sizeof digest);
	secret_wipe(all, sizeof all);
}

void
keyfile_text(const struct keyfile *d, char text[KEYFILE_TEXT])
{
	char key[HEX_KEY + 1], check[HEX_CHECK + 1];

	sodium_bin2hex(key, sizeof key, d->key.sk, KEY_BYTES);
	check_hex(d, check);
	snprintf(text, KEYFILE_TEXT, "%s%s\nname: %s\nkey: %s\ncheck: %s\n", head, version, d->name, key, check);
	secret_wipe(key, sizeof key);
}

/* The rest of the next line, when it begins so. */
static bool
line_take(struct span *text, const char *begins, struct span *rest)
{
	const size_t n = strlen(begins);
	const uint8_t *end = text->n == 0 ? NULL : memchr(text->p, '\n', text->n);

	if (end == NULL || (size_t)(end - text->p) < n || memcmp(text->p, begins, n) != 0)
		return false;
	*rest = (struct span){ text->p + n, (size_t)(end - text->p) - n };
	text->n -= (size_t)(end - text->p) + 1;
	text->p = end + 1;
	return true;
}

static bool
hex_take(struct span hex, uint8_t *out, size_t n)
{
	size_t got = 0;

	return hex.n == 2 * n && sodium_hex2bin(out, n, (const char *)hex.p, hex.n, NULL, &got, NULL) == 0 && got == n;
}

static enum gw_err
parse(struct span text, struct keyfile *d)
{
	struct span kind, name, key, check;
	uint8_t sk[KEY_BYTES];
	char hex[HEX_CHECK + 1];
	bool whole;

	if (!line_take(&text, head, &kind))
		return GW_EINPUT;
	if (!span_is(kind, version))
		return GW_ENEWER;
	if (!line_take(&text, "name: ", &name) || !line_take(&text, "key: ", &key) ||
	    !line_take(&text, "check: ", &check) || text.n > 0 || (name.n > 0 && !name_is_clear(name)))
		return GW_EINPUT;
	memcpy(d->name, name.p, name.n);
	whole = hex_take(key, sk, sizeof sk);
	if (whole)
		keypair_from_secret(&d->key, sk);
	secret_wipe(sk, sizeof sk);
	if (!whole)
		return GW_EINPUT;
	check_hex(d, hex);
	return span_is(check, hex) ? GW_OK : GW_EDENIED;
}

enum gw_err
keyfile_parse(struct span text, struct keyfile *d)
{
	enum gw_err e;

	memset(d, 0, sizeof *d);
	if ((e = parse(text, d)) != GW_OK)
		secret_wipe(d, sizeof *d);
	return e;
}

/* --- the file --- */

static enum run
keyfile_new(struct keyfile **d)
{
	*d = secret_page(sizeof **d);
	if (*d == NULL) {
		complain("There is no memory that can be locked for the key: see \"ulimit -l\".");
		return RUN_FAULT;
	}
	memset(*d, 0, sizeof **d);
	return RUN_DONE;
}

void
keyfile_free(struct keyfile *d)
{
	secret_page_free(d);
}

/* Reads all of a small file; *n may be one more than fits, which no key file has. */
static enum run
bytes_read(const char *path, char text[KEYFILE_TEXT], size_t *n)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	ssize_t got = 0;

	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		complain("The key file %s cannot be read: %s.", path, fd < 0 ? strerror(errno)
		    : "it is no ordinary file");
		if (fd >= 0)
			close(fd);
		return RUN_MISUSED;
	}
	if ((st.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
		complain("Others can read the key file %s: make it yours alone with \"chmod 600\".", path);
		close(fd);
		return RUN_MISUSED;
	}
	for (*n = 0; *n < KEYFILE_TEXT && (got = read(fd, text + *n, KEYFILE_TEXT - *n)) > 0; *n += (size_t)got)
		continue;
	close(fd);
	return got < 0 ? fail("Reading the key file", GW_EIO) : RUN_DONE;
}

static enum run
tell(const char *path, enum gw_err e)
{
	if (e == GW_EDENIED)
		complain("The key file %s does not fit its checksum: it was damaged or altered.", path);
	else if (e == GW_ENEWER)
		complain("The key file %s was made by a newer concern.", path);
	else
		complain("The file %s is no key file of \"concern keygen\".", path);
	return RUN_MISUSED;
}

enum run
keyfile_read(const char *path, struct keyfile **d)
{
	char text[KEYFILE_TEXT];
	size_t n = 0;
	enum gw_err e;
	enum run r;

	*d = NULL;
	if ((r = bytes_read(path, text, &n)) == RUN_DONE && (r = keyfile_new(d)) == RUN_DONE &&
	    (e = keyfile_parse((struct span){ (const uint8_t *)text, n }, *d)) != GW_OK)
		r = tell(path, e);
	secret_wipe(text, sizeof text);
	if (r != RUN_DONE) {
		keyfile_free(*d);
		*d = NULL;
	}
	return r;
}

/* Whatever name stands in path is on the disk by then. */
static bool
folder_sync(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL ? strdup(".") : strndup(path, slash == path ? 1 : (size_t)(slash - path));
	const int fd = folder == NULL ? -1 : open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const bool done = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	free(folder);
	return done;
}

/* A new file with d's text, on the disk. */
static enum run
bytes_write(const char *path, const struct keyfile *d)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	char text[KEYFILE_TEXT];
	bool done;
	size_t n;

	if (fd < 0) {
		if (errno == EEXIST)
			complain("There is a file %s already, and a key is never written over.", path);
		else
			complain("The file %s cannot be made: %s.", path, strerror(errno));
		return RUN_MISUSED;
	}
	keyfile_text(d, text);
	n = strlen(text);
	done = fchmod(fd, 0600) == 0 && write(fd, text, n) == (ssize_t)n && fsync(fd) == 0;
	secret_wipe(text, sizeof text);
	done = close(fd) == 0 && done && folder_sync(path);
	if (done)
		return RUN_DONE;
	unlink(path);
	complain("The file %s could not be written.", path);
	return RUN_FAULT;
}

enum run
keyfile_make(const char *path, struct keyfile **d)
{
	enum run r = keyfile_new(d);

	if (r != RUN_DONE)
		return r;
	keypair_make(&(*d)->key);
	if ((r = bytes_write(path, *d)) != RUN_DONE) {
		keyfile_free(*d);
		*d = NULL;
	}
	return r;
}

enum run
keyfile_call(const char *path, struct keyfile *d, struct span name)
{
	char beside[LIMIT_PATH];
	enum run r;

	if (!name_is_clear(name) || (size_t)snprintf(beside, sizeof beside, "%s.new", path) >= sizeof beside)
		return fail("Naming the key file", GW_ELIMIT);
	memset(d->name, 0, sizeof d->name);
	memcpy(d->name, name.p, name.n);
	if ((r = bytes_write(beside, d)) != RUN_DONE)
		return r;
	if (rename(beside, path) == 0 && folder_sync(path))
		return RUN_DONE;
	unlink(beside);
	complain("The file %s could not be written.", path);
	return RUN_FAULT;
}
