/* edge.h: test input whose last byte is the last byte of a page: one step too far is a fault, not a lucky read. */
#ifndef EDGE_H
#define EDGE_H

#include <check.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "span.h"

enum { EDGE_ROOM = 1 << 20 };

/* Lends a copy that ends at an unreadable page; the next call reuses the place. */
static inline struct span
edge(const void *bytes, size_t n)
{
	static uint8_t *end;

	ck_assert_uint_le(n, EDGE_ROOM);
	if (end == NULL) {
		const size_t page = (size_t)sysconf(_SC_PAGESIZE);
		uint8_t *all = mmap(NULL, EDGE_ROOM + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		ck_assert(all != MAP_FAILED);
		end = all + EDGE_ROOM;
		ck_assert_int_eq(mprotect(end, page, PROT_NONE), 0);
	}
	if (n > 0)
		memcpy(end - n, bytes, n);
	return (struct span){ end - n, n };
}
#endif
