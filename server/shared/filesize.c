/* filesize.c: whole units, and tenths of the largest. */
#include "filesize.h"

#include <inttypes.h>
#include <stdio.h>

static const uint64_t KB = 1024, MB = 1024 * 1024;

void
filesize_words(uint64_t bytes, char words[FILESIZE_WORDS])
{
	const uint64_t tenths = bytes % MB * 10 / MB;

	if (bytes < KB)
		snprintf(words, FILESIZE_WORDS, "%" PRIu64 " bytes", bytes);
	else if (bytes < MB)
		snprintf(words, FILESIZE_WORDS, "%" PRIu64 "KB", bytes / KB);
	else if (tenths == 0)
		snprintf(words, FILESIZE_WORDS, "%" PRIu64 "MB", bytes / MB);
	else
		snprintf(words, FILESIZE_WORDS, "%" PRIu64 ".%" PRIu64 "MB", bytes / MB, tenths);
}
