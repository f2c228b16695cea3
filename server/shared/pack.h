/* pack.h: bounded big-endian writing and reading, the ground of msg. Pure. A fault sticks: after the first one nothing
 * more is written or read, and the caller asks once at the end. */
#ifndef PACK_H
#define PACK_H

#include "buf.h"
#include "err.h"
#include "span.h"

struct packer { struct buf *out; enum gw_err e; };
struct unpacker { struct span in; bool failed; };

/* n bytes of value, 1..8. */
void pack_number(struct packer *p, uint64_t value, size_t n);
void pack_bytes(struct packer *p, struct span bytes);

/* 0 after a fault. */
uint64_t unpack_number(struct unpacker *u, size_t n);
/* n bytes, lent by the input; empty after a fault. */
struct span unpack_bytes(struct unpacker *u, size_t n);
#endif
