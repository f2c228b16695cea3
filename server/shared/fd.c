/* fd.c: a system may take less than it is given, or be interrupted. */
#include "fd.h"

#include <errno.h>
#include <unistd.h>

enum gw_err
fd_fault(void)
{
	return errno == ENOSPC || errno == EDQUOT ? GW_EFULL : errno == EMFILE || errno == ENFILE ? GW_EBUSY : GW_EIO;
}

enum gw_err
fd_write(int fd, struct span bytes)
{
	while (bytes.n > 0) {
		const ssize_t n = write(fd, bytes.p, bytes.n);

		if (n < 0 && errno != EINTR)
			return fd_fault();
		if (n > 0)
			bytes = (struct span){ bytes.p + n, bytes.n - (size_t)n };
	}
	return GW_OK;
}
