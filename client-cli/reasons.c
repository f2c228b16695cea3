/* reasons.c: reasons, copied and said. */
#include "reasons.h"

#include <stdlib.h>
#include <string.h>

enum gw_err
reasons_keep(const struct decision *d, struct reasons *kept)
{
	size_t bytes = 0;
	char *to;

	*kept = (struct reasons){ .band = d->band, .category = d->category };
	if (d->n == 0)
		return GW_OK;
	for (size_t i = 0; i < d->n; i++)
		bytes += strlen(d->reason[i].why) + 1;
	kept->reason = calloc(d->n, sizeof *kept->reason);
	to = kept->whys = malloc(bytes);
	if (kept->reason == NULL || to == NULL) {
		reasons_free(kept);
		return GW_ENOMEM;
	}
	for (kept->n = 0; kept->n < d->n; kept->n++) {
		kept->reason[kept->n] = d->reason[kept->n];
		kept->reason[kept->n].why = to;
		to = stpcpy(to, d->reason[kept->n].why) + 1;
	}
	return GW_OK;
}

void
reasons_free(struct reasons *kept)
{
	free(kept->reason);
	free(kept->whys);
	*kept = (struct reasons){ .reason = NULL };
}

bool
reasons_have(const struct reason *list, size_t n, const struct reason *r)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].rule, r->rule) == 0 && list[i].band == r->band && list[i].category == r->category)
			return true;
	return false;
}

struct span
reason_words(const struct reason *r, struct span text)
{
	if (r->len == 0 || r->at > text.n || r->len > text.n - r->at)
		return (struct span){ NULL, 0 };
	return (struct span){ text.p + r->at, r->len };
}

void
reason_say(const struct reason *r, struct span text, const char *indent)
{
	const struct span words = reason_words(r, text);

	printf("%s%s: ", indent, band_code(r->band));
	say_text(stdout, span_of(r->why), "");
	fputs(words.n > 0 ? " (\"" : " (an answer", stdout);
	say_text(stdout, words, " ");
	printf(words.n > 0 ? "\"; rule %s)\n" : "; rule %s)\n", r->rule);
}
