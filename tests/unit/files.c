/* files.c: temporary folders and captured faults, for tests. */
#include "files.h"

#include <check.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH = 512, PATHS = 4 };

static char folder[64];
static char *faults;
static size_t faults_n;
static FILE *faults_stream;

const char *
folder_make(void)
{
	snprintf(folder, sizeof folder, "%s/concern-test-XXXXXX", P_tmpdir);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	return folder;
}

static void
drop(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	char path[PATH];

	while (d != NULL && (entry = readdir(d)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
		if (unlink(path) != 0)
			drop(path);
	}
	if (d != NULL)
		closedir(d);
	rmdir(dir);
}

void
folder_drop(void)
{
	drop(folder);
}

const char *
folder_path(const char *name)
{
	static char paths[PATHS][PATH];
	static int next;
	char *path = paths[next++ % PATHS];

	snprintf(path, PATH, "%s/%s", folder, name);
	return path;
}

void
folder_write(const char *name, const char *text)
{
	FILE *f = fopen(folder_path(name), "we");

	ck_assert_ptr_nonnull(f);
	ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
}

static void
copy_file(const char *from, const char *name)
{
	FILE *in = fopen(from, "re"), *out = fopen(folder_path(name), "we");
	char piece[16 * 1024];
	size_t n;

	ck_assert_ptr_nonnull(in);
	ck_assert_ptr_nonnull(out);
	while ((n = fread(piece, 1, sizeof piece, in)) > 0)
		ck_assert_uint_eq(fwrite(piece, 1, n, out), n);
	fclose(in);
	ck_assert_int_eq(fclose(out), 0);
}

void
folder_copy(const char *from, const char *to)
{
	DIR *d = opendir(from);
	struct dirent *entry;
	char source[PATH], name[PATH];
	struct stat st;

	ck_assert_msg(d != NULL, "%s: run from the top of the tree", from);
	mkdir(folder_path(to), 0700);
	while ((entry = readdir(d)) != NULL) {
		snprintf(source, sizeof source, "%s/%s", from, entry->d_name);
		snprintf(name, sizeof name, "%s/%s", to, entry->d_name);
		if (stat(source, &st) == 0 && S_ISREG(st.st_mode))
			copy_file(source, name);
	}
	closedir(d);
}

FILE *
faults_open(void)
{
	faults_stream = open_memstream(&faults, &faults_n);
	ck_assert_ptr_nonnull(faults_stream);
	return faults_stream;
}

const char *
faults_text(void)
{
	ck_assert_int_eq(fflush(faults_stream), 0);
	return faults;
}

void
faults_close(void)
{
	fclose(faults_stream);
	free(faults);
	faults = NULL;
}
