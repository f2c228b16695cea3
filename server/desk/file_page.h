/* file_page.h: GET /desk/case/<id>/files/<n>: one attachment, read safely: what it is, what became of its clean copy,
 * the copy itself, who may have the original. Where there is no copy yet it is made first, and the page waits for it.
 * Below it the bytes: /copy, /pages/<k>, /original (file.h). */
#ifndef FILE_PAGE_H
#define FILE_PAGE_H

#include "seat.h"

seat_fn file_page_get;
#endif
