#include "CArguments.h"

#include <sys/auxv.h>

// Of the Swift runtime, which else looks for the command line below /proc: a root of its own may have none.
extern void _swift_stdlib_overrideUnsafeArgvArgc(char **argv, int argc);

// glibc hands the command line to what runs before main.
__attribute__((constructor)) static void keep_arguments(int argc, char **argv) {
    if (argc > 0 && argv) _swift_stdlib_overrideUnsafeArgvArgc(argv, argc);
}

const char *plexsync_called_file(void) {
    unsigned long file = getauxval(AT_EXECFN);
    return file ? (const char *)file : "";
}
