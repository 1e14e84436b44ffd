/* Signals and descriptors: nothing of the manager's leaks, what is passed stands at 3, 4, 5 ... */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "executor.h"

void reset_signals(const struct launch *launch) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &action, NULL); /* refused for KILL, STOP and 32, 33 */
    action.sa_handler = SIG_IGN;
    if (launch->process.ignore_sigpipe && sigaction(SIGPIPE, &action, NULL) < 0)
        die(EXIT_SIGNAL_MASK, errno, "cannot ignore SIGPIPE");
    sigset_t none;
    sigemptyset(&none);
    if (sigprocmask(SIG_SETMASK, &none, NULL) < 0) die(EXIT_SIGNAL_MASK, errno, "cannot set the signal mask");
}

/* Whatever is opened later must not land on 0, 1 or 2. */
static void occupy_standard_numbers(void) {
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0 && fcntl(status_fd, F_DUPFD, fd) < 0)
            die(EXIT_FDS, errno, "cannot occupy descriptor %d", fd);
}

/* A close-on-exec duplicate above everything that will be handed over. */
static int stage(int fd, int base) {
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, base);
    if (copy < 0) die(EXIT_FDS, errno, "cannot duplicate descriptor %d", fd);
    return copy;
}

static void stage_stream(struct stream *stream, int base) {
    if (stream->kind == STREAM_DESCRIPTOR) stream->fd = stage(stream->fd, base);
}

/* For kernels before 5.9, and seccomp profiles that refuse what they do not know. */
static void close_one_by_one(int first, int last) {
    DIR *folder = opendir("/proc/self/fd");
    if (!folder) {
        for (int fd = first; fd <= last && fd < 65536; fd++) close(fd);
        return;
    }
    for (struct dirent *entry; (entry = readdir(folder));) {
        int fd = atoi(entry->d_name);
        if (fd >= first && fd <= last && fd != dirfd(folder)) close(fd);
    }
    closedir(folder);
}

static void close_range_of(int first, int last) {
    if (first > last) return;
#ifdef SYS_close_range
    if (syscall(SYS_close_range, (unsigned)first, (unsigned)last, 0) == 0) return;
#endif
    close_one_by_one(first, last);
}

/*
 * The descriptors to keep were staged one above the other, so they are in order, and what lies between them can be closed
 * gap by gap.
 */
static void close_all_but(const int *kept, int count) {
    int next = 3;
    for (int i = 0; i < count; i++) {
        close_range_of(next, kept[i] - 1);
        next = kept[i] + 1;
    }
    close_range_of(next, 0x7fffffff);
}

void arrange_descriptors(struct launch *launch) {
    int passed = (int)launch->streams.passed.count, base = 3 + passed, count = 0;
    int *kept = allocate(launch->streams.passed.count + 4, sizeof *kept), *fds = launch->streams.passed.items;
    occupy_standard_numbers();
    kept[count++] = status_fd = stage(status_fd, base);
    struct stream *streams[] = {&launch->streams.input, &launch->streams.output, &launch->streams.error};
    for (int i = 0; i < 3; i++) {
        stage_stream(streams[i], kept[count - 1] + 1);
        if (streams[i]->kind == STREAM_DESCRIPTOR) kept[count++] = streams[i]->fd;
    }
    for (int i = 0; i < passed; i++) {
        fds[i] = stage(fds[i], kept[count - 1] + 1);
        kept[count++] = fds[i];
    }
    close_all_but(kept, count);
    for (int i = 0; i < passed; i++) {
        if (dup2(fds[i], 3 + i) < 0) die(EXIT_FDS, errno, "cannot pass descriptor %d", 3 + i);
        close(fds[i]);
        fds[i] = 3 + i;
    }
}

static void set_blocking(int fd, bool blocking) {
    int flags = fcntl(fd, F_GETFL);
    int wanted = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
    if (flags < 0 || (flags != wanted && fcntl(fd, F_SETFL, wanted) < 0))
        die(EXIT_FDS, errno, "cannot set the flags of descriptor %d", fd);
}

void flag_passed_descriptors(const struct launch *launch) {
    const struct descriptors *passed = &launch->streams.passed;
    for (size_t i = 0; i < passed->count; i++) set_blocking(passed->items[i], !launch->streams.non_blocking);
}
