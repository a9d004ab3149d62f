#define _GNU_SOURCE
#include "CTestRun.h"

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

int pipe_closed_on_exec(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int close_all_from(void *file_actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(file_actions, first);
}
