/* case.h: GET /api/v1/reports/<id> and what lies below it: everything of one report, whole or not at all. */
#ifndef CASE_H
#define CASE_H

#include "opening.h"

struct file_copy;
struct case_view {
	struct opening *opening;
	struct file_copy *file;		/* file.c's, when the address names an attachment */
};

void case_end(struct exchange *x);
void case_gone(struct exchange *x);
#endif
