/* recording.h: whether a sheet fits the case that it is to be recorded on: what it answers is there and open, the case
 * is of its kind, the attachment is there and not locked, and who decides is another than who asked. That its fields
 * are what they should be says sheet_check. Pure. */
#ifndef RECORDING_H
#define RECORDING_H

#include "casebook.h"

/* Clocks of two computers differ a little: what was done may be this much ahead of ours, in seconds. */
enum { RECORDING_AHEAD = 300 };

/* e: ACT_RECORD, whose sheet passed, with by and at. NULL: it may be recorded. Else a sentence for the page, static;
 * *field is the form's field that it is about ("f-of"), static, or NULL. */
const char *recording_refuses(const struct opened *c, const struct entry *e, const char **field);
#endif
