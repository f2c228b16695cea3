/* admin.h: concernd's verbs for an operator at a terminal: init, enrol, school, rotate, poster, verify-audit. Secrets
 * come from stdin (a prompt on a terminal, one a line from a pipe) and leave once, on stdout; explanations go to
 * stderr. */
#ifndef ADMIN_H
#define ADMIN_H

/* Each takes its own argv (argv[0] is the verb) and returns an exit status: 0 done, 1 refused, 2 wrong usage. */
int admin_init(int argc, char **argv);
int admin_enrol(int argc, char **argv);
int admin_school(int argc, char **argv);
int admin_rotate(int argc, char **argv);
int admin_poster(int argc, char **argv);
int admin_verify_audit(int argc, char **argv);
#endif
