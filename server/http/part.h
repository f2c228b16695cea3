/* part.h: the head of one part of a multipart/form-data body (RFC 7578, 4.2). Pure. */
#ifndef PART_H
#define PART_H

#include "multipart.h"

/* Reads the field lines in head, which ends in the empty line, into m's name, is_file and file_name. GW_EINPUT,
 * GW_ELIMIT: *why is a sentence. */
GW_CHECKED enum gw_err part_read(struct span head, struct multipart *m, const char **why);
#endif
