/* files.h: a folder of one test's own, and what a function wrote to its error stream. */
#ifndef FILES_H
#define FILES_H

#include <stdio.h>

/* Makes an empty folder; its name lives until folder_drop. */
const char *folder_make(void);
void folder_drop(void);
/* Path of name in the folder, good until the next call but three. */
const char *folder_path(const char *name);
void folder_write(const char *name, const char *text);
/* Copies the files of one folder of the tree (not its subfolders) into a new subfolder of the same kind. */
void folder_copy(const char *from, const char *to);

/* An error stream that keeps what it gets. */
FILE *faults_open(void);
const char *faults_text(void);	/* after fflush by this call */
void faults_close(void);
#endif
