/* concern.h: what all verbs of concern share: how a run ends, where the server is, what is said to a person. A function
 * that gives an enum run has already said on stderr what went wrong, in one plain sentence. */
#ifndef CONCERN_H
#define CONCERN_H

#include <getopt.h>
#include <stdio.h>

#include "err.h"
#include "json.h"
#include "span.h"

enum run {		/* also the exit status */
	RUN_DONE,
	RUN_REFUSED,	/* the server said no */
	RUN_MISUSED,	/* wrong usage or input */
	RUN_UNREACHED,	/* no connection, or a certificate that is not trusted */
	RUN_FAULT	/* the server's fault, or this computer's */
};

struct server {
	const char *url, *ca, *pin;	/* ca and pin: NULL when not given */
	const char *cert, *key;		/* this device's, PEM; NULL when not given: a reporter never shows one */
	bool json;			/* print the server's JSON as it came */
};

/* The options that every verb with a server has; its own are numbered from OPTION_OWN. */
enum { OPTION_SERVER = 256, OPTION_CA, OPTION_PIN, OPTION_JSON, OPTION_OWN };
#define SERVER_OPTIONS                                            \
	{ "server", required_argument, NULL, OPTION_SERVER },     \
	{ "ca", required_argument, NULL, OPTION_CA },             \
	{ "pin", required_argument, NULL, OPTION_PIN },           \
	{ "json", no_argument, NULL, OPTION_JSON }

/* Takes one of SERVER_OPTIONS; false for any other. */
bool server_option(struct server *s, int option, const char *value);

/* Verbs: argv[0] is the verb. */
enum run report_main(int argc, char **argv);
enum run check_main(int argc, char **argv);
enum run reply_main(int argc, char **argv);
enum run triage_main(int argc, char **argv);
enum run learn_main(int argc, char **argv);
enum run desk_main(int argc, char **argv);
enum run keygen_main(int argc, char **argv);
enum run pull_main(int argc, char **argv);
enum run outcome_main(int argc, char **argv);
enum run queue_main(int argc, char **argv);

/* "concern: ..." and a line end, on stderr. */
void complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Complains about e and gives RUN_FAULT. */
enum run fail(const char *doing, enum gw_err e);
/* Text that somebody else wrote: control and direction characters, which could lie to the reader of a terminal, are
 * shown as replacement characters; new lines begin with indent. */
void say_text(FILE *to, struct span text, const char *indent);
/* The same as lines that fit a terminal, broken between words. */
void say_paragraph(FILE *to, struct span text);
/* {"sha256","size"} a line; name may be NULL. */
void say_file(FILE *to, const json_t *file, const char *name);
/* A conversation as both sides see it. first: the number of its first file, for staff, who fetch files by number; else
 * NULL. */
void say_messages(FILE *to, const json_t *messages, const size_t *first);
/* The bytes of an answer without blanks behind it, and a line end, for --json. */
void say_json(struct span answer);
/* An object made here as one line; takes v. GW_ENOMEM, also when v is NULL: it could not be made. */
GW_CHECKED enum gw_err say_object_take(json_t *v);
/* Says that the answer makes no sense, when v is NULL or lacks one of these string members (the last is NULL). */
enum run answer_has(const json_t *v, const char *const *members);
/* Reads the answer; gives *v. */
enum run answer_read(struct span answer, json_t **v);
#endif
