/* learning.c: from lessons to weights: which words recur, which features recur, a table of them, and one fit for each
 * head and category. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fit.h"
#include "lesson.h"
#include "lessons.h"
#include "secret.h"

/* Chosen by cross-validation on the labelled sets (docs/measurements.md). A feature counts the more the rarer it is. */
static const double cost = 0.005, rarity_power = 1.5, concept_scale = 2;
static const double category_cost = 0.04;
/* Weights nearer to nothing than this are not worth their line. */
enum { HEAD_LEAST = 50, LEAN_LEAST = 150, SEEN_LEAST = 2 };
enum { TARGETS = HEADS + CATEGORY_N };
enum { ROOM_FIRST = 4096 };		/* elements */

struct seen_word { char text[LESSON_WORD + 1]; uint32_t lesson; };
struct column { uint64_t key; double scale; };

struct learning {
	const struct lessons *lessons;
	int left_out;
	const char *dir;
	struct triage *t;		/* knows every word that recurs, and weighs none */
	size_t n_seen, room_seen;
	struct seen_word *seen;
	uint32_t reading;		/* the lesson whose words are seen */
	size_t n_columns, room_columns;
	struct column *column;
	struct table table;
	char *wanted;
	double *weights[TARGETS], constant[TARGETS];
	enum gw_err e;
};

static bool
is_taught(const struct learning *g, size_t lesson)
{
	return g->left_out == LESSON_TAUGHT || g->lessons->lesson[lesson].fold != g->left_out;
}

static struct span
text_of(const struct learning *g, size_t lesson)
{
	return g->lessons->lesson[lesson].l.text;
}

static size_t
features_of(const struct learning *g, size_t lesson, struct lesson_feature *out)
{
	const struct labelled *l = &g->lessons->lesson[lesson].l;

	return lesson_features(g->t, l->text, &l->answers, out);
}

/* Room for one more of size bytes in array, which has n of *room; what moves leaves nothing behind. Without memory it
 * is array as it was, and g->e says so. */
static void *
more_room(struct learning *g, void *array, size_t n, size_t *room, size_t size)
{
	const size_t wanted = *room * 2 + ROOM_FIRST;
	void *more;

	if (n < *room)
		return array;
	if (wanted > SIZE_MAX / size || (more = secret_realloc(array, wanted * size)) == NULL) {
		g->e = GW_ENOMEM;
		return array;
	}
	*room = wanted;
	return more;
}

/* --- the words that recur --- */

static void
see_word(void *arg, const char *word, size_t n)
{
	struct learning *g = arg;

	g->seen = more_room(g, g->seen, g->n_seen, &g->room_seen, sizeof *g->seen);
	if (g->e != GW_OK || n > LESSON_WORD)
		return;
	memcpy(g->seen[g->n_seen].text, word, n);
	g->seen[g->n_seen].text[n] = '\0';
	g->seen[g->n_seen].lesson = g->reading;
	g->n_seen++;
}

static int
by_word(const void *a, const void *b)
{
	const struct seen_word *x = a, *y = b;
	int c = strcmp(x->text, y->text);

	return c != 0 ? c : x->lesson < y->lesson ? -1 : x->lesson > y->lesson;
}

static enum gw_err
add_line(struct buf *out, const char *feature, const int heads[HEADS])
{
	char line[LESSON_TEXT + 64];

	snprintf(line, sizeof line, "%s\t%d\t%d\t%d", feature, heads[0], heads[1], heads[2]);
	return buf_add_text(out, line);
}

static enum gw_err
begin_file(struct buf *out, const int constants[HEADS])
{
	enum gw_err e = buf_add_text(out, LESSON_FIRST_LINE "\n");

	return e != GW_OK ? e : add_line(out, "*", constants);
}

/* A file of weights that knows every word of two reports or more, and weighs none. */
static enum gw_err
write_words(struct learning *g, struct buf *out)
{
	static const int nothing[HEADS];
	enum gw_err e = begin_file(out, nothing);

	if (e == GW_OK)
		e = buf_add_text(out, "\n");
	if (g->n_seen > 0)
		qsort(g->seen, g->n_seen, sizeof *g->seen, by_word);
	for (size_t i = 0, next; e == GW_OK && i < g->n_seen; i = next) {
		for (next = i; next < g->n_seen && strcmp(g->seen[i].text, g->seen[next].text) == 0; )
			next++;
		if (g->seen[i].lesson == g->seen[next - 1].lesson)
			continue;
		if ((e = add_line(out, g->seen[i].text, nothing)) == GW_OK)
			e = buf_add_text(out, "\n");
	}
	return e;
}

static enum gw_err
load_words(struct learning *g)
{
	static const char empty[] = LESSON_FIRST_LINE "\n*\t0\t0\t0\n";
	enum gw_err e = triage_load_weighed(g->dir, span_of(empty), stderr, &g->t);
	struct triage *knowing = NULL;
	struct buf words;

	if (e != GW_OK)
		return e;
	buf_init(&words, LIMIT_WEIGHTS);
	for (size_t i = 0; i < g->lessons->n; i++) {
		g->reading = (uint32_t)i;
		if (is_taught(g, i))
			lesson_words(g->t, text_of(g, i), see_word, g);
	}
	if ((e = g->e) == GW_OK && (e = write_words(g, &words)) == GW_OK &&
	    (e = triage_load_weighed(g->dir, buf_span(&words), stderr, &knowing)) == GW_OK) {
		triage_free(g->t);
		g->t = knowing;
	}
	buf_free(&words);
	return e;
}

/* --- the features that recur, as columns --- */

static int
by_key(const void *a, const void *b)
{
	const struct column *x = a, *y = b;

	return x->key < y->key ? -1 : x->key > y->key;
}

static size_t
taught_lessons(const struct learning *g)
{
	size_t n = 0;

	for (size_t i = 0; i < g->lessons->n; i++)
		n += is_taught(g, i);
	return n;
}

/* Counts in how many reports each feature is, and keeps those of enough. */
static void
count_columns(struct learning *g)
{
	double rows = (double)taught_lessons(g), rarity;
	size_t kept = 0;

	if (g->n_columns > 0)
		qsort(g->column, g->n_columns, sizeof *g->column, by_key);
	for (size_t i = 0, next; i < g->n_columns; i = next) {
		for (next = i; next < g->n_columns && g->column[next].key == g->column[i].key; )
			next++;
		if (next - i < SEEN_LEAST)
			continue;
		rarity = log((rows + 1) / (double)(next - i + 1) + 1);
		g->column[kept++] = (struct column){ g->column[i].key, pow(rarity, rarity_power) *
			(lesson_is_concept(g->column[i].key) ? concept_scale : 1) };
	}
	g->n_columns = kept;
}

static enum gw_err
find_columns(struct learning *g)
{
	struct lesson_feature *f = calloc(LESSON_FEATURES, sizeof *f);

	if (f == NULL)
		return GW_ENOMEM;
	for (size_t i = 0; i < g->lessons->n && g->e == GW_OK; i++) {
		size_t n = is_taught(g, i) ? features_of(g, i, f) : 0;

		for (size_t j = 0; j < n && g->e == GW_OK; j++) {
			g->column = more_room(g, g->column, g->n_columns, &g->room_columns, sizeof *g->column);
			if (g->e == GW_OK)
				g->column[g->n_columns++] = (struct column){ f[j].key, 0 };
		}
	}
	free(f);
	if (g->e == GW_OK)
		count_columns(g);
	return g->e;
}

/* One row: the columns its features have, the one that carries the constant, and the end. */
static struct cell *
new_row(struct learning *g, const struct lesson_feature *f, size_t n)
{
	struct cell *row = calloc(n + 2, sizeof *row);
	size_t kept = 0;

	for (size_t i = 0; row != NULL && i < n; i++) {
		const struct column key = { .key = f[i].key };
		const struct column *c = bsearch(&key, g->column, g->n_columns, sizeof *g->column, by_key);

		if (c != NULL)
			row[kept++] = (struct cell){ (int)(c - g->column) + 1, f[i].sentences * c->scale };
	}
	if (row != NULL) {
		row[kept++] = (struct cell){ (int)g->n_columns + 1, FIT_CONSTANT };
		row[kept].column = -1;
	}
	return row;
}

static enum gw_err
fill_table(struct learning *g)
{
	struct lesson_feature *f = calloc(LESSON_FEATURES, sizeof *f);
	size_t rows = taught_lessons(g);

	g->table.n_columns = (int)g->n_columns + 1;
	g->table.row = calloc(rows + 1, sizeof *g->table.row);
	if (f == NULL || g->table.row == NULL)
		g->e = GW_ENOMEM;
	for (size_t i = 0; i < g->lessons->n && g->e == GW_OK; i++) {
		struct cell **row = &g->table.row[g->table.n_rows];

		if (!is_taught(g, i))
			continue;
		if ((*row = new_row(g, f, features_of(g, i, f))) == NULL)
			g->e = GW_ENOMEM;
		g->table.n_rows++;
	}
	free(f);
	return g->e;
}

/* --- one fit for each target --- */

static bool
is_of(const struct lesson *l, int target)
{
	if (target < HEADS)
		return (int)l->l.band >= BAND_PRIORITY + target;
	return (int)l->l.category == target - HEADS;
}

static enum gw_err
fit_target(struct learning *g, int target)
{
	size_t row = 0;
	enum gw_err e;

	if ((g->weights[target] = calloc(g->n_columns + 1, sizeof(double))) == NULL)
		return GW_ENOMEM;
	for (size_t i = 0; i < g->lessons->n; i++)
		if (is_taught(g, i))
			g->wanted[row++] = is_of(&g->lessons->lesson[i], target);
	e = fit(&g->table, g->wanted, target < HEADS ? cost : category_cost, g->weights[target], &g->constant[target]);
	if (e != GW_EINPUT || target < HEADS)
		return e;
	g->constant[target] = -LESSON_WEIGHT / 1000.0;	/* a category without an example is never it */
	return GW_OK;
}

static int
thousandths(double weight)
{
	double limit = LESSON_WEIGHT, value = weight * 1000;

	return (int)lround(value > limit ? limit : value < -limit ? -limit : value);
}

/* The categories' columns and the line's end: of one feature, or the constants, which all stand. */
static enum gw_err
add_leans(const struct learning *g, double scale, size_t column, bool constants, struct buf *out)
{
	enum gw_err e = GW_OK;
	char text[64];

	for (int c = CATEGORY_NONE + 1; e == GW_OK && c < CATEGORY_N; c++) {
		int weight = thousandths(constants ? g->constant[HEADS + c] : g->weights[HEADS + c][column] * scale);

		if (!constants && abs(weight) < LEAN_LEAST)
			continue;
		snprintf(text, sizeof text, "\t%s=%d", category_code((enum category)c), weight);
		e = buf_add_text(out, text);
	}
	return e != GW_OK ? e : buf_add_text(out, "\n");
}

static enum gw_err
write_column(const struct learning *g, size_t column, struct buf *out)
{
	const struct column *c = &g->column[column];
	char text[LESSON_TEXT];
	int heads[HEADS];
	bool heavy = false;
	enum gw_err e;

	for (int h = 0; h < HEADS; h++) {
		heads[h] = thousandths(g->weights[h][column] * c->scale);
		if (heads[h] < 0 && lesson_only_raises(g->t, c->key))
			heads[h] = 0;
		heavy |= abs(heads[h]) >= HEAD_LEAST;
	}
	if (!heavy || !lesson_feature_text(g->t, c->key, text))
		return GW_OK;
	if ((e = add_line(out, text, heads)) != GW_OK)
		return e;
	return lesson_is_answer(c->key) ? buf_add_text(out, "\n") : add_leans(g, c->scale, column, false, out);
}

static enum gw_err
write_weights(const struct learning *g, struct buf *out)
{
	const int constants[HEADS] = { thousandths(g->constant[0]), thousandths(g->constant[1]),
		thousandths(g->constant[2]) };
	enum gw_err e = begin_file(out, constants);

	if (e == GW_OK)
		e = add_leans(g, 1, 0, true, out);
	for (size_t c = 0; e == GW_OK && c < g->n_columns; c++)
		e = write_column(g, c, out);
	return e;
}

static void
forget(struct learning *g)
{
	for (size_t i = 0; g->table.row != NULL && i < g->table.n_rows; i++)
		free(g->table.row[i]);
	free(g->table.row);
	for (int target = 0; target < TARGETS; target++)
		free(g->weights[target]);
	free(g->wanted);
	secret_free(g->column);
	secret_free(g->seen);
	triage_free(g->t);
}

static enum gw_err
learn_all(struct learning *g)
{
	enum gw_err e = fill_table(g);

	for (int target = 0; e == GW_OK && target < TARGETS; target++)
		if (target != HEADS + CATEGORY_NONE)
			e = fit_target(g, target);
	return e;
}

enum run
lessons_learn(const struct lessons *l, int left_out, const char *dir, struct buf *out)
{
	struct learning g = { .lessons = l, .left_out = left_out, .dir = dir };
	enum gw_err e;

	if ((g.wanted = calloc(l->n + 1, 1)) == NULL)
		return fail("Learning", GW_ENOMEM);
	if ((e = load_words(&g)) == GW_EINPUT || e == GW_EIO) {
		forget(&g);
		complain("The policy in %s cannot be used.", dir);
		return RUN_MISUSED;
	}
	if (e == GW_OK && (e = find_columns(&g)) == GW_OK && (e = learn_all(&g)) == GW_OK)
		e = write_weights(&g, out);
	forget(&g);
	if (e != GW_EINPUT)
		return e == GW_OK ? RUN_DONE : fail("Learning", e);
	complain("There is nothing to learn from: reports at, above and below each band are needed.");
	return RUN_MISUSED;
}
