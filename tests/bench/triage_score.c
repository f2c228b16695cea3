/* triage_score.c: how fast a policy triages. Usage: triage_score POLICY REPORTS.jsonl...
 * How well it does is measured by "concern triage --score". */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "json.h"
#include "secret.h"
#include "triage.h"

enum { ROUNDS = 20 };

struct tally {
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

static bool
time_line(const struct triage *t, const char *line, struct tally *sum)
{
	struct field_fault fault;
	struct answers a = { .danger_now = DANGER_NOT_SURE };
	struct decision d;
	char why[JSON_FAULT];
	double begun;
	struct span text;
	json_t *v;

	if (json_read(span_of(line), &v, why) != GW_OK)
		return false;
	text = json_text(v, "text");
	if (text.n == 0 || answers_read(json_object_get(v, "answers"), &a, &fault) != GW_OK) {
		json_decref(v);
		return false;
	}
	begun = seconds_now();
	for (int i = 0; i < ROUNDS; i++)
		triage_decide(t, text, &a, &d);
	sum->seconds += seconds_now() - begun;
	sum->bytes += (long)text.n * ROUNDS;
	sum->reports++;
	json_decref(v);
	return true;
}

static bool
time_file(const struct triage *t, const char *name, struct tally *sum)
{
	FILE *f = fopen(name, "re");
	char *line = NULL;
	bool fine = f != NULL;
	size_t room = 0;

	while (fine && getline(&line, &room, f) > 0)
		fine = time_line(t, line, sum);
	if (!fine)
		fprintf(stderr, "%s: cannot be read as reports\n", name);
	free(line);
	if (f != NULL)
		fclose(f);
	return fine;
}

int
main(int argc, char **argv)
{
	struct tally sum = { .reports = 0 };
	struct triage *t;
	bool fine = true;

	if (argc < 3 || secret_init() != GW_OK) {
		fprintf(stderr, "usage: triage_score POLICY REPORTS.jsonl...\n");
		return 2;
	}
	if (triage_load(argv[1], stderr, &t) != GW_OK)
		return 2;
	for (int i = 2; fine && i < argc; i++)
		fine = time_file(t, argv[i], &sum);
	if (fine && sum.reports > 0)
		printf("%ld reports, %.1f MB/s of text, %.1f microseconds a report, one core\n", sum.reports,
		    (double)sum.bytes / 1e6 / sum.seconds, sum.seconds * 1e6 / (double)(sum.reports * ROUNDS));
	triage_free(t);
	return fine ? 0 : 2;
}
