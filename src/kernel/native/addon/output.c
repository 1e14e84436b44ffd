/*
 * Lines for our standard output, written by a thread of its own, so that a reader who does not read stops nobody. It has
 * its own description of what descriptor 1 is, for O_NONBLOCK is shared by everybody who shares a description.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "berth.h"

enum { RING_SIZE = 1 << 20, CHUNK_MAX = 1 << 16, NOTICE_MAX = 64 };

static uv_mutex_t lock;
static uv_cond_t filled;
static char ring[RING_SIZE];
static size_t head, used;
static unsigned long dropped;
static int target = -1, idle = -1;

/*
 * A file has one position for everybody who writes to the description, and never blocks anyway, so it stays shared. All else
 * is opened anew: not blocking while it is opened, as a pipe without a reader would make that wait for ever, but afterwards.
 * Where it cannot be opened (sockets, another user's pipe) the shared description must do.
 */
static int open_target(void) {
    if (lseek(1, 0, SEEK_CUR) >= 0) return fd_duplicate(1);
    int fd = open("/proc/self/fd/1", O_WRONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return fd_duplicate(1);
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    return fd;
}

static void append(const char *bytes, size_t size) {
    size_t at = (head + used) % RING_SIZE, first = RING_SIZE - at < size ? RING_SIZE - at : size;
    memcpy(ring + at, bytes, first);
    memcpy(ring, bytes + first, size - first);
    used += size;
}

/* Says how many lines were lost, in the place where they would have stood. */
static void append_notice(void) {
    char notice[NOTICE_MAX];
    if (dropped == 0 || RING_SIZE - used < NOTICE_MAX) return;
    append(notice, (size_t)snprintf(notice, sizeof notice, "%lu lines dropped\n", dropped));
    dropped = 0;
}

/* What cannot be written at all is given up: there is nobody to tell. */
static size_t write_some(const char *bytes, size_t size) {
    for (;;) {
        ssize_t count = write(target, bytes, size);
        if (count >= 0) return (size_t)count;
        if (errno == EINTR) continue;
        if (errno != EAGAIN) return size;
        poll(&(struct pollfd){.fd = target, .events = POLLOUT}, 1, -1);
    }
}

static void wait_for_lines(void) {
    append_notice();
    if (used == 0) {
        uint64_t one = 1;
        if (write(idle, &one, sizeof one) < 0) {
            /* Full, and therefore readable. */
        }
    }
    while (used == 0) uv_cond_wait(&filled, &lock);
}

/* Signals are for the main thread, but a crash in this one must be seen. */
static void block_signals(void) {
    static const int crashes[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
    sigset_t set;
    sigfillset(&set);
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) sigdelset(&set, crashes[i]);
    sigprocmask(SIG_SETMASK, &set, NULL);
}

static void run(void *nothing) {
    (void)nothing;
    block_signals();
    uv_mutex_lock(&lock);
    for (;;) {
        wait_for_lines();
        size_t size = RING_SIZE - head < used ? RING_SIZE - head : used;
        uv_mutex_unlock(&lock);
        size = write_some(ring + head, size < CHUNK_MAX ? size : CHUNK_MAX);
        uv_mutex_lock(&lock);
        head = (head + size) % RING_SIZE;
        used -= size;
    }
}

/* Returns a descriptor that becomes readable each time everything was written. */
int output_start(void) {
    static uv_thread_t thread;
    if (idle >= 0) return idle;
    target = open_target();
    idle = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (idle < 0) return -errno;
    int error = uv_mutex_init(&lock);
    if (!error) error = uv_cond_init(&filled);
    if (!error) error = uv_thread_create(&thread, run, NULL);
    return error ? error : idle;
}

/* Never waits for the writer: the lock is held for moments only. Returns 1 when the line was dropped. */
int output_write(const char *line, size_t size) {
    uv_mutex_lock(&lock);
    append_notice();
    bool fits = dropped == 0 && size <= RING_SIZE - used;
    if (fits) append(line, size);
    else dropped++;
    uv_cond_signal(&filled);
    uv_mutex_unlock(&lock);
    return !fits;
}

int output_pending(void) {
    uv_mutex_lock(&lock);
    int pending = (int)used + (dropped > 0);
    uv_mutex_unlock(&lock);
    return pending;
}
