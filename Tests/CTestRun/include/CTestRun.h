#pragma once

/// How many tests run at once.
int tests_at_once(void);

/// `pipe2` with `O_CLOEXEC`, which the language's module of the C library does not show. 0, or -1 and errno.
int pipe_closed_on_exec(int ends[2]);

/// `posix_spawn_file_actions_addclosefrom_np`, likewise, for a `posix_spawn_file_actions_t`. 0, or an error's number.
int close_all_from(void *file_actions, int first);
