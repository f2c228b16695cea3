/* triage_score.c: how well and how fast a policy triages. Usage: triage_score POLICY [-v] LABELLED.jsonl...
 * Prints the standard's four figures, and with -v each report that got another band than its label. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "json.h"
#include "secret.h"
#include "triage.h"

enum { ROUNDS = 20 };

struct tally {
	long count[BAND_N][BAND_N];	/* [label][given] */
	long category;			/* exact ones */
	long reports, bytes;
	double seconds;
};

static double
seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
print_miss(const json_t *v, enum band label, const struct decision *d, struct span text)
{
	printf("%s %s > %s/%s", json_string_value(json_object_get(v, "id")), band_code(label), band_code(d->band),
	    category_code(d->category));
	for (size_t i = 0; i < d->n && d->reason[i].band == d->band; i++)
		printf(" [%s: %.*s]", d->reason[i].rule, (int)(d->reason[i].len < 60 ? d->reason[i].len : 60),
		    (const char *)text.p + d->reason[i].at);
	printf("\n    %.*s\n", (int)text.n, (const char *)text.p);
}

static bool
score_line(const struct triage *t, char *line, bool say, struct tally *sum)
{
	struct field_fault fault;
	struct answers a = { 0 };
	struct decision d;
	char why[JSON_FAULT];
	double begun;
	enum band label;
	struct span text;
	json_t *v;

	if (json_read(span_of(line), &v, why) != GW_OK)
		return false;
	text = json_text(v, "text");
	label = band_of(json_text(v, "band"));
	if (label == BAND_N || answers_read(json_object_get(v, "answers"), &a, &fault) != GW_OK) {
		json_decref(v);
		return false;
	}
	begun = seconds_now();
	for (int i = 0; i < ROUNDS; i++)
		triage_decide(t, text, &a, &d);
	sum->seconds += seconds_now() - begun;
	sum->bytes += (long)text.n * ROUNDS;
	sum->reports++;
	sum->count[label][d.band]++;
	sum->category += span_is(json_text(v, "category"), category_code(d.category));
	if (say && d.band != label)
		print_miss(v, label, &d, text);
	json_decref(v);
	return true;
}

static bool
score_file(const struct triage *t, const char *name, bool say, struct tally *sum)
{
	FILE *f = fopen(name, "re");
	char *line = NULL;
	bool fine = f != NULL;
	size_t room = 0;

	while (fine && getline(&line, &room, f) > 0)
		fine = score_line(t, line, say, sum);
	if (!fine)
		fprintf(stderr, "%s: cannot be read as labelled reports\n", name);
	free(line);
	if (f != NULL)
		fclose(f);
	return fine;
}

static long
total(const struct tally *s, enum band label_from, enum band label_to, enum band given_from)
{
	long n = 0;

	for (int label = label_from; label <= (int)label_to; label++)
		for (int given = given_from; given < BAND_N; given++)
			n += s->count[label][given];
	return n;
}

static void
print_share(const char *name, long part, long whole, const char *goal)
{
	printf("%-16s %.3f  (%ld of %ld; must be %s)\n", name, whole > 0 ? (double)part / (double)whole : 0.0, part,
	    whole, goal);
}

static void
print_figures(const struct tally *s)
{
	long exact = 0;

	for (int b = 0; b < BAND_N; b++)
		exact += s->count[b][b];
	print_share("urgent recall", total(s, BAND_URGENT, BAND_IMMEDIATE, BAND_URGENT),
	    total(s, BAND_URGENT, BAND_IMMEDIATE, BAND_ROUTINE), ">= 0.98");
	print_share("immediate recall", s->count[BAND_IMMEDIATE][BAND_IMMEDIATE],
	    total(s, BAND_IMMEDIATE, BAND_IMMEDIATE, BAND_ROUTINE), ">= 0.90");
	print_share("over-escalation", total(s, BAND_ROUTINE, BAND_PRIORITY, BAND_URGENT),
	    total(s, BAND_ROUTINE, BAND_PRIORITY, BAND_ROUTINE), "<= 0.15");
	print_share("exact", exact, s->reports, ">= 0.80");
	print_share("category", s->category, s->reports, "(not measured by the standard)");
	printf("speed            %.1f MB/s of text, one core\n", (double)s->bytes / 1e6 / s->seconds);
}

int
main(int argc, char **argv)
{
	bool say = argc > 2 && strcmp(argv[2], "-v") == 0, fine = true;
	struct tally sum = { .reports = 0 };
	struct triage *t;

	if (argc < (say ? 4 : 3) || secret_init() != GW_OK) {
		fprintf(stderr, "usage: triage_score POLICY [-v] LABELLED.jsonl...\n");
		return 2;
	}
	if (triage_load(argv[1], stderr, &t) != GW_OK)
		return 2;
	for (int i = say ? 3 : 2; fine && i < argc; i++)
		fine = score_file(t, argv[i], say, &sum);
	if (fine)
		print_figures(&sum);
	triage_free(t);
	return fine ? 0 : 2;
}
