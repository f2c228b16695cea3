/* webhook.c: one small JSON object. */
#include "webhook.h"

#include <stdio.h>

static const char *const names[ALERT_KIND_N] = {
	[ALERT_NEWS] = "news", [ALERT_PAGE] = "page", [ALERT_TEST] = "test",
};

enum gw_err
webhook_write(enum alert_kind kind, const char *console, char out[WEBHOOK_BYTES])
{
	int n;

	if ((unsigned)kind >= ALERT_KIND_N)
		return GW_EINPUT;
	n = snprintf(out, WEBHOOK_BYTES, "{\"kind\":\"%s\",\"console\":\"%s\"}", names[kind], console);
	return n > 0 && n < WEBHOOK_BYTES ? GW_OK : GW_ELIMIT;
}
