/* fieldlist.c: from the table that the gateway checks by. */
#include "fieldlist.h"

/* As the gateway takes them. */
static const enum sheet written[] = {
	SHEET_DECISION, SHEET_ASK, SHEET_ASK_DONE, SHEET_PLAN, SHEET_REFERRAL, SHEET_PANEL, SHEET_HOLD
};

static const char *
takes_words(enum field_takes takes)
{
	switch (takes) {
	case TAKES_WORDS:
	case TAKES_LIST:
		return "-\twords, asked for or read from the input";
	case TAKES_LINE:
		return "-\tone line, asked for or read from the input";
	case TAKES_MOMENT:
		return "2026-11-21T15:30\tby this computer's clock";
	case TAKES_PART:
		return "PART\tthe number that escalations.json has as \"part\"";
	case TAKES_FILE:
		return "2\tthe attachment's number, as pack.html has it";
	case TAKES_CASE:
		return "ID\tof a case, 32 digits";
	default:
		return "";
	}
}

void
fieldlist_say(enum sheet s, FILE *to)
{
	const struct sheet_field *f = sheet_kind(s)->field;

	for (size_t i = 0; i < SHEET_FIELDS && f[i].takes != TAKES_NOTHING; i++) {
		fprintf(to, "\t%s%s=%s", f[i].is_needed ? "" : "[", f[i].key, takes_words(f[i].takes));
		for (size_t k = 0; f[i].takes == TAKES_CODE && f[i].codes[k] != NULL; k++)
			fprintf(to, "%s%s", k > 0 ? "|" : "", f[i].codes[k]);
		fputs(f[i].is_needed ? "\n" : "]\n", to);
	}
}

void
fieldlist_say_all(FILE *to)
{
	for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
		fprintf(to, "--sheet %s\n", sheet_kind(written[i])->code);
		fieldlist_say(written[i], to);
	}
}
