/*
 * Ways to files, folder by folder through descriptors. A link is followed only where nobody but root could have laid it:
 * below a folder that a user may write, it could lead root anywhere.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "executor.h"

enum { LINKS_MAX = 40 };

struct way {
    int fd, links;
};

/* Root, we ourselves, and whoever owns `/`: real root, where a user namespace shows it as nobody. */
static bool is_trusted(const struct stat *status) {
    struct stat top;
    if (status->st_uid == 0 || status->st_uid == geteuid()) return true;
    return stat("/", &top) == 0 && status->st_uid == top.st_uid;
}

static bool others_may_replace_in(const struct stat *folder) {
    return (folder->st_mode & (S_IWGRP | S_IWOTH)) && !(folder->st_mode & S_ISVTX);
}

static bool may_follow(int folder, const struct stat *link) {
    struct stat status;
    if (fstat(folder, &status) < 0) return false;
    return is_trusted(link) && is_trusted(&status) && !others_may_replace_in(&status);
}

/* The kernel's own links say nothing that could be read: /proc/self/fd/1. */
static bool is_kernels(int folder) {
    struct statfs status;
    return fstatfs(folder, &status) == 0 && status.f_type == PROC_SUPER_MAGIC;
}

static int leave_for(struct way *way, int fd) {
    if (fd < 0) return -errno;
    close(way->fd);
    way->fd = fd;
    return 0;
}

static int read_link(struct way *way, const char *name, char *target) {
    ssize_t size = readlinkat(way->fd, name, target, PATH_MAX);
    if (size < 0) return -errno;
    if (size == PATH_MAX) return -ENAMETOOLONG;
    target[size] = 0;
    return ++way->links > LINKS_MAX ? -ELOOP : 0;
}

static int walk(struct way *way, const char *path, size_t length, bool make);

static int step(struct way *way, const char *name, bool make) {
    struct stat status;
    char target[PATH_MAX];
    int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
    if (is_kernels(way->fd)) return leave_for(way, openat(way->fd, name, flags));
    if (make && mkdirat(way->fd, name, 0755) < 0 && errno != EEXIST) return -errno;
    if (fstatat(way->fd, name, &status, AT_SYMLINK_NOFOLLOW) < 0) return -errno;
    if (!S_ISLNK(status.st_mode)) return leave_for(way, openat(way->fd, name, flags | O_NOFOLLOW));
    if (!may_follow(way->fd, &status)) return -ELOOP;
    int error = read_link(way, name, target);
    return error ? error : walk(way, target, strlen(target), false);
}

/* Goes on by the first `length` bytes of a path. */
static int walk(struct way *way, const char *path, size_t length, bool make) {
    const char *end = path + length;
    int error = 0;
    if (*path == '/') error = leave_for(way, open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
    while (!error && path < end) {
        char name[NAME_MAX + 1];
        size_t size = strcspn(path, "/");
        if (size > (size_t)(end - path)) size = (size_t)(end - path);
        if (size > NAME_MAX) return -ENAMETOOLONG;
        memcpy(name, path, size);
        name[size] = 0;
        if (size && strcmp(name, ".") != 0) error = step(way, name, make);
        path += size + (path + size < end);
    }
    return error;
}

static const char *last_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int end_way(struct way *way, int error) {
    if (!error) return way->fd;
    if (way->fd >= 0) close(way->fd);
    return error;
}

int open_parent(const char *path, bool make, const char **name) {
    struct way way = {.fd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (way.fd < 0) return -errno;
    *name = last_name(path);
    return end_way(&way, walk(&way, path, (size_t)(*name - path), make));
}

/* Where a user's link may lead a file of a service: to another name beside it. */
static bool is_beside(const char *target) { return !strchr(target, '/') && strcmp(target, "..") != 0; }

/*
 * Comes to the folder of a file, past links. `path`, a buffer of PATH_MAX, is the file's own name then, and `owner` who must
 * own the file because of the links that led there.
 */
static int find_file(struct way *way, char *path, struct number *owner) {
    char target[PATH_MAX];
    for (;;) {
        struct stat status;
        const char *name = last_name(path);
        int error = walk(way, path, (size_t)(name - path), false);
        if (error) return error;
        memmove(path, name, strlen(name) + 1);
        if (is_kernels(way->fd) || fstatat(way->fd, path, &status, AT_SYMLINK_NOFOLLOW) < 0) return 0;
        if (!S_ISLNK(status.st_mode)) return 0;
        error = read_link(way, path, target);
        if (error) return error;
        if (!may_follow(way->fd, &status)) {
            if (!is_beside(target)) return -ELOOP;
            *owner = (struct number){true, status.st_uid};
        }
        strcpy(path, target);
    }
}

/* A file of somebody else's that has another name elsewhere was linked here by the folder's owner. */
static int judge_file(int folder, int fd, const struct number *owner) {
    struct stat file, above;
    if (fstat(fd, &file) < 0 || fstat(folder, &above) < 0) return -errno;
    if (owner->set && file.st_uid != (uid_t)owner->value) return -ELOOP;
    bool is_in_users_folder = !is_trusted(&above) || others_may_replace_in(&above);
    bool has_other_name = S_ISREG(file.st_mode) && file.st_nlink > 1;
    return is_in_users_folder && has_other_name && file.st_uid != above.st_uid ? -EMLINK : 0;
}

int open_file(const char *path, int flags, mode_t mode) {
    struct way way = {.fd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    struct number owner = {0};
    char name[PATH_MAX];
    if (way.fd < 0) return -errno;
    if (strlen(path) >= sizeof name) return end_way(&way, -ENAMETOOLONG);
    strcpy(name, path);
    int error = find_file(&way, name, &owner);
    if (error) return end_way(&way, error);
    int follow = is_kernels(way.fd) ? 0 : O_NOFOLLOW;
    int fd = openat(way.fd, name, (flags & ~O_TRUNC) | follow | O_NOCTTY | O_CLOEXEC, mode);
    error = fd < 0 ? -errno : follow ? judge_file(way.fd, fd, &owner) : 0;
    close(way.fd);
    if (!error && flags & O_TRUNC && ftruncate(fd, 0) < 0 && errno != EINVAL) error = -errno;
    if (!error) return fd;
    if (fd >= 0) close(fd);
    return error;
}
