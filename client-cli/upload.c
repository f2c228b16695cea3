/* upload.c: reads each file once before it is sent, so that the receipt can be held against it. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "secret.h"
#include "upload.h"

static enum gw_err
digest_file(int fd, struct upload *f)
{
	uint8_t chunk[16 * 1024], sha256[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;
	ssize_t n;

	crypto_hash_sha256_init(&state);
	f->size = 0;
	while ((n = read(fd, chunk, sizeof chunk)) > 0 && f->size <= LIMIT_FILE_BYTES) {
		crypto_hash_sha256_update(&state, chunk, (unsigned long long)n);
		f->size += (uint64_t)n;
	}
	crypto_hash_sha256_final(&state, sha256);
	sodium_bin2hex(f->sha256, sizeof f->sha256, sha256, sizeof sha256);
	secret_wipe(chunk, sizeof chunk);
	secret_wipe(&state, sizeof state);
	return n < 0 ? GW_EIO : f->size > LIMIT_FILE_BYTES ? GW_ELIMIT : GW_OK;
}

enum run
upload_add(struct uploads *u, const char *path)
{
	struct upload f = { .path = path };
	const char *slash = strrchr(path, '/');
	enum gw_err e = GW_EIO;
	struct stat s;
	int fd;

	if (u->n == LIMIT_FILES) {
		complain("A report can have %d files at most; send the others with \"concern reply\".", LIMIT_FILES);
		return RUN_MISUSED;
	}
	f.name = slash == NULL ? path : slash + 1;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);	/* a pipe must not keep us waiting */
	if (fd < 0) {
		complain("The file %s cannot be opened: %s.", path, strerror(errno));
		return RUN_MISUSED;
	}
	if (fstat(fd, &s) == 0 && S_ISREG(s.st_mode))
		e = digest_file(fd, &f);
	close(fd);
	if (e == GW_OK && f.size > 0) {
		u->file[u->n++] = f;
		return RUN_DONE;
	}
	if (e == GW_OK)
		complain("The file %s is empty.", path);
	else if (e == GW_ELIMIT)
		complain("The file %s is larger than %d MiB.", path, LIMIT_FILE_BYTES / (1024 * 1024));
	else
		complain("The file %s cannot be read; only ordinary files can be sent.", path);
	return RUN_MISUSED;
}

static bool
has_arrived(const struct upload *f, const json_t *file)
{
	return span_is(json_text(file, "sha256"), f->sha256) &&
	    (uint64_t)json_integer_value(json_object_get(file, "size")) == f->size;
}

enum run
upload_receipt(const struct uploads *u, const json_t *files)
{
	enum run r = RUN_DONE;
	size_t arrived = 0;

	for (size_t i = 0; i < u->n; i++)
		arrived += has_arrived(&u->file[i], json_array_get(files, i));
	if (u->n > 0)
		printf("\n%zu of %zu files arrived:\n", arrived, u->n);
	for (size_t i = 0; i < u->n; i++)
		if (has_arrived(&u->file[i], json_array_get(files, i)))
			say_file(stdout, json_array_get(files, i), u->file[i].name);
		else
			complain("%s did not arrive as it is on this computer.", u->file[i].name);
	if (arrived < u->n || json_array_size(files) != u->n)
		r = RUN_FAULT;
	if (r != RUN_DONE)
		complain("The files that arrived are not the ones on this computer. Send them again with "
		    "\"concern reply\".");
	return r;
}
