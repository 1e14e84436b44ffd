/* Processes and ourselves, one syscall a function. */
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

#include "berth.h"

int process_kill(int pid, int signal) { return kill(pid, signal) < 0 ? -errno : 0; }

int process_queue(int pid, int signal, int value) {
    return sigqueue(pid, signal, (union sigval){.sival_int = value}) < 0 ? -errno : 0;
}

int process_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0 ? -errno : 0; }

int process_trim(void) { return malloc_trim(0); }

int process_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0) < 0 ? -errno : 0; }

/* Fields 48 and 49 of /proc/self/stat; the second field may hold blanks and parentheses. */
static bool find_arguments(unsigned long *start, unsigned long *end) {
    char text[4096];
    FILE *file = fopen("/proc/self/stat", "re");
    size_t size = file ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file) fclose(file);
    text[size] = 0;
    char *field = strrchr(text, ')');
    for (int number = 2; field && number < 48; number++) {
        field = strchr(field, ' ');
        if (field) field++;
    }
    return field && sscanf(field, "%lu %lu", start, end) == 2 && *start && *start < *end;
}

/*
 * What /proc/self/cmdline shows from now on. Where the last byte of the arguments is not NUL, Linux shows the text up to its own
 * NUL and nothing of what lies behind it.
 */
int process_title(const char *title) {
    unsigned long start, end;
    size_t length = strlen(title);
    if (!find_arguments(&start, &end)) return -ENOENT;
    if (length + 2 > end - start) return -E2BIG;
    char *arguments = (char *)start;
    memset(arguments, ' ', end - start);
    memcpy(arguments, title, length + 1);
    return 0;
}

int process_limit(int resource, uint64_t *soft, uint64_t *hard) {
    struct rlimit limit;
    if (getrlimit((__rlimit_resource_t)resource, &limit) < 0) return -errno;
    *soft = limit.rlim_cur;
    *hard = limit.rlim_max;
    return 0;
}

int random_bytes(void *bytes, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t count = getrandom((char *)bytes + done, size - done, 0);
        if (count < 0 && errno != EINTR) return -errno;
        if (count > 0) done += (size_t)count;
    }
    return 0;
}
