/* TTYPath= as a service's terminal. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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

static void drain(int watch) {
    char events[4096];
    while (read(watch, events, sizeof events) > 0) continue;
}

/*
 * Sleeps until somebody closes the terminal, for then its session may have ended, and tries again. It is opened anew each
 * time, since the end of the other session hangs up what was open; and only closed after the sleep, which our own close
 * would end. That one is drained before the next attempt.
 */
static int control_when_free(const char *path, int watch) {
    for (;;) {
        drain(watch);
        int fd = open_terminal(path, O_RDWR);
        int result = fd < 0 ? fd : control(fd, false);
        if (result == 0) return fd;
        if (result == -EPERM) poll(&(struct pollfd){.fd = watch, .events = POLLIN}, 1, -1);
        if (fd >= 0) close(fd);
        if (result != -EPERM) return result;
    }
}

static int wait_for_control(const char *path) {
    int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (watch < 0) return -errno;
    int result = inotify_add_watch(watch, path, IN_CLOSE) < 0 ? -errno : control_when_free(path, watch);
    close(watch);
    return result;
}

int acquire_terminal(const char *path, enum steal steal) {
    if (steal == STEAL_NO) return wait_for_control(path);
    int fd = open_terminal(path, O_RDWR);
    int result = fd < 0 ? fd : control(fd, steal == STEAL_FORCE);
    if (result == 0) return fd;
    if (fd >= 0) close(fd);
    return result;
}
