/* memfile.h: a file in memory, as intake hands it to the cleaner. */
#ifndef MEMFILE_H
#define MEMFILE_H

#include "span.h"

/* Holds s and nobody can change it any more. */
int memfile(struct span s);
#endif
