/* span.h: bytes that belong to someone else. A span never owns; it dies with what it points into. */
#ifndef SPAN_H
#define SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct span {
	const uint8_t *p;	/* may be NULL when n is 0 */
	size_t n;		/* bytes */
};

/* The bytes of a C string, without its NUL. */
struct span span_of(const char *text);
/* Same length and bytes. Not for secrets: see secret_equal. */
bool span_equal(struct span a, struct span b);
bool span_is(struct span a, const char *text);
/* ASCII letters compare without case; for protocol words only. */
bool span_is_nocase(struct span a, const char *text);
/* Visible ASCII, and no '"' or '\\': in a header's value it ends neither the line nor a quoted string. */
bool text_is_harmless(const char *text);
#endif
