/* worker.h: the life of one worker, from fork to exit: bounded in memory, processor and time, without files, network or
 * new processes; the scanner first, whose verdict it cannot take back, then the copy. */
#ifndef WORKER_H
#define WORKER_H

#include "clean.h"
#include "msg.h"

struct worker_job {
	int file;			/* memfd: the file */
	int out;			/* the pipe's writable end */
	int scanner;			/* a connection to clamd that was begun, -1: none is wanted */
	bool scans;			/* wanted; with scanner -1: clamd cannot be reached */
	struct msg_clean limits;
};

/* Once, before any worker and before the sandbox: prepares the room, and notes what it opened for all workers to keep,
 * and how much memory they begin with. GW_EIO, with a sentence. */
GW_CHECKED enum gw_err worker_prepare(const struct clean_room *room);
/* In the new process: a fork of the one that prepared, which has no other thread. Never returns. */
_Noreturn void worker_run(const struct worker_job *job, const struct clean_room *room);
#endif
