/* fuzz_clean.c: the room that makes clean copies, with small limits: whatever the file, a copy is one by its head, and
 * stays inside of what a copy may be. What it calls are other people's libraries, a hundred of them. */
#include <stdlib.h>
#include <string.h>

#include "clean.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "detect_leaks=0:allocator_may_return_null=1";	/* one file a process there: nothing is freed */
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	if (clean_room.prepare() != GW_OK)
		abort();
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct clean_limits small = { 20 * 1000, 4, 1 << 20 };
	static struct copy_head made, read;
	static uint8_t head[COPY_HEAD];
	struct span bytes = { NULL, 0 };
	size_t used;

	clean_room.clean((struct span){ p, n }, &small, &made, &bytes);
	if (copy_head_read((struct span){ head, copy_head_write(&made, head) }, &read, &used) != GW_OK)
		abort();
	if (bytes.n != made.size || bytes.n > small.bytes || (made.state == COPY_CLEAN) != (bytes.n > 0))
		abort();
	return 0;
}
