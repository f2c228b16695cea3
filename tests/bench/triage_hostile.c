/* triage_hostile.c: how long text takes that was written to take long. Usage: triage_hostile POLICY
 * Prints how long the policy takes to load, and how long each kind of text takes: 64 reports of 16 KiB, one MiB. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "secret.h"
#include "triage.h"

enum { REPORTS = 64, LOADS = 5 };

static double
ms_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Each text is this, over and over; "#" is another small letter each time. */
static const struct { const char *name, *text; } kinds[] = {
	{ "words", "he has a knife in his bag at school right now " },
	{ "unknown long words", "################################ " },
	{ "unknown words of 20", "#################### " },
	{ "unknown words of 8", "######## " },
	{ "unknown words of 5", "##### " },
	{ "nearly a rule word", "knif# shoo#ing weap#n b#llied " },
	{ "single letters", "# " },
	{ "single letters, dots", "#.#.#." },
	{ "hyphens", "##-##-##-" },
	{ "stars", "#*###*# " },
	{ "nearly joined", "hehasahehasahehasahehasahehasa# " },
	{ "two letters joined", "aiuaiuaiuaiuaiuaiuaiuaiuaiuaiua# " },
	{ "digits in words", "#1##0##3# " },
	{ "signs in words", "#@##$##!# " },
	{ "Cyrillic", "\xd0\xba\xd0\xbd\xd0\xb8\xd1\x84\xd0\xb5 " },
	{ "Cyrillic like Latin", "\xd0\xba\xd0\xbe\xd1\x80\xd0\xb5\xd1\x85# " },
	{ "Chinese", "\xe5\x88\x80\xe5\xad\xa6\xe6\xa0\xa1" },
	{ "combining marks", "k\xcc\x81\xcc\x82\xcc\x83\xcc\x84" },
	{ "marks alone", "\xcc\x81" },
	{ "emoji", "\xf0\x9f\x94\xaa" },
	{ "joined emoji", "\xf0\x9f\x91\xa8\xe2\x80\x8d" },
	{ "ligatures", "\xef\xac\x83\xef\xac\x84 " },
	{ "broken UTF-8", "\xff\xc3\xe2\x80 " },
	{ "full stops", ". " },
	{ "one-letter phrases", "mr a mr b mr c " },
};

static void
fill(char *text, const char *pattern)
{
	size_t n = strlen(pattern);
	unsigned letter = 1;

	for (size_t i = 0; i < LIMIT_TEXT; i++) {
		text[i] = pattern[i % n];
		if (text[i] == '#') {
			letter = letter * 1103515245 + 12345;
			text[i] = (char)('a' + (letter >> 16) % 26);
		}
	}
}

static double
time_of(const struct triage *t, const char *text)
{
	const struct answers a = { .danger_now = DANGER_NOT_SURE };
	double begun = ms_now();
	struct decision d;

	for (int i = 0; i < REPORTS; i++)
		triage_decide(t, (struct span){ (const uint8_t *)text, LIMIT_TEXT }, &a, &d);
	return ms_now() - begun;
}

int
main(int argc, char **argv)
{
	static char text[LIMIT_TEXT];
	struct triage *t = NULL;
	double begun;

	if (argc != 2 || secret_init() != GW_OK) {
		fprintf(stderr, "usage: triage_hostile POLICY\n");
		return 2;
	}
	begun = ms_now();
	for (int i = 0; i < LOADS; i++) {
		triage_free(t);
		if (triage_load(argv[1], stderr, &t) != GW_OK)
			return 2;
	}
	printf("%-22s %6.1f ms  (must be <= 100)\n", "load", (ms_now() - begun) / LOADS);
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		fill(text, kinds[i].text);
		printf("%-22s %6.1f ms  (must be <= 50)\n", kinds[i].name, time_of(t, text));
	}
	triage_free(t);
	return 0;
}
