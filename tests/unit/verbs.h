/* verbs.h: concernd's verbs, each run in a child with its own stdin, stdout and stderr, on a gateway in a
 * temporary folder. */
#ifndef VERBS_H
#define VERBS_H

#include <sys/stat.h>

#include "keyring.h"
#include "store.h"
#include "words.h"

#define PASS_A "velvet anchor pigeon quarry lamp"
#define PASS_B "copper teapot ladder monsoon violet"

typedef int verb_fn(int argc, char **argv);
struct ran { int status; char out[16 * 1024], err[64 * 1024]; };

extern struct ran ran;			/* what the last verb did */
extern char dir[256], config[512];	/* the gateway's folder and config file */
extern char words[WORDS_TEXT];		/* its recovery words */
/* Words of a command line, which getopt wants writable. */
extern char verb_name[], opt_config[], opt_name[], opt_team[], opt_recovery[], opt_by[];

/* argv ends with NULL. Returns the exit status. */
int run_to(verb_fn *verb, const char *input, int out, char **argv);
int run(verb_fn *verb, const char *input, char **argv);
int run_plain(verb_fn *verb);
/* by NULL: with the recovery words. */
int enrol(const char *name, const char *team, const char *by, const char *line1, const char *line2);

void place_make(void);			/* a config file and no gateway */
void place_remove(void);
void gateway_make(void);		/* with one */
const char *in_dir(const char *name);	/* good until the next call */
struct stat stat_of(const char *name);

/* What is looked at afterwards: the open store, its list and the pin. */
struct look { struct store *store; struct roster roster; struct roster_pin pin; struct keyring ring; };
void look_open(struct look *l);
bool is_member(const char *name);
#endif
