/* check_config.h: the verb for an operator who is about to start, or whose SIGHUP was refused: while serving, the log
 * has no words. */
#ifndef CHECK_CONFIG_H
#define CHECK_CONFIG_H

/* concernd check-config --config FILE: reads everything that run reads at its start (goods.h), and runs nothing. Exit
 * status: 0 and "ok", 1 with every fault on stderr, 2 wrong usage. */
int check_config_run(int argc, char **argv);
#endif
