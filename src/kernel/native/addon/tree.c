/* Removes a tree: by descriptor, never through a link, never into another file system. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "berth.h"

struct device {
    uint32_t major, minor;
};

static int device_of(int fd, struct device *device) {
    struct statx status;
    if (statx(fd, "", AT_EMPTY_PATH, STATX_TYPE, &status) < 0) return -errno;
    *device = (struct device){status.stx_dev_major, status.stx_dev_minor};
    return 0;
}

static int remove_at(int parent, const char *name, const struct device *top);

static int empty_folder(int fd, const struct device *top) {
    DIR *folder = fdopendir(fd);
    if (!folder) {
        int failure = -errno;
        close(fd);
        return failure;
    }
    int error = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        int failure = remove_at(fd, entry->d_name, top);
        if (!error && failure != -ENOENT) error = failure;
    }
    closedir(folder);
    return error;
}

/* `top` is null for the folder that was asked for. The first failure is reported, the rest is removed all the same. */
static int remove_at(int parent, const char *name, const struct device *top) {
    struct device device;
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && (errno == ENOTDIR || errno == ELOOP)) return unlinkat(parent, name, 0) < 0 ? -errno : 0;
    if (fd < 0) return -errno;
    int error = device_of(fd, &device);
    bool elsewhere = !error && top && (device.major != top->major || device.minor != top->minor);
    if (error || elsewhere) {
        close(fd);
        return error ? error : -EXDEV;
    }
    error = empty_folder(fd, &device);
    if (unlinkat(parent, name, AT_REMOVEDIR) < 0 && !error) error = -errno;
    return error;
}

int remove_tree(const char *path) { return remove_at(AT_FDCWD, path, NULL); }
