/* run.c: runs the one suite that its neighbour test_<room>.c gives. */
#include <check.h>
#include <stdlib.h>

#include "run.h"
#include "secret.h"

int
main(void)
{
	SRunner *runner;
	int failed;

	if (secret_init() != GW_OK)
		return EXIT_FAILURE;
	runner = srunner_create(suite());
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
