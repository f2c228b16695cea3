/* whole.c: from block to block, and from chunk to chunk. */
#include "whole.h"

#include <string.h>

enum { PNG_HEAD = 8, LENGTH = 4, TYPE = 4, SUM = 4 };
enum { HEAD = 6, SCREEN = 7, SCREEN_FLAGS = 4, FRAME = 10, FRAME_FLAGS = 9, CODE_SIZE = 1, EXTENSION = 2 };

static bool
skip(struct span *s, size_t n)
{
	if (s->n < n)
		return false;
	*s = (struct span){ s->p + n, s->n - n };
	return true;
}

/* A head of n bytes with flags that say how long a table of colours comes behind it. */
static bool
skip_coloured(struct span *s, size_t n, size_t flags_at)
{
	const uint8_t flags = s->n < n ? 0 : s->p[flags_at];

	return skip(s, n) && ((flags & 0x80) == 0 || skip(s, (size_t)3 << ((flags & 7) + 1)));
}

/* To behind the empty one. */
static bool
skip_blocks(struct span *s)
{
	while (s->n > 0 && s->p[0] > 0)
		if (!skip(s, 1 + (size_t)s->p[0]))
			return false;
	return skip(s, 1);
}

bool
whole_gif(struct span s)
{
	if (!skip(&s, HEAD) || !skip_coloured(&s, SCREEN, SCREEN_FLAGS))
		return false;
	while (s.n > 0)
		switch (s.p[0]) {
		case '!':
			if (!skip(&s, EXTENSION) || !skip_blocks(&s))
				return false;
			break;
		case ',':
			if (!skip_coloured(&s, FRAME, FRAME_FLAGS) || !skip(&s, CODE_SIZE) || !skip_blocks(&s))
				return false;
			break;
		case 0:		/* some write one too many */
			(void)skip(&s, 1);
			break;
		default:	/* ';' */
			return true;
		}
	return false;
}

uint32_t
whole_number(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

bool
whole_png(struct span s)
{
	bool is_end = false;

	if (!skip(&s, PNG_HEAD))
		return false;
	while (!is_end) {
		if (s.n < LENGTH + TYPE)
			return false;
		is_end = memcmp(s.p + LENGTH, "IEND", TYPE) == 0;
		if (!skip(&s, LENGTH + TYPE + SUM + (size_t)whole_number(s.p)))
			return false;
	}
	return true;
}
