/* vault.h: the process that keeps sealed bytes and can read none of them: database, spool, queue, clocks, audit. */
#ifndef VAULT_H
#define VAULT_H

#include "child.h"

/* Runs until drained; the working directory (or root) is the data folder. Returns an exit status; says why on stderr
 * when it could not start. */
int vault_run(const struct child_setup *setup);
#endif
