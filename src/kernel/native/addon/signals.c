/*
 * Signals by handler and event descriptor. Not by signalfd: Node resets the signal mask and V8's threads leave signals open,
 * so that a signal would take its default action in one of them.
 */
#include <errno.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "berth.h"

static int wake = -1;
static _Atomic uint64_t pending;

/* Signal 64 is bit 63. */
static void on_signal(int number) {
    int error = errno;
    uint64_t one = 1;
    atomic_fetch_or(&pending, 1ull << (number - 1));
    if (write(wake, &one, sizeof one) < 0) {
        /* Only when the counter is full: then it is readable already. */
    }
    errno = error;
}

static int handle(int number, int flags) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART | flags};
    sigfillset(&action.sa_mask);
    return sigaction(number, &action, NULL) < 0 ? -errno : 0;
}

/* Returns a descriptor that is readable while signals_take() has something to give. */
int signals_start(void) {
    static const int numbers[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2, SIGPWR, SIGWINCH};
    if (wake >= 0) return wake;
    wake = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
    if (wake < 0) return -errno;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    /* Children that ended before there was a handler are found by the first look, which this pretends to be asked for. */
    atomic_fetch_or(&pending, 1ull << (SIGCHLD - 1));
    int error = handle(SIGCHLD, SA_NOCLDSTOP);
    for (size_t i = 0; !error && i < sizeof numbers / sizeof *numbers; i++) error = handle(numbers[i], 0);
    for (int number = SIGRTMIN; !error && number <= SIGRTMIN + 29; number++) error = handle(number, 0);
    /* Node starts with SIGUSR1 blocked, which it would open the inspector for. */
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    return error ? error : wake;
}

uint64_t signals_take(void) {
    uint64_t count;
    if (read(wake, &count, sizeof count) < 0) {
        /* Nothing to empty. */
    }
    return atomic_exchange(&pending, 0);
}
