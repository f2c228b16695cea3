/* file.h: GET …/<id>/files/<n>, of the API and the console: an attachment, opened as it passes by. Bytes go out only
 * after their chunk was verified; the last ones only after the whole was. A fault cuts the answer short. */
#ifndef FILE_H
#define FILE_H

#include "opening.h"

struct file_copy;

/* Starts; *f is the exchange's, to be freed when it is gone. On failure it has replied and *f is NULL. room is called
 * each time the connection has room for more: it calls file_more. */
struct file_wish { const uint8_t *token, *report; uint32_t file; void (*room)(struct exchange *x); };
void file_start(struct exchange *x, const struct file_wish *w, struct file_copy **f);
void file_more(struct file_copy *f);
void file_free(struct file_copy *f);	/* closes, wipes; NULL is fine */
#endif
