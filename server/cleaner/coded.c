/* coded.c: units with what is not picture or sound are left out; where that is no unit of its own, its bytes become
 * zeros. */
#include "coded.h"

#include <string.h>

enum { AVCC_FIXED = 6, HVCC_FIXED = 23, HVCC_LENGTH = 21, AV1C_FIXED = 4, HIGH_FIELDS = 4, UNIT_SIZE = 2 };
enum { HEVC_VPS = 32, HEVC_SPS = 33, HEVC_PPS = 34, AAC_HEAD = 8, AAC_ESCAPE = 31 };
/* A bit for each type of unit with a picture or what one is decoded with: no words (SEI), filler, marks between
 * pictures, nor what is reserved, where a decoder looks at nothing and a writer may put anything. */
static const uint64_t shows_h264 = UINT64_C(0x39e5be), shows_hevc = UINT64_C(0x17003f03ff);
enum { OBU_SEQUENCE = 1, OBU_TILES = 4, OBU_FRAME = 6, OBU_REDUNDANT = 7 };
enum { OBU_EXTENDED = 4, OBU_SIZED = 2, LEB_BYTES = 8 };
enum { MPEG4_USER_DATA = 0xb2, MPEG4_START = 4 };
enum { AAC_DSE = 4, AAC_FIL = 6, AAC_ESCAPE_FIL = 15, AAC_ESCAPE_DSE = 255, AAC_FILL_LAST = 2 };

/* What is kept is moved down over what is not. */
struct sieve { uint8_t *p; size_t n, at, kept; };

static void
keep(struct sieve *s, size_t n)
{
	memmove(s->p + s->kept, s->p + s->at, n);
	s->kept += n;
	s->at += n;
}

static size_t
number(const uint8_t *p, unsigned bytes)
{
	size_t n = 0;

	while (bytes-- > 0)
		n = n << 8 | *p++;
	return n;
}

/* So many units of a head, each behind its size. */
static bool
keep_units(struct sieve *s, size_t count)
{
	while (count-- > 0) {
		if (s->n - s->at < UNIT_SIZE || s->n - s->at - UNIT_SIZE < number(s->p + s->at, UNIT_SIZE))
			return false;
		keep(s, UNIT_SIZE + number(s->p + s->at, UNIT_SIZE));
	}
	return true;
}

/* ISO/IEC 14496-15, 5.3.3.1.2: both kinds of parameter set, then for high profiles four bytes more; the last of them
 * counts extensions, which go. */
static bool
head_h264(struct coded *c, struct sieve *s)
{
	if (s->n <= AVCC_FIXED || s->p[0] != 1)
		return false;
	c->length_bytes = (s->p[4] & 3u) + 1;
	keep(s, AVCC_FIXED);
	if (!keep_units(s, s->p[5] & 0x1f) || s->at == s->n)
		return false;
	keep(s, 1);
	if (!keep_units(s, s->p[s->kept - 1]))
		return false;
	if (s->n - s->at >= HIGH_FIELDS) {
		keep(s, HIGH_FIELDS);
		s->p[s->kept - 1] = 0;
	}
	return true;
}

/* 8.3.3.1.2: arrays of parameter sets; encoders put their settings beside them (SEI). */
static bool
head_hevc(struct coded *c, struct sieve *s)
{
	uint8_t arrays;

	if (s->n < HVCC_FIXED || s->p[0] != 1)
		return false;
	c->length_bytes = (s->p[HVCC_LENGTH] & 3u) + 1;
	arrays = s->p[HVCC_FIXED - 1];
	keep(s, HVCC_FIXED);
	s->p[HVCC_FIXED - 1] = 0;
	for (; arrays > 0; arrays--) {
		const size_t before = s->kept;
		uint8_t type;

		if (s->n - s->at < 1 + UNIT_SIZE)
			return false;
		type = s->p[s->at] & 0x3f;
		keep(s, 1 + UNIT_SIZE);
		if (!keep_units(s, number(s->p + before + 1, UNIT_SIZE)))
			return false;
		if (type == HEVC_VPS || type == HEVC_SPS || type == HEVC_PPS)
			s->p[HVCC_FIXED - 1]++;
		else
			s->kept = before;
	}
	return true;
}

static bool
nal_shows(enum coded_kind kind, uint8_t first)
{
	const unsigned type = kind == CODED_H264 ? first & 0x1f : first >> 1 & 0x3f;

	return ((kind == CODED_H264 ? shows_h264 : shows_hevc) >> type & 1) != 0;
}

static bool
packet_nal(const struct coded *c, struct sieve *s)
{
	while (s->at < s->n) {
		size_t unit;

		if (s->n - s->at < c->length_bytes)
			return false;
		unit = number(s->p + s->at, c->length_bytes);
		if (unit > s->n - s->at - c->length_bytes)
			return false;
		if (unit > 0 && nal_shows(c->kind, s->p[s->at + c->length_bytes]))
			keep(s, c->length_bytes + unit);
		else
			s->at += c->length_bytes + unit;
	}
	return true;
}

/* Bytes of the OBU at s->at, 0: it is none. */
static size_t
obu_bytes(const struct sieve *s)
{
	size_t head = s->p[s->at] & OBU_EXTENDED ? 2 : 1, size = 0;

	if ((s->p[s->at] & OBU_SIZED) == 0)
		return s->n - s->at;	/* the last: to the end */
	for (unsigned i = 0; i < LEB_BYTES; i++) {
		uint8_t byte;

		if (head >= s->n - s->at)
			return 0;
		byte = s->p[s->at + head++];
		size |= (size_t)(byte & 0x7f) << (7 * i);
		if (byte < 0x80)
			return size > s->n - s->at - head ? 0 : head + size;
	}
	return 0;
}

static bool
keep_obus(struct sieve *s)
{
	while (s->at < s->n) {
		const unsigned type = s->p[s->at] >> 3 & 0xf;
		const size_t n = obu_bytes(s);

		if (n == 0)
			return false;
		if ((type >= OBU_SEQUENCE && type <= OBU_TILES) || type == OBU_FRAME || type == OBU_REDUNDANT)
			keep(s, n);
		else
			s->at += n;
	}
	return true;
}

static bool
head_av1(struct sieve *s)
{
	if (s->n < AV1C_FIXED || s->p[0] != 0x81)
		return false;
	keep(s, AV1C_FIXED);
	return keep_obus(s);
}

static bool
starts(const struct sieve *s)
{
	return s->n - s->at >= MPEG4_START && memcmp(s->p + s->at, "\0\0\1", 3) == 0;
}

static void
drop_user_data(struct sieve *s)
{
	bool keeps = true;

	while (s->at < s->n) {
		if (starts(s))
			keeps = s->p[s->at + 3] != MPEG4_USER_DATA;
		if (keeps)
			keep(s, 1);
		else
			s->at++;
	}
}

struct bits { uint8_t *p; size_t n, at; };	/* in bits */

static unsigned
take(struct bits *b, unsigned n)
{
	unsigned v = 0;

	for (; n > 0 && b->at < b->n; n--, b->at++)
		v = v << 1 | (b->p[b->at / 8] >> (7 - b->at % 8) & 1u);
	return v;
}

static void
zero(struct bits *b, size_t n)
{
	for (; n > 0 && b->at < b->n; n--, b->at++)
		b->p[b->at / 8] &= (uint8_t)~(1u << (7 - b->at % 8));
}

/* Elements that hold no sound, as far as they stand first: behind sound nobody finds them without decoding it. */
static void
blank_fill(uint8_t *p, size_t n)
{
	struct bits b = { p, n * 8, 0 };

	while (b.n - b.at >= 8) {
		const unsigned element = take(&b, 3);
		unsigned count;

		if (element == AAC_FIL) {
			if ((count = take(&b, 4)) == AAC_ESCAPE_FIL)
				count += take(&b, 8) - 1;
			if (count == 0)
				continue;
			if (take(&b, 4) > AAC_FILL_LAST)
				return;
			b.at -= 4;
		} else if (element == AAC_DSE) {
			(void)take(&b, 4);
			const bool aligned = take(&b, 1);

			if ((count = take(&b, 8)) == AAC_ESCAPE_DSE)
				count += take(&b, 8);
			if (aligned)
				b.at += -b.at & 7;
		} else {
			return;
		}
		zero(&b, (size_t)count * 8);
	}
}

/* ISO/IEC 14496-3, 1.6.2.1: without a list of channels (0) all that a decoder looks for is in the first bytes. */
static size_t
head_aac(const uint8_t *p, size_t n)
{
	const bool is_usual = n > AAC_HEAD && p[0] >> 3 != AAC_ESCAPE && (p[1] >> 3 & 0xf) != 0;

	return is_usual ? AAC_HEAD : n;
}

bool
coded_head(struct coded *c, enum coded_kind kind, uint8_t *p, size_t *n)
{
	struct sieve s = { p, *n, 0, 0 };
	bool good = true;

	*c = (struct coded){ .kind = kind };
	if (kind == CODED_H264)
		good = head_h264(c, &s);
	else if (kind == CODED_HEVC)
		good = head_hevc(c, &s);
	else if (kind == CODED_AV1)
		good = head_av1(&s);
	else if (kind == CODED_MPEG4)
		drop_user_data(&s);
	else
		s.kept = kind == CODED_AAC ? head_aac(p, *n) : *n;
	*n = s.kept;
	return good;
}

bool
coded_packet(const struct coded *c, uint8_t *p, size_t *n)
{
	struct sieve s = { p, *n, 0, 0 };
	bool good = true;

	if (c->kind == CODED_H264 || c->kind == CODED_HEVC)
		good = packet_nal(c, &s);
	else if (c->kind == CODED_AV1)
		good = keep_obus(&s);
	else if (c->kind == CODED_MPEG4)
		drop_user_data(&s);
	else if (c->kind == CODED_AAC)
		blank_fill(p, *n);
	if (c->kind != CODED_PLAIN && c->kind != CODED_AAC)
		*n = s.kept;
	return good;
}
