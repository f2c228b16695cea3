/* clean_one.c: clean copies without a gateway: the code that workers run, on files named on the command line, each in a
 * process of its own. Usage: clean_one FOLDER FILE...; writes FOLDER/NAME.copy, the copy without its head, and says a
 * line for each file: "NAME STATE KIND PAGES". By hand, and for fuzzers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clean.h"

static const struct clean_limits limits =
    { LIMIT_COPY_MEGAPIXELS * UINT64_C(1000000), LIMIT_COPY_PAGES, LIMIT_COPY_BYTES };

static struct span
read_all(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *p = malloc(LIMIT_FILE_BYTES);
	size_t n;

	if (f == NULL || p == NULL) {
		perror(path);
		_exit(EXIT_FAILURE);
	}
	n = fread(p, 1, LIMIT_FILE_BYTES, f);
	fclose(f);
	return (struct span){ p, n };
}

static void
write_all(const char *folder, const char *name, struct span bytes)
{
	char path[LIMIT_PATH];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s.copy", folder, name);
	if ((f = fopen(path, "wb")) == NULL || fwrite(bytes.p, 1, bytes.n, f) != bytes.n || fclose(f) != 0) {
		perror(path);
		_exit(EXIT_FAILURE);
	}
}

static _Noreturn void
clean(const char *folder, const char *path, const char *name)
{
	struct copy_head head;
	struct span bytes;

	clean_room.clean(read_all(path), &limits, &head, &bytes);
	if (head.state == COPY_CLEAN)
		write_all(folder, name, bytes);
	printf("%s %s %s %u\n", name, copy_state_code(head.state), copy_kind_code(head.kind), head.n_pages);
	fflush(stdout);
	_exit(EXIT_SUCCESS);
}

int
main(int argc, char **argv)
{
	int bad = 0;

	if (argc < 3 || clean_room.prepare() != GW_OK) {
		fputs("usage: clean_one FOLDER FILE...\n", stderr);
		return EXIT_FAILURE;
	}
	for (int i = 2; i < argc; i++) {
		const char *slash = strrchr(argv[i], '/'), *name = slash == NULL ? argv[i] : slash + 1;
		pid_t child = fork();
		int status;

		if (child == 0)
			clean(argv[1], argv[i], name);
		if (child < 0 || waitpid(child, &status, 0) != child)
			return EXIT_FAILURE;
		if (status != 0) {
			printf("%s died %d 0\n", name, status);
			bad = 1;
		}
	}
	return bad;
}
