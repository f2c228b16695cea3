/* scan.h: asks clamd whether a file is malware: INSTREAM over its local socket (clamd(8)). Blocking, in a worker, where
 * SIGPIPE is ignored. */
#ifndef SCAN_H
#define SCAN_H

#include "msg.h"
#include "span.h"

/* Begins to connect; -1: it cannot be reached. Close-on-exec. For the process before the worker: a worker opens no
 * socket. */
int scan_connect(const char *path);
/* Sends it all and reads the verdict. SCAN_FAILED: anything but a clear answer within so many milliseconds; never
 * SCAN_OFF. */
enum scan scan_file(int socket, struct span file, int timeout_ms);
/* What an answer says ("stream: OK"). Pure: SCAN_FAILED for what it does not know. */
enum scan scan_answer(struct span line);
#endif
