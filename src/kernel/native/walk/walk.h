/*
 * Ways to files past no user's links, for the executor and for the addon. Both functions give a descriptor or -errno: -ELOOP for
 * a link that a user may have laid.
 */
#pragma once

#include <sys/types.h>

/*
 * The folder a path is in, as an O_PATH descriptor, and the name in it. Folders that are missing are made with `make_mode`,
 * none with NOTHING_IS_MADE.
 */
enum { NOTHING_IS_MADE = -1 };
int open_parent(const char *path, int make_mode, const char **name);

/* A file, opened past links that are safe. */
int open_file(const char *path, int flags, mode_t mode);
