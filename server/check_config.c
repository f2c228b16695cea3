/* check_config.c: would the gateway start with these files? */
#include "check_config.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "args.h"
#include "clock.h"
#include "goods.h"

enum { MINUTE = 60, WEEK = 7 * 24 * 60 * MINUTE };	/* seconds */

/* Nothing below is a fault that stops a start, but nobody should find out about it in the night. */

/* --- who is told --- */

/* A list in one line: what it is before the first, nothing when there is none. */
static void
say_one(const char *what, const char *name, size_t *n)
{
	printf("%s%s", (*n)++ == 0 ? what : ", ", name);
}

static unsigned
rungs_of(const struct alerts *a, const char *team)
{
	unsigned rungs = 0;
	const char *has;

	for (size_t i = 0; (has = alerts_team(a, i, &rungs)) != NULL; i++)
		if (strcmp(has, team) == 0)
			return rungs;
	return 0;
}

/* Teams that read cases, and have no ladder. */
static void
say_without_ladder(const struct goods *g)
{
	static const char what[] = "alerts.yaml: nobody is told of what comes for these teams, which have no ladder: ";
	static const char *const councils[] = { ROSTER_COMMUNITY, ROSTER_LADO };
	size_t n = 0;

	for (size_t i = 0; i < sizeof councils / sizeof councils[0]; i++)
		if (rungs_of(g->alerts, councils[i]) == 0)
			say_one(what, councils[i], &n);
	for (size_t i = 0; i < g->policy->n_schools; i++) {
		char team[LIMIT_TEAM + 1];

		snprintf(team, sizeof team, ROSTER_SCHOOL "%s", g->policy->school[i].code);
		if (rungs_of(g->alerts, team) == 0)
			say_one(what, team, &n);
	}
	if (n > 0)
		putchar('\n');
}

/* The first minute of the next seven days when even the last rung reaches nobody. */
static void
say_gap(const struct goods *g, const char *team, unsigned rungs, int64_t now)
{
	const struct alert_person *who[ALERT_ON_DUTY];
	char at[CLOCK_WORDS];

	for (int64_t t = now - now % MINUTE; t < now + WEEK; t += MINUTE) {
		if (alerts_on_duty(g->alerts, g->policy, team, rungs - 1, t, who) > 0)
			continue;
		clock_words(&g->policy->calendar, t, at);
		printf("alerts.yaml: the ladder of %s has hours with nobody on any rung, the next at %s\n", team, at);
		return;
	}
}

static void
say_alerts(const struct goods *g)
{
	const int64_t now = time(NULL);
	const char *team;
	unsigned rungs;
	size_t people;

	(void)alerts_people(g->alerts, &people);
	if (!g->config.has_alerts)
		puts("nobody will be told when something comes: the config has no section alerts");
	else if (people == 0)
		puts("nobody will be told when something comes: the policy's alerts.yaml names nobody");
	if (!g->config.has_alerts || people == 0)
		return;
	say_without_ladder(g);
	for (size_t i = 0; (team = alerts_team(g->alerts, i, &rungs)) != NULL; i++)
		say_gap(g, team, rungs, now);
}

static void
say_scanner(const struct config *c)
{
	if (c->scanner[0] == '\0')
		puts("nothing will be scanned for malware: the config has no section scanner");
	else
		printf("attachments will be scanned for malware over %s\n", c->scanner);
}

/* --- who is rung --- */

static void
say_agencies(const struct agencies *a)
{
	const struct agency *mash = agencies_find(a, span_of("mash"));
	size_t n = 0;

	for (size_t i = 0; i < a->n; i++)
		if (a->agency[i].kind == AGENCY_OFFICE && a->agency[i].phone[0] == '\0')
			say_one("agencies.yaml: no number to ring is given for: ", a->agency[i].id, &n);
	if (n > 0)
		putchar('\n');
	if (mash != NULL && mash->n_shifts > 0 && mash->instead == NULL)
		puts("agencies.yaml: mash has hours, and no instead: at all others staff are shown nobody to ring");
}

int
check_config_run(int argc, char **argv)
{
	const char *file = args_file(argc, argv);
	struct goods g;

	if (file == NULL)
		return ADMIN_USAGE;
	if (goods_load(file, 0, 0, &g) != GW_OK)
		return ADMIN_REFUSED;
	say_alerts(&g);
	say_scanner(&g.config);
	say_agencies(g.agencies);
	goods_free(&g);
	puts("ok");
	return ADMIN_DONE;
}
