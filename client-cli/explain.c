/* explain.c: what was decided, and what it would have been without an answer. */
#include "explain.h"

#include "reasons.h"

enum answer { ANSWER_DANGER_NOW, ANSWER_WHEN, ANSWER_WEAPON, ANSWER_ABOUT, ANSWER_CATEGORY, ANSWER_N };
static const char *const names[ANSWER_N] = { "danger_now", "when", "weapon", "about", "category" };

static struct answers
without(struct answers a, enum answer which)
{
	const struct answers silent = { .danger_now = DANGER_NOT_SURE };

	switch (which) {
	case ANSWER_DANGER_NOW:
		a.danger_now = silent.danger_now;
		break;
	case ANSWER_WHEN:
		a.when = silent.when;
		break;
	case ANSWER_WEAPON:
		a.weapon = silent.weapon;
		break;
	case ANSWER_ABOUT:
		a.about = silent.about;
		break;
	default:
		a.category = silent.category;
		break;
	}
	return a;
}

static bool
is_same(const struct decision *a, const struct decision *b)
{
	bool same = a->band == b->band && a->category == b->category && a->categories == b->categories && a->n == b->n;

	for (size_t i = 0; same && i < a->n; i++)
		same = reasons_have(b->reason, b->n, &a->reason[i]);
	return same;
}

static void
say_answer(const struct labelled *l, enum answer which, const struct decision *d, const struct decision *less)
{
	const char *before = "; what it would lack: ";

	printf("The answer %s: ", names[which]);
	say_text(stdout, json_text(json_object_get(l->v, "answers"), names[which]), " ");
	fputs(" counted. Without it the report would ", stdout);
	if (less->band != d->band)
		printf("be %s", band_code(less->band));
	else
		printf("be %s all the same", band_code(d->band));
	if (less->category != d->category)
		printf(", its main category %s", category_code(less->category));
	for (size_t i = 0; i < d->n; i++) {
		if (reasons_have(less->reason, less->n, &d->reason[i]))
			continue;
		printf("%s%s", before, d->reason[i].rule);
		before = ", ";
	}
	puts(".");
}

static void
say_answers(const struct triage *t, enum readers who, const struct labelled *l, const struct decision *d)
{
	struct decision less;
	bool any = false;

	for (int i = 0; i < ANSWER_N; i++) {
		const struct answers a = without(l->answers, (enum answer)i);

		triage_decide_by(t, who, l->text, &a, &less);
		if (is_same(d, &less))
			continue;
		say_answer(l, (enum answer)i, d, &less);
		any = true;
	}
	if (!any)
		puts("None of the form's answers counted.");
}

static void
say_reason(const struct reason *r, struct span text, size_t number)
{
	const struct span words = reason_words(r, text);

	printf("%3zu. %s, %s, by the rule %s: ", number, band_code(r->band), category_code(r->category), r->rule);
	say_text(stdout, span_of(r->why), "     ");
	fputs(words.n > 0 ? "\n     Its words: \"" : "\n     An answer fired it, and no words", stdout);
	say_text(stdout, words, "     ");
	puts(words.n > 0 ? "\"." : ".");
}

static void
say_label(const struct labelled *l, const struct decision *d)
{
	if (l->band == BAND_N)
		return;
	printf("People labelled it %s", band_code(l->band));
	if (l->category != CATEGORY_NONE)
		printf(", %s", category_code(l->category));
	if (l->why.n > 0)
		fputs(": ", stdout);
	say_text(stdout, l->why, "  ");
	puts(l->band == d->band ? "." : l->band > d->band ? ". The policy gives it TOO LOW a band." :
	    ". The policy gives it too high a band.");
}

void
explain_report(const struct triage *t, enum readers who, const struct labelled *l)
{
	struct decision d;
	const char *before = " It is also about ";

	triage_decide_by(t, who, l->text, &l->answers, &d);
	fputs("Report ", stdout);
	say_text(stdout, l->id, "");
	printf(" is %s; its main category is %s.", band_code(d.band), category_code(d.category));
	for (int c = CATEGORY_NONE + 1; c < CATEGORY_N; c++) {
		if ((d.categories >> c & 1) == 0 || c == (int)d.category)
			continue;
		printf("%s%s", before, category_code((enum category)c));
		before = ", ";
	}
	puts(before[0] == ',' ? "." : "");
	say_label(l, &d);
	puts(d.n > 0 ? "The reasons, gravest first:" : "No rule and no answer gave a reason.");
	for (size_t i = 0; i < d.n; i++)
		say_reason(&d.reason[i], l->text, i + 1);
	if (d.n == LIMIT_REASONS)
		printf("No more than the %d gravest reasons are kept.\n", LIMIT_REASONS);
	say_answers(t, who, l, &d);
	fputs("Its text:\n  ", stdout);
	say_text(stdout, l->text, "  ");
	puts("");
}
