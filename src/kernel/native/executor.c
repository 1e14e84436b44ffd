/*
 * The executor: what happens between fork and exec of a service.
 *
 *     executor LAUNCH-FD STATUS-FD
 *
 * It reads one Launch (core/exec/launch.ts, encoded by kernel/processes/launch-format.ts), applies it in systemd's order and executes
 * the program. What fails ends it with one of the exit codes of systemd.exec(5), "Process exit codes", after one line on
 * the status pipe. When the pipe closes without a line, the program runs.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "executor/executor.h"

/* Who waits for a terminal or a name service should be seen to be nginx-to-be: `(nginx)`. */
static void take_name(const struct launch *launch) {
    const struct list *candidates = &launch->process.candidates;
    const char *path = candidates->count ? candidates->items[0] : "executor", *slash = strrchr(path, '/');
    char name[16];
    snprintf(name, sizeof name, "(%.13s)", slash ? slash + 1 : path);
    prctl(PR_SET_NAME, name);
}

static void start_session(const struct launch *launch) {
    if (launch->process.in_foreground) return;
    if (setsid() < 0 && errno != EPERM) die(EXIT_SETSID, errno, "cannot start a session");
}

/* A process group of its own, as a shell makes one for each job; without a terminal there is no more to it. */
static void enter_foreground(const struct launch *launch) {
    if (!launch->process.in_foreground) return;
    setpgid(0, 0);
    if (!isatty(0)) return;
    signal(SIGTTOU, SIG_IGN); /* we are not in the foreground yet */
    tcsetpgrp(0, getpid());
    signal(SIGTTOU, SIG_DFL);
}

/* systemd mounts it in a namespace of its own, which fails where it is no folder. */
static void change_root(const struct launch *launch) {
    const char *root = launch->sandbox.root;
    struct stat status;
    if (!root) return;
    int error = stat(root, &status) < 0 ? errno : S_ISDIR(status.st_mode) ? 0 : ENOTDIR;
    if (error) die(EXIT_NAMESPACE, error, "Failed to set up mount namespacing: %s", root);
    if (chroot(root) < 0) die(EXIT_CHROOT, errno, "cannot change the root directory to '%s'", root);
    if (chdir("/") < 0) die(EXIT_CHROOT, errno, "cannot enter the new root directory '%s'", root);
}

static void change_directory(const struct launch *launch) {
    const struct working_directory *directory = &launch->files.working_directory;
    const char *path = directory->is_home ? variable(launch, "HOME") : directory->path;
    if (!path && !directory->optional) die(EXIT_CHDIR, ENXIO, "Changing to the requested working directory failed");
    if (path && chdir(path) < 0 && !directory->optional)
        die(EXIT_CHDIR, errno, "Changing to the requested working directory failed");
}

static void forbid_new_privileges(const struct launch *launch) {
    if (launch->privileges.no_new_privileges && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        die(EXIT_NO_NEW_PRIVILEGES, errno, "cannot forbid new privileges");
}

int main(int argc, char **argv) {
    if (argc != 3) return EXIT_INVALIDARGUMENT;
    status_fd = atoi(argv[2]);

    static struct launch launch;
    read_launch(&launch, atoi(argv[1]));
    take_name(&launch);
    umask(0);
    if (chdir("/") < 0) die(EXIT_CHDIR, errno, "cannot change to the root directory");

    reset_signals(&launch);
    arrange_descriptors(&launch);
    start_session(&launch);
    find_identity(&launch);
    open_standard_streams(&launch);
    enter_foreground(&launch);
    adjust_process(&launch);
    give_streams_to_service(&launch);
    make_directories(&launch);
    umask(launch.process.umask);
    set_limits(&launch);
    change_groups(&launch);
    change_root(&launch);
    find_program(&launch);
    flag_passed_descriptors(&launch);
    bound_capabilities(&launch);
    change_user(&launch);
    raise_ambient_capabilities(&launch);
    change_directory(&launch);
    set_secure_bits(&launch);
    forbid_new_privileges(&launch);
    run_program(&launch);
}
