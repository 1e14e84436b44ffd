/* How the executor ends when a step fails. */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "executor.h"

int status_fd = -1;

void die(int exit_status, int error, const char *format, ...) {
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line - 128, format, arguments);
    va_end(arguments);
    if (length < 0) length = 0;
    if (length >= (int)sizeof line - 128) length = sizeof line - 129;
    length += snprintf(line + length, sizeof line - length, ": %s\n", strerror(error));
    /* There may be nobody left to tell: the exit code still says it. */
    signal(SIGPIPE, SIG_IGN);
    if (write(status_fd, line, length) < 0) _exit(exit_status);
    _exit(exit_status);
}

void *allocate(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory) die(EXIT_MEMORY, ENOMEM, "cannot hold the launch");
    return memory;
}
