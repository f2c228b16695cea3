/* pack.c: bounded big-endian writing and reading. */
#include "pack.h"

void
pack_number(struct packer *p, uint64_t value, size_t n)
{
	uint8_t b[sizeof value];

	for (size_t i = 0; i < n; i++)
		b[i] = (uint8_t)(value >> (8 * (n - 1 - i)));
	pack_bytes(p, (struct span){ b, n });
}

void
pack_bytes(struct packer *p, struct span bytes)
{
	if (p->e == GW_OK)
		p->e = buf_add(p->out, bytes);
}

uint64_t
unpack_number(struct unpacker *u, size_t n)
{
	struct span s = unpack_bytes(u, n);
	uint64_t value = 0;

	for (size_t i = 0; i < s.n; i++)
		value = value << 8 | s.p[i];
	return value;
}

struct span
unpack_bytes(struct unpacker *u, size_t n)
{
	struct span s = { u->in.p, n };

	if (u->failed || n > u->in.n) {
		u->failed = true;
		return (struct span){ NULL, 0 };
	}
	if (n > 0)
		u->in.p += n;
	u->in.n -= n;
	return s;
}
