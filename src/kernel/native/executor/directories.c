/* RuntimeDirectory=, StateDirectory=, CacheDirectory=, LogsDirectory=, ConfigurationDirectory=. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "executor.h"

struct owner {
    uid_t uid;
    gid_t gid;
};

static _Noreturn void cannot_make(const struct directory *directory, int error) {
    die(directory->exit_status, error, "Failed to set up special execution directory in %s", directory->base);
}

/* Names below `fd`, by descriptor and never through a link, so that nobody can swap one for another meanwhile. */
static int chown_below(int fd, struct owner owner) {
    DIR *folder = fdopendir(fd);
    if (!folder) return close(fd), errno;
    int error = 0;
    for (struct dirent *entry; !error && (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        int child = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (child < 0 && errno != ENOTDIR && errno != ELOOP && errno != ENOENT) error = errno;
        if (child >= 0) error = chown_below(child, owner);
        if (!error && fchownat(fd, entry->d_name, owner.uid, owner.gid, AT_SYMLINK_NOFOLLOW) < 0 && errno != ENOENT)
            error = errno;
    }
    closedir(folder);
    return error;
}

/* The tree is walked only when its top belongs to somebody else, as it takes long and rarely changes anything. */
static int give_to_owner(int fd, const struct stat *status, struct owner owner) {
    if (status->st_uid == owner.uid && status->st_gid == owner.gid) return 0;
    int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    if (copy < 0) return errno;
    int error = chown_below(copy, owner);
    if (!error && fchown(fd, owner.uid, owner.gid) < 0) error = errno;
    return error;
}

static bool says(int parent, const char *link, const char *target) {
    char text[4096];
    ssize_t size = readlinkat(parent, link, text, sizeof text);
    return size == (ssize_t)strlen(target) && memcmp(text, target, (size_t)size) == 0;
}

/* DynamicUser= of a systemd that ran here before kept it as `private/NAME`: it comes back to its place. */
static void move_out_of_private(int parent, const char *name) {
    char path[300];
    int length = snprintf(path, sizeof path, "private/%s", name);
    if (length >= (int)sizeof path || !says(parent, name, path)) return;
    int private = openat(parent, "private", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct stat above, link;
    bool is_roots = private >= 0 && fstat(parent, &above) == 0 && above.st_uid == geteuid() &&
                    fstatat(parent, name, &link, AT_SYMLINK_NOFOLLOW) == 0 && link.st_uid == geteuid();
    if (is_roots && unlinkat(parent, name, 0) == 0 && renameat(private, name, parent, name) < 0)
        if (symlinkat(path, parent, name) < 0) errno = ENOENT;
    if (private >= 0) close(private);
}

static int open_directory(int parent, const char *name) {
    struct stat status;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 || errno != ENOTDIR) return fd < 0 ? -errno : fd;
    bool is_link = fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
    return is_link ? -ELOOP : -ENOTDIR;
}

static void adjust(const struct directory *directory, int fd, struct owner owner) {
    struct stat status;
    if (fstat(fd, &status) < 0) cannot_make(directory, errno);
    int error = give_to_owner(fd, &status, owner);
    if (error) cannot_make(directory, error);
    if ((status.st_mode & 07777) != directory->mode && fchmod(fd, directory->mode) < 0) cannot_make(directory, errno);
}

static void make_directory(const struct directory *directory, struct owner owner) {
    const char *name;
    int parent = open_parent(directory->path, 0755, &name);
    if (parent < 0) cannot_make(directory, -parent);
    move_out_of_private(parent, name);
    bool is_there = mkdirat(parent, name, directory->mode) < 0;
    if (is_there && errno != EEXIST) cannot_make(directory, errno);
    if (!is_there || !directory->left_as_found) {
        int fd = open_directory(parent, name);
        if (fd < 0) cannot_make(directory, -fd);
        adjust(directory, fd, owner);
        close(fd);
    }
    close(parent);
}

/* `target` as seen from the folder of `link`: `../a/b`. */
static char *relative(const char *target, const char *link) {
    size_t common = 0;
    for (size_t i = 0; target[i] && target[i] == link[i]; i++)
        if (target[i] == '/') common = i + 1;
    size_t ups = 0;
    for (const char *c = link + common; *c; c++) ups += *c == '/';
    char *text = allocate(ups * 3 + strlen(target + common) + 1, 1);
    for (size_t i = 0; i < ups; i++) strcat(text, "../");
    return strcat(text, target + common);
}

static void make_link(const struct directory *directory, const char *link) {
    const char *name;
    char *target = relative(directory->path, link);
    int parent = open_parent(link, 0755, &name);
    if (parent < 0) cannot_make(directory, -parent);
    if (symlinkat(target, parent, name) < 0 && !(errno == EEXIST && says(parent, name, target)))
        cannot_make(directory, errno);
    close(parent);
    free(target);
}

void make_directories(const struct launch *launch) {
    const struct identity *identity = &launch->privileges.identity;
    for (size_t i = 0; i < launch->files.directories.count; i++) {
        const struct directory *directory = &launch->files.directories.items[i];
        struct owner owner = {getuid(), getgid()};
        if (directory->service_owned && identity->uid.set) owner.uid = (uid_t)identity->uid.value;
        if (directory->service_owned && identity->gid.set) owner.gid = (gid_t)identity->gid.value;
        make_directory(directory, owner);
        for (size_t k = 0; k < directory->links.count; k++) make_link(directory, directory->links.items[k]);
    }
}
