/* fingerprint.c: one walk along the names, one hash over them and what they hold. */
#include "fingerprint.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "limit.h"

enum { BLOCK = 4096, DIGEST = 32 };

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool
is_policy(const FTSENT *f)
{
	static const char end[] = ".yaml";
	const size_t n = sizeof end - 1;

	return f->fts_info == FTS_F && f->fts_namelen > n && strcmp(f->fts_name + f->fts_namelen - n, end) == 0;
}

/* With its length first, so that no two lists of files look alike. */
static void
add(crypto_generichash_state *h, const void *bytes, uint64_t n)
{
	crypto_generichash_update(h, (const uint8_t *)&n, sizeof n);
	crypto_generichash_update(h, bytes, n);
}

static enum gw_err
add_file(crypto_generichash_state *h, const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	enum gw_err e = fd < 0 ? GW_EIO : GW_OK;
	uint8_t block[BLOCK];
	uint64_t total = 0;
	ssize_t n = 1;

	while (e == GW_OK && n > 0) {
		n = read(fd, block, sizeof block);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n < 0)
			e = GW_EIO;
		else if ((total += (uint64_t)n) > LIMIT_POLICY_FILE)
			e = GW_ELIMIT;
		else
			crypto_generichash_update(h, block, (size_t)n);
	}
	if (fd >= 0)
		close(fd);
	crypto_generichash_update(h, (const uint8_t *)&total, sizeof total);
	return e;
}

enum gw_err
fingerprint_of(const char *dir, char text[FINGERPRINT_TEXT])
{
	char root[LIMIT_PATH];
	char *const paths[] = { root, NULL };
	uint8_t digest[DIGEST];
	crypto_generichash_state h;
	enum gw_err e = GW_OK;
	FTSENT *f;
	FTS *walk;

	text[0] = '\0';
	if (strlen(dir) >= sizeof root)
		return GW_ELIMIT;
	strcpy(root, dir);
	if ((walk = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, by_name)) == NULL)
		return errno == ENOMEM ? GW_ENOMEM : GW_EIO;
	crypto_generichash_init(&h, NULL, 0, sizeof digest);
	while (e == GW_OK && (f = fts_read(walk)) != NULL) {
		if (f->fts_info == FTS_ERR || f->fts_info == FTS_DNR || f->fts_info == FTS_NS) {
			e = GW_EIO;
		} else if (is_policy(f)) {
			const char *below = f->fts_path + strlen(dir);

			add(&h, below, strlen(below));
			e = add_file(&h, f->fts_accpath);
		}
	}
	fts_close(walk);
	crypto_generichash_final(&h, digest, sizeof digest);
	if (e == GW_OK)
		sodium_bin2hex(text, FINGERPRINT_TEXT, digest, (FINGERPRINT_TEXT - 1) / 2);
	return e;
}
