/* file.h: GET /api/v1/reports/<id>/files/<n>: an attachment, opened as it passes by. Bytes go out only after their
 * chunk was verified; the last ones only after the whole was. A fault cuts the answer short. */
#ifndef FILE_H
#define FILE_H

#include "opening.h"

struct file_copy;

/* Starts; *f is the exchange's, to be freed when it is gone. On failure it has replied and *f is NULL. */
void file_start(struct exchange *x, const uint8_t token[SESSION_TOKEN], const uint8_t report[ID_BYTES], uint32_t file,
    struct file_copy **f);
void file_free(struct file_copy *f);	/* closes, wipes; NULL is fine */
#endif
