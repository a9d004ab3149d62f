#pragma once

/// The file of the program as it was called, also where a loader was told to start it. Empty where the system does not tell.
const char *plexsync_called_file(void);
