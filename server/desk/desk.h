/* desk.h: the process on the staff port: sign-in, queue, opening a case with the signed-in person's keys, answering. */
#ifndef DESK_H
#define DESK_H

#include "child.h"

/* Runs until drained. Returns an exit status. */
int desk_run(const struct child_setup *setup);
#endif
