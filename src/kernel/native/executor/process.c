/* What a process inherits besides identity and descriptors: priorities, resource limits, the mark of its start. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "executor.h"

static bool is_privilege(int error) { return error == EPERM || error == EACCES; }

static int write_file(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) return errno;
    int error = write(fd, text, strlen(text)) < 0 ? errno : 0;
    close(fd);
    return error;
}

/* A container may not lower it, and systemd goes on without as well. */
static void set_oom_score(const struct launch *launch) {
    if (!launch->process.oom_score_adjust.set) return;
    char text[32];
    snprintf(text, sizeof text, "%d\n", (int)launch->process.oom_score_adjust.value);
    int error = write_file("/proc/self/oom_score_adj", text);
    if (error && !is_privilege(error)) die(EXIT_OOM_ADJUST, error, "Failed to adjust OOM setting");
}

static void set_coredump_filter(const struct launch *launch) {
    if (!launch->process.coredump_filter.set) return;
    char text[32];
    snprintf(text, sizeof text, "0x%x\n", (unsigned)launch->process.coredump_filter.value);
    int error = write_file("/proc/self/coredump_filter", text);
    if (error && !is_privilege(error)) die(EXIT_LIMITS, error, "cannot set the coredump filter");
}

/* Where the wanted level is refused, the nearest that RLIMIT_NICE allows is taken. */
static int set_nearest_nice(int nice) {
    int current = getpriority(PRIO_PROCESS, 0);
    struct rlimit limit;
    if (nice > current) return EPERM;
    if (getrlimit(RLIMIT_NICE, &limit) < 0) return errno;
    int lowest = 20 - (int)(limit.rlim_cur > 40 ? 40 : limit.rlim_cur);
    if (lowest < current && setpriority(PRIO_PROCESS, 0, lowest > nice ? lowest : nice) < 0) return errno;
    return 0;
}

static void set_nice(const struct launch *launch) {
    int nice = (int)launch->process.nice.value;
    if (!launch->process.nice.set || setpriority(PRIO_PROCESS, 0, nice) == 0) return;
    int error = is_privilege(errno) ? set_nearest_nice(nice) : errno;
    if (error) die(EXIT_NICE, error, "Failed to set up process scheduling priority (nice level)");
}

static void set_scheduler(const struct launch *launch) {
    const struct scheduling *wanted = &launch->process.scheduling;
    if (!wanted->set) return;
    struct sched_param parameter = {.sched_priority = wanted->priority};
    int policy = wanted->policy | (wanted->reset_on_fork ? SCHED_RESET_ON_FORK : 0);
    if (sched_setscheduler(0, policy, &parameter) < 0) die(EXIT_SETSCHEDULER, errno, "Failed to set up CPU scheduling");
}

static void set_affinity(const struct launch *launch) {
    enum { CPUS_MAX = 8192 };
    static unsigned char mask[CPUS_MAX / 8];
    const struct cpus *cpus = &launch->process.cpu_affinity;
    if (!cpus->set) return;
    for (size_t i = 0; i < cpus->count; i++)
        if (cpus->items[i] < CPUS_MAX) mask[cpus->items[i] / 8] |= (unsigned char)(1 << cpus->items[i] % 8);
    if (sched_setaffinity(0, sizeof mask, (cpu_set_t *)mask) < 0)
        die(EXIT_CPUAFFINITY, errno, "Failed to set up CPU affinity");
}

static void set_io_priority(const struct launch *launch) {
    enum { WHO_PROCESS = 1, CLASS_SHIFT = 13 };
    const struct io_priority *wanted = &launch->process.io_priority;
    if (!wanted->set) return;
    int priority = wanted->class << CLASS_SHIFT | wanted->level;
    if (syscall(SYS_ioprio_set, WHO_PROCESS, 0, priority) < 0)
        die(EXIT_IOPRIO, errno, "Failed to set up IO scheduling priority");
}

static void set_timer_slack(const struct launch *launch) {
    const struct number *slack = &launch->process.timer_slack_ns;
    if (slack->set && prctl(PR_SET_TIMERSLACK, (unsigned long)slack->value) < 0)
        die(EXIT_TIMERSLACK, errno, "Failed to set up timer slack");
}

static void set_personality(const struct launch *launch) {
    if (launch->process.personality.set && personality((unsigned long)launch->process.personality.value) < 0)
        die(EXIT_PERSONALITY, errno, "Failed to set up the execution domain");
}

void adjust_process(const struct launch *launch) {
    set_oom_score(launch);
    set_coredump_filter(launch);
    set_nice(launch);
    set_scheduler(launch);
    set_affinity(launch);
    set_io_priority(launch);
    set_timer_slack(launch);
    set_personality(launch);
}

static rlim_t least(rlim_t a, rlim_t b) { return a < b ? a : b; }

/* Where a limit may not be raised, it is set as high as it goes. */
static int set_nearest_limit(int resource, struct rlimit wanted) {
    struct rlimit current;
    if (setrlimit(resource, &wanted) == 0) return 0;
    if (errno != EPERM) return errno;
    if (getrlimit(resource, &current) < 0) return errno;
    wanted.rlim_max = least(wanted.rlim_max, current.rlim_max);
    wanted.rlim_cur = least(wanted.rlim_cur, wanted.rlim_max);
    return setrlimit(resource, &wanted) < 0 ? errno : 0;
}

/* RLIMIT_LOCKS carries the mark, whatever the unit says: the kernel has ignored it since 2.4.25. */
static void set_mark(uint64_t mark) {
    struct rlimit limit = {.rlim_cur = mark, .rlim_max = mark};
    if (setrlimit(RLIMIT_LOCKS, &limit) < 0 && errno != EPERM) die(EXIT_LIMITS, errno, "cannot mark the process");
}

void set_limits(const struct launch *launch) {
    for (size_t i = 0; i < launch->process.limits.count; i++) {
        const struct limit *limit = &launch->process.limits.items[i];
        if (limit->resource == RLIMIT_LOCKS) continue;
        int error = set_nearest_limit((int)limit->resource, (struct rlimit){limit->soft, limit->hard});
        if (error) die(EXIT_LIMITS, error, "cannot set resource limit %u", limit->resource);
    }
    set_mark(launch->process.mark);
}
