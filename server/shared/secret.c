/* secret.c: memory that is wiped, by libsodium's primitives. */
#include "secret.h"

#include <jansson.h>
#include <sodium.h>

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

enum { STACK_DEPTH = 16 * 1024 };

enum gw_err
secret_init(void)
{
	const struct rlimit none = { 0, 0 };

	if (sodium_init() < 0)
		return GW_EIO;
	if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return GW_EIO;
	json_set_alloc_funcs(secret_malloc, secret_free);
	return GW_OK;
}

void *
secret_malloc(size_t n)
{
	return malloc(n);
}

void *
secret_realloc(void *p, size_t n)
{
	void *bigger;
	size_t old;

	if (p == NULL)
		return secret_malloc(n);
	if (n == 0) {
		secret_free(p);
		return NULL;
	}
	/* Not realloc: it may move, and leave a copy behind unwiped. */
	if ((bigger = secret_malloc(n)) == NULL)
		return NULL;
	old = malloc_usable_size(p);
	memcpy(bigger, p, old < n ? old : n);
	secret_free(p);
	return bigger;
}

void
secret_free(void *p)
{
	if (p == NULL)
		return;
	/* All that was handed out, not only what was asked for: a library may use the slack. sodium_memzero is
	 * out of the compiler's sight, so neither removed nor checked against the size that was asked for. */
	sodium_memzero(p, malloc_usable_size(p));
	free(p);
}

void *
secret_page(size_t n)
{
	void *p = sodium_malloc(n);

	if (p == NULL)
		return NULL;
	/* sodium_malloc goes on when it may not lock (RLIMIT_MEMLOCK); a key that could reach the swap is refused. */
	if (sodium_mlock(p, n) != 0) {
		sodium_free(p);
		return NULL;
	}
	return p;
}

enum gw_err
secret_relock(void *p, size_t n)
{
	return sodium_mlock(p, n) == 0 ? GW_OK : GW_ENOMEM;
}

void
secret_page_free(void *p)
{
	sodium_free(p);
}

void
secret_wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}

void
secret_wipe_stack(void)
{
	sodium_stackzero(STACK_DEPTH);
}

bool
secret_equal(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

void
secret_random(void *p, size_t n)
{
	randombytes_buf(p, n);
}
