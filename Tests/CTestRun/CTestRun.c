#include "CTestRun.h"

#include <stdlib.h>

// A thousand tests started at once, with servers and programs among them, use up each other's time limits. Set before
// the test library looks; a value that is given stays.
static const char name[] = "SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH";

__attribute__((constructor)) static void limit_tests_at_once(void) { setenv(name, "6", 0); }

int tests_at_once(void) {
    const char *given = getenv(name);
    return given ? atoi(given) : 0;
}
