#pragma once

/// How many tests run at once.
int tests_at_once(void);
