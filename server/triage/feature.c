/* feature.c: features as numbers: a kind in the top bits, then up to three word numbers of 16 bits. */
#include "feature.h"

#include <stdio.h>
#include <string.h>

enum kind { KIND_RUN = 1, KIND_BEGINNING, KIND_ANSWER, KIND_CONCEPT };
enum { BEGINNING = 4, LETTERS = 37 };
enum { KIND_SHIFT = 60, ID_BITS = 16, ID_MASK = (1 << ID_BITS) - 1 };

/* By enum answer_when, as the file of weights writes them. */
static const char *const whens[] = { "", "@past", "@soon", "@today", "@now" };

static uint64_t
key_of(enum kind kind, uint64_t value)
{
	return (uint64_t)kind << KIND_SHIFT | value;
}

size_t
features_of_word(const struct word *words, size_t i, struct feature *out)
{
	const uint16_t last = (uint16_t)i;
	uint64_t ids = 0;
	size_t n = 0;

	if (words[i].beginning != 0)
		out[n++] = (struct feature){ key_of(KIND_BEGINNING, words[i].beginning), last, last };
	for (size_t back = 0; back < FEATURE_RUN && back <= i; back++) {
		const struct word *w = &words[i - back];

		if (w->id == 0 || w->sentence != words[i].sentence)
			break;
		ids |= (uint64_t)w->id << ID_BITS * back;
		out[n++] = (struct feature){ key_of(KIND_RUN, ids), (uint16_t)(i - back), last };
	}
	return n;
}

static uint32_t
letter_number(char c)
{
	return c >= '0' && c <= '9' ? (uint32_t)(c - '0') + 27 : (uint32_t)(c - 'a') + 1;
}

uint32_t
feature_beginning(const char *text, size_t n)
{
	uint32_t packed = 0;

	for (size_t i = 0; i < BEGINNING && n > BEGINNING; i++)
		packed = packed * LETTERS + letter_number(text[i]);
	return packed;
}

static void
beginning_text(uint64_t packed, char text[FEATURE_TEXT])
{
	for (int i = BEGINNING - 1; i >= 0; i--, packed /= LETTERS) {
		char letter = (char)(packed % LETTERS);

		text[i] = (char)(letter > 26 ? '0' + letter - 27 : 'a' + letter - 1);
	}
	memcpy(text + BEGINNING, "*", 2);
}

uint64_t
feature_of_answers(const struct answers *a)
{
	return a->when == WHEN_NOT_SURE ? 0 : key_of(KIND_ANSWER, a->when);
}

bool
feature_is_answer(uint64_t key)
{
	return key >> KIND_SHIFT == KIND_ANSWER;
}

uint64_t
feature_of_concept(uint16_t concept)
{
	return key_of(KIND_CONCEPT, concept);
}

bool
feature_is_concept(uint64_t key)
{
	return key >> KIND_SHIFT == KIND_CONCEPT;
}

bool
feature_only_raises(const struct concepts *c, uint64_t key)
{
	uint64_t value = key & ((UINT64_C(1) << KIND_SHIFT) - 1);

	return feature_is_answer(key) || (feature_is_concept(key) && !c->concept[value].is_context);
}

static uint64_t
concept_key(const struct concepts *c, const char *text, size_t n)
{
	char name[LIMIT_NAME + 1];
	size_t concept;

	if (n > LIMIT_NAME)
		return 0;
	memcpy(name, text, n);
	name[n] = '\0';
	concept = concepts_find(c, name);
	return concept < c->n ? feature_of_concept((uint16_t)concept) : 0;
}

static uint64_t
answer_key(const char *text, size_t n)
{
	for (size_t i = 1; i < sizeof whens / sizeof whens[0]; i++)
		if (strlen(whens[i]) == n && memcmp(whens[i], text, n) == 0)
			return key_of(KIND_ANSWER, i);
	return 0;
}

static uint64_t
run_key(const struct vocab *v, const char *text, size_t n)
{
	uint64_t ids = 0;
	size_t words = 0;

	for (size_t at = 0; at <= n; words++) {
		const char *space = memchr(text + at, ' ', n - at);
		size_t length = space != NULL ? (size_t)(space - (text + at)) : n - at;
		uint16_t id = vocab_whole(v, text + at, length);

		if (id == 0 || words == FEATURE_RUN)
			return 0;
		ids = ids << ID_BITS | id;
		at += length + 1;
	}
	return key_of(KIND_RUN, ids);
}

uint64_t
feature_key(const struct concepts *c, const char *text, size_t n)
{
	if (n > 0 && text[0] == '@')
		return answer_key(text, n);
	if (n > 0 && text[0] == '=')
		return concept_key(c, text + 1, n - 1);
	if (n != BEGINNING + 1 || text[n - 1] != '*')
		return run_key(c->vocab, text, n);
	for (size_t i = 0; i < BEGINNING; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789", text[i]) == NULL || text[i] == '\0')
			return 0;
	return key_of(KIND_BEGINNING, feature_beginning(text, n));
}

static bool
run_text(const struct vocab *v, uint64_t ids, char text[FEATURE_TEXT])
{
	size_t n = 0;

	for (int back = FEATURE_RUN - 1; back >= 0; back--) {
		uint16_t id = (uint16_t)(ids >> ID_BITS * back & ID_MASK);
		const char *word = id == 0 ? "" : vocab_text(v, id);

		if (id == 0)
			continue;
		if (word == NULL)
			return false;
		n += (size_t)snprintf(text + n, FEATURE_TEXT - n, "%s%s", n > 0 ? " " : "", word);
	}
	return n > 0;
}

bool
feature_text(const struct concepts *c, uint64_t key, char text[FEATURE_TEXT])
{
	uint64_t value = key & ((UINT64_C(1) << KIND_SHIFT) - 1);

	if (key >> KIND_SHIFT == KIND_RUN)
		return run_text(c->vocab, value, text);
	if (feature_is_concept(key))
		snprintf(text, FEATURE_TEXT, "=%s", c->concept[value].name);
	else if (feature_is_answer(key))
		snprintf(text, FEATURE_TEXT, "%s", whens[value]);
	else
		beginning_text(value, text);
	return true;
}
