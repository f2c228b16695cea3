/* secret.h: memory that is wiped. Long-lived keys live in locked, guarded pages; short-lived ones on the stack, wiped
 * on every way out; library buffers in an allocator that wipes on free. Sources: libsodium "Secure memory". */
#ifndef SECRET_H
#define SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

/* First call of every main: starts libsodium, turns core dumps off, makes jansson wipe what it frees (main.c does the
 * same for libevent, with the functions below). GW_EIO when the system has no randomness. */
GW_CHECKED enum gw_err secret_init(void);

/* malloc, realloc, free that wipe before freeing; drop-in for libraries that take such functions. */
void *secret_malloc(size_t n);
void *secret_realloc(void *p, size_t n);
void secret_free(void *p);

/* n bytes in locked memory between guard pages, for keys that live long; NULL without memory, or when it may
 * not be locked (RLIMIT_MEMLOCK). After fork the child must call secret_relock (locks are not inherited): GW_ENOMEM.
 * secret_page_free wipes; NULL is fine. */
void *secret_page(size_t n);
GW_CHECKED enum gw_err secret_relock(void *p, size_t n);
void secret_page_free(void *p);

void secret_wipe(void *p, size_t n);
/* What finished functions left on the stack below the caller, 16 KiB deep. */
void secret_wipe_stack(void);
/* In constant time for equal lengths. */
bool secret_equal(const void *a, const void *b, size_t n);
void secret_random(void *p, size_t n);
#endif
