/* intake.h: the process on the reporters' port: parse, triage, seal, hand over, give the code. Keeps nothing. */
#ifndef INTAKE_H
#define INTAKE_H

#include "child.h"

/* Runs until drained. Returns an exit status. */
int intake_run(const struct child_setup *setup);
#endif
