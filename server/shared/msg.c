/* msg.c: one walk writes a table of fields, one reads it. */
#include "msg.h"

#include "msg_table.h"
#include "pack.h"
#include "secret.h"

#include <string.h>

static bool
is_name(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return true;
}

static bool
is_spool_name(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return s.n == SPOOL_NAME;
}

static bool
is_within(const struct field *f, uint64_t value)
{
	return f->max == 0 || (value >= f->min && value <= f->max);
}

/* A number of whatever width stands at a place in a struct; memcpy, because the walk knows no types. */
static uint64_t
load(const uint8_t *at, size_t size)
{
	uint64_t u64;
	uint32_t u32;
	uint16_t u16;

	switch (size) {
	case 1: return *at;
	case 2: memcpy(&u16, at, 2); return u16;
	case 4: memcpy(&u32, at, 4); return u32;
	default: memcpy(&u64, at, 8); return u64;
	}
}

static void
keep(uint8_t *at, size_t size, uint64_t value)
{
	uint8_t u8 = (uint8_t)value;
	uint16_t u16 = (uint16_t)value;
	uint32_t u32 = (uint32_t)value;

	switch (size) {
	case 1: *at = u8; break;
	case 2: memcpy(at, &u16, 2); break;
	case 4: memcpy(at, &u32, 4); break;
	default: memcpy(at, &value, 8); break;
	}
}

static void
refuse(struct packer *p, enum gw_err e)
{
	if (p->e == GW_OK)
		p->e = e;
}

static void write_shape(struct packer *p, const struct field *f, const uint8_t *base);

static void
write_text(struct packer *p, const struct field *f, const uint8_t *at)
{
	struct span s = { at, strnlen((const char *)at, f->size) };

	if (s.n == f->size || (f->kind == F_SPOOL ? !is_spool_name(s) : !is_name(s)))
		refuse(p, GW_EBUG);
	if (f->kind == F_NAME)
		pack_number(p, s.n, 1);
	pack_bytes(p, s);
}

static void
write_list(struct packer *p, const struct field *f, const uint8_t *base)
{
	uint64_t n = load(base + f->count_at, f->size);

	if (n > f->max) {
		refuse(p, GW_ELIMIT);
		return;
	}
	pack_number(p, n, f->size);
	for (size_t i = 0; i < n; i++)
		write_shape(p, f->of->field, base + f->at + i * f->of->bytes);
}

static void
write_span(struct packer *p, const uint8_t *at)
{
	struct span s;

	memcpy(&s, at, sizeof s);
	if (s.n > LIMIT_WIRE) {
		refuse(p, GW_ELIMIT);
		return;
	}
	pack_number(p, s.n, 4);
	pack_bytes(p, s);
}

static void
write_shape(struct packer *p, const struct field *f, const uint8_t *base)
{
	for (; f->kind != F_END && p->e == GW_OK; f++) {
		const uint8_t *at = base + f->at;

		switch (f->kind) {
		case F_NUMBER:
			if (!is_within(f, load(at, f->size)))
				refuse(p, GW_EBUG);
			pack_number(p, load(at, f->size), f->size);
			break;
		case F_BYTES: pack_bytes(p, (struct span){ at, f->size }); break;
		case F_NAME:
		case F_SPOOL: write_text(p, f, at); break;
		case F_SPAN: write_span(p, at); break;
		case F_LIST: write_list(p, f, base); break;
		case F_SHAPE: write_shape(p, f->of->field, at); break;
		case F_END: break;
		}
	}
}

static void read_shape(struct unpacker *u, const struct field *f, uint8_t *base);

static void
read_text(struct unpacker *u, const struct field *f, uint8_t *at)
{
	size_t n = f->kind == F_SPOOL ? SPOOL_NAME : (size_t)unpack_number(u, 1);
	struct span s;

	if (n >= f->size) {
		u->failed = true;
		return;
	}
	s = unpack_bytes(u, n);
	if (f->kind == F_SPOOL ? !is_spool_name(s) : !is_name(s))
		u->failed = true;
	if (!u->failed && n > 0)
		memcpy(at, s.p, n);	/* its NUL is there: the struct was zeroed */
}

static void
read_list(struct unpacker *u, const struct field *f, uint8_t *base)
{
	uint64_t n = unpack_number(u, f->size);

	if (n > f->max) {
		u->failed = true;
		return;
	}
	keep(base + f->count_at, f->size, n);
	for (size_t i = 0; i < n; i++)
		read_shape(u, f->of->field, base + f->at + i * f->of->bytes);
}

static void
read_number(struct unpacker *u, const struct field *f, uint8_t *at)
{
	uint64_t value = unpack_number(u, f->size);

	if (!is_within(f, value))
		u->failed = true;
	else
		keep(at, f->size, value);
}

static void
read_bytes(struct unpacker *u, const struct field *f, uint8_t *at)
{
	struct span s = unpack_bytes(u, f->size);

	if (s.n > 0)
		memcpy(at, s.p, s.n);
}

static void
read_span(struct unpacker *u, uint8_t *at)
{
	struct span s = unpack_bytes(u, (size_t)unpack_number(u, 4));

	memcpy(at, &s, sizeof s);
}

static void
read_shape(struct unpacker *u, const struct field *f, uint8_t *base)
{
	for (; f->kind != F_END && !u->failed; f++) {
		uint8_t *at = base + f->at;

		switch (f->kind) {
		case F_NUMBER: read_number(u, f, at); break;
		case F_BYTES: read_bytes(u, f, at); break;
		case F_NAME:
		case F_SPOOL: read_text(u, f, at); break;
		case F_SPAN: read_span(u, at); break;
		case F_LIST: read_list(u, f, base); break;
		case F_SHAPE: read_shape(u, f->of->field, at); break;
		case F_END: break;
		}
	}
}

static bool
is_type(uint64_t type)
{
	return type < MSG_TYPE_N && msg_types[type].says != NULL;
}

bool
msg_carries_fd(enum msg_type type)
{
	return is_type(type) && msg_types[type].with_fd;
}

enum gw_err
msg_encode(const struct msg *m, struct buf *out)
{
	struct packer p = { out, GW_OK };
	const size_t before = out->n;

	if (!is_type(m->type))
		return GW_EBUG;
	pack_number(&p, m->type, 1);
	pack_number(&p, m->request, 4);
	write_shape(&p, msg_types[m->type].says, (const uint8_t *)&m->u);
	if (p.e == GW_OK && out->n - before > LIMIT_WIRE)
		p.e = GW_ELIMIT;
	if (p.e != GW_OK) {
		secret_wipe(out->p + before, out->n - before);
		out->n = before;
	}
	return p.e;
}

enum gw_err
msg_decode(struct span bytes, struct msg *m)
{
	struct unpacker u = { bytes, false };
	uint64_t type = unpack_number(&u, 1);

	memset(m, 0, sizeof *m);
	m->fd = -1;
	if (bytes.n > LIMIT_WIRE || u.failed || !is_type(type))
		return GW_EINPUT;
	m->type = (enum msg_type)type;
	m->request = (uint32_t)unpack_number(&u, 4);
	read_shape(&u, msg_types[type].says, (uint8_t *)&m->u);
	return u.failed || u.in.n != 0 ? GW_EINPUT : GW_OK;
}
