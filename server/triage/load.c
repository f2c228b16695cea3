/* load.c: finds the files of policy/triage/ and makes one policy of them. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "rules.h"

enum { FILES_MAX = 64, ENTRIES_MAX = 4096 };
enum { K_VERSION, K_CONCEPTS, K_CONTEXTS, K_RULES, K_N };

static const struct yaml_key file_keys[K_N] = {
	[K_VERSION] = { "version", YAML_TEXT, false, 1, LIMIT_NAME },
	[K_CONCEPTS] = { "concepts", YAML_MAP, false, 1, ENTRIES_MAX },
	[K_CONTEXTS] = { "contexts", YAML_MAP, false, 1, ENTRIES_MAX },
	[K_RULES] = { "rules", YAML_LIST, false, 1, ENTRIES_MAX },
};

/* Names first, then phrases, then rules: a file may use what a later one defines. */
static enum gw_err
read_files(struct triage *t, struct yaml_doc **files, size_t n)
{
	yaml_node_t *v[FILES_MAX][K_N];
	enum gw_err e = GW_OK, one;

	for (size_t i = 0; i < n; i++)
		if ((one = yaml_doc_map(files[i], yaml_doc_root(files[i]), file_keys, K_N, v[i])) != GW_OK)
			e = one;
	if (e != GW_OK)
		return e;
	for (size_t i = 0; i < n; i++)
		if ((one = concepts_name(t->concepts, files[i], v[i][K_CONCEPTS], v[i][K_CONTEXTS])) != GW_OK)
			e = one;
	if (e != GW_OK)
		return e;
	for (size_t i = 0; i < n; i++) {
		if ((one = concepts_fill(t->concepts, files[i], v[i][K_CONCEPTS], v[i][K_CONTEXTS])) != GW_OK)
			e = one;
		if ((one = rules_read(t, files[i], v[i][K_VERSION], v[i][K_RULES])) != GW_OK)
			e = one;
	}
	if (e == GW_OK && (t->version[0] == '\0' || t->n == 0))
		e = yaml_doc_fault(files[0], yaml_doc_root(files[0]),
		    "version, rules: are missing; the files together must have one version and at least one rule");
	return e;
}

enum gw_err
rules_load(struct yaml_doc **files, size_t n, struct triage **out)
{
	struct triage *t = calloc(1, sizeof *t);
	enum gw_err e = GW_ENOMEM;

	*out = NULL;
	if (t == NULL || n == 0 || n > FILES_MAX)
		goto out;
	if ((e = concepts_new(&t->concepts)) != GW_OK || (e = read_files(t, files, n)) != GW_OK)
		goto out;
	concepts_close(t->concepts);
	rules_close(t);
	*out = t;
	return GW_OK;
out:
	triage_free(t);
	return e;
}

static int
is_rules_file(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return entry->d_name[0] != '.' && n > 5 && strcmp(entry->d_name + n - 5, ".yaml") == 0;
}

static enum gw_err
load_files(const char *dir, struct dirent **names, size_t n, FILE *err, struct yaml_doc **files)
{
	enum gw_err e = GW_OK, one;
	char path[LIMIT_PATH];

	for (size_t i = 0; i < n; i++) {
		if (snprintf(path, sizeof path, "%s/triage/%s", dir, names[i]->d_name) >= (int)sizeof path)
			e = GW_ELIMIT;
		else if ((one = yaml_doc_load(path, err, &files[i])) != GW_OK)
			e = one;
	}
	return e;
}

enum gw_err
triage_load(const char *dir, FILE *err, struct triage **t)
{
	struct yaml_doc *files[FILES_MAX] = { NULL };
	struct dirent **names = NULL;
	char path[LIMIT_PATH];
	enum gw_err e;
	int n;

	*t = NULL;
	if (snprintf(path, sizeof path, "%s/triage", dir) >= (int)sizeof path)
		return GW_ELIMIT;
	if ((n = scandir(path, &names, is_rules_file, alphasort)) < 0) {
		fprintf(err, "%s: cannot be opened; it must be a folder\n", path);
		return errno == ENOMEM ? GW_ENOMEM : GW_EIO;
	}
	if (n == 0 || n > FILES_MAX) {
		fprintf(err, "%s: must hold 1 to %d files named *.yaml\n", path, FILES_MAX);
		e = GW_EINPUT;
	} else if ((e = load_files(dir, names, (size_t)n, err, files)) == GW_OK) {
		e = rules_load(files, (size_t)n, t);
	}
	for (int i = 0; i < n; i++) {
		if (i < FILES_MAX)
			yaml_doc_free(files[i]);
		free(names[i]);
	}
	free(names);
	return e;
}

void
triage_free(struct triage *t)
{
	if (t == NULL)
		return;
	concepts_free(t->concepts);
	free(t);
}

const char *
triage_version(const struct triage *t)
{
	return t->version;
}
