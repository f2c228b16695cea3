/* triage_right.c: which words of a dictionary a policy would take for others. Usage: triage_right POLICY <WORDS
 * One word a line. Prints the lines of "spelled_right" for policy/triage/spelled-right.yaml: made anew with that file
 * away, whenever rules learn words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "secret.h"
#include "text.h"

enum { COLUMNS = 116 };

struct found { size_t n, room; char (*word)[WORD_TEXT + 1]; };

/* Unknown as it stands, and yet something is read in it. */
static bool
is_mistaken(const struct concepts *c, const struct folded *w)
{
	struct word words[JOINED_MAX];
	uint16_t id;
	size_t n;

	if (vocab_find(c->vocab, w->text, w->n, &id) != VOCAB_UNKNOWN)
		return false;
	n = text_words(c, span_of(w->text), words, JOINED_MAX);
	return n != 1 || words[0].id != 0;
}

static bool
add(struct found *f, const struct folded *w)
{
	if (f->n == f->room) {
		void *more = realloc(f->word, (f->room + 1024) * sizeof f->word[0]);

		if (more == NULL)
			return false;
		f->word = more;
		f->room += 1024;
	}
	memcpy(f->word[f->n++], w->text, sizeof w->text);
	return true;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void
print_found(struct found *f)
{
	size_t column = COLUMNS;

	if (f->n > 0)
		qsort(f->word, f->n, sizeof f->word[0], by_text);
	printf("spelled_right:");
	for (size_t i = 0; i < f->n; i++) {
		size_t n = strlen(f->word[i]);

		if (i > 0 && strcmp(f->word[i - 1], f->word[i]) == 0)
			continue;
		if (column + 1 + n > COLUMNS) {
			printf("\n  -");
			column = 3;
		}
		printf(" %s", f->word[i]);
		column += 1 + n;
	}
	printf("\n");
}

int
main(int argc, char **argv)
{
	struct found found = { .n = 0 };
	struct triage *t;
	char *line = NULL;
	struct folded w;
	size_t room = 0;
	bool fine = true;

	if (argc != 2 || secret_init() != GW_OK) {
		fprintf(stderr, "usage: triage_right POLICY <WORDS\n");
		return 2;
	}
	if (triage_load(argv[1], stderr, &t) != GW_OK)
		return 2;
	while (fine && getline(&line, &room, stdin) > 0)
		if (normalise_word(t->concepts->folder, span_of(line), &w) && is_mistaken(t->concepts, &w))
			fine = add(&found, &w);
	if (fine)
		print_found(&found);
	free(line);
	free(found.word);
	triage_free(t);
	return fine ? 0 : 2;
}
