/* log.c: counters and pairs of enums, and words only while nobody from outside is being served. */
#include "log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

enum { LINE = 1024, ROUND = 8 };

static const char *const what_text[LOG_WHAT_N] = {
	[LOG_CONNECTION] = "connection", [LOG_REQUEST] = "request", [LOG_REFUSED] = "refused",
	[LOG_REPORT] = "report", [LOG_CHECK] = "check", [LOG_MESSAGE] = "message", [LOG_SIGN_IN] = "sign-in",
	[LOG_OPENED] = "opened", [LOG_VAULT] = "vault", [LOG_SPOOL] = "spool", [LOG_ROSTER] = "roster",
	[LOG_WIRE] = "wire", [LOG_TLS] = "tls", [LOG_ACCEPT] = "accept", [LOG_CHILD] = "child",
	[LOG_RELOAD] = "reload", [LOG_ALERT] = "alert", [LOG_COPY] = "copy",
};

/* One process, one thread: plain variables do. */
static const char *process_name = "concernd";
static bool is_serving;
static unsigned long count[LOG_WHAT_N];
static struct { time_t said; unsigned long unsaid; } faults[LOG_WHAT_N][GW_ERR_N];

/* One write a line, so that lines of several processes do not mix. */
static void
say(const char *text)
{
	char line[LINE + 64];

	snprintf(line, sizeof line, "concernd[%s]: %s\n", process_name, text);
	fputs(line, stderr);
	fflush(stderr);
}

static bool
is_pair(enum log_what what, enum gw_err e)
{
	return (unsigned)what < LOG_WHAT_N && (unsigned)e < GW_ERR_N;
}

void
log_name(const char *process)
{
	process_name = process;
}

void
log_boot(const char *fmt, ...)
{
	char text[LINE];
	va_list ap;

	if (is_serving)
		abort();	/* a string might hold a person */
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	say(text);
}

void
log_serving(void)
{
	is_serving = true;
}

void
log_stopped(void)
{
	is_serving = false;
}

void
log_count(enum log_what what)
{
	if ((unsigned)what < LOG_WHAT_N)
		count[what]++;
}

void
log_fault(enum log_what what, enum gw_err e)
{
	char text[LINE];
	struct timespec now;
	unsigned long unsaid;

	if (!is_pair(what, e))
		return;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	if (faults[what][e].said != 0 && now.tv_sec <= faults[what][e].said) {
		faults[what][e].unsaid++;
		return;
	}
	unsaid = faults[what][e].unsaid;
	faults[what][e].said = now.tv_sec;
	faults[what][e].unsaid = 0;
	if (unsaid == 0)
		snprintf(text, sizeof text, "fault: %s: %s", what_text[what], gw_err_text(e));
	else
		snprintf(text, sizeof text, "fault: %s: %s (and %lu times since it was last said)",
		    what_text[what], gw_err_text(e), unsaid);
	say(text);
}

void
log_counters(void)
{
	char text[LINE];
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; i < LOG_WHAT_N; i++) {
		if (count[i] == 0)
			continue;
		n += (size_t)snprintf(text + n, sizeof text - n, " %s %lu", what_text[i],
		    (count[i] + ROUND - 1) / ROUND * ROUND);
		if (n >= sizeof text)
			break;
	}
	if (n > 0) {
		char line[LINE + 16];

		snprintf(line, sizeof line, "counters:%s", text);
		say(line);
	}
}

void
log_audit_head(uint64_t entries, const uint8_t hash[32])
{
	static const char digits[] = "0123456789abcdef";
	char hex[2 * 32 + 1], text[LINE];

	for (size_t i = 0; i < 32; i++) {
		hex[2 * i] = digits[hash[i] >> 4];
		hex[2 * i + 1] = digits[hash[i] & 15];
	}
	hex[64] = '\0';
	snprintf(text, sizeof text, "audit chain: entry %llu, hash %s", (unsigned long long)entries, hex);
	say(text);
}

void
log_child(const char *kind, int wait_status)
{
	char text[LINE];

	if (WIFSIGNALED(wait_status))
		snprintf(text, sizeof text, "%s ended by signal %d and was replaced", kind, WTERMSIG(wait_status));
	else
		snprintf(text, sizeof text, "%s ended with status %d and was replaced", kind,
		    WEXITSTATUS(wait_status));
	say(text);
}
