/* Clocks in microseconds, and timers that can be set to any distance. */
#include <errno.h>
#include <sys/timerfd.h>
#include <time.h>

#include "berth.h"

int64_t clock_now(int clock) {
    struct timespec now;
    if (clock_gettime(clock, &now) < 0) return -errno;
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int timer_open(int clock) {
    int fd = timerfd_create(clock, TFD_CLOEXEC | TFD_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

/* Rings at a time of its clock, at once when that is past; a negative time disarms. */
int timer_set(int fd, int64_t at, bool cancel_on_set) {
    struct itimerspec spec = {0};
    if (at >= 0) {
        spec.it_value.tv_sec = at / 1000000;
        spec.it_value.tv_nsec = at % 1000000 * 1000 + (at == 0);
    }
    int flags = TFD_TIMER_ABSTIME | (cancel_on_set ? TFD_TIMER_CANCEL_ON_SET : 0);
    return timerfd_settime(fd, flags, &spec, NULL) < 0 ? -errno : 0;
}
