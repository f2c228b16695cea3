/* cleaner.h: the process whose workers make clean copies of attachments (copy.h). It parses no byte of a file itself:
 * for each it forks a fresh worker with the file and a pipe, nothing else. */
#ifndef CLEANER_H
#define CLEANER_H

#include "child.h"
#include "clean.h"

/* Loads concern-kinds.so from beside the program, with all that is in it (libvips, FFmpeg, Poppler), and lets it read
 * ahead what its libraries want from files. Before the sandbox, in the cleaner alone. GW_EIO, with a sentence. */
GW_CHECKED enum gw_err cleaner_prepare(const struct clean_room **room);
/* Serves until the warden says no more; the process's exit status. */
int cleaner_run(const struct child_setup *setup, const struct clean_room *room);
#endif
