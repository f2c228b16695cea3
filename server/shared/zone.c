/* zone.c: asks libc about every day of a century and bisects where the offset changed. */
#include "zone.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { DAY = 86400 };
static const int64_t first_moment = 946684800, last_moment = 4133980800;	/* 2000-01-01, 2101-01-01 UTC */

/* glibc takes an unknown name for UTC without a word, so the file is looked for first. */
static bool
exists(const char *zone)
{
	char path[128];
	struct stat st;

	if (strspn(zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") != strlen(zone) ||
	    zone[0] == '/')
		return false;
	snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone);
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

static int32_t
libc_offset(int64_t at)
{
	time_t t = (time_t)at;
	struct tm tm;

	return localtime_r(&t, &tm) != NULL ? (int32_t)tm.tm_gmtoff : 0;
}

/* The first moment in (before, after] with after's offset. */
static int64_t
change_between(int64_t before, int64_t after, int32_t offset)
{
	while (after - before > 1) {
		int64_t mid = before + (after - before) / 2;

		if (libc_offset(mid) == offset)
			after = mid;
		else
			before = mid;
	}
	return after;
}

static enum gw_err
collect(struct calendar *c)
{
	int32_t offset = libc_offset(first_moment);

	c->change[0] = (struct clock_change){ INT64_MIN, offset };
	c->n_changes = 1;
	for (int64_t at = first_moment; at < last_moment; at += DAY) {
		int32_t next = libc_offset(at + DAY);

		if (next == offset)
			continue;
		if (c->n_changes == CALENDAR_CHANGES)
			return GW_ELIMIT;
		c->change[c->n_changes++] = (struct clock_change){ change_between(at, at + DAY, next), next };
		offset = next;
	}
	return GW_OK;
}

enum gw_err
zone_read(struct calendar *c)
{
	char name[sizeof c->zone + 1], *was = getenv("TZ");
	enum gw_err e = GW_ENOMEM;

	if (!exists(c->zone))
		return GW_EABSENT;
	if (was != NULL && (was = strdup(was)) == NULL)
		return GW_ENOMEM;
	snprintf(name, sizeof name, ":%s", c->zone);
	if (setenv("TZ", name, 1) == 0) {
		tzset();
		e = collect(c);
	}
	if (was != NULL ? setenv("TZ", was, 1) != 0 : unsetenv("TZ") != 0)
		e = GW_ENOMEM;
	tzset();
	free(was);
	return e;
}
