/* triage.c: "concern triage": what a policy makes of reports, before it goes live. Needs no server. */
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "explain.h"
#include "reasons.h"
#include "score.h"

enum { OPTION_POLICY = OPTION_OWN, OPTION_PLAIN, OPTION_SCORE, OPTION_EXPLAIN, OPTION_COMPARE, OPTION_BY };
static const struct option options[] = {
	{ "policy", required_argument, NULL, OPTION_POLICY },
	{ "plain", no_argument, NULL, OPTION_PLAIN },	/* sentences for people */
	{ "score", no_argument, NULL, OPTION_SCORE },
	{ "explain", required_argument, NULL, OPTION_EXPLAIN },
	{ "compare", required_argument, NULL, OPTION_COMPARE },	/* and one more */
	{ "by", required_argument, NULL, OPTION_BY },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ NULL, 0, NULL, 0 }
};

static const struct { const char *code, *words; enum readers who; } readers[] = {
	{ "rules", "the rules alone", READER_RULES },
	{ "second", "the second reader alone", READER_SECOND },
	{ "both", "the rules and the second reader", READER_BOTH },
};
enum { READERS = sizeof readers / sizeof readers[0] };

struct asked {
	const char *policy, *explain, *old, *new;
	bool plain, score, json;
	size_t by;		/* of readers */
	char *const *files;
	size_t n_files;
};

/* What a labelled_fn needs. */
struct pass {
	const struct asked *asked;
	const struct triage *t;
	struct score *score;
	size_t found;		/* reports to explain */
};

/* {"id", and the decision}: the policy's version is the same on every line, so it stays away. */
static enum run
print_json(const struct triage *t, const struct labelled *l, const struct decision *d)
{
	json_t *out = json_object(), *decision = NULL;
	enum gw_err e = decision_json(d, triage_version(t), l->text, &decision);

	if (e == GW_OK && (json_object_set(out, "id", json_object_get(l->v, "id")) != 0 ||
	    json_object_update(out, decision) != 0))
		e = GW_ENOMEM;
	json_decref(decision);
	if (e == GW_OK) {
		json_object_del(out, "policy");
		e = say_object_take(out);
	} else {
		json_decref(out);
	}
	return e == GW_OK ? RUN_DONE : fail("Writing the decision", e);
}

static void
print_plain(const struct labelled *l, const struct decision *d)
{
	say_text(stdout, l->id, "");
	printf(": %s, %s\n", band_code(d->band), category_code(d->category));
	for (size_t i = 0; i < d->n; i++)
		reason_say(&d->reason[i], l->text, "  ");
}

static enum run
decide_one(void *arg, const struct labelled *l)
{
	const struct pass *p = arg;
	struct decision d;

	triage_decide_by(p->t, readers[p->asked->by].who, l->text, &l->answers, &d);
	if (!p->asked->plain)
		return print_json(p->t, l, &d);
	print_plain(l, &d);
	return RUN_DONE;
}

static enum run
explain_one(void *arg, const struct labelled *l)
{
	struct pass *p = arg;

	if (!span_is(l->id, p->asked->explain))
		return RUN_DONE;
	p->found++;
	if (p->asked->json)
		return decide_one(p, l);
	explain_report(p->t, readers[p->asked->by].who, l);
	return RUN_DONE;
}

static enum run
score_one(void *arg, const struct labelled *l)
{
	struct pass *p = arg;
	struct decision d;
	enum gw_err e;

	triage_decide_by(p->t, readers[p->asked->by].who, l->text, &l->answers, &d);
	e = score_add(p->score, l, &d);
	return e == GW_OK ? RUN_DONE : fail("Counting the decisions", e);
}

/* Every file, or the input when none is named. */
static enum run
read_all(const struct asked *asked, bool must_have_band, labelled_fn *each, void *arg)
{
	enum run r = RUN_DONE;

	if (asked->n_files == 0)
		return labelled_each("-", must_have_band, each, arg);
	for (size_t i = 0; r == RUN_DONE && i < asked->n_files; i++)
		r = labelled_each(asked->files[i], must_have_band, each, arg);
	return r;
}

static enum run
load(const char *dir, struct triage **t)
{
	if (triage_load(dir, stderr, t) == GW_OK)
		return RUN_DONE;
	complain("The policy in %s cannot be used.", dir);
	return RUN_MISUSED;
}

static enum run
say_score(const struct pass *p)
{
	const char *version = triage_version(p->t);
	json_t *v = NULL;
	enum gw_err e;

	if (!p->asked->json) {
		printf("%zu labelled reports, read by %s; policy version ", score_reports(p->score),
		    readers[p->asked->by].words);
		say_text(stdout, span_of(version), "");
		puts("\n");
		score_print(p->score);
		return RUN_DONE;
	}
	e = score_json(p->score, &v);
	if (e == GW_OK && (json_object_set_new(v, "policy", json_string(version)) != 0 ||
	    json_object_set_new(v, "by", json_string(readers[p->asked->by].code)) != 0)) {
		json_decref(v);
		e = GW_ENOMEM;
	} else if (e == GW_OK) {
		e = say_object_take(v);
	}
	return e == GW_OK ? RUN_DONE : fail("Writing the figures", e);
}

static enum run
score_all(struct pass *p)
{
	enum run r;

	if (score_new(&p->score) != GW_OK)
		return fail("Counting the decisions", GW_ENOMEM);
	r = read_all(p->asked, true, score_one, p);
	if (r == RUN_DONE && score_reports(p->score) == 0) {
		complain("There are no reports to score.");
		r = RUN_MISUSED;
	}
	if (r == RUN_DONE)
		r = say_score(p);
	score_free(p->score);
	return r;
}

static enum run
explain_all(struct pass *p)
{
	enum run r = read_all(p->asked, false, explain_one, p);

	if (r == RUN_DONE && p->found == 0) {
		complain("No report in the input has the id %s.", p->asked->explain);
		r = RUN_MISUSED;
	}
	return r;
}

static enum run
compare_all(const struct asked *asked)
{
	struct triage *old = NULL, *new = NULL;
	struct compare *c = NULL;
	enum run r = load(asked->old, &old);

	if (r == RUN_DONE)
		r = load(asked->new, &new);
	if (r == RUN_DONE && compare_new(old, new, readers[asked->by].who, &c) != GW_OK)
		r = fail("Comparing the policies", GW_ENOMEM);
	if (r == RUN_DONE)
		r = read_all(asked, false, compare_add, c);
	if (r == RUN_DONE && asked->json)
		r = compare_print_json(c);
	else if (r == RUN_DONE)
		compare_print(c);
	compare_free(c);
	triage_free(old);
	triage_free(new);
	return r;
}

static enum run
misused(void)
{
	complain("Usage: concern triage --policy DIR [--plain | --score | --explain ID] [--by rules|second|both]\n"
	    "\t[--json] [FILE]...\n"
	    "concern triage --compare OLD NEW [--by rules|second|both] [--json] [FILE]...\n"
	    "Reports are JSON Lines, from the files or the input.");
	return RUN_MISUSED;
}

/* --compare takes two words. */
static bool
take_folders(struct asked *a, int argc, char **argv)
{
	if (optind == argc || argv[optind][0] == '-')
		return false;
	a->old = optarg;
	a->new = argv[optind++];
	return true;
}

static bool
take_option(struct asked *a, int option, int argc, char **argv)
{
	switch (option) {
	case OPTION_POLICY:
		a->policy = optarg;
		return true;
	case OPTION_EXPLAIN:
		a->explain = optarg;
		return true;
	case OPTION_COMPARE:
		return take_folders(a, argc, argv);
	case OPTION_BY:
		for (a->by = 0; a->by < READERS && strcmp(readers[a->by].code, optarg) != 0; a->by++)
			;
		return a->by < READERS;
	case OPTION_PLAIN:
		a->plain = true;
		return true;
	case OPTION_SCORE:
		a->score = true;
		return true;
	case OPTION_JSON:
		a->json = true;
		return true;
	default:
		return false;
	}
}

enum run
triage_main(int argc, char **argv)
{
	struct asked asked = { .by = READERS - 1 };
	struct pass pass = { .asked = &asked };
	struct triage *t = NULL;
	enum run r;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (!take_option(&asked, option, argc, argv))
			return misused();
	asked.files = argv + optind;
	asked.n_files = (size_t)(argc - optind);
	if ((asked.policy != NULL) == (asked.old != NULL) || (asked.plain && asked.json) ||
	    asked.plain + asked.score + (asked.explain != NULL) + (asked.old != NULL) > 1)
		return misused();
	if (asked.old != NULL)
		return compare_all(&asked);
	if ((r = load(asked.policy, &t)) != RUN_DONE)
		return r;
	pass.t = t;
	r = asked.score ? score_all(&pass) : asked.explain != NULL ? explain_all(&pass) :
	    read_all(&asked, false, decide_one, &pass);
	triage_free(t);
	return r;
}
