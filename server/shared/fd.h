/* fd.h: bytes to an open descriptor, all of them, and what the system's refusals mean to us. */
#ifndef FD_H
#define FD_H

#include "err.h"
#include "span.h"

/* Waits for as long as the descriptor does. Errors as fd_fault; some of it may have gone. */
GW_CHECKED enum gw_err fd_write(int fd, struct span bytes);
/* Of errno. GW_EFULL: no room on the disk. GW_EBUSY: too many descriptors. GW_EIO: anything else. */
enum gw_err fd_fault(void);
#endif
