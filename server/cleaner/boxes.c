/* boxes.c: walks over the outermost boxes. What stands behind the last one that is known (some phones put notes of
 * their own there) is not looked at. */
#include "boxes.h"

#include <string.h>

enum { HEAD = 8, LARGE_HEAD = 16, TYPE = 4, TO_THE_END = 0, IS_LARGE = 1 };
enum { TRACK_AT = 12, TRACK_AT_LONG = 20, ENTRY_AT = 8, WIDTH_AT = ENTRY_AT + 32, HEIGHT_AT = WIDTH_AT + 2 };

static uint64_t
number(const uint8_t *p, unsigned bytes)
{
	uint64_t n = 0;

	while (bytes-- > 0)
		n = n << 8 | *p++;
	return n;
}

static bool
is_one_of(const uint8_t *type, const char *types)
{
	for (; *types != '\0'; types += TYPE)
		if (memcmp(type, types, TYPE) == 0)
			return true;
	return false;
}

/* Bytes of the box that file begins with; 0: it cannot be one. */
static uint64_t
box_bytes(struct span file)
{
	const uint64_t small = number(file.p, 4);

	if (small == TO_THE_END)
		return file.n;
	if (small != IS_LARGE)
		return small < HEAD ? 0 : small;
	if (file.n < LARGE_HEAD || number(file.p + HEAD, 8) < LARGE_HEAD)
		return 0;
	return number(file.p + HEAD, 8);
}

enum copy_state
boxes_look(struct span file)
{
	bool moov = false;

	for (unsigned n = 0; file.n >= HEAD; n++) {
		const bool known = is_one_of(file.p + TYPE, "ftypmoovmdatmoofmfrasidxfreeskipwidestypuuidmetaudtapnot");
		const uint64_t bytes = known ? box_bytes(file) : 0;

		if (n == BOXES_MAX)
			return COPY_TOO_MUCH;
		if (known && (bytes == 0 || bytes > file.n))
			return COPY_DAMAGED;
		moov = moov || is_one_of(file.p + TYPE, "moov");
		if (!known && (box_bytes(file) == 0 || box_bytes(file) > file.n))
			break;
		file = (struct span){ file.p + box_bytes(file), file.n - box_bytes(file) };
	}
	return moov ? COPY_CLEAN : COPY_DAMAGED;
}

/* What is in the nth box of that type; n 0: there is none. */
static struct span
inside(struct span in, const char *type, unsigned nth)
{
	while (in.n >= HEAD) {
		const uint64_t bytes = box_bytes(in);
		const size_t head = number(in.p, 4) == IS_LARGE ? LARGE_HEAD : HEAD;

		if (bytes == 0 || bytes > in.n)
			break;
		if (is_one_of(in.p + TYPE, type) && nth-- == 0)
			return (struct span){ in.p + head, bytes - head };
		in = (struct span){ in.p + bytes, in.n - bytes };
	}
	return (struct span){ NULL, 0 };
}

bool
boxes_size(struct span file, uint32_t track, int *width, int *height)
{
	const struct span moov = inside(file, "moov", 0);
	struct span s;

	for (unsigned i = 0; (s = inside(moov, "trak", i)).n > 0; i++) {
		static const char *const way[] = { "mdia", "minf", "stbl", "stsd" };
		const struct span head = inside(s, "tkhd", 0);
		const size_t at = head.n > 0 && head.p[0] != 0 ? TRACK_AT_LONG : TRACK_AT;

		if (head.n < at + 4 || number(head.p + at, 4) != track)
			continue;
		for (size_t step = 0; step < sizeof way / sizeof *way; step++)
			s = inside(s, way[step], 0);
		if (s.n < HEIGHT_AT + 2)
			return false;
		*width = (int)number(s.p + WIDTH_AT, 2);
		*height = (int)number(s.p + HEIGHT_AT, 2);
		return *width > 0 && *height > 0;
	}
	return false;
}

/* The last of the boxes in p, of that type; n: there is none, or it does not end there. */
static size_t
last_box(const uint8_t *p, size_t n, const char *type)
{
	size_t at = 0;

	while (n - at >= HEAD) {
		const uint64_t bytes = box_bytes((struct span){ p + at, n - at });

		if (bytes == n - at && is_one_of(p + at + TYPE, type))
			return at;
		if (bytes == 0 || bytes >= n - at)
			break;
		at += bytes;
	}
	return n;
}

size_t
boxes_cut_notes(uint8_t *p, size_t n)
{
	const size_t moov = last_box(p, n, "moov");
	size_t left, in;

	if (n - moov < HEAD || number(p + moov, 4) != n - moov)
		return n;
	in = moov + HEAD;
	left = in + last_box(p + in, n - in, "udta");
	for (unsigned i = 0; i < 4; i++)
		p[moov + i] = (uint8_t)((left - moov) >> (24 - 8 * i));
	return left;
}
