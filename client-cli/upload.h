/* upload.h: files on this computer that go with a report, and their digests. */
#ifndef UPLOAD_H
#define UPLOAD_H

#include "concern.h"
#include "limit.h"

struct upload {
	const char *path, *name;	/* name: last part of path; both borrowed */
	uint64_t size;
	char sha256[65];		/* hexadecimal, as the receipt has it */
};
struct uploads {
	size_t n;
	struct upload file[LIMIT_FILES];
};

/* Reads the file through once. path is borrowed for as long as u lives. */
GW_CHECKED enum run upload_add(struct uploads *u, const char *path);
/* Prints the receipt's "files" with their names, and says so when what arrived is not what is on this computer. */
GW_CHECKED enum run upload_receipt(const struct uploads *u, const json_t *files);
#endif
