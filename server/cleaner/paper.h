/* paper.h: drawn pages, each a JPEG, put into a new PDF that has nothing else. */
#ifndef PAPER_H
#define PAPER_H

#include <cairo.h>

#include "copy.h"

struct paper;
/* max: bytes that it may grow to. NULL: no memory. */
struct paper *paper_new(uint64_t max);
/* One more page of so many points; borrows what was drawn (CAIRO_FORMAT_RGB24). TOO_MUCH: no room, or no memory. */
enum copy_state paper_add(struct paper *p, cairo_surface_t *drawn, double width, double height);
/* Ends it and says where in it each page's JPEG lies; lent until the end of the process. CLEAN, TOO_MUCH. */
enum copy_state paper_end(struct paper *p, struct copy_head *h, struct span *bytes);
#endif
