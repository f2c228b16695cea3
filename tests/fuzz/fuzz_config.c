/* fuzz_config.c: any bytes as the operator's config: refused, or every value within its range. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	int fd = memfd_create("config", MFD_CLOEXEC);
	static FILE *err;
	struct config c;
	char path[64];

	if (err == NULL && (err = fopen("/dev/null", "we")) == NULL)
		abort();
	if (fd < 0 || write(fd, data, n) != (ssize_t)n)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (config_load(path, err, &c) == GW_OK && (c.port < 1 || c.port > 65535 || c.staff_port == c.port ||
	    c.intakes < 0 || c.intakes > 64 || c.desks < 1 || c.desks > 16 || c.user[0] == '\0' ||
	    memchr(c.data, 0, sizeof c.data) == NULL || memchr(c.roster_pin, 0, sizeof c.roster_pin) == NULL))
		abort();
	close(fd);
	return 0;
}
