/* text.c: from folded words to numbers. Each way of trying costs a few steps a letter. */
#include "text.h"

#include <string.h>

#include "feature.h"
#include "secret.h"

enum { RUN_FROM = 3 /* letters apart that may be a word */ };

/* Letters that stand alone one after another, as one word; ends[i]: the byte after letter i. */
struct run { struct folded w; uint32_t ends[WORD_TEXT]; };

struct reading {
	const struct concepts *c;
	struct word *words;
	size_t n, max;
	struct span text;
	struct run run;
};

static void
push(struct reading *r, uint16_t id, const struct folded *w)
{
	const char *meant = id != 0 ? vocab_text(r->c->vocab, id) : NULL;
	uint32_t beginning = 0;

	if (meant != NULL)
		beginning = feature_beginning(meant, strlen(meant));
	else if (!w->signs)
		beginning = feature_beginning(w->text, w->n);
	if (r->n < r->max)
		r->words[r->n++] = (struct word){ id, (uint16_t)w->at, (uint16_t)w->end, w->sentence, w->clause,
			beginning };
}

static bool
is_sign(char c)
{
	return (c < 'a' || c > 'z') && (c < '0' || c > '9');
}

/* Part of a word as a word: letters from..to. */
static void
cut_part(const struct folded *w, size_t from, size_t to, struct folded *part)
{
	part->n = to - from;
	part->at = w->at + w->from[from];
	part->sentence = w->sentence;
	part->clause = w->clause;
	part->signs = false;
	part->end = to < w->n ? w->at + w->from[to] : w->end;
	for (size_t i = from; i < to; i++) {
		part->text[i - from] = w->text[i];
		part->from[i - from] = (uint16_t)(w->from[i] - w->from[from]);
		part->signs |= is_sign(w->text[i]);
	}
	part->text[part->n] = '\0';
}

/* Digits as the letters they are drawn for; "1" is drawn for two. False when there is nothing to change: text is then
 * the word as it stands. */
static bool
undigit(const struct folded *w, char one, char *text)
{
	static const char drawn[] = "oizeasgtbg";
	bool letters = false, digits = false;

	for (size_t i = 0; i < w->n; i++) {
		bool digit = w->text[i] >= '0' && w->text[i] <= '9';

		letters |= !digit;
		digits |= digit;
		text[i] = !digit ? w->text[i] : w->text[i] == '1' ? one : drawn[w->text[i] - '0'];
	}
	return letters && digits;
}

static size_t
undouble(char *text, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (kept == 0 || text[kept - 1] != text[i])
			text[kept++] = text[i];
	return kept;
}

/* What the word is, by itself or tried as it may be meant; plain letters and digits only. */
static enum vocab_known
resolve(const struct reading *r, const struct folded *w, uint16_t *id)
{
	enum vocab_known known = vocab_find(r->c->vocab, w->text, w->n, id);
	char text[WORD_TEXT];
	size_t n;

	if (known != VOCAB_UNKNOWN || w->n < 3)
		return known;
	if (undigit(w, 'l', text) && (known = vocab_find(r->c->vocab, text, w->n, id)) != VOCAB_UNKNOWN)
		return known;
	if (undigit(w, 'i', text) && (known = vocab_find(r->c->vocab, text, w->n, id)) != VOCAB_UNKNOWN)
		return known;
	if ((n = undouble(text, w->n)) != w->n && n >= 3 &&
	    (known = vocab_find(r->c->vocab, text, n, id)) != VOCAB_UNKNOWN)
		return known;
	*id = spelling_repair(r->c->spelling, w->text, w->n);
	return *id != 0 ? VOCAB_WORD : VOCAB_UNKNOWN;
}

/* Words run together all have the bytes of the whole. */
static bool
place_joined(struct reading *r, const struct folded *w)
{
	struct piece pieces[JOINED_MAX];
	size_t n = joined_find(&r->c->joined, r->c->spelling, w->text, w->n, pieces);

	for (size_t i = 0; i < n; i++)
		push(r, pieces[i].id, w);
	return n > 0;
}

/* Letters apart, as the word or words that they make together; false when they make none. */
static bool
place_run(struct reading *r, const struct folded *letters)
{
	uint16_t id;

	if (resolve(r, letters, &id) != VOCAB_WORD)
		return place_joined(r, letters);
	push(r, id, letters);
	return true;
}

static void
place(struct reading *r, const struct folded *w)
{
	uint16_t id = 0;
	enum vocab_known known = w->n > 0 ? resolve(r, w, &id) : VOCAB_UNKNOWN;

	if (known == VOCAB_UNREAD || (known == VOCAB_UNKNOWN && w->n >= JOINED_FROM && place_joined(r, w)))
		return;
	push(r, known == VOCAB_WORD ? id : 0, w);
}

/* Each letter as a word. */
static void
place_each(struct reading *r, const struct run *run)
{
	struct folded one = { .n = 1, .sentence = run->w.sentence, .clause = run->w.clause };

	for (size_t i = 0; i < run->w.n; i++) {
		one.text[0] = run->w.text[i];
		one.at = run->w.at + run->w.from[i];
		one.end = run->ends[i];
		place(r, &one);
	}
}

/* --- signs inside a word --- */

static char
letter_for(char sign)
{
	return sign == '@' ? 'a' : sign == '$' ? 's' : sign == '!' ? 'i' : sign == '|' ? 'l' : sign;
}

/* The word without some of its signs, and the others as letters. */
static void
unsign(const struct folded *w, const char *without, struct folded *plain)
{
	plain->n = 0;
	plain->signs = false;
	plain->at = w->at;
	plain->end = w->end;
	plain->sentence = w->sentence;
	plain->clause = w->clause;
	for (size_t i = 0; i < w->n; i++)
		if (!is_sign(w->text[i]) || strchr(without, w->text[i]) == NULL) {
			plain->text[plain->n] = letter_for(w->text[i]);
			plain->from[plain->n++] = w->from[i];
		}
	plain->text[plain->n] = '\0';
}

/* Signs that are no letters after all part words. */
static void
place_apart(struct reading *r, const struct folded *w, const char *signs, void (*each)(struct reading *,
    const struct folded *))
{
	struct folded part;
	size_t from = 0;

	for (size_t to = 0; to <= w->n; to++)
		if (to == w->n || (is_sign(w->text[to]) && strchr(signs, w->text[to]) != NULL)) {
			if (to > from) {
				cut_part(w, from, to, &part);
				each(r, &part);
			}
			from = to + 1;
		}
}

static void
place_part(struct reading *r, const struct folded *part)
{
	enum vocab_known known = VOCAB_UNKNOWN;
	struct folded plain;
	uint16_t id;

	if (part->signs) {
		unsign(part, "", &plain);
		known = resolve(r, &plain, &id);
	}
	if (known == VOCAB_WORD)
		push(r, id, part);
	else if (known != VOCAB_UNREAD)
		place_apart(r, part, "@$!|", place);
}

/* Letters with a sign after each but the last: every other one of w. */
static bool
is_single(const struct folded *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (is_sign(w->text[i]) != (i % 2 == 1))
			return false;
	return w->n >= 2 * RUN_FROM - 1;
}

static void
place_single(struct reading *r, const struct folded *w)
{
	struct run run;

	unsign(w, "-*@$!|", &run.w);
	for (size_t i = 0; i < run.w.n; i++)
		run.ends[i] = 2 * i + 1 < w->n ? w->at + w->from[2 * i + 1] : w->end;
	if (!place_run(r, &run.w))
		place_each(r, &run);
}

/* "kni-fe" is one word and "self-harm" is two: rules know both of them. */
static uint16_t
find_whole(const struct reading *r, const struct folded *w, const struct folded *plain)
{
	bool all_known = true;

	for (size_t from = 0, to = 0; all_known && to <= w->n; to++)
		if (to == w->n || w->text[to] == '-') {
			all_known = spelling_whole(r->c->spelling, w->text + from, to - from) != 0;
			from = to + 1;
		}
	return all_known ? 0 : vocab_whole(r->c->vocab, plain->text, plain->n);
}

static void
place_signed(struct reading *r, const struct folded *w)
{
	bool starred = memchr(w->text, '*', w->n) != NULL;
	struct folded plain;
	uint16_t id = 0;

	unsign(w, "-", &plain);
	if (starred)
		id = spelling_starred(r->c->spelling, plain.text, plain.n);
	else if (plain.n < w->n && !is_single(w))
		id = find_whole(r, w, &plain);
	if (id != 0)
		push(r, id, w);
	else if (is_single(w))
		place_single(r, w);
	else
		place_apart(r, w, "-*", place_part);
}

/* --- letters that stand alone --- */

static void
end_run(struct reading *r)
{
	struct folded *w = &r->run.w;

	if (w->n == 0)
		return;
	w->text[w->n] = '\0';
	w->end = r->run.ends[w->n - 1];
	if (w->n < RUN_FROM || !place_run(r, w))
		place_each(r, &r->run);
	w->n = 0;
}

/* Whether the letter goes on where the run ended: one space, full stop, hyphen, underline or star between. */
static bool
goes_on(const struct reading *r, const struct folded *w)
{
	const struct run *run = &r->run;
	uint32_t end = run->w.n > 0 ? run->ends[run->w.n - 1] : 0;

	return run->w.n > 0 && run->w.n < WORD_TEXT && w->at == end + 1 && w->sentence == run->w.sentence &&
	    strchr(" .-_*", r->text.p[end]) != NULL && r->text.p[end] != '\0';
}

static void
add_letter(struct reading *r, const struct folded *w)
{
	struct run *run = &r->run;

	if (!goes_on(r, w)) {
		end_run(r);
		run->w.at = w->at;
		run->w.sentence = w->sentence;
		run->w.clause = w->clause;
	}
	run->w.text[run->w.n] = w->text[0];
	run->w.from[run->w.n] = (uint16_t)(w->at - run->w.at);
	run->ends[run->w.n++] = w->end;
}

size_t
text_words(const struct concepts *c, struct span text, struct word *words, size_t max)
{
	struct reading r = { .c = c, .words = words, .max = max, .text = text };
	struct normaliser from;
	struct folded w;

	normalise_start(&from, c->folder, text);
	while (r.n < max && normalise_next(&from, &w)) {
		if (w.n == 1) {
			add_letter(&r, &w);
			continue;
		}
		end_run(&r);
		if (w.signs)
			place_signed(&r, &w);
		else
			place(&r, &w);
	}
	end_run(&r);
	secret_wipe(&w, sizeof w);
	secret_wipe(&from, sizeof from);
	max = r.n;
	secret_wipe(&r, sizeof r);
	return max;
}
