/* run.h: what every tests/unit/test_<room>.c gives to run.c. */
#ifndef RUN_H
#define RUN_H

#include <check.h>

Suite *suite(void);
#endif
