/* TTYPath= as a service's terminal. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "executor.h"

int open_terminal(const char *path, int flags) {
    int fd = open(path, flags | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) return -errno;
    if (isatty(fd)) return fd;
    close(fd);
    return -ENOTTY;
}

/* Becoming a terminal's session leader may send us SIGHUP when we already were. */
static int control(int fd, bool force) {
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    sigaction(SIGHUP, &ignore, &before);
    int result = ioctl(fd, TIOCSCTTY, force) < 0 ? -errno : 0;
    sigaction(SIGHUP, &before, NULL);
    return result;
}

/* Sleeps until somebody closes the terminal: its session may have ended. */
static int wait_for_close(int watch) {
    char events[4096];
    ssize_t size;
    do size = read(watch, events, sizeof events);
    while (size < 0 && errno == EINTR);
    return size < 0 ? -errno : 0;
}

/* The watch is set before each attempt, so that a close between attempt and wait is not missed. */
static int control_when_free(int fd, const char *path) {
    int watch = inotify_init1(IN_CLOEXEC);
    if (watch < 0) return -errno;
    int result = inotify_add_watch(watch, path, IN_CLOSE) < 0 ? -errno : 0;
    while (result == 0 && (result = control(fd, false)) == -EPERM) result = wait_for_close(watch);
    close(watch);
    return result;
}

int acquire_terminal(const char *path, enum steal steal) {
    int fd = open_terminal(path, O_RDWR);
    if (fd < 0) return fd;
    int result = steal == STEAL_NO ? control_when_free(fd, path) : control(fd, steal == STEAL_FORCE);
    if (result == 0) return fd;
    close(fd);
    return result;
}
