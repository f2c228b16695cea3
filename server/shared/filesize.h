/* filesize.h: how large a file is, or may be, as people's devices write it. Pure. */
#ifndef FILESIZE_H
#define FILESIZE_H

#include <stdint.h>

enum { FILESIZE_WORDS = 32 };
/* "2.1MB", "25MB", "340KB", "12 bytes", and NUL; 1 MB is 1024 KB, as in policy/limits.yaml. Never more than it is. */
void filesize_words(uint64_t bytes, char words[FILESIZE_WORDS]);
#endif
