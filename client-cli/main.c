/* main.c: concern, the client for reporters, for staff, and for whoever writes triage policy. */
#include <signal.h>
#include <string.h>

#include "ask.h"
#include "concern.h"
#include "fieldlist.h"
#include "secret.h"

static const struct verb {
	const char *name;
	enum run (*run)(int argc, char **argv);
	const char *words, *usage;
} verbs[] = {
	{ "report", report_main, "send a report; shows its reference code once",
	    "[--text -] [--file FILE]... [--school CODE] [--place -] [--keep-from -]\n"
	    "\t[--danger-now yes|no|not_sure] [--when now|today|soon|past|not_sure] [--weapon yes|no|not_sure]\n"
	    "\t[--about me|someone_else|place_or_group] [--category CODE] [--qr-png OUT] [--qr-svg OUT]" },
	{ "check", check_main, "read the answer for a code typed at the prompt", "" },
	{ "reply", reply_main, "add words or files to a report, with its code", "[--file FILE]..." },
	{ "triage", triage_main, "try a policy on reports, one JSON object a line, without a server",
	    "--policy DIR [--plain | --score | --explain ID] [--by rules|second|both] [--json] [FILE]...\n"
	    "concern triage --compare OLD NEW [--by rules|second|both] [--json] [FILE]..." },
	{ "learn", learn_main, "teach the second reader from labelled reports, or measure it on some held back",
	    "--policy DIR [--also FILE]... [--folds 2-20|files] [--misses] LABELLED.jsonl..." },
	{ "desk", desk_main, "staff: the queue, a report, an answer, an attachment",
	    "queue|read ID|answer ID|save ID N --out FILE [--original], each with --name NAME\n"
	    "\tand, for this device, --cert FILE --key FILE;\n"
	    "\tqueue: [--after CURSOR] [--limit N]" },
	{ "keygen", keygen_main, "make the key file of a computer for the meeting, with the code of its invitation",
	    "--key-file FILE --cert FILE --key FILE" },
	{ "pull", pull_main, "what is new for community safety, opened on this computer into a folder",
	    "--key-file FILE --into FOLDER --cert FILE --key FILE [--name NAME]" },
	{ "outcome", outcome_main, "write a decision, an ask or what became of it into a case; lock an attachment",
	    "ID --key-file FILE --sheet decision|ask|ask_done|plan|referral|panel|hold\n"
	    "\t--field KEY=VALUE|KEY=-... --cert FILE --key FILE" },
	{ "queue", queue_main, "community safety's open cases, the most urgent first",
	    "--key-file FILE --cert FILE --key FILE" },
};
enum { VERBS = sizeof verbs / sizeof verbs[0] };

bool
server_option(struct server *s, int option, const char *value)
{
	switch (option) {
	case OPTION_SERVER:
		s->url = value;
		return true;
	case OPTION_CA:
		s->ca = value;
		return true;
	case OPTION_PIN:
		s->pin = value;
		return true;
	case OPTION_JSON:
		s->json = true;
		return true;
	default:
		return false;
	}
}

static void
usage(FILE *to)
{
	fputs("If someone is in danger now, call 999.\n\n", to);
	for (size_t i = 0; i < VERBS; i++)
		fprintf(to, "concern %s %s\n\t%s\n", verbs[i].name, verbs[i].usage, verbs[i].words);
	fputs("\nWhat concern outcome takes, in as many --field KEY=VALUE ([...]: may be left out):\n", to);
	fieldlist_say_all(to);
	fputs("\nWith a server: [--server https://HOST:PORT] [--ca FILE | --pin sha256//...] [--json]\n"
	    "Codes, passphrases and words of reports are asked for, or read from the input (--text -):\n"
	    "never on the command line, where others on this computer could see them.\n"
	    "Exit status: 0 done, 1 refused by the server, 2 wrong usage or input, 3 no connection or\n"
	    "certificate not trusted, 4 server fault.\n", to);
}

static bool
is_help(const char *word)
{
	return strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

static enum run
run_verb(int argc, char **argv)
{
	if ((argc == 2 || argc == 3) && is_help(argv[argc - 1])) {
		usage(stdout);
		return RUN_DONE;
	}
	for (size_t i = 0; i < VERBS && argc > 1; i++)
		if (strcmp(argv[1], verbs[i].name) == 0)
			return verbs[i].run(argc - 1, argv + 1);
	usage(stderr);
	return RUN_MISUSED;
}

int
main(int argc, char **argv)
{
	enum run r;

	if (secret_init() != GW_OK) {
		complain("This computer gives no random numbers.");
		return RUN_FAULT;
	}
	signal(SIGPIPE, SIG_IGN);
	r = run_verb(argc, argv);
	ask_end();
	/* A receipt that nobody got to see is not a receipt. */
	if ((fflush(stdout) != 0 || ferror(stdout)) && r == RUN_DONE) {
		complain("The answer could not be written to the output.");
		r = RUN_MISUSED;
	}
	return r;
}
