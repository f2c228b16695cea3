/* scrap.h: memory for making one page: texts and lists that its model points into, given back all at once and wiped,
 * because they are a case's words. What does not fit into memory makes the whole page fail, not a part of it. */
#ifndef SCRAP_H
#define SCRAP_H

#include <stdbool.h>

#include "span.h"

struct scrap_block;
struct scrap {
	struct scrap_block *first;
	bool failed;			/* there was no memory for something: the page must not be shown */
};

/* n things of size bytes, zeroed, at least one. NULL: failed is set. */
void *scrap_take(struct scrap *s, size_t n, size_t size);
/* A copy; "" when it failed. */
struct span scrap_copy(struct scrap *s, struct span text);
/* Its first letters (UTF-8), with "…" behind them when there are more: *is_cut tells (may be NULL). */
struct span scrap_cut(struct scrap *s, struct span text, size_t letters, bool *is_cut);
/* One after the other, whole. */
struct span scrap_join(struct scrap *s, const struct span *part, size_t n);
/* As printf, 255 bytes at most. */
struct span scrap_print(struct scrap *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void scrap_end(struct scrap *s);	/* zeroed is fine */
/* For seat_work: ends work that begins with a struct scrap and has nothing else to end. */
void scrap_work_end(void *work);
#endif
