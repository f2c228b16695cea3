/* fuzz_lint.c: hints of any bytes are in order, inside the text, and of whole words; by the tree's phrases, and by
 * phrases of few letters that any text is full of. */
#include <stdlib.h>
#include <string.h>

#include "lint.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static struct replies *tree;
static struct replies small;

static void
must(bool so)
{
	if (!so)
		abort();
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char *const phrases[LINT_KIND_N] = { "a b", "a", "b * a", "i a'm" };

	(void)argc;
	(void)argv;
	must(replies_load("policy", stderr, &tree) == GW_OK);
	for (int k = 0; k < LINT_KIND_N; k++) {
		memcpy(small.phrase[k][0], phrases[k], strlen(phrases[k]) + 1);
		small.n_phrases[k] = 1;
	}
	memcpy(small.negation[0], "no", 3);
	small.n_negations = 1;
	return 0;
}

static bool
is_ascii_letter(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static void
look(const struct replies *r, struct span text)
{
	struct lint_hit hit[LINT_HITS];
	const size_t n = lint(r, text, hit);
	size_t end[LINT_KIND_N] = { 0 };

	must(n <= LINT_HITS);
	for (size_t i = 0; i < n; i++) {
		const size_t at = hit[i].at, behind = at + hit[i].len;

		must(hit[i].kind < LINT_KIND_N && hit[i].len > 0 && behind <= text.n);
		must(i == 0 || at >= hit[i - 1].at);
		must(at >= end[hit[i].kind]);	/* of one kind none lies over another */
		end[hit[i].kind] = behind;
		must(at == 0 || !is_ascii_letter(text.p[at - 1]));
		must(behind == text.n || !is_ascii_letter(text.p[behind]));
	}
}

/* Each low byte stands for a word that phrases are made of. */
static size_t
write_out(struct span in, uint8_t *out, size_t room)
{
	static const char *const words[16] = { "I promise ", "between us ", "keep ", "this ", "secret ", "why did ",
		"not ", "cannot ", "meet me ", "streetwise ", "and ", "won't tell anyone ", "nobody ", "will know ",
		"a b ", "\xe2\x80\x99" };
	size_t n = 0;

	for (size_t i = 0; i < in.n; i++) {
		const struct span piece = in.p[i] < 16 && in.p[i] != '\n' ? span_of(words[in.p[i]]) :
		    (struct span){ in.p + i, 1 };

		if (piece.n > room - n)
			break;
		memcpy(out + n, piece.p, piece.n);
		n += piece.n;
	}
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const size_t room = 16 * n + 1;
	uint8_t *made = malloc(room), *exact;
	size_t made_n;

	look(tree, (struct span){ data, n });
	look(&small, (struct span){ data, n });
	must(made != NULL);
	made_n = write_out((struct span){ data, n }, made, room);
	/* so that a byte too far is one that belongs to nobody */
	must((exact = realloc(made, made_n > 0 ? made_n : 1)) != NULL);
	look(tree, (struct span){ exact, made_n });
	free(exact);
	return 0;
}
