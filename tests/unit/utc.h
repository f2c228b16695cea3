/* utc.h: moments as a test writes them. */
#ifndef UTC_H
#define UTC_H

#include <check.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

/* "2026-11-20T15:30" in UTC, as seconds since 1970. */
static inline int64_t
utc(const char *text)
{
	struct tm tm;

	memset(&tm, 0, sizeof tm);
	ck_assert_ptr_nonnull(strptime(text, "%Y-%m-%dT%H:%M", &tm));
	return (int64_t)timegm(&tm);
}
#endif
