/* The one waiter for every child there is, started here or adopted. */
#include <errno.h>
#include <sys/wait.h>

#include "berth.h"

int wait_children(struct exit_notice *notices, int capacity) {
    int count = 0;
    while (count < capacity) {
        siginfo_t info = {0};
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | __WALL) < 0) {
            if (errno == EINTR) continue;
            return errno == ECHILD ? count : -errno;
        }
        if (info.si_pid == 0) return count;
        notices[count++] = (struct exit_notice){info.si_pid, info.si_code, info.si_status};
    }
    return count;
}
