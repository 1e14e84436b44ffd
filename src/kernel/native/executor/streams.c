/* Standard input, output and error (StandardInput=, StandardOutput=, StandardError=). */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "executor.h"

static int connect_socket(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int place = open_file(path, O_PATH, 0);
    if (place < 0) return place;
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d", place);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int error = fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0 ? -errno : 0;
    close(place);
    if (!error) return fd;
    if (fd >= 0) close(fd);
    return error;
}

/* A path that names a socket is connected to: `file:` allows for that. */
static int open_path(const char *path, int flags, mode_t mode) {
    int fd = open_file(path, flags, mode);
    return fd == -ENXIO ? connect_socket(path) : fd;
}

static int open_null(int flags) {
    int fd = open("/dev/null", flags | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

/* What a service's own streams share with the manager must be blocking, as programs expect it. */
static int clear_nonblocking(int fd) {
    int flags = fcntl(fd, F_GETFL);
    if (flags >= 0 && flags & O_NONBLOCK) fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
    return fd;
}

static bool same_file(const struct stream *a, const struct stream *b) {
    return a->kind == STREAM_FILE && b->kind == STREAM_FILE && b->mode == FILE_WRITE && strcmp(a->path, b->path) == 0;
}

static int open_input(const struct launch *launch) {
    const struct stream *input = &launch->streams.input;
    switch (input->kind) {
    case STREAM_NULL: return open_null(O_RDONLY);
    case STREAM_DESCRIPTOR: return clear_nonblocking(input->fd);
    case STREAM_FILE:
        if (same_file(input, &launch->streams.output))
            return open_path(input->path, O_RDWR | O_CREAT, 0666 & ~launch->process.umask);
        return open_path(input->path, O_RDONLY, 0);
    case STREAM_TTY: return acquire_terminal(launch->streams.tty, input->mode);
    default: return -EINVAL;
    }
}

static int open_output_file(const struct launch *launch, const struct stream *output) {
    static const int flags[] = {
        [FILE_WRITE] = O_WRONLY | O_CREAT,
        [FILE_APPEND] = O_WRONLY | O_CREAT | O_APPEND,
        [FILE_TRUNCATE] = O_WRONLY | O_CREAT | O_TRUNC,
    };
    if (output->mode > FILE_TRUNCATE) return -EINVAL;
    return open_path(output->path, flags[output->mode], 0666 & ~launch->process.umask);
}

static int open_output(const struct launch *launch, const struct stream *output) {
    switch (output->kind) {
    case STREAM_NULL: return open_null(O_WRONLY);
    case STREAM_DESCRIPTOR: return clear_nonblocking(output->fd);
    case STREAM_FILE: return same_file(&launch->streams.input, output) ? 0 : open_output_file(launch, output);
    case STREAM_TTY: return launch->streams.input.kind == STREAM_TTY ? 0 : open_terminal(launch->streams.tty, O_WRONLY);
    case STREAM_INHERIT_STDIN: return launch->streams.input.kind == STREAM_NULL ? open_null(O_WRONLY) : 0;
    case STREAM_INHERIT_STDOUT: return output == &launch->streams.error ? 1 : -EINVAL;
    default: return -EINVAL;
    }
}

/* `fd` keeps its own number when it is a standard stream that is shared; else nothing needs it any more. */
static void install(int fd, int number, int exit_status, const char *what) {
    if (fd < 0) die(exit_status, -fd, "Failed to set up standard %s", what);
    if (dup2(fd, number) < 0) die(exit_status, errno, "Failed to set up standard %s", what);
    if (fd > 2) close(fd);
}

void open_standard_streams(const struct launch *launch) {
    install(open_input(launch), 0, EXIT_STDIN, "input");
    install(open_output(launch, &launch->streams.output), 1, EXIT_STDOUT, "output");
    install(open_output(launch, &launch->streams.error), 2, EXIT_STDERR, "error output");
}

/* A pipe that the manager made; a FIFO has a name and an owner, who keeps it. */
static bool is_pipe(int fd) {
    struct statfs status;
    return fstatfs(fd, &status) == 0 && status.f_type == PIPEFS_MAGIC;
}

/*
 * So that the service may open /dev/stdout again, and read from its terminal, after it has become another user. Where we
 * lack the right to, everything but this works.
 */
void give_streams_to_service(const struct launch *launch) {
    if (!launch->privileges.identity.uid.set) return;
    uid_t uid = (uid_t)launch->privileges.identity.uid.value;
    for (int fd = 0; fd <= 2; fd++) {
        struct stat status;
        if (fstat(fd, &status) < 0 || status.st_uid == uid) continue;
        bool owned_terminal = fd == 0 && launch->streams.input.kind == STREAM_TTY;
        if ((is_pipe(fd) || owned_terminal) && fchown(fd, uid, (gid_t)-1) < 0) continue;
    }
}
