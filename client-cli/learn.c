/* learn.c: "concern learn": the second reader's weights from labelled reports; or, with --folds, how well it does on
 * reports that it has not learned from. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "lesson.h"
#include "lessons.h"
#include "score.h"

enum { OPTION_POLICY = OPTION_OWN, OPTION_ALSO, OPTION_FOLDS, OPTION_MISSES };
enum { ALSO_MAX = 64, FOLDS_MAX = 20, FOLDS_BY_FILE = -1 };
static const struct option options[] = {
	{ "policy", required_argument, NULL, OPTION_POLICY },
	{ "also", required_argument, NULL, OPTION_ALSO },	/* learned from and never held back */
	{ "folds", required_argument, NULL, OPTION_FOLDS },	/* a number, or "files" */
	{ "misses", no_argument, NULL, OPTION_MISSES },
	{ NULL, 0, NULL, 0 }
};

struct wish {
	const char *policy;
	size_t n_also;
	const char *also[ALSO_MAX];
	int folds;			/* 0: learn from everything */
	bool misses;
};

/* --- how eager should it be: what each score would cost and give --- */

struct point { int score; bool grave; };
struct curve { size_t n; struct point *point; };

static int
by_score(const void *a, const void *b)
{
	const struct point *x = a, *y = b;

	return x->score != y->score ? (x->score < y->score ? 1 : -1) : 0;
}

/* For shares of false alarms, the score to ask for and what it finds. */
static void
print_curve(struct curve *c, const char *name)
{
	static const double shares[] = { 0.02, 0.05, 0.08, 0.10, 0.12, 0.15, 0.20, 0.25, 0.30 };
	size_t grave = 0, found = 0, alarms = 0, at = 0;

	qsort(c->point, c->n, sizeof *c->point, by_score);
	for (size_t i = 0; i < c->n; i++)
		grave += c->point[i].grave;
	printf("\nSecond reader, %s or above: what at_least would give\n", name);
	for (size_t s = 0; s < sizeof shares / sizeof shares[0]; s++) {
		while (at < c->n && (double)(alarms + !c->point[at].grave) <= shares[s] * (double)(c->n - grave)) {
			found += c->point[at].grave;
			alarms += !c->point[at++].grave;
		}
		if (at > 0)
			printf("  at_least %6d: recall %.3f, false alarms %.3f\n", c->point[at - 1].score,
			    (double)found / (double)grave, (double)alarms / (double)(c->n - grave));
	}
}

/* --- reports that were held back --- */

struct measuring {
	const struct lessons *lessons;
	const struct wish *wish;
	struct score *score[READER_BOTH + 1];	/* by enum readers */
	struct curve curve[HEADS];
};

static enum run
measure_one(struct measuring *m, const struct triage *t, const struct labelled *l)
{
	int scores[HEADS];

	for (int who = READER_RULES; who <= READER_BOTH; who++) {
		struct decision d;

		triage_decide_by(t, (enum readers)who, l->text, &l->answers, &d);
		if (score_add(m->score[who], l, &d) != GW_OK)
			return fail("Measuring", GW_ENOMEM);
	}
	lesson_scores(t, l->text, &l->answers, scores);
	for (int h = 0; h < HEADS; h++)
		m->curve[h].point[m->curve[h].n++] = (struct point){ scores[h], (int)l->band >= BAND_PRIORITY + h };
	return RUN_DONE;
}

static enum run
measure_fold(struct measuring *m, int fold)
{
	struct triage *t = NULL;
	struct buf weights;
	enum run r;

	buf_init(&weights, LIMIT_WEIGHTS);
	r = lessons_learn(m->lessons, fold, m->wish->policy, &weights);
	if (r == RUN_DONE && triage_load_weighed(m->wish->policy, buf_span(&weights), stderr, &t) != GW_OK)
		r = fail("Reading what was learned", GW_EBUG);
	for (size_t i = 0; r == RUN_DONE && i < m->lessons->n; i++)
		if (m->lessons->lesson[i].fold == fold)
			r = measure_one(m, t, &m->lessons->lesson[i].l);
	triage_free(t);
	buf_free(&weights);
	return r;
}

static void
print_measured(struct measuring *m)
{
	static const char *const bands[HEADS] = { "priority", "urgent", "immediate" };
	static const char *const readers[] = { "", "Rules alone:", "Second reader alone:", "Both:" };

	for (int who = READER_RULES; who <= READER_BOTH; who++) {
		printf("%s\n", readers[who]);
		score_print_figures(m->score[who]);
	}
	for (int h = 0; h < HEADS; h++)
		print_curve(&m->curve[h], bands[h]);
	if (m->wish->misses)
		score_print(m->score[READER_BOTH]);
}

static enum run
measure(const struct lessons *l, const struct wish *w, int folds)
{
	struct measuring m = { .lessons = l, .wish = w };
	enum run r = RUN_DONE;

	for (int who = READER_RULES; who <= READER_BOTH; who++)
		if (score_new(&m.score[who]) != GW_OK)
			r = fail("Measuring", GW_ENOMEM);
	for (int h = 0; h < HEADS; h++)
		if ((m.curve[h].point = calloc(l->n + 1, sizeof *m.curve[h].point)) == NULL)
			r = fail("Measuring", GW_ENOMEM);
	for (int fold = 0; r == RUN_DONE && fold < folds; fold++)
		r = measure_fold(&m, fold);
	if (r == RUN_DONE)
		print_measured(&m);
	for (int who = READER_RULES; who <= READER_BOTH; who++)
		score_free(m.score[who]);
	for (int h = 0; h < HEADS; h++)
		free(m.curve[h].point);
	return r;
}

/* --- the verb --- */

static enum run
write_weights(const struct lessons *l, const struct wish *w)
{
	struct buf weights;
	enum run r;

	buf_init(&weights, LIMIT_WEIGHTS);
	r = lessons_learn(l, LESSON_TAUGHT, w->policy, &weights);
	if (r == RUN_DONE && (fwrite(weights.p, 1, weights.n, stdout) != weights.n || fflush(stdout) != 0))
		r = fail("Writing the weights", GW_EIO);
	buf_free(&weights);
	return r;
}

static enum run
run_wish(const struct wish *w, char **files, int n)
{
	struct lessons l = { 0 };
	enum run r = RUN_DONE;

	for (size_t i = 0; r == RUN_DONE && i < w->n_also; i++)
		r = lessons_read(&l, w->also[i], LESSON_TAUGHT);
	for (int i = 0; r == RUN_DONE && i < n; i++)
		r = lessons_read(&l, files[i], i);
	if (r == RUN_DONE && w->folds > 0)
		lessons_fold(&l, w->folds);
	if (r == RUN_DONE)
		r = w->folds == 0 ? write_weights(&l, w) : measure(&l, w, w->folds > 0 ? w->folds : n);
	lessons_free(&l);
	return r;
}

static bool
read_folds(const char *text, int *folds)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (strcmp(text, "files") == 0) {
		*folds = FOLDS_BY_FILE;
		return true;
	}
	*folds = (int)n;
	return *text != '\0' && *end == '\0' && n >= 2 && n <= FOLDS_MAX;
}

static bool
read_wish(int argc, char **argv, struct wish *w)
{
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (option == OPTION_POLICY)
			w->policy = optarg;
		else if (option == OPTION_ALSO && w->n_also < ALSO_MAX)
			w->also[w->n_also++] = optarg;
		else if (option == OPTION_MISSES)
			w->misses = true;
		else if (option != OPTION_FOLDS || !read_folds(optarg, &w->folds))
			return false;
	return w->policy != NULL && optind < argc && (w->folds != FOLDS_BY_FILE ||
	    (argc - optind >= 2 && argc - optind <= FOLDS_MAX));
}

enum run
learn_main(int argc, char **argv)
{
	struct wish w = { .policy = NULL };

	if (!read_wish(argc, argv, &w)) {
		complain("Usage: concern learn --policy DIR [--also FILE]... LABELLED.jsonl... > second-reader.tsv\n"
		    "       concern learn --policy DIR [--also FILE]... --folds 2-%d|files [--misses] FILE...",
		    FOLDS_MAX);
		return RUN_MISUSED;
	}
	return run_wish(&w, argv + optind, argc - optind);
}
