/* scrap.c: a list of blocks. */
#include "scrap.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "secret.h"

enum { PRINT_MAX = 256 };

struct scrap_block {
	struct scrap_block *next;
	alignas(max_align_t) uint8_t bytes[];
};

void *
scrap_take(struct scrap *s, size_t n, size_t size)
{
	struct scrap_block *b = NULL;
	size_t bytes;

	if (!__builtin_mul_overflow(n == 0 ? 1 : n, size, &bytes) && bytes <= SIZE_MAX - sizeof *b)
		b = secret_malloc(sizeof *b + bytes);
	if (b == NULL) {
		s->failed = true;
		return NULL;
	}
	b->next = s->first;
	s->first = b;
	memset(b->bytes, 0, bytes);
	return b->bytes;
}

struct span
scrap_copy(struct scrap *s, struct span text)
{
	uint8_t *p = text.n > 0 ? scrap_take(s, text.n, 1) : NULL;

	if (p == NULL)
		return (struct span){ NULL, 0 };
	memcpy(p, text.p, text.n);
	return (struct span){ p, text.n };
}

struct span
scrap_join(struct scrap *s, const struct span *part, size_t n)
{
	struct span all = { NULL, 0 };
	uint8_t *at;

	for (size_t i = 0; i < n; i++)
		all.n += part[i].n;
	if (all.n == 0 || (at = scrap_take(s, all.n, 1)) == NULL)
		return (struct span){ NULL, 0 };
	all.p = at;
	for (size_t i = 0; i < n; i++) {
		if (part[i].n > 0)
			memcpy(at, part[i].p, part[i].n);
		at += part[i].n;
	}
	return all;
}

struct span
scrap_cut(struct scrap *s, struct span text, size_t letters, bool *is_cut)
{
	size_t n = 0, seen = 0;

	for (; n < text.n; n++)
		if ((text.p[n] & 0xc0) != 0x80 && seen++ == letters)
			break;
	if (is_cut != NULL)
		*is_cut = n < text.n;
	if (n == text.n)
		return scrap_copy(s, text);
	return scrap_join(s, (const struct span[]){ { text.p, n }, span_of("…") }, 2);
}

struct span
scrap_print(struct scrap *s, const char *format, ...)
{
	char text[PRINT_MAX];
	struct span copy;
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	copy = scrap_copy(s, span_of(text));
	secret_wipe(text, sizeof text);
	return copy;
}

void
scrap_end(struct scrap *s)
{
	while (s->first != NULL) {
		struct scrap_block *b = s->first;

		s->first = b->next;
		secret_free(b);		/* wipes */
	}
}

void
scrap_work_end(void *work)
{
	scrap_end(work);
}
