/* Descriptors and the few questions about files that Node cannot ask. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "berth.h"

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U
#endif

/* Kernels may be told to refuse a memory file that could be executed, and older ones do not know how to make another. */
int memory_file(const char *name) {
    int fd = memfd_create(name, MFD_CLOEXEC | MFD_NOEXEC_SEAL);
    if (fd < 0 && errno == EINVAL) fd = memfd_create(name, MFD_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

/* The end that is read never blocks, the end that is written to may. */
int pipe_open(int ends[2]) {
    if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return 0;
}

int fd_read(int fd, void *bytes, size_t size) {
    ssize_t count;
    do count = read(fd, bytes, size);
    while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : (int)count;
}

int fd_duplicate(int fd) {
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    return copy < 0 ? -errno : copy;
}

int fd_close(int fd) { return close(fd) < 0 ? -errno : 0; }

int fd_exists(int fd) { return fcntl(fd, F_GETFD) < 0 ? -errno : 0; }

/* A service may have made the description block, which others share. */
int fd_non_blocking(int fd) {
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ? -errno : 0;
}

int fd_close_on_exec(int fd, bool on) { return fcntl(fd, F_SETFD, on ? FD_CLOEXEC : 0) < 0 ? -errno : 0; }

int fd_lock(int fd) { return flock(fd, LOCK_EX | LOCK_NB) < 0 ? -errno : 0; }

int fd_is_terminal(int fd) { return isatty(fd); }

/* Opened for both directions, so that it has no end of file while nobody writes. */
int fifo_open(const char *path, int mode) {
    if (mkfifo(path, (mode_t)mode) < 0 && errno != EEXIST) return -errno;
    int fd = open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return -errno;
    if (lseek(fd, 0, SEEK_CUR) >= 0 || errno != ESPIPE) return close(fd), -EEXIST;
    fchmod(fd, (mode_t)mode);
    return fd;
}

/* Of a node of this type and no other: nobody shall have put a link in its place. */
static int set_mode(const char *path, mode_t type, mode_t mode) {
    struct statx status;
    char own[32];
    int fd = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return -errno;
    snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
    int error = statx(fd, "", AT_EMPTY_PATH, STATX_TYPE, &status) < 0 ? -errno : (status.stx_mode & S_IFMT) != type ? -ELOOP : 0;
    if (!error && chmod(own, mode) < 0) error = -errno;
    close(fd);
    return error;
}

/* The mode as asked for, whatever the umask. The C library's mknod(3) is a newer one than we may need. */
int node_make(const char *path, int kind, int mode, int major, int minor) {
    mode_t type = kind == S_IFBLK ? S_IFBLK : kind == S_IFIFO ? S_IFIFO : S_IFCHR;
    unsigned device = (unsigned)makedev((unsigned)major, (unsigned)minor);
    if (syscall(SYS_mknodat, AT_FDCWD, path, type | (mode_t)mode, device) < 0) return -errno;
    return set_mode(path, type, (mode_t)mode);
}

int attribute_get(const char *path, const char *name, void *value, size_t size) {
    ssize_t length = getxattr(path, name, value, size);
    return length < 0 ? -errno : (int)length;
}

int attribute_set(const char *path, const char *name, const void *value, size_t size) {
    return setxattr(path, name, value, size, 0) < 0 ? -errno : 0;
}

/* Held until any descriptor of the file is closed. */
int fd_record_lock(int fd) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    return fcntl(fd, F_SETLK, &lock) < 0 ? -errno : 0;
}

int file_system_read_only(const char *path) {
    struct statvfs status;
    return statvfs(path, &status) < 0 ? -errno : (status.f_flag & ST_RDONLY) != 0;
}

int watch_open(void) {
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

int watch_add(int fd, const char *path, uint32_t events) {
    int watch = inotify_add_watch(fd, path, events);
    return watch < 0 ? -errno : watch;
}

int watch_remove(int fd, int watch) { return inotify_rm_watch(fd, watch) < 0 ? -errno : 0; }
