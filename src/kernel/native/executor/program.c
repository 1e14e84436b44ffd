/* The program itself: found before privileges are dropped, executed at the very end. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "executor.h"

static bool names(const char *assignment, const char *name) {
    size_t length = strlen(name);
    return strncmp(assignment, name, length) == 0 && assignment[length] == '=';
}

/* A variable of the service, by what the unit says or what the name service said of its user. */
const char *variable(const struct launch *launch, const char *name) {
    const struct list *environment = &launch->process.environment;
    for (size_t i = 0; i < environment->count; i++)
        if (names(environment->items[i], name)) return environment->items[i] + strlen(name) + 1;
    return strcmp(name, "HOME") == 0 ? launch->privileges.identity.home : NULL;
}

static int examine(const char *path) {
    struct stat status;
    if (stat(path, &status) < 0) return errno;
    if (S_ISDIR(status.st_mode)) return EISDIR;
    if (!S_ISREG(status.st_mode)) return EACCES;
    return access(path, X_OK) < 0 ? errno : 0;
}

void find_program(struct launch *launch) {
    int error = ENOENT;
    for (size_t i = 0; i < launch->process.candidates.count && !launch->program; i++) {
        int refusal = examine(launch->process.candidates.items[i]);
        if (refusal == 0) launch->program = launch->process.candidates.items[i];
        else if (error == ENOENT) error = refusal;
    }
    if (launch->program) return;
    die(EXIT_EXEC, error, "Unable to locate executable '%s'", launch->process.command);
}

/* Variables that hold the process's own number, which nobody knew before there was a process. */
static bool wants_pid(const char *assignment) {
    static const char *const variables[] = {"LISTEN_PID=", "WATCHDOG_PID=", "SYSTEMD_EXEC_PID="};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        if (strcmp(assignment, variables[i]) == 0) return true;
    return false;
}

static char *assignment(const char *name, const char *value) {
    char *text = allocate(strlen(name) + strlen(value) + 2, 1);
    sprintf(text, "%s=%s", name, value);
    return text;
}

static void add(const struct launch *launch, char **environment, size_t *count, const char *name, const char *value) {
    for (size_t i = 0; i < launch->process.environment.count; i++)
        if (names(launch->process.environment.items[i], name)) return;
    if (value && *value) environment[(*count)++] = assignment(name, value);
}

static char **build_environment(const struct launch *launch) {
    const struct identity *identity = &launch->privileges.identity;
    char **environment = allocate(launch->process.environment.count + 6, sizeof *environment), pid[16];
    size_t count = 0;
    sprintf(pid, "%d", (int)getpid());
    for (size_t i = 0; i < launch->process.environment.count; i++) {
        char *item = launch->process.environment.items[i];
        environment[count++] = item;
        if (wants_pid(item)) environment[count - 1] = assignment(strndup(item, strlen(item) - 1), pid);
    }
    if (launch->streams.passed.count) add(launch, environment, &count, "LISTEN_PID", pid);
    if (identity->kind != IDENTITY_LOOKUP || !identity->user) return environment;
    add(launch, environment, &count, "HOME", identity->home);
    add(launch, environment, &count, "LOGNAME", identity->user);
    add(launch, environment, &count, "USER", identity->user);
    add(launch, environment, &count, "SHELL", identity->shell);
    return environment;
}

void run_program(const struct launch *launch) {
    execve(launch->program, launch->process.argv.items, build_environment(launch));
    die(EXIT_EXEC, errno, "Failed to execute %s", launch->program);
}
