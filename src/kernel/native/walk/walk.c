/*
 * Ways to files, folder by folder through descriptors. A link is followed only where nobody but root could have laid it:
 * below a folder that a user may write, it could lead root anywhere.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "walk/walk.h"

enum { LINKS_MAX = 40 };

struct way {
    int fd, links;
};

/* Who must own a file because of the links that led to it. */
struct owner {
    bool matters;
    uid_t uid;
};

/* By statx(2), since the names of stat(2) are newer than the C library we may need. */
static bool look(int fd, const char *name, struct statx *status) {
    return statx(fd, name, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH, STATX_BASIC_STATS, status) == 0;
}

/* Root, we ourselves, and whoever owns `/`: real root, where a user namespace shows it as nobody. */
static bool is_trusted(const struct statx *status) {
    struct statx top;
    if (status->stx_uid == 0 || status->stx_uid == geteuid()) return true;
    return look(AT_FDCWD, "/", &top) && status->stx_uid == top.stx_uid;
}

static bool others_may_replace_in(const struct statx *folder) {
    return (folder->stx_mode & (S_IWGRP | S_IWOTH)) && !(folder->stx_mode & S_ISVTX);
}

static bool may_follow(int folder, const struct statx *link) {
    struct statx status;
    if (!look(folder, "", &status)) return false;
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

/* The mode is as asked for, whatever the umask. */
static int make_folder(int parent, const char *name, mode_t mode) {
    if (mkdirat(parent, name, mode) < 0) return errno == EEXIST ? 0 : -errno;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return -errno;
    int error = fchmod(fd, mode) < 0 ? -errno : 0;
    close(fd);
    return error;
}

static int walk(struct way *way, const char *path, size_t length, int make_mode);

static int step(struct way *way, const char *name, int make_mode) {
    struct statx status;
    char target[PATH_MAX];
    int flags = O_PATH | O_DIRECTORY | O_CLOEXEC;
    if (is_kernels(way->fd)) return leave_for(way, openat(way->fd, name, flags));
    int error = make_mode == NOTHING_IS_MADE ? 0 : make_folder(way->fd, name, (mode_t)make_mode);
    if (error) return error;
    if (!look(way->fd, name, &status)) return -errno;
    if (!S_ISLNK(status.stx_mode)) return leave_for(way, openat(way->fd, name, flags | O_NOFOLLOW));
    if (!may_follow(way->fd, &status)) return -ELOOP;
    error = read_link(way, name, target);
    return error ? error : walk(way, target, strlen(target), NOTHING_IS_MADE);
}

/* Goes on by the first `length` bytes of a path. */
static int walk(struct way *way, const char *path, size_t length, int make_mode) {
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
        if (size && strcmp(name, ".") != 0) error = step(way, name, make_mode);
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

int open_parent(const char *path, int make_mode, const char **name) {
    struct way way = {.fd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (way.fd < 0) return -errno;
    *name = last_name(path);
    return end_way(&way, walk(&way, path, (size_t)(*name - path), make_mode));
}

/* Where a user's link may lead a file of a service: to another name beside it. */
static bool is_beside(const char *target) { return !strchr(target, '/') && strcmp(target, "..") != 0; }

/* Comes to the folder of a file, past links. `path`, a buffer of PATH_MAX, is the file's own name then. */
static int find_file(struct way *way, char *path, struct owner *owner) {
    char target[PATH_MAX];
    for (;;) {
        struct statx status;
        const char *name = last_name(path);
        int error = walk(way, path, (size_t)(name - path), NOTHING_IS_MADE);
        if (error) return error;
        memmove(path, name, strlen(name) + 1);
        if (is_kernels(way->fd) || !look(way->fd, path, &status)) return 0;
        if (!S_ISLNK(status.stx_mode)) return 0;
        error = read_link(way, path, target);
        if (error) return error;
        if (!may_follow(way->fd, &status)) {
            if (!is_beside(target)) return -ELOOP;
            *owner = (struct owner){true, status.stx_uid};
        }
        strcpy(path, target);
    }
}

/* A file of somebody else's that has another name elsewhere was linked here by the folder's owner. */
static int judge_file(int folder, int fd, const struct owner *owner) {
    struct statx file, above;
    if (!look(fd, "", &file) || !look(folder, "", &above)) return -errno;
    if (owner->matters && file.stx_uid != owner->uid) return -ELOOP;
    bool is_in_users_folder = !is_trusted(&above) || others_may_replace_in(&above);
    bool has_other_name = S_ISREG(file.stx_mode) && file.stx_nlink > 1;
    return is_in_users_folder && has_other_name && file.stx_uid != above.stx_uid ? -EMLINK : 0;
}

int open_file(const char *path, int flags, mode_t mode) {
    struct way way = {.fd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC)};
    struct owner owner = {0};
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
