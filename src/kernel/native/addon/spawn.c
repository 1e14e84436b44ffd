/* Starts the executor, and nothing else: everything that takes time or may fail happens there. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "berth.h"

static int write_all(int fd, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t count = write(fd, bytes, size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return -errno;
        bytes += count;
        size -= (size_t)count;
    }
    return 0;
}

static int write_launch(const void *launch, size_t size) {
    int fd = memory_file("berth-launch");
    if (fd < 0) return fd;
    int error = write_all(fd, launch, size);
    if (!error) return fd;
    close(fd);
    return error;
}

/*
 * The child has its own table of descriptors but our memory: it lets the executor inherit what it needs, and execs. All
 * signals stay blocked until the executor resets them, as a handler that ran in the child would run on our data.
 */
static pid_t fork_and_exec(const char *path, char **argv, const int *fds, size_t fd_count, int *error) {
    char *environment[] = {NULL};
    pid_t pid = vfork();
    if (pid != 0) return pid;
    for (size_t i = 0; i < fd_count; i++) fcntl(fds[i], F_SETFD, 0);
    execve(path, argv, environment);
    *(volatile int *)error = errno;
    _exit(127);
}

static int start(const char *path, int launch, int status, const int *fds, size_t fd_count) {
    enum { INHERITED_MAX = 4096 };
    int inherited[INHERITED_MAX], error = 0;
    char launch_number[16], status_number[16];
    char *argv[] = {"berth-executor", launch_number, status_number, NULL};
    if (fd_count + 2 > INHERITED_MAX) return -EMFILE;
    for (size_t i = 0; i < fd_count; i++) inherited[i] = fds[i];
    inherited[fd_count] = launch;
    inherited[fd_count + 1] = status;
    snprintf(launch_number, sizeof launch_number, "%d", launch);
    snprintf(status_number, sizeof status_number, "%d", status);

    sigset_t all, before;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    pid_t pid = fork_and_exec(path, argv, inherited, fd_count + 2, &error);
    if (pid < 0) error = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (pid > 0 && error) waitpid(pid, NULL, 0);
    return error ? -error : pid;
}

int spawn_executor(const char *path, const void *launch, size_t size, const int *fds, size_t fd_count, int *status) {
    int ends[2], file = write_launch(launch, size);
    if (file < 0) return file;
    int pid = pipe_open(ends);
    if (pid == 0) {
        pid = start(path, file, ends[1], fds, fd_count);
        close(ends[1]);
        if (pid < 0) close(ends[0]);
        *status = ends[0];
    }
    close(file);
    return pid;
}
