/* load.c: finds the files of policy/triage/ and makes one policy of them. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "hash.h"
#include "rules.h"
#include "wordlists.h"

enum { FILES_MAX = 64, ENTRIES_MAX = 4096, WEIGHTS_PIECE = 64 * 1024, VERSION_SUM = 9 };
enum { K_VERSION, K_CONCEPTS, K_CONTEXTS, K_RULES, K_SAME, K_UNREAD, K_RIGHT, K_SECOND, K_N };

static const struct yaml_key file_keys[K_N] = {
	[K_VERSION] = { "version", YAML_TEXT, false, 1, LIMIT_NAME - VERSION_SUM },
	[K_CONCEPTS] = { "concepts", YAML_MAP, false, 1, ENTRIES_MAX },
	[K_CONTEXTS] = { "contexts", YAML_MAP, false, 1, ENTRIES_MAX },
	[K_RULES] = { "rules", YAML_LIST, false, 1, ENTRIES_MAX },
	[K_SAME] = { "same", YAML_MAP, false, 1, ENTRIES_MAX },
	[K_UNREAD] = { "unread", YAML_MAP, false, 1, REASONS_MAX },
	[K_RIGHT] = { "spelled_right", YAML_LIST, false, 1, ENTRIES_MAX },
	[K_SECOND] = { "second_reader", YAML_MAP, false, 1, HEADS },
};

/* Names and what words are first, then phrases, then rules: a file may use what a later one defines. */
static enum gw_err
read_files(struct triage *t, struct yaml_doc **files, size_t n, struct yaml_doc **whose, yaml_node_t **second)
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
	for (size_t i = 0; i < n; i++)
		if ((one = wordlists_read(t->concepts, files[i], v[i][K_SAME], v[i][K_UNREAD], v[i][K_RIGHT])) != GW_OK)
			e = one;
	if (e != GW_OK)
		return e;
	for (size_t i = 0; i < n; i++) {
		if ((one = concepts_fill(t->concepts, files[i], v[i][K_CONCEPTS], v[i][K_CONTEXTS])) != GW_OK)
			e = one;
		if ((one = rules_read(t, files[i], v[i][K_VERSION], v[i][K_RULES])) != GW_OK)
			e = one;
		if (v[i][K_SECOND] == NULL)
			continue;
		if (*second != NULL)
			e = yaml_doc_fault(files[i], v[i][K_SECOND],
			    "second_reader: another file has it; it is allowed in one");
		else if ((one = eagerness_read(files[i], v[i][K_SECOND], &t->reader.eagerness)) != GW_OK)
			e = one;
		*second = v[i][K_SECOND];
		*whose = files[i];
	}
	if (e == GW_OK && (t->version[0] == '\0' || t->n == 0))
		e = yaml_doc_fault(files[0], yaml_doc_root(files[0]),
		    "version, rules: are missing; the files together must have one version and at least one rule");
	return e;
}

/* Policy says when it speaks, and the file of weights what it has learned: one without the other is a mistake. */
static enum gw_err
read_weights(struct triage *t, const struct weights_file *w, struct yaml_doc *whose, yaml_node_t *second)
{
	if (w != NULL && second != NULL)
		return weights_read(w->bytes, w->name, w->err, t->concepts, &t->reader.weights);
	if (w != NULL) {
		fprintf(w->err, "%s:1: no file beside it has second_reader, which says when it speaks\n", w->name);
		return GW_EINPUT;
	}
	return second == NULL ? GW_OK : yaml_doc_fault(whose, second,
	    "second_reader: there is no file second-reader.tsv with its weights; \"concern learn\" makes it");
}

enum gw_err
rules_load(struct yaml_doc **files, size_t n, const struct weights_file *weights, struct triage **out)
{
	struct triage *t = calloc(1, sizeof *t);
	struct yaml_doc *whose = NULL;
	yaml_node_t *second = NULL;
	enum gw_err e = GW_ENOMEM;

	*out = NULL;
	if (t == NULL || n == 0 || n > FILES_MAX)
		goto out;
	if ((e = concepts_new(&t->concepts)) != GW_OK || (e = read_files(t, files, n, &whose, &second)) != GW_OK ||
	    (e = read_weights(t, weights, whose, second)) != GW_OK || (e = concepts_close(t->concepts)) != GW_OK)
		goto out;
	rules_close(t);
	*out = t;
	return GW_OK;
out:
	triage_free(t);
	return e;
}

/* What the version is of, so that two policies never go by one name: the first bytes of a hash over every file. */
static void
sign_version(struct triage *t, struct yaml_doc **files, size_t n, const struct weights_file *weights)
{
	uint8_t sum[KEY_BYTES] = { 0 };
	size_t written = strlen(t->version);

	for (size_t i = 0; i < n; i++)
		hash_labelled("concern policy  ", sum, yaml_doc_bytes(files[i]), sum, sizeof sum);
	if (weights != NULL)
		hash_labelled("concern policy  ", sum, weights->bytes, sum, sizeof sum);
	snprintf(t->version + written, sizeof t->version - written, "-%02x%02x%02x%02x", sum[0], sum[1], sum[2],
	    sum[3]);
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

static enum gw_err
load_policy(const char *dir, const struct weights_file *weights, FILE *err, struct triage **t)
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
	} else if ((e = load_files(dir, names, (size_t)n, err, files)) == GW_OK &&
	    (e = rules_load(files, (size_t)n, weights, t)) == GW_OK) {
		sign_version(*t, files, (size_t)n, weights);
	}
	for (int i = 0; i < n; i++) {
		if (i < FILES_MAX)
			yaml_doc_free(files[i]);
		free(names[i]);
	}
	free(names);
	return e;
}

/* The whole of a file of weights. GW_EABSENT: there is none. */
static enum gw_err
read_whole(const char *path, FILE *err, struct buf *out)
{
	FILE *f = fopen(path, "re");
	enum gw_err e = GW_OK;
	size_t got = 1;
	uint8_t *at;

	if (f == NULL && errno == ENOENT)
		return GW_EABSENT;
	while (f != NULL && got > 0 && (e = buf_reserve(out, WEIGHTS_PIECE, &at)) == GW_OK) {
		got = fread(at, 1, WEIGHTS_PIECE, f);
		out->n += got;
	}
	if (e == GW_ELIMIT)
		fprintf(err, "%s: is longer than %d MiB\n", path, LIMIT_WEIGHTS / 1024 / 1024);
	else if (f == NULL || ferror(f))
		fprintf(err, "%s: cannot be read\n", path);
	if (f == NULL || ferror(f))
		e = e != GW_OK ? e : GW_EIO;
	if (f != NULL)
		fclose(f);
	return e == GW_ELIMIT ? GW_EINPUT : e;
}

enum gw_err
triage_load(const char *dir, FILE *err, struct triage **t)
{
	struct weights_file weights = { .err = err };
	char path[LIMIT_PATH];
	struct buf bytes;
	enum gw_err e;

	*t = NULL;
	if (snprintf(path, sizeof path, "%s/triage/second-reader.tsv", dir) >= (int)sizeof path)
		return GW_ELIMIT;
	buf_init(&bytes, LIMIT_WEIGHTS);
	e = read_whole(path, err, &bytes);
	weights.bytes = buf_span(&bytes);
	weights.name = path;
	if (e == GW_OK || e == GW_EABSENT)
		e = load_policy(dir, e == GW_OK ? &weights : NULL, err, t);
	buf_free(&bytes);
	return e;
}

enum gw_err
triage_load_weighed(const char *dir, struct span weights, FILE *err, struct triage **t)
{
	const struct weights_file file = { weights, "weights", err };

	return load_policy(dir, &file, err, t);
}

void
triage_free(struct triage *t)
{
	if (t == NULL)
		return;
	concepts_free(t->concepts);
	weights_free(t->reader.weights);
	free(t);
}

const char *
triage_version(const struct triage *t)
{
	return t->version;
}
