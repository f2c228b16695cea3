/* lessons.c: the reports themselves: read, kept, shared out into folds. */
#include "lessons.h"

#include <stdlib.h>
#include <string.h>

struct reading { struct lessons *l; int fold; };

static enum run
keep(void *arg, const struct labelled *one)
{
	struct reading *r = arg;
	struct lessons *l = r->l;

	if (l->n == l->room) {
		size_t room = l->room * 2 + 1024;
		struct lesson *more = reallocarray(l->lesson, room, sizeof *more);

		if (more == NULL)
			return fail("Reading the reports", GW_ENOMEM);
		l->lesson = more;
		l->room = room;
	}
	l->lesson[l->n] = (struct lesson){ *one, r->fold };
	json_incref(l->lesson[l->n++].l.v);
	return RUN_DONE;
}

enum run
lessons_read(struct lessons *l, const char *file, int fold)
{
	struct reading r = { l, fold };

	return labelled_each(file, true, keep, &r);
}

static bool
are_pair(const struct lesson *a, const struct lesson *b)
{
	return a->l.pair.n > 0 && span_equal(a->l.pair, b->l.pair);
}

void
lessons_fold(struct lessons *l, int folds)
{
	int turn = 0;

	for (size_t i = 0; i < l->n; i++) {
		size_t other = 0;

		if (l->lesson[i].fold == LESSON_TAUGHT)
			continue;
		while (other < i && !are_pair(&l->lesson[i], &l->lesson[other]))
			other++;
		l->lesson[i].fold = other < i ? l->lesson[other].fold : turn++ % folds;
	}
}

void
lessons_free(struct lessons *l)
{
	for (size_t i = 0; i < l->n; i++)
		json_decref(l->lesson[i].l.v);
	free(l->lesson);
	memset(l, 0, sizeof *l);
}
