/* One pass over /proc: who is there, whose child, and which start it belongs to (RLIMIT_LOCKS). */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "berth.h"

enum { KERNEL_THREAD = 0x00200000 };

static int read_text(int pid, const char *name, char *text, size_t size) {
    char path[48];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, name);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -errno;
    ssize_t count = read(fd, text, size - 1);
    int error = count < 0 ? -errno : 0;
    close(fd);
    if (count >= 0) text[count] = 0;
    return error;
}

/* A name may contain anything, also `)`: the fields start behind the last one. Field numbers are those of proc(5). */
static int read_stat(int pid, struct process *process) {
    char text[2048], state;
    int parent, session;
    unsigned flags;
    unsigned long long start_time;
    int error = read_text(pid, "stat", text, sizeof text);
    if (error) return error;
    char *fields = strrchr(text, ')');
    if (!fields || sscanf(fields + 1, " %c %d %*d %d %*d %*d %u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu", &state,
                          &parent, &session, &flags, &start_time) != 5)
        return -EBADMSG;
    if (flags & KERNEL_THREAD) return -ESRCH;
    bool zombie = state == 'Z' || state == 'X';
    *process = (struct process){(uint64_t)pid, (uint64_t)parent, UINT64_MAX, start_time, zombie, (uint64_t)session};
    return 0;
}

/*
 * The hard limit, which cannot be put back once it was lowered. The system call is quicker by far, but answers only for
 * processes of our own user; the file is there for all.
 */
static void read_mark(int pid, struct process *process) {
    struct rlimit limit;
    if (prlimit(pid, RLIMIT_LOCKS, NULL, &limit) == 0) {
        process->mark = limit.rlim_max;
        return;
    }
    char text[4096];
    if (read_text(pid, "limits", text, sizeof text)) return;
    char *line = strstr(text, "Max file locks");
    if (!line) return;
    line += strlen("Max file locks");
    line += strspn(line, " ");
    line += strcspn(line, " ");
    line += strspn(line, " ");
    if (isdigit((unsigned char)*line)) process->mark = strtoull(line, NULL, 10);
}

int read_process(int pid, struct process *process) {
    int error = read_stat(pid, process);
    if (!error) read_mark(pid, process);
    return error;
}

int scan_processes(struct process **out) {
    DIR *folder = opendir("/proc");
    if (!folder) return -errno;
    struct process *processes = NULL;
    int count = 0, capacity = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!isdigit((unsigned char)entry->d_name[0])) continue;
        if (count == capacity) {
            capacity = capacity ? capacity * 2 : 64;
            struct process *larger = realloc(processes, (size_t)capacity * sizeof *processes);
            if (!larger) break;
            processes = larger;
        }
        if (read_process(atoi(entry->d_name), &processes[count]) == 0) count++;
    }
    closedir(folder);
    *out = processes;
    return count;
}
