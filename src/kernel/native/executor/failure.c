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
const char *spawning = "executor";

static const char *const steps[] = {
    [EXIT_CHDIR] = "CHDIR",
    [EXIT_NICE] = "NICE",
    [EXIT_FDS] = "FDS",
    [EXIT_EXEC] = "EXEC",
    [EXIT_MEMORY] = "MEMORY",
    [EXIT_LIMITS] = "LIMITS",
    [EXIT_OOM_ADJUST] = "OOM_ADJUST",
    [EXIT_SIGNAL_MASK] = "SIGNAL_MASK",
    [EXIT_STDIN] = "STDIN",
    [EXIT_STDOUT] = "STDOUT",
    [EXIT_CHROOT] = "CHROOT",
    [EXIT_IOPRIO] = "IOPRIO",
    [EXIT_TIMERSLACK] = "TIMERSLACK",
    [EXIT_SECUREBITS] = "SECUREBITS",
    [EXIT_SETSCHEDULER] = "SETSCHEDULER",
    [EXIT_CPUAFFINITY] = "CPUAFFINITY",
    [EXIT_GROUP] = "GROUP",
    [EXIT_USER] = "USER",
    [EXIT_CAPABILITIES] = "CAPABILITIES",
    [EXIT_SETSID] = "SETSID",
    [EXIT_STDERR] = "STDERR",
    [EXIT_NAMESPACE] = "NAMESPACE",
    [EXIT_NO_NEW_PRIVILEGES] = "NO_NEW_PRIVILEGES",
    [EXIT_PERSONALITY] = "PERSONALITY",
    [EXIT_RUNTIME_DIRECTORY] = "RUNTIME_DIRECTORY",
    [EXIT_STATE_DIRECTORY] = "STATE_DIRECTORY",
    [EXIT_CACHE_DIRECTORY] = "CACHE_DIRECTORY",
    [EXIT_LOGS_DIRECTORY] = "LOGS_DIRECTORY",
    [EXIT_CONFIGURATION_DIRECTORY] = "CONFIGURATION_DIRECTORY",
};

static const char *step_of(int exit_status) {
    bool is_known = exit_status >= 0 && exit_status < (int)(sizeof steps / sizeof *steps) && steps[exit_status];
    return is_known ? steps[exit_status] : "?";
}

/* Each part is cut on its own, so that a long path does not take the other's words away. */
void die(int exit_status, int error, const char *format, ...) {
    char what[1024], lines[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    const char *reason = strerror(error);
    int length = snprintf(lines, sizeof lines, "%s: %s\nFailed at step %s spawning %.1024s: %s\n", what, reason,
                          step_of(exit_status), spawning, reason);
    /* There may be nobody left to tell: the exit code still says it. */
    signal(SIGPIPE, SIG_IGN);
    if (write(status_fd, lines, (size_t)length) < 0) _exit(exit_status);
    _exit(exit_status);
}

void *allocate(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory) die(EXIT_MEMORY, ENOMEM, "cannot hold the launch");
    return memory;
}
