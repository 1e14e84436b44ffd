/*
 * A crash is a re-exec: heap exhaustion, abort() and wild writes all end in this handler, which executes the manager again
 * under the same pid. Everything here is async-signal-safe, and reads what it needs from the ledger by descriptor, since
 * memory is what cannot be trusted now. The ledger's layout is written down in kernel/ledger/ledger.ts.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "berth.h"

enum { ORIGIN_REEXEC = 1, ORIGIN_CRASH = 2, KEPT_OFFSET = 4096, KEPT_SIZE = 256, KEPT_MAX = 16384 };
enum { QUICK_SECONDS = 10, QUICK_ALLOWED = 5, DELAY_MAX_SECONDS = 30, ATTEMPTS = 10 };

struct header {
    char magic[8];
    uint32_t version, generation, origin, signal, crashes, quick_crashes, kept;
};

static int ledger = -1;
static const char *program;
static char **arguments, **variables;
static time_t began;
static atomic_int crashing;
static char stack[65536];

static void say(const char *text) {
    struct pollfd writable = {.fd = 2, .events = POLLOUT};
    if (poll(&writable, 1, 0) != 1 || !(writable.revents & POLLOUT)) return;
    if (write(2, text, strlen(text)) < 0) return;
}

static void say_number(unsigned number) {
    char digits[12], *at = digits + sizeof digits - 1;
    *at = 0;
    do *--at = (char)('0' + number % 10);
    while (number /= 10);
    say(at);
}

static time_t seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static bool read_header(struct header *header) { return pread(ledger, header, sizeof *header, 0) == sizeof *header; }

/* Only what is ours: the other threads live until we exec. */
static void write_header(const struct header *header) {
    enum { FROM = offsetof(struct header, origin), SIZE = offsetof(struct header, kept) - FROM };
    if (pwrite(ledger, (const char *)header + FROM, SIZE, FROM) < 0) say("berth: cannot write to the ledger\n");
}

static void inherit_kept(uint32_t count, int flags) {
    for (uint32_t i = 0; i < count && i < KEPT_MAX; i++) {
        uint32_t number = 0;
        if (pread(ledger, &number, sizeof number, KEPT_OFFSET + (off_t)i * KEPT_SIZE) != sizeof number) return;
        if (number) fcntl((int)number - 1, F_SETFD, flags);
    }
}

static void inherit_descriptors(uint32_t count, int flags) {
    for (int fd = 0; fd <= 2; fd++) fcntl(fd, F_SETFD, 0);
    fcntl(ledger, F_SETFD, flags);
    inherit_kept(count, flags);
}

/* The path first, which may name a newer program by now; then the one that runs, in case it is being replaced. */
static int execute(void) {
    execve(program, arguments, variables);
    int error = -errno;
    execve("/proc/self/exe", arguments, variables);
    return error;
}

/* Lives shorter than ten seconds, more than five of them in a row, are a loop: it gets slower, and says so. */
static void back_off(const struct header *header, unsigned signal) {
    if (header->quick_crashes <= QUICK_ALLOWED) return;
    unsigned doublings = header->quick_crashes - QUICK_ALLOWED - 1;
    unsigned delay = doublings > 4 ? DELAY_MAX_SECONDS : 1u << doublings;
    say("berth: crashed by signal ");
    say_number(signal);
    say(", ");
    say_number(header->quick_crashes);
    say(" times in a row; starting again in ");
    say_number(delay);
    say(" s\n");
    struct timespec rest = {.tv_sec = (time_t)delay};
    while (nanosleep(&rest, &rest) < 0 && errno == EINTR) continue;
}

static void on_crash(int signal) {
    struct header header = {0};
    int nobody = 0, self = (int)syscall(SYS_gettid);
    if (!atomic_compare_exchange_strong(&crashing, &nobody, self)) {
        if (nobody == self) _exit(128 + signal);
        for (;;) pause();
    }
    if (read_header(&header)) {
        header.origin = ORIGIN_CRASH;
        header.signal = (uint32_t)signal;
        header.crashes++;
        header.quick_crashes = seconds() - began < QUICK_SECONDS ? header.quick_crashes + 1 : 0;
        write_header(&header);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    back_off(&header, (unsigned)signal);
    inherit_descriptors(header.kept, 0);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        execute();
        say("berth: crashed, and cannot start again\n");
        nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
    }
    _exit(128 + signal);
}

/* `argv` and `environment` stay in use for as long as we live. */
int crash_install(int fd, const char *path, char **argv, char **environment) {
    static const int numbers[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP};
    ledger = fd;
    program = path;
    arguments = argv;
    variables = environment;
    began = seconds();
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
    if (sigaltstack(&alternate, NULL) < 0) return -errno;
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (sigaction(numbers[i], &action, NULL) < 0) return -errno;
    return 0;
}

/* The same on purpose. Returns only when the program cannot be executed. */
int crash_reexecute(void) {
    struct header header;
    if (ledger < 0 || !read_header(&header)) return -ENXIO;
    header.origin = ORIGIN_REEXEC;
    write_header(&header);
    inherit_descriptors(header.kept, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int error = execute();
    inherit_descriptors(header.kept, FD_CLOEXEC);
    return error;
}
